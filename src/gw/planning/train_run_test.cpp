#include "gw/planning/train_run.h"

#include <algorithm>

#include "gw/planning/test_files.h"
#include "gw/planning/test_train_flags.h"

namespace gw::planning {
namespace {

using namespace test;

TrainRun run(std::vector<std::string> overrides, TrainOptions options = {}) {
  TrainOutcome outcome = run_train(train_flags(std::move(overrides)), options);
  INFO(outcome.diagnostics.render());
  REQUIRE(outcome.status == TrainStatus::done);
  REQUIRE(outcome.run);
  return std::move(*outcome.run);
}

TrainOptions search(training::Objective objective = training::Objective::speed) {
  return {.search = true, .top = 3, .objective = objective, .threads = 1};
}

}  // namespace

TEST_CASE("a step with its parts, operators and energy") {
  const TrainRun done = run({"tensor=2", "pipeline=2"});
  Time sum;
  for (const training::Part& part : done.step.parts) sum += part.time;
  CHECK(sum / done.step.total == doctest::Approx(1.0));
  CHECK(done.cost.total().base() == done.step.total.base());
  CHECK(done.operators.size() == 3);
  CHECK(done.rack_row == "hgx_h100");
  REQUIRE(done.joules_per_token);
  // Between idle and the rating plate of the rack.
  const double watts = *done.joules_per_token * done.step.tokens_per_second / 64;
  CHECK(watts > 200);
  CHECK(watts < 10200.0 / 8);
  CHECK_FALSE(done.search);
}

TEST_CASE("energy: a slower step of the same work takes more of it, and a part without a rack none") {
  const double quick = *run({"tensor=2"}).joules_per_token;
  CHECK(*run({"tensor=2", "recompute=full"}).joules_per_token > quick);
  TrainFlags given = train_flags();
  given.accelerator = "h800", given.overrides = {"tensor=2"};
  const TrainOutcome outcome = run_train(given, {});
  REQUIRE(outcome.run);
  CHECK_FALSE(outcome.run->joules_per_token);
  CHECK(outcome.run->rack_row.empty());
  const TrainOutcome refused = run_train(given, search(training::Objective::energy));
  CHECK(refused.status == TrainStatus::bad_input);
  CHECK(find(refused.diagnostics, "GW2015"));
}

TEST_CASE("a search answers with the step of its best plan") {
  const TrainRun done = run({"context=1", "search.virtual_pipeline=[1]"}, search());
  REQUIRE(done.search);
  REQUIRE(done.search->best.size() == 3);
  CHECK(done.step.total.base() == done.search->best.front().step_time.base());
  CHECK(done.job.setup.plan.context == 1);
  CHECK(done.search->best[0].step_time <= done.search->best[1].step_time);
  for (const training::Ranked& r : done.search->pareto) CHECK(r.joules_per_token > 0);
  const training::SearchCounts& c = done.search->counts;
  CHECK(c.enumerated == c.not_dividing + c.out_of_memory + c.evaluated);
}

TEST_CASE("the energy of the searched plan is that of the step") {
  const TrainRun done = run({"context=1", "virtual_pipeline=1"}, search(training::Objective::energy));
  CHECK(*done.joules_per_token == doctest::Approx(done.search->best.front().joules_per_token));
  for (const training::Ranked& r : done.search->best)
    CHECK(r.joules_per_token >= done.search->best.front().joules_per_token);
}

TEST_CASE("objective memory finds less memory than objective speed") {
  const std::vector<std::string> narrow = {"context=1", "virtual_pipeline=1", "micro_batch=1"};
  CHECK(run(narrow, search(training::Objective::memory)).step.memory.total() <
        run(narrow, search()).step.memory.total());
}

TEST_CASE("a plan that cannot run is refused with the nearest that can") {
  const TrainOutcome outcome = run_train(train_flags({"tensor=3", "recompute=full"}), {});
  CHECK(outcome.status == TrainStatus::bad_input);
  CHECK(outcome.plan_refused);
  CHECK(find(outcome.diagnostics, "GW2001"));
  REQUIRE_FALSE(outcome.nearest.empty());
  std::vector<std::string> changed = {"tensor=3", "recompute=full"};
  changed.insert(changed.end(), outcome.nearest.begin(), outcome.nearest.end());
  CHECK(run(changed).step.total.base() > 0);
}

TEST_CASE("nothing fits: infeasible, with the binding constraint and what would help") {
  TrainFlags given = train_flags();
  given.model = "llama3_405b", given.count = "8";
  const TrainOutcome outcome = run_train(given, search());
  CHECK(outcome.status == TrainStatus::infeasible);
  REQUIRE(outcome.nothing_fits);
  CHECK(find(outcome.diagnostics, "GW2010"));
  CHECK_FALSE(outcome.nothing_fits->relaxations.empty());
  CHECK(outcome.counts.evaluated == 0);
  CHECK(outcome.counts.out_of_memory > 0);
  CHECK_FALSE(outcome.run);
}

TEST_CASE("flags that are wrong are bad input, not a plan") {
  const TrainOutcome outcome = run_train(train_flags({"tensr=3"}), search());
  CHECK(outcome.status == TrainStatus::bad_input);
  CHECK_FALSE(outcome.plan_refused);
  CHECK(outcome.nearest.empty());
}

}  // namespace gw::planning
