#include "gw/planning/dispatch_run.h"

#include <cmath>

#include "gw/planning/test_files.h"

namespace gw::planning {
namespace {

using namespace test;
using doctest::Approx;

DispatchRun run(const std::string& campus, std::vector<std::string> overrides = {}) {
  RunOptions options;
  options.load.overrides = std::move(overrides);
  DispatchOutcome outcome = run_dispatch(shipped(campus), options);
  INFO(outcome.diagnostics.render());
  REQUIRE(outcome.status == RunStatus::done);
  return std::move(*outcome.run);
}

}  // namespace

TEST_CASE("on every shipped campus the merit order costs no less than the least cost, and at most a tenth more") {
  for (const char* campus : {"prometheus.yaml", "hyperion.yaml", "colossus-2.yaml"}) {
    CAPTURE(campus);
    const DispatchRun done = run(campus);
    REQUIRE_FALSE(done.buses.empty());
    for (const BusComparison& bus : done.buses) {
      CAPTURE(bus.optimal.bus);
      CHECK(bus.optimal.status == "optimal");
      CHECK(bus.gap_frac() >= -1e-9);
      CHECK(bus.gap_frac() < 0.10);
      CHECK(bus.optimal.unserved_mwh <= bus.merit_unserved_mwh + 1e-6);
      CHECK(bus.optimal.worst_imbalance_mw < 1e-6);
    }
  }
}

TEST_CASE("a grid alone is dispatched alike by both") {
  const DispatchRun done = run("tiny.yaml", {"horizon.length_years=0.1"});
  REQUIRE(done.buses.size() == 1);
  CHECK(done.buses[0].gap_frac() == Approx(0).epsilon(1e-9));
  CHECK(done.buses[0].optimal.co2_t == Approx(done.buses[0].merit_co2_t));
}

TEST_CASE("the price of CO2 is in what is compared, not in the cost") {
  const DispatchRun free = run("hyperion-phase1.yaml", {"horizon.length_years=0.2"});
  const DispatchRun priced = run("hyperion-phase1.yaml", {"horizon.length_years=0.2", "economics.operating.co2_usd_per_t=100"});
  const BusComparison &a = free.buses[0], &b = priced.buses[0];
  CHECK(a.merit_objective_usd == Approx(a.merit_cost_usd));
  CHECK(b.merit_objective_usd == Approx(b.merit_cost_usd + 100 * b.merit_co2_t));
  CHECK(b.optimal.co2_t <= a.optimal.co2_t + 1e-6);
  CHECK(b.optimal.cost_usd >= a.optimal.cost_usd - 1e-6);
}

TEST_CASE("an hour of curtailment saves the dearest energy and costs the idle accelerators") {
  const DispatchRun done = run("prometheus.yaml");
  const Curtailment& c = done.curtailment;
  CHECK(c.dearest_hours == 88);
  double dearest = 0, cheapest = 1e9;
  for (const BusComparison& bus : done.buses)
    for (const double price : bus.optimal.price_usd_per_mwh) dearest = std::max(dearest, price), cheapest = std::min(cheapest, price);
  CHECK(c.dearest_usd_per_mwh <= dearest);
  CHECK(c.dearest_usd_per_mwh >= cheapest);
  CHECK(c.compute_usd_per_mwh > 10 * c.dearest_usd_per_mwh);  // why training is not curtailed for a price
  const Accounts& accounts = done.run.accounts;
  CHECK(c.compute_usd_per_mwh * accounts.inputs.facility_energy.in(MWh) ==
        Approx((accounts.report.annuity.total - accounts.report.energy_cost).in(USD)));
}

TEST_CASE("an hour of curtailment saves demand charge where the drawn peak is billed") {
  const std::vector<std::string> at = {"horizon.length_years=0.1", "supply.0.demand_charge_usd_per_kw_month=12", "supply.0.minimum_take_frac=0"};
  const DispatchRun done = run("tiny.yaml", at);
  const PeakValue& peak = done.curtailment.peak;
  CHECK(peak.months == 2);  // 36 days
  CHECK(peak.most_usd_per_mwh <= 12'000);
  CHECK(peak.least_usd_per_mwh > 0);
  CHECK(peak.least_usd_per_mwh <= peak.mean_usd_per_mwh());
  CHECK(peak.mean_usd_per_mwh() <= peak.most_usd_per_mwh);
  CHECK(run("tiny.yaml", {at[0], at[1], "supply.0.minimum_take_frac=1"}).curtailment.peak.months == 0);
}

TEST_CASE("bad input is refused as everywhere") {
  const DispatchOutcome outcome = run_dispatch(shipped("tiny.yaml"), {.load = {.overrides = {"horizon.length_years=-1"}, .catalogue = {}}, .progress = {}});
  CHECK(outcome.status == RunStatus::bad_input);
  CHECK_FALSE(outcome.run);
}

}  // namespace gw::planning
