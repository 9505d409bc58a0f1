#include "gw/campus/prepare.h"

#include <cstdio>

#include "gw/campus/test_campus.h"

namespace gw::campus {
namespace {

using doctest::Approx;
using namespace test;

TrainingJob& run_of(Campus& campus) { return std::get<TrainingJob>(campus.jobs[0]); }

std::vector<Issue> issues_of(const Campus& campus) { return prepare(campus, weather(), 1).issues; }

}  // namespace

TEST_CASE("a hall is sized for what it can draw for long") {
  const Prepared p = prepared(campus());
  const PreparedHall& hall = p.halls[0];
  CHECK(hall.accelerators == 160);
  CHECK(hall.energised_hour == 0);
  CHECK(hall.within_horizon);
  CHECK(hall.design_it.in(kW) == Approx(160 * hall.provisioned.total().in(kW)));
  CHECK(hall.idle.total() < hall.provisioned.total());
  CHECK(p.jobs[0].mean_power[0].total() < hall.provisioned.total());
  CHECK(p.jobs[0].mean_power[0].total() > hall.idle.total());
  CHECK(power::chain_totals(hall.chain, hall.design_it, 0 * W).worst_loading_frac <= 1 + 1e-9);
}

TEST_CASE("halls of one design are sized once; what differs in name, bus or date only is alike") {
  Campus c = campus();
  c.halls.push_back(hall("twin", 20, Date{2027, 6, 2}));
  c.halls.push_back(hall("larger", 21));
  c.halls.push_back(hall("capped"));
  c.halls[3].power_cap = 400 * W;
  c.halls.push_back(hall("triplet"));
  const Prepared p = prepared(c);
  const std::vector<std::size_t> first = {0, 0, 2, 3, 0};
  for (std::size_t h = 0; h < p.halls.size(); ++h) {
    CHECK(p.halls[h].like == first[h]);
    CHECK(p.halls[h].name == c.halls[h].name);
  }
  CHECK(p.halls[1].design_facility == p.halls[0].design_facility);
  CHECK(p.halls[1].energised_hour == 24);
  CHECK(p.halls[2].design_facility > p.halls[0].design_facility);
}

TEST_CASE("other loads are a share of provisioned IT power") {
  Campus c = campus();
  c.site.other_load_frac = 0.02;
  const PreparedHall with = prepared(c).halls[0];
  c.site.other_load_frac = 0;
  const PreparedHall without = prepared(c).halls[0];
  CHECK(with.other.in(kW) == Approx(0.02 * with.design_it.in(kW)));
  CHECK((with.design_facility - without.design_facility).in(kW) == Approx(with.other.in(kW)));
}

TEST_CASE("dates become hours of the horizon") {
  Campus c = campus(72);
  c.halls.push_back(hall("earlier", 1, Date{2026, 1, 1}));
  c.halls.push_back(hall("second day", 1, Date{2027, 6, 2}));
  c.halls.push_back(hall("too late", 1, Date{2027, 6, 4}));
  run_of(c).start = Date{2027, 6, 3};
  const Prepared p = prepared(c);
  CHECK(p.halls[1].energised_hour == 0);
  CHECK(p.halls[2].energised_hour == 24);
  CHECK_FALSE(p.halls[3].within_horizon);
  CHECK(p.jobs[0].start_hour == 48);
}

TEST_CASE("a job is timed by its step, or by the measured one") {
  Campus c = campus();
  const PreparedTraining modelled = prepared(c).jobs[0].training;
  CHECK(modelled.step_time.in(s) == Approx(modelled.step.total.in(s) / modelled.speed_at_cap_frac));
  CHECK(modelled.tokens_per_second == Approx(512.0 * 2048 / modelled.step_time.in(s)));
  run_of(c).measured_step_time = 3.0 * s;
  const PreparedTraining measured = prepared(c).jobs[0].training;
  CHECK(measured.step_time == 3.0 * s);
  CHECK(measured.tokens_per_second == Approx(512.0 * 2048 / 3));
}

TEST_CASE("a cap that the lowest clock cannot keep is refused, with the lowest one that can be kept") {
  for (const bool trains : {true, false}) {
    Campus c = campus();
    if (!trains)
      c.jobs = {SteadyJob{.name = "busy", .start = {}, .halls = {}, .tensor_frac = 1, .memory_frac = 1}};
    c.halls[0].power_cap = 80 * W;
    const std::vector<Issue> issues = issues_of(c);
    const Issue* issue = find(issues, "GW3011");
    REQUIRE(issue);
    CHECK_FALSE(issue->warning);
    CHECK(issue->path == "halls[0].power_cap_w");
    double least = 0;
    REQUIRE(std::sscanf(issue->hint.c_str(), "cap at %lf W", &least) == 1);
    CHECK(least > 80);
    c.halls[0].power_cap = least * W;
    CHECK_FALSE(find(issues_of(c), "GW3011"));
    c.halls[0].power_cap = (least - 2) * W;
    CHECK(find(issues_of(c), "GW3011"));
  }
}

TEST_CASE("preparing stops when told to") {
  Campus c = campus();
  c.halls.push_back(hall("second"));
  CHECK(prepare(c, weather(), 1, 2, [](double) { return false; }).cancelled);
  CHECK_FALSE(prepare(c, weather(), 1, 2, [](double share) { return share < 1; }).cancelled);
}

TEST_CASE("a power cap slows the step and saves power; the slowest hall sets the pace") {
  Campus c = campus();
  c.halls.push_back(hall("second"));
  const Prepared free_run = prepared(c);
  c.halls[0].power_cap = 300 * W;
  const Prepared capped = prepared(c);
  const PreparedTraining& t = capped.jobs[0].training;
  CHECK(free_run.jobs[0].training.speed_at_cap_frac == Approx(1));
  CHECK(t.speed_at_cap_frac < 1);
  CHECK(t.speed_at_cap_frac > 0.5);
  CHECK(t.step_time > free_run.jobs[0].training.step_time);
  CHECK(capped.halls[0].provisioned.total() < free_run.halls[0].provisioned.total());
  CHECK(capped.jobs[0].mean_power[0].total() < free_run.jobs[0].mean_power[0].total());
  std::swap(c.halls[0].power_cap, c.halls[1].power_cap);
  CHECK(prepared(c).jobs[0].training.speed_at_cap_frac == t.speed_at_cap_frac);
}

TEST_CASE("the expected goodput agrees with its simulation and depends on the seed only there") {
  const Campus c = campus();
  const Prepared a = prepare(c, weather(), 1), b = prepare(c, weather(), 2);
  const PreparedTraining &x = a.jobs[0].training, &y = b.jobs[0].training;
  CHECK(x.goodput.shares.goodput_frac == y.goodput.shares.goodput_frac);
  CHECK(x.simulated_goodput.shares.goodput_frac != y.simulated_goodput.shares.goodput_frac);
  CHECK(x.simulated_goodput.shares.goodput_frac == Approx(x.goodput.shares.goodput_frac).epsilon(0.02));
  CHECK(x.checkpoint_bytes == Approx(14.0 * double(catalog::total_parameters(training().model))));
}

TEST_CASE("kept power is the goodput's part of the accelerators' mean") {
  const Prepared p = prepared(campus());
  const PreparedJob& job = p.jobs[0];
  const double kept = job.kept_power[0] / job.mean_power[0].accelerators;
  CHECK(kept < 1);
  CHECK(kept >= job.training.goodput.shares.goodput_frac);  // working draws more than waiting
}

TEST_CASE("a job on too few accelerators is refused, spares taken off") {
  Campus c = campus();
  run_of(c).accelerators = 160;
  CHECK(find(issues_of(c), "GW3004") == nullptr);
  c.spare_frac = 0.01;
  const auto issues = issues_of(c);
  const Issue* issue = find(issues, "GW3004");
  REQUIRE(issue);
  CHECK(issue->path == "jobs[0].accelerators");
  CHECK(issue->message.find("158") != std::string::npos);
  CHECK_FALSE(prepare(c, weather(), 1).usable());
}

TEST_CASE("halls energised after the horizon do not count") {
  Campus c = campus();
  c.halls.push_back(hall("later", 20, Date{2028, 1, 1}));
  run_of(c).accelerators = 200;
  CHECK(find(issues_of(c), "GW3004"));
}

TEST_CASE("problems of the plan come with the path of the plan") {
  Campus c = campus();
  run_of(c).plan.tensor = 7;
  const auto issues = issues_of(c);
  const Issue* issue = find(issues, "GW2001");
  REQUIRE(issue);
  CHECK(issue->path == "jobs[0].plan");
  CHECK_FALSE(issue->warning);
}

TEST_CASE("a job must last an hour") {
  Campus c = campus();
  run_of(c).measured_step_time = 2.0 * s;
  const double per_hour = 512.0 * 2048 / 2 * 3600;
  run_of(c).tokens = 1.01 * per_hour;
  CHECK(find(issues_of(c), "GW3009") == nullptr);
  run_of(c).tokens = 0.99 * per_hour;
  const auto issues = issues_of(c);
  const Issue* issue = find(issues, "GW3009");
  REQUIRE(issue);
  CHECK(issue->path == "jobs[0].tokens");
  CHECK(issue->hint.find("or more") != std::string::npos);
}

TEST_CASE("the number of threads does not move a number") {
  Campus c = campus();
  c.halls.push_back(hall("second", 12));
  c.jobs.push_back(training("second run", 32));
  const Prepared one = prepare(c, weather(), 3, 1), many = prepare(c, weather(), 3, 4);
  for (std::size_t h = 0; h < 2; ++h) CHECK(one.halls[h].design_it == many.halls[h].design_it);
  for (std::size_t j = 0; j < 2; ++j) {
    CHECK(one.jobs[j].mean_power[0].total() == many.jobs[j].mean_power[0].total());
    CHECK(one.jobs[j].training.simulated_goodput.shares.goodput_frac ==
          many.jobs[j].training.simulated_goodput.shares.goodput_frac);
  }
  REQUIRE(one.issues.size() == many.issues.size());
}

TEST_CASE("steady work draws more the busier it is") {
  Campus c = campus();
  c.jobs = {SteadyJob{.name = "light", .start = {}, .halls = {}, .tensor_frac = 0.1},
            SteadyJob{.name = "heavy", .start = {}, .halls = {}, .tensor_frac = 0.6}};
  const Prepared p = prepared(c);
  CHECK_FALSE(p.jobs[0].trains);
  CHECK(p.jobs[0].mean_power[0].total() < p.jobs[1].mean_power[0].total());
  CHECK(p.jobs[1].waveform.mean() == p.jobs[1].mean_power[0].total());
}

TEST_CASE("a chain that hands over another voltage brings the racks' supply with it") {
  Campus c = campus();
  const Power before = prepared(c).halls[0].provisioned.total();
  const Power loss = prepared(c).halls[0].provisioned.supply_loss;
  c.halls[0].power_chain.rack_supply = power::LossStage{"converter", {}, 0.0, 0.0, 0.01, power::Redundancy::n};
  const Prepared after = prepared(c);
  CHECK(after.halls[0].design.rack.supply.name == "converter");
  CHECK(after.halls[0].provisioned.supply_loss < loss);
  // What is saved in the supply is saved at the rack's input, to the part that fans and services follow.
  CHECK((before - after.halls[0].provisioned.total()) / (loss - after.halls[0].provisioned.supply_loss) ==
        doctest::Approx(1.0).epsilon(0.3));
}

TEST_CASE("a job's waveform is the mean of its stages") {
  Campus c = campus();
  auto& job = std::get<TrainingJob>(c.jobs[0]);
  job.plan.pipeline = 4, job.plan.tensor = 2;
  const Prepared p = prepared(c);
  const PreparedJob& prepared_job = p.jobs[0];
  REQUIRE(prepared_job.trains);
  // Fans follow the cube of each stage's mean heat, which differs by what is thinned at TDP.
  CHECK(prepared_job.waveform.mean() / prepared_job.work_power[0].total() == doctest::Approx(1).epsilon(1e-4));
  CHECK(prepared_job.waveform.period() / prepared_job.training.step_time == doctest::Approx(1).epsilon(1e-9));
  // Four stages that wait at other times swing less together than one of them alone.
  const power::Waveform one = power::waveform_of(p.halls[0].design, prepared_job.training.activity);
  CHECK(prepared_job.waveform.segments().size() > one.segments().size());
  CHECK(prepared_job.waveform.peak() <= one.peak() * (1 + 1e-9));
}

TEST_CASE("cooling that cannot hold its supply at design weather is a warning with its place") {
  Campus c = campus();
  c.halls[0].cooling.air.plant = cooling::DryCooler{};
  const auto issues = prepare(c, weather(40), 1).issues;
  const Issue* issue = find(issues, "GW2401");
  REQUIRE(issue);
  CHECK(issue->warning);
  CHECK(issue->path == "halls[0].cooling");
}

}  // namespace gw::campus
