#include <doctest/doctest.h>

#include <algorithm>

#include "gw/training/step.h"
#include "gw/training/test_setups.h"

namespace gw::training {
namespace {

using namespace testing;

bool has(const std::vector<Problem>& problems, const std::string& code) {
  return std::any_of(problems.begin(), problems.end(), [&](const Problem& p) { return p.code == code; });
}

std::vector<Problem> problems_of(Plan plan, catalog::Model model = workload::testing::gpt3_175b(),
                                 std::int64_t accelerators = 1024) {
  return check(testing::setup(std::move(model), accelerators, plan));
}

Plan good() { return gpt3_on_1024().plan; }

}  // namespace

TEST_CASE("a sound plan has no problems") { CHECK(check(gpt3_on_1024()).empty()); }

TEST_CASE("all problems come at once") {
  Plan plan = good();
  plan.tensor = 7;            // neither accelerators, heads, width nor tokens divide
  plan.pipeline = 5;          // layers do not divide
  plan.virtual_pipeline = 2;  // needs interleaving
  plan.expert = 4;            // no experts
  plan.precision = catalog::Precision::nvfp4;
  const auto problems = problems_of(plan);
  for (const char* code : {"GW2001", "GW2002", "GW2003", "GW2004", "GW2005", "GW2007", "GW2008", "GW2009"}) {
    CAPTURE(code);
    CHECK(has(problems, code));
  }
  for (const Problem& p : problems) CHECK_FALSE(p.message.empty());
  const auto result = simulate_step(testing::setup(workload::testing::gpt3_175b(), 1024, plan));
  CHECK(std::get<std::vector<Problem>>(result).size() == problems.size());
}

TEST_CASE("the nearest setting that works is named") {
  Plan plan = good();
  plan.pipeline = 7;
  auto problems = problems_of(plan, workload::testing::gpt3_175b(), 1000);
  REQUIRE(has(problems, "GW2001"));
  CHECK(problems.front().hint == "use 952 or 1008 accelerators");
  plan = good();
  plan.global_batch_sequences = 1000;
  problems = problems_of(plan);
  REQUIRE(problems.size() == 1);
  CHECK(problems[0].code == "GW2006");
  CHECK(problems[0].hint == "use 992 or 1008 sequences");
  plan = good();
  plan.pipeline = 16, plan.virtual_pipeline = 5, plan.schedule = Schedule::interleaved;
  problems = problems_of(plan);
  REQUIRE(has(problems, "GW2004"));
}

TEST_CASE("values outside their range are named and stop further questions") {
  Plan plan = good();
  plan.tensor = 0, plan.micro_batch = -1, plan.zero_stage = 4, plan.sequence_length = 0;
  const auto problems = problems_of(plan);
  CHECK(problems.size() == 4);
  for (const Problem& p : problems) CHECK(p.code == "GW2011");
  CHECK(problems_of(good(), workload::testing::gpt3_175b(), 0).size() == 1);
}

TEST_CASE("an empty model or fabric is a problem, not a crash") {
  CHECK(has(problems_of(good(), catalog::Model{}), "GW2013"));
  TrainingSetup setup = gpt3_on_1024();
  setup.fabric.tiers.clear();
  CHECK(has(check(setup), "GW2011"));
}

TEST_CASE("experts must divide, and their ranks must fit a stage") {
  TrainingSetup setup = mixtral_on_64();
  CHECK(check(setup).empty());
  setup.plan.expert = 3;
  CHECK(has(check(setup), "GW2005"));
  CHECK(has(check(setup), "GW2012"));
  setup = mixtral_on_64();
  setup.plan.expert = 8, setup.plan.expert_tensor = 4;  // 32 ranks do not fit 16 accelerators of a stage
  CHECK(has(check(setup), "GW2012"));
}

TEST_CASE("a plan that does not fit says by how much and what helps") {
  TrainingSetup setup = gpt3_on_1024();
  setup.plan.micro_batch = 4;
  setup.plan.software.fused_attention = false;
  const auto problems = check(setup);
  REQUIRE(problems.size() == 1);
  CHECK(problems[0].code == "GW2010");
  CHECK(problems[0].message.find("activations") != std::string::npos);
  CHECK(problems[0].hint.find("recompute") != std::string::npos);
  setup = gpt3_on_1024();
  setup.plan.tensor = setup.plan.pipeline = 1;
  setup.plan.global_batch_sequences = 1024;
  const auto weights = check(setup);
  REQUIRE(weights.size() == 1);
  CHECK_FALSE(weights[0].hint.empty());
}

TEST_CASE("the remedy fits when applied") {
  TrainingSetup setup = gpt3_on_1024();
  setup.plan.micro_batch = 2;
  setup.plan.software.fused_attention = false;
  const auto problems = check(setup);
  REQUIRE(problems.size() == 1);
  CHECK(problems[0].hint == "recompute: selective fits");
  setup.plan.recompute = Recompute::selective;
  CHECK(check(setup).empty());
}

}  // namespace gw::training
