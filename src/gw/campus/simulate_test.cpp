#include "gw/campus/simulate.h"

#include <algorithm>

#include "gw/campus/test_campus.h"

namespace gw::campus {
namespace {

using doctest::Approx;
using namespace test;

// Facility power of the small campus when nothing limits it, MW.
double full_mw() { return simulated(busy_campus(1)).operations.hourly.facility_mw[0]; }

void plant(std::vector<double>& series) { series[3] *= 1.001; }

}  // namespace

TEST_CASE("with enough supply one round settles it and everything is served") {
  const Simulation s = simulated(campus(48));
  CHECK(s.rounds == 1);
  CHECK(s.unserved_mwh == 0);
  CHECK(s.wanted_mwh == Approx(s.facility_mwh));
  CHECK(s.adequacy.adequate());
  CHECK(s.dispatch.sources[0].total.output_mwh == Approx(s.facility_mwh));
}

TEST_CASE("a short supply sheds compute until the load is what can be served") {
  Campus c = busy_campus(48);
  c.supply = {grid(0.93 * full_mw())};
  const Simulation s = simulated(c);
  CHECK(s.rounds == 2);
  for (double mw : s.operations.hourly.facility_mw) CHECK(mw == Approx(0.93 * full_mw()).epsilon(1e-6));
  for (double mw : s.dispatch.buses[0].unserved_mw) CHECK(mw <= 1e-6);
  CHECK(s.adequacy.loss_of_load_hours == 48);
  CHECK(s.operations.accelerator_hours.shed > 0);
}

TEST_CASE("unserved energy is what was wanted and not served") {
  Campus c = busy_campus(48);
  c.supply = {grid(0.9 * full_mw())};
  const Simulation s = simulated(c);
  CHECK(s.wanted_mwh == Approx(48 * full_mw()));
  CHECK(s.unserved_mwh == Approx(0.1 * s.wanted_mwh).epsilon(1e-6));
  CHECK(s.unserved_mwh == Approx(s.wanted_mwh - s.facility_mwh).epsilon(1e-6));
}

TEST_CASE("without any power all of the load is unserved") {
  Campus c = campus(24);
  c.supply = {grid(0)};
  const Simulation s = simulated(c);
  CHECK(s.facility_mwh == 0);
  CHECK(s.unserved_mwh == Approx(s.wanted_mwh).epsilon(1e-6));
  CHECK(s.operations.hourly.tokens[5] == 0);
}

TEST_CASE("an outage of the service is felt in its hours only") {
  Campus c = campus(24 * 60);
  supply::GridConnection service = grid(100);
  service.forced_outage_frac = 0.05;
  service.mean_time_to_repair = 6.0 * hour;
  c.supply = {service};
  const Simulation s = simulated(c);
  CHECK(s.adequacy.loss_of_load_hours > 0);
  CHECK(s.adequacy.loss_of_load_hours < 24 * 60 / 4);
  const auto& h = s.operations.hourly;
  int dark = 0;
  for (std::size_t i = 0; i < h.it_mw.size(); ++i) {
    const bool out = s.capacity.sources[0].available_mw[i] <= 0;
    dark += out;
    CHECK((h.tokens[i] > 0) == !out);
  }
  CHECK(dark == s.adequacy.loss_of_load_hours);
}

TEST_CASE("an islanded bus runs on its own plant and holds a reserve") {
  Campus c = campus(48);
  c.supply = {turbines(5, 0.1)};
  c.islanded_reserve_frac = 0.2;
  supply::GasTurbine& plant = std::get<supply::GasTurbine>(c.supply[0]);
  plant.maintenance_frac = 0;
  const Simulation s = simulated(c);
  CHECK(s.dispatch.sources[0].total.fuel_mmbtu > 0);
  CHECK(s.dispatch.sources[0].total.output_mwh == Approx(s.facility_mwh + s.dispatch.buses[0].dumped_mwh).epsilon(1e-6));
  for (std::size_t i = 0; i < 48; ++i)
    CHECK(0.1 * s.dispatch.sources[0].units_running[i] >= s.operations.hourly.facility_mw[i] * 0.999);
}

TEST_CASE("two buses: one is short, the other is not touched") {
  Campus c = busy_campus(24);
  c.halls.push_back(hall("island", 8));
  c.halls[1].bus = "second";
  c.jobs = {training("a"), training("b")};
  std::get<TrainingJob>(c.jobs[0]).halls = {"hall"};
  std::get<TrainingJob>(c.jobs[1]).halls = {"island"};
  c.supply = {grid(100), grid(0.9 * full_mw(), "second")};
  const Simulation s = simulated(c);
  CHECK(s.operations.job_run_hours[0] == s.operations.job_held_hours[0]);
  CHECK(s.operations.job_run_hours[1] < s.operations.job_held_hours[1]);
  CHECK(s.dispatch.sources[0].total.output_mwh == Approx(24 * full_mw()));
  CHECK(s.dispatch.sources[1].total.output_mwh == Approx(24 * 0.9 * full_mw()).epsilon(1e-6));
}

TEST_CASE("a hall energised within the horizon adds its load and its work from then on") {
  Campus c = campus(72);
  c.halls.push_back(hall("second", 20, Date{2027, 6, 3}));
  std::get<TrainingJob>(c.jobs[0]).instances = 0;
  const Simulation s = simulated(c);
  const auto& h = s.operations.hourly;
  CHECK(h.it_mw[47] == Approx(h.it_mw[0]));
  CHECK(h.it_mw[48] > 1.9 * h.it_mw[47]);
  CHECK(h.job_accelerators[47] == 2 * 64);
  CHECK(h.job_accelerators[48] == 5 * 64);
  CHECK(s.operations.accelerator_hours.installed == Approx(160.0 * 72 + 160.0 * 24));
}

TEST_CASE("the same seed gives the same numbers, another one other outages") {
  Campus c = campus(24 * 30);
  supply::GridConnection service = grid(100);
  service.forced_outage_frac = 0.1;
  c.supply = {service};
  const Simulation a = simulated(c, weather(), 7), b = simulated(c, weather(), 7), other = simulated(c, weather(), 8);
  CHECK(a.operations.hourly.facility_mw == b.operations.hourly.facility_mw);
  CHECK(a.operations.hourly.tokens == b.operations.hourly.tokens);
  CHECK(a.operations.hourly.facility_mw != other.operations.hourly.facility_mw);
}

TEST_CASE("a campus with errors is not simulated, and progress can cancel") {
  Campus broken = campus();
  broken.halls[0].bus = "none";
  const Simulation refused = simulate(broken, weather(), {}, {});
  CHECK_FALSE(refused.ok());
  CHECK(refused.operations.hourly.it_mw.empty());
  const Simulation cancelled = simulate(campus(), weather(), {}, {.progress = [](double) { return false; }});
  CHECK(cancelled.cancelled);
  CHECK_FALSE(cancelled.ok());
}

TEST_CASE("cancelling is heard within the year, not only between rounds") {
  int asked = 0;
  const Simulation s = simulate(campus(2400), weather(), {}, {.progress = [&](double) { return ++asked < 40; }});
  CHECK(s.cancelled);
  CHECK(asked == 40);
}

TEST_CASE("a power chain loaded above what it was sized for is a warning of the result") {
  Campus c = busy_campus(24);
  c.halls[0].cooling.design_dry_bulb = Temperature::celsius(10);
  c.jobs = {SteadyJob{.name = "busy", .start = {}, .halls = {}, .tensor_frac = 1, .memory_frac = 1, .scale_up_frac = 1,
                      .scale_out_frac = 1}};
  const Simulation s = simulated(c, weather(32));
  const Issue* issue = find(s.issues, "GW2403");
  REQUIRE(issue);
  CHECK(issue->path == "halls[0].power_chain");
  CHECK(issue->message.find("24 h") != std::string::npos);
  CHECK_FALSE(find(simulated(busy_campus(24)).issues, "GW2403"));
}

TEST_CASE("a job that never starts is a warning with its place") {
  Campus c = campus(24);
  c.jobs.push_back(training("waits", 128));
  const Simulation s = simulated(c);
  const Issue* issue = find(s.issues, "GW2501");
  REQUIRE(issue);
  CHECK(issue->path == "jobs[1]");
  CHECK(issue->warning);
}

TEST_CASE("every balance holds, and each finds an error planted in what it watches") {
  Campus c = campus(24);
  c.halls[0].cooling.air.plant = cooling::CoolingTower{};
  const Simulation sound = simulated(c);
  CHECK(sound.operations.water.total_kg() > 0);
  const auto broken_by = [&](auto&& change) {
    Simulation s = sound;
    change(s);
    std::vector<std::string> names;
    for (const Balance& balance : balances(s))
      if (!balance.holds()) names.push_back(balance.name);
    return names;
  };
  using Names = std::vector<std::string>;
  CHECK(broken_by([](Simulation&) {}).empty());
  CHECK(broken_by([](Simulation& s) { s.dispatch.sources[0].total.output_mwh *= 1.001; }) == Names{"energy at the buses"});
  CHECK(broken_by([](Simulation& s) { s.dispatch.buses[0].dumped_mwh += 1; }) == Names{"energy at the buses"});
  CHECK(broken_by([](Simulation& s) { plant(s.operations.hourly.cooling_mw); }) == Names{"facility energy"});
  CHECK(broken_by([](Simulation& s) { plant(s.operations.hourly.electrical_loss_mw); }) == Names{"facility energy"});
  CHECK(broken_by([](Simulation& s) { plant(s.operations.hourly.facility_mw); }) == Names{"energy at the buses", "facility energy"});
  CHECK(broken_by([](Simulation& s) { plant(s.operations.hourly.it_mw); }) == Names{"facility energy", "IT energy by part"});
  CHECK(broken_by([](Simulation& s) { s.operations.idle_energy_wh.fans += 1 * kW; }) == Names{"IT energy by use"});
  CHECK(broken_by([](Simulation& s) { s.operations.accelerator_hours.idle += 1; }) == Names{"accelerator-hours"});
  CHECK(broken_by([](Simulation& s) { s.operations.instances[0].tokens *= 1.001; }) == Names{"tokens by hour and by instance"});
  CHECK(broken_by([](Simulation& s) { s.operations.job_run_hours[0] *= 1.001; }) == Names{"tokens and goodput hours"});
  CHECK(broken_by([](Simulation& s) { plant(s.operations.hourly.water_kg); }) == Names{"water withdrawn by hour and by use"});
}

TEST_CASE("the tolerance of a balance is relative") {
  CHECK(Balance{"", 1e12, 1e12 + 1, ""}.holds());
  CHECK_FALSE(Balance{"", 1e-6, 2e-6, ""}.holds());
  CHECK(Balance{"", 0, 0, ""}.holds());
  CHECK(Balance{"", 100, 99, ""}.residual_frac() == Approx(0.01));
}

}  // namespace gw::campus
