#include "gw/planning/adequacy_run.h"

#include <cmath>

#include "gw/planning/test_files.h"

namespace gw::planning {
namespace {

using namespace test;

AdequacyOutcome outcome_of(const AdequacyFlags& flags, std::vector<std::string> overrides = {}) {
  RunOptions options;
  options.load.overrides = std::move(overrides);
  return run_adequacy(shipped("prometheus.yaml"), flags, options);
}

AdequacyRun run(const AdequacyFlags& flags, std::vector<std::string> overrides = {}) {
  AdequacyOutcome outcome = outcome_of(flags, std::move(overrides));
  INFO(outcome.diagnostics.render());
  REQUIRE(outcome.status == RunStatus::done);
  return std::move(*outcome.run);
}

}  // namespace

TEST_CASE("Prometheus' islanded plants carry their tents; without three turbines and the engines one is short") {
  const AdequacyRun whole = run({.years = 50, .bus = {}});
  REQUIRE(whole.buses.size() == 3);
  for (const supply::BusAdequacy& bus : whole.buses) {
    CHECK(bus.convolution.lolh_h < 0.1);
    CHECK(bus.sampled.years == 50);
    CHECK(bus.removals.front().short_hours == 0);
  }
  const supply::BusAdequacy& south = whole.buses[1];
  CHECK(south.bus == "south");
  CHECK(south.units == 30);
  CHECK(south.removals.size() > 4);           // it holds without its three largest
  CHECK(south.removals.back().short_hours > 0);  // and not without some more: the hour is known
  CHECK(south.removals.back().first_short_hour >= 0);
  const AdequacyRun broken = run({.years = 200, .bus = "south"}, {"supply.1.units=0", "supply.2.units=4"});
  REQUIRE(broken.buses.size() == 1);
  const supply::BusAdequacy& bus = broken.buses.front();
  CHECK(bus.convolution.lolh_h > 100);
  CHECK(std::abs(bus.disagreement()) < 4);
  CHECK(bus.with_batteries.mean.lolh_h < bus.sampled.mean.lolh_h);
  CHECK_FALSE(bus.risky.empty());
}

TEST_CASE("the load studied is the one wanted, not what a short plant left of it") {
  const AdequacyRun broken = run({.years = 0, .bus = "south"}, {"supply.1.units=0", "supply.2.units=0"});
  const AdequacyRun whole = run({.years = 0, .bus = "south"});
  CHECK(broken.buses.front().load_mwh == doctest::Approx(whole.buses.front().load_mwh).epsilon(1e-9));
}

TEST_CASE("a bus that is not there is named with those that are") {
  const AdequacyOutcome outcome = outcome_of({.years = 0, .bus = "west"});
  CHECK(outcome.status == RunStatus::bad_input);
  const Diagnostic* found = find(outcome.diagnostics, "GW2301");
  REQUIRE(found);
  CHECK(found->hint.find("south") != std::string::npos);
}

}  // namespace gw::planning
