// Inputs that are only compared: published sizes of models, spares against repairs.

#include "gw/planning/published_size.h"
#include "gw/planning/spare_hardware.h"
#include "gw/planning/test_files.h"

namespace gw::planning {
namespace {

using namespace test;

Diagnostics warnings(std::vector<std::string> overrides) {
  RunOptions options;
  options.load.overrides = std::move(overrides);
  options.load.overrides.insert(options.load.overrides.begin(), "horizon.length_years=0.01");
  RunOutcome outcome = run_scenario(shipped("tiny.yaml"), options);
  REQUIRE(outcome.run);
  return outcome.diagnostics;
}

}  // namespace

TEST_CASE("a published size that the shape misses by more than 2 % is a warning, for any model") {
  CHECK_FALSE(find(warnings({}), "GW2101"));
  for (const auto& [change, warned] : {std::pair{"jobs.0.model={base: llama3_8b, published_total_b: 8.1}", false},
                                       {"jobs.0.model={base: llama3_8b, published_total_b: 9}", true},
                                       {"jobs.0.model={base: llama3_8b, published_active_b: 7}", true}}) {
    INFO(change);
    const Diagnostics found = warnings({change});
    const Diagnostic* d = find(found, "GW2101");
    CHECK(bool(d) == warned);
    if (d) CHECK(d->path.find("published") != std::string::npos);
  }
}

TEST_CASE("spares that do not cover repairs are a warning; confidence and repair time count") {
  CHECK_FALSE(find(warnings({}), "GW2202"));
  const Diagnostics none = warnings({"halls.0.racks=16", "spare_frac=0", "jobs.0.checkpoint.spares_confidence_frac=0.9999"});
  const Diagnostic* d = find(none, "GW2202");
  REQUIRE(d);
  CHECK(d->path == "jobs[0]");
  const Run run = tiny_run(), sure = tiny_run({"jobs.0.checkpoint.spares_confidence_frac=0.999999"});
  const Run slow = tiny_run({"failures={base: llama3_h100, causes: [{name: any, scope: node, rate_per_1000_days: 20, repair_h: 200}]}"});
  const auto need = [](const Run& r) { return spare_needs(r.input.scenario, r.simulation).at(0); };
  CHECK(need(sure).needed > need(run).needed);
  CHECK(need(slow).in_repair > 10 * need(run).in_repair);
  CHECK(need(run).held == 8);  // 136 less the 128 in the job
  CHECK(need(tiny_run({"halls.0.racks=33"})).held == 136);
}

}  // namespace gw::planning
