#include "gw/campus/operations.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "gw/campus/test_campus.h"

namespace gw::campus {
namespace {

using doctest::Approx;
using namespace test;

Limits flat_limit(double mw, int hours) { return {{"main", std::vector<double>(std::size_t(hours), mw)}}; }

// Sum of accelerators' IT power: `running` of them in the first job, the rest idle.
Power it_of(const Prepared& p, double running) {
  const PreparedHall& hall = p.halls[0];
  return running * p.jobs[0].mean_power[0].total() + (double(hall.accelerators) - running) * hall.idle.total();
}

void check_hours_add_up(const Operations& o) {
  CHECK(o.accelerator_hours.sum() == Approx(o.accelerator_hours.installed).epsilon(1e-12));
  for (std::size_t i = 0; i < o.hourly.it_mw.size(); ++i)
    CHECK(o.hourly.facility_mw[i] ==
          Approx(o.hourly.it_mw[i] + o.hourly.cooling_mw[i] + o.hourly.electrical_loss_mw[i] +
                 o.hourly.other_mw[i]).epsilon(1e-12));
}

}  // namespace

TEST_CASE("halls alike draw what one hall of their size draws") {
  Campus one = campus();
  one.halls[0].racks = 60;
  Campus three = campus();
  three.halls.push_back(hall("b"));
  three.halls.push_back(hall("c"));
  const Operations a = operate(one, prepared(one), {}), b = operate(three, prepared(three), {});
  check_hours_add_up(b);
  CHECK(b.hourly.it_mw[3] == Approx(a.hourly.it_mw[3]));
  CHECK(b.hourly.other_mw[3] == Approx(a.hourly.other_mw[3]));
  CHECK(b.hourly.facility_mw[3] == Approx(a.hourly.facility_mw[3]).epsilon(0.05));
}

TEST_CASE("without limits everything asked for is drawn") {
  const Campus c = campus(48);
  const Prepared p = prepared(c);
  const Operations o = operate(c, p, {});
  check_hours_add_up(o);
  for (std::size_t i = 0; i < 48; ++i) {
    CHECK(o.hourly.it_mw[i] == Approx(it_of(p, 64).in(MW)));
    CHECK(o.hourly.facility_mw[i] == o.hourly.wanted_facility_mw[i]);
    CHECK(o.hourly.running_frac[i] == 1);
    CHECK(o.hourly.job_accelerators[i] == 64);
    CHECK(o.hourly.dry_bulb_c[i] == 20);
  }
  CHECK(o.accelerator_hours.installed == Approx(48.0 * 160));
  CHECK(o.accelerator_hours.idle == Approx(48.0 * 96));
  CHECK(o.accelerator_hours.shed == 0);
  CHECK(o.job_held_hours[0] == Approx(48.0 * 64));
  CHECK(o.job_run_hours[0] == o.job_held_hours[0]);
}

TEST_CASE("tokens are goodput of the modelled rate") {
  const Campus c = campus(48);
  const Prepared p = prepared(c);
  const Operations o = operate(c, p, {});
  const PreparedTraining& t = p.jobs[0].training;
  CHECK(t.goodput.shares.goodput_frac < 1);
  CHECK(sum(o.hourly.tokens) == Approx(t.tokens_per_second * t.goodput.shares.goodput_frac * 48 * 3600));
  CHECK(o.accelerator_hours.goodput == Approx(48.0 * 64 * t.goodput.shares.goodput_frac));
}

TEST_CASE("a limit is met to the tolerance of the search, and sheds work in proportion") {
  const Campus c = busy_campus(24);
  const Prepared p = prepared(c);
  const double full = operate(c, p, {}).hourly.facility_mw[0];
  double tokens_before = std::numeric_limits<double>::infinity(), it_before = tokens_before;
  for (double share : {0.98, 0.9, 0.7, 0.5, 0.2}) {
    const Operations o = operate(c, p, flat_limit(share * full, 24));
    CHECK(o.hourly.facility_mw[0] <= share * full);
    CHECK(o.hourly.facility_mw[0] == Approx(share * full).epsilon(1e-9));
    CHECK(o.hourly.wanted_facility_mw[0] == Approx(full));
    CHECK(o.hourly.tokens[0] < tokens_before);
    CHECK(o.hourly.it_mw[0] < it_before);
    tokens_before = o.hourly.tokens[0], it_before = o.hourly.it_mw[0];
    CHECK(o.accelerator_hours.shed > 0);
    CHECK(o.hourly.running_frac[0] == Approx(1 - o.accelerator_hours.shed / o.job_held_hours[0]));
    check_hours_add_up(o);
  }
}

TEST_CASE("IT power and tokens are linear in the share of accelerators that runs") {
  const Campus c = busy_campus(1);
  const Prepared p = prepared(c);
  const Operations free_run = operate(c, p, {});
  for (double share : {0.97, 0.9, 0.4}) {
    const Operations o = operate(c, p, flat_limit(share * free_run.hourly.facility_mw[0], 1));
    CHECK(o.hourly.it_mw[0] == Approx(free_run.hourly.it_mw[0] * o.hourly.running_frac[0]));
    CHECK(o.hourly.tokens[0] == Approx(free_run.hourly.tokens[0] * o.hourly.running_frac[0]));
  }
}

TEST_CASE("racks without work are switched off before a job loses any") {
  const Campus c = campus(24);
  const Prepared p = prepared(c);
  const Operations free_run = operate(c, p, {});
  const Operations o = operate(c, p, flat_limit(0.9 * free_run.hourly.facility_mw[0], 24));
  CHECK(o.hourly.facility_mw[0] == Approx(0.9 * free_run.hourly.facility_mw[0]).epsilon(1e-9));
  CHECK(o.hourly.running_frac[0] == 1);
  CHECK(o.hourly.tokens[0] == free_run.hourly.tokens[0]);
  CHECK(o.idle_energy_wh.total() < free_run.idle_energy_wh.total());
  CHECK(o.job_energy_wh[0].it.total() == free_run.job_energy_wh[0].it.total());
  CHECK(o.accelerator_hours.shed == 0);
}

TEST_CASE("where not even the losses can be fed the hall is dark") {
  const Campus c = campus(24);
  const Prepared p = prepared(c);
  const Operations o = operate(c, p, flat_limit(0.0, 24));
  CHECK(sum(o.hourly.facility_mw) == 0);
  CHECK(sum(o.hourly.tokens) == 0);
  CHECK(sum(o.hourly.wanted_facility_mw) > 0);
  CHECK(o.accelerator_hours.shed == Approx(24.0 * 64));
  check_hours_add_up(o);
}

TEST_CASE("the peak is the hour with every job at work, above the mean over lost time") {
  const Campus c = campus(24);
  const Prepared p = prepared(c);
  const Operations o = operate(c, p, {});
  CHECK(o.peak_it_mw > o.hourly.it_mw[0]);
  CHECK(o.peak_it_mw < 1.1 * o.hourly.it_mw[0]);
  CHECK(o.peak_facility_mw > o.hourly.facility_mw[0]);
  const double limit = 0.8 * o.hourly.facility_mw[0];
  CHECK(operate(c, p, flat_limit(limit, 24)).peak_facility_mw <= limit * (1 + 1e-9));
}

TEST_CASE("a limit of one hour sheds in that hour only") {
  const Campus c = busy_campus(24);
  const Prepared p = prepared(c);
  const double full = operate(c, p, {}).hourly.facility_mw[0];
  Limits limits = flat_limit(std::numeric_limits<double>::infinity(), 24);
  limits["main"][7] = 0.9 * full;
  const Operations o = operate(c, p, limits);
  for (std::size_t i = 0; i < 24; ++i) CHECK((o.hourly.running_frac[i] < 1) == (i == 7));
}

TEST_CASE("a cooling plant that cannot hold its temperatures sheds work") {
  Campus c = campus(24);
  c.halls[0].cooling.design_dry_bulb = Temperature::celsius(15);
  c.halls[0].cooling.capacity_margin_frac = 0, c.halls[0].cooling.spare_units = 0;
  c.jobs = {SteadyJob{.name = "busy", .start = {}, .halls = {}, .tensor_frac = 1, .memory_frac = 1}};
  const Prepared p = prepared(c);
  CHECK(operate(c, p, {}).unmet_cooling_hours == 0);
  const Prepared hot = [&] {
    Prepared out = prepared(c);
    out.outdoor = cooling::outdoor_year(weather(48));
    return out;
  }();
  const Operations o = operate(c, hot, {});
  CHECK(o.unmet_cooling_hours == 24);
  CHECK(o.hourly.running_frac[0] < 1);
  CHECK(o.hourly.it_mw[0] > 0);
  CHECK(o.accelerator_hours.shed > 0);
  check_hours_add_up(o);
}

TEST_CASE("a hall short of cooling sheds its own work, not that of the other halls on its bus") {
  Campus c = busy_campus(6);
  c.halls.push_back(hall("hot", 8));
  c.halls[1].cooling.design_dry_bulb = Temperature::celsius(15);
  c.halls[1].cooling.capacity_margin_frac = 0, c.halls[1].cooling.spare_units = 0;
  c.jobs = {SteadyJob{.name = "a", .start = {}, .halls = {"hall"}, .tensor_frac = 1, .memory_frac = 1},
            SteadyJob{.name = "b", .start = {}, .halls = {"hot"}, .tensor_frac = 1, .memory_frac = 1}};
  Prepared p = prepared(c);
  p.outdoor = cooling::outdoor_year(weather(46));
  const Operations o = operate(c, p, {});
  CHECK(o.unmet_cooling_hours == 6);
  CHECK(o.job_run_hours[0] == o.job_held_hours[0]);
  CHECK(o.job_run_hours[1] < o.job_held_hours[1]);
  CHECK(o.job_run_hours[1] > 0);
  check_hours_add_up(o);
  // A limit on top: the halls share what is left, and the limit is met.
  const double limit = 0.7 * o.hourly.facility_mw[0];
  const Operations limited = operate(c, p, flat_limit(limit, 6));
  CHECK(limited.hourly.facility_mw[0] == Approx(limit).epsilon(1e-9));
  CHECK(limited.job_run_hours[0] < limited.job_held_hours[0]);
  check_hours_add_up(limited);
}

TEST_CASE("a power chain above its rating is remembered with its worst hour") {
  const Campus c = busy_campus(6);
  Prepared p = prepared(c);
  CHECK(operate(c, p, {}).chain_overloads.empty());
  p.halls[0].chain = power::size_chain(c.halls[0].power_chain, 0.5 * p.halls[0].design_it, 0.0 * W);
  const Operations o = operate(c, p, {});
  REQUIRE(o.chain_overloads.size() == 1);
  CHECK(o.chain_overloads[0].hours == 6);
  CHECK(o.chain_overloads[0].loading_frac > 1);
  CHECK(o.chain_overloads[0].it.in(MW) == Approx(o.hourly.it_mw[0]));
}

TEST_CASE("operations stop within a day of the horizon when told to") {
  const Campus c = campus(240);
  int asked = 0;
  const Operations o = operate(c, prepared(c), {}, [&](double share) { return ++asked, share < 0.25; });
  CHECK(o.cancelled);
  CHECK(asked == 4);
}

TEST_CASE("a job that ends inside an hour ends at its moment, and the next one starts there") {
  Campus c = campus(24);
  auto& job = std::get<TrainingJob>(c.jobs[0]);
  const PreparedTraining t = prepared(c).jobs[0].training;
  const double per_hour = t.tokens_per_second * t.goodput.shares.goodput_frac * 3600;
  job.tokens = 2.5 * per_hour;
  const Operations once = operate(c, prepared(c), {});
  CHECK(sum(once.hourly.tokens) == Approx(job.tokens).epsilon(1e-12));
  CHECK(once.instances[0].end_hour == Approx(2.5));
  CHECK(once.hourly.tokens[2] == Approx(0.5 * per_hour));
  CHECK(once.job_held_hours[0] == Approx(2.5 * 64));
  CHECK(once.accelerator_hours.idle == Approx(24.0 * 160 - 2.5 * 64));
  CHECK(once.hourly.it_mw[3] < once.hourly.it_mw[2]);

  job.repeat = true;
  const Operations again = operate(c, prepared(c), {});
  CHECK(sum(again.hourly.tokens) == Approx(24 * per_hour));
  CHECK(again.instances.size() == 10);
  CHECK(again.instances[1].start_hour == Approx(2.5));
  CHECK(again.instances.back().end_hour == -1);
  CHECK(again.job_held_hours[0] == Approx(24.0 * 64));
}

TEST_CASE("energy by job and of the idle add up to IT energy, part by part") {
  Campus c = campus(48);
  c.halls.push_back(hall("later", 10, Date{2027, 6, 2}));
  c.jobs.push_back(SteadyJob{.name = "experiments", .accelerators = 40, .start = {}, .halls = {}});
  const Prepared p = prepared(c);
  const double full = operate(c, p, {}).hourly.facility_mw[0];
  const Operations o = operate(c, p, flat_limit(0.9 * full, 48));
  power::ItPower used = o.idle_energy_wh;
  for (const JobEnergy& job : o.job_energy_wh) used += job.it;
  CHECK(used.total().in(MW) == Approx(sum(o.hourly.it_mw)));
  CHECK(used.accelerators.in(MW) == Approx(o.it_energy_wh.accelerators.in(MW)));
  CHECK(o.job_energy_wh[0].kept > 0.9 * o.job_energy_wh[0].it.accelerators);
  CHECK(o.job_energy_wh[0].kept < o.job_energy_wh[0].it.accelerators);
  CHECK(o.job_energy_wh[1].kept == 0 * W);
  CHECK(o.job_energy_wh[1].it.total() > 0 * W);
}

TEST_CASE("halls on two buses are limited each by its own") {
  Campus c = busy_campus(6);
  c.halls.push_back(hall("island", 8));
  c.halls[1].bus = "second";
  c.supply.push_back(grid(100, "second"));
  c.jobs = {training("a"), training("b")};
  std::get<TrainingJob>(c.jobs[0]).halls = {"hall"};
  std::get<TrainingJob>(c.jobs[1]).halls = {"island"};
  const Prepared p = prepared(c);
  const Operations free_run = operate(c, p, {});
  REQUIRE(free_run.buses.size() == 2);
  CHECK(free_run.buses[0].facility_mw[0] == Approx(free_run.buses[1].facility_mw[0]));
  const double limit = 0.9 * free_run.buses[1].facility_mw[0];
  const Operations o = operate(c, p, {{"second", std::vector<double>(6, limit)}});
  CHECK(o.buses[0].facility_mw[0] == free_run.buses[0].facility_mw[0]);
  CHECK(o.buses[1].facility_mw[0] == Approx(limit).epsilon(1e-9));
  CHECK(o.job_tokens[1] < o.job_tokens[0]);
}

}  // namespace gw::campus
