#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "gw/planning/test_files.h"
#include "gw/report/dispatch_document.h"
#include "gw/report/dispatch_text.h"

namespace gw::report {
namespace {

planning::DispatchRun compared(std::vector<std::string> overrides) {
  planning::RunOptions options;
  options.load.overrides = std::move(overrides);
  auto outcome = planning::run_dispatch(planning::test::shipped("prometheus.yaml"), options);
  REQUIRE(outcome.run);
  return std::move(*outcome.run);
}

}  // namespace

TEST_CASE("the text names every source, both costs and the gap") {
  const std::string text = dispatch_text(compared({}));
  for (const char* part : {"Bus south", "Socrates South Titan 250", "Socrates North battery", "merit order GWh", "least cost M USD",
                           "not served, MWh", "the merit order costs", "no dispatch of these sources costs less"})
    CHECK_MESSAGE(text.find(part) != std::string::npos, part);
}

TEST_CASE("whole units stand beside both where they were asked for") {
  planning::RunOptions options;
  options.load.overrides = {"horizon.length_years=0.02"};
  auto outcome = planning::run_dispatch(planning::test::shipped("prometheus.yaml"), options, {.integer = true, .gap_frac = 0.005});
  REQUIRE(outcome.run);
  CHECK(dispatch_text(*outcome.run).find("above the linear bound") != std::string::npos);
  const Json document = dispatch_document(*outcome.run);
  for (std::size_t b = 0; b < document["buses"].size(); ++b) {
    const Json& bus = document["buses"][b];
    CHECK(bus["whole_units"]["worst_imbalance_mw"].get<double>() < 1e-3);
    CHECK(bus["whole_units"]["cost_usd"].get<double>() >= bus["least_cost"]["cost_usd"].get<double>() * (1 - 1e-6));
  }
}

TEST_CASE("what the billed peak is worth stands beside the energy, where it is billed") {
  planning::DispatchRun run = compared({"horizon.length_years=0.02"});
  run.curtailment.peak = {};
  CHECK(dispatch_text(run).find("of demand charge") == std::string::npos);
  CHECK(dispatch_document(run)["curtailment"]["billed_peak"]["usd_per_mwh"].is_null());
  run.curtailment.peak = {.months = 12, .saved_usd = 144'000, .not_taken_mwh = 24, .least_usd_per_mwh = 1004, .most_usd_per_mwh = 12'000};
  CHECK(dispatch_text(run).find("it saves 6,000 USD of demand charge besides (1,000 to 12,000 in the 12 months billed so)") != std::string::npos);
  CHECK(dispatch_document(run)["curtailment"]["billed_peak"]["usd_per_mwh"] == 6000.0);
}

TEST_CASE("a shortage of the merit order alone is said, since costs then do not compare") {
  planning::DispatchRun run = compared({});
  run.buses[1].merit_unserved_mwh = 12;
  CHECK(dispatch_text(run).find("leaves 12.0 MWh more unserved") != std::string::npos);
}

TEST_CASE("the document adds up: sources to the bus, outputs to the load") {
  const planning::DispatchRun run = compared({});
  const Json document = dispatch_document(run);
  CHECK(document["format"] == "gigawatt.dispatch/1");
  for (const Json& bus : document["buses"]) {
    double cost = 0, merit = 0, net_mwh = 0;
    for (const Json& source : bus["sources"]) {
      cost += source["least_cost"]["cost_usd"].get<double>();
      merit += source["merit_order"]["cost_usd"].get<double>();
      for (const double mw : source["least_cost"]["net_output_mw"].get<std::vector<double>>()) net_mwh += mw;
    }
    CHECK(cost == doctest::Approx(bus["least_cost"]["cost_usd"].get<double>()));
    CHECK(merit == doctest::Approx(bus["merit_order"]["cost_usd"].get<double>()));
    CHECK(net_mwh + bus["least_cost"]["unserved_mwh"].get<double>() == doctest::Approx(bus["load_mwh"].get<double>()).epsilon(1e-9));
    CHECK(bus["price_usd_per_mwh"].size() == document["hours"].get<std::size_t>());
  }
}

}  // namespace gw::report
