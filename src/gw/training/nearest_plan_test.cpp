#include "gw/training/nearest_plan.h"

#include <doctest/doctest.h>

#include "gw/training/test_setups.h"

namespace gw::training {
namespace {

using namespace testing;

// "tensor 8, pipeline 4": what has to change.
std::string changes(const TrainingSetup& setup) {
  const auto plan = nearest_plan(setup);
  if (!plan) return "none";
  TrainingSetup found = setup;
  found.plan = *plan;
  CHECK(check(found).empty());
  std::string out;
  for (const auto& [key, value] : plan_changes(setup.plan, *plan))
    out += (out.empty() ? "" : ", ") + key + " " + value;
  return out;
}

}  // namespace

TEST_CASE("a plan that works is its own nearest") {
  CHECK(changes(gpt3_on_1024()).empty());
  CHECK(changes(mixtral_on_64()).empty());
}

TEST_CASE("ranks that do not divide move to the nearest that do") {
  TrainingSetup setup = gpt3_on_1024();
  setup.plan.tensor = 7;
  CHECK(changes(setup) == "tensor 8");
  setup = gpt3_on_1024();
  setup.plan.pipeline = 7;
  CHECK(changes(setup) == "pipeline 8");
}

TEST_CASE("several problems get one answer") {
  TrainingSetup setup = gpt3_on_1024();
  setup.plan.tensor = 7, setup.plan.pipeline = 9, setup.plan.virtual_pipeline = 2;
  CHECK(changes(setup) == "tensor 8, pipeline 8, schedule interleaved");
}

TEST_CASE("experts: ranks beyond their number") {
  TrainingSetup setup = mixtral_on_64();
  setup.plan.expert = 16;
  CHECK(changes(setup) == "expert 8");
  setup = gpt3_on_1024();
  setup.plan.expert = 2;
  CHECK(changes(setup) == "expert 1");
}

TEST_CASE("memory: the cheapest setting that fits") {
  TrainingSetup setup = gpt3_on_1024();
  setup.plan.zero_stage = 0, setup.plan.micro_batch = 2, setup.plan.pipeline = 4;
  REQUIRE(check(setup).front().code == "GW2010");
  CHECK(!changes(setup).empty());
}

TEST_CASE("a precision that the part lacks becomes the narrowest that it has above it") {
  TrainingSetup setup = gpt3_on_1024();
  setup.plan.precision = catalog::Precision::nvfp4;
  setup.accelerator.peak.fp8.reset(), setup.accelerator.peak.fp4.reset();
  CHECK(changes(setup) == "precision bf16");
  setup.accelerator.peak.fp8 = 2.0 * setup.accelerator.peak.bf16.value();
  CHECK(changes(setup) == "precision fp8");
  setup.plan.precision = catalog::Precision::mxfp8;  // needs units that scale blocks
  CHECK(changes(setup) == "precision fp8");
  setup.accelerator.peak.fp4 = 2.0 * setup.accelerator.peak.fp8.value();
  CHECK(check(setup).empty());
}

TEST_CASE("nothing when no plan works, or sizes make no sense") {
  TrainingSetup setup = gpt3_on_1024();
  setup.accelerator.memory = 1.0 * unit::GB;
  CHECK(changes(setup) == "none");
  setup = gpt3_on_1024();
  setup.model.layers = 0;
  CHECK(changes(setup) == "none");
  setup = gpt3_on_1024();
  setup.plan.tensor = 0;
  CHECK(changes(setup) == "none");
}

TEST_CASE(
    "advice for memory prefers settings, then pipeline or ZeRO, over tensor ranks beyond the scale-up "
    "domain") {
  TrainingSetup setup = gpt3_on_1024();
  setup.plan.zero_stage = 1, setup.plan.recompute = Recompute::full, setup.plan.pipeline = 1;
  const auto problems = check(setup);
  REQUIRE(problems.size() == 1);
  CHECK(problems[0].code == "GW2010");
  CHECK(problems[0].hint.find("tensor") == std::string::npos);
  CHECK(problems[0].hint ==
        "zero_stage: 2 fits");  // no pipeline that would reduce gradients every micro-batch
  setup.plan.zero_stage = 2, setup.accelerator.memory = 45.0 * unit::GB;
  CHECK(check(setup)[0].hint.find("pipeline: ") == 0);
  setup.plan.zero_stage = 1, setup.model.layers = 101,
  setup.accelerator.memory = 40.0 * unit::GB;  // only two stages divide, and do not fit
  CHECK(check(setup)[0].hint == "zero_stage: 3 fits");
}

}  // namespace gw::training
