#include "gw/training/stage_activity.h"

#include <doctest/doctest.h>

#include <cmath>

#include "gw/training/schedule_replay.h"
#include "gw/training/step.h"
#include "gw/training/test_setups.h"

using namespace gw;
using namespace gw::training;

namespace {

Step step_of(const TrainingSetup& setup) { return std::get<Step>(simulate_step(setup)); }

std::vector<workload::ActivityProfile> stages_of(const TrainingSetup& setup, const Step& step) {
  return stage_activities(step.activity, setup.plan, step.forward_frac, double(step.micro_batches));
}

Time waited(const workload::ActivityProfile& profile) {
  Time out;
  for (const auto& segment : profile.segments)
    if (segment.name == "pipeline_bubble") out += segment.duration;
  return out;
}

}  // namespace

TEST_CASE("every stage lives through the whole step and does the same work") {
  const TrainingSetup setup = testing::gpt3_on_1024();
  const Step step = step_of(setup);
  const auto stages = stages_of(setup, step);
  REQUIRE(stages.size() == 8);
  const workload::ActivitySegment mean = step.activity.mean();
  for (const auto& stage : stages) {
    CHECK(stage.period() / step.total == doctest::Approx(1).epsilon(1e-12));
    CHECK(stage.is_valid());
    CHECK(stage.mean().tensor_frac == doctest::Approx(mean.tensor_frac).epsilon(1e-9));
    CHECK(stage.mean().memory_frac == doctest::Approx(mean.memory_frac).epsilon(1e-9));
  }
}

TEST_CASE("the first stage begins at once and the last stage ends first") {
  const TrainingSetup setup = testing::gpt3_on_1024();
  const auto stages = stages_of(setup, step_of(setup));
  CHECK(stages.front().segments.front().name == "forward_backward");
  CHECK(stages.back().segments.front().name == "pipeline_bubble");
  // The last stage waits before and after, and nowhere else.
  CHECK(waited(stages.back()) > waited(stages.front()));
}

TEST_CASE("waits stand where the replay of the schedule has them") {
  TrainingSetup setup = testing::gpt3_on_1024();
  setup.plan.global_batch_sequences = 256;  // 16 micro-batches: bubbles show
  const Step step = step_of(setup);
  const StepCost cost = step_cost(setup, workload::Roofline(setup.accelerator));
  const auto stages = stages_of(setup, step);
  const std::int64_t p = setup.plan.pipeline;
  std::vector<Time> first(std::size_t(p), 1e9 * s);
  const Replay replayed = replay(pipeline_work(setup, cost), [&](const ScheduleBlock& block) {
    first[std::size_t(block.stage)] = min(first[std::size_t(block.stage)], block.start);
  });
  for (std::int64_t stage = 0; stage < p; ++stage) {
    const auto& segments = stages[std::size_t(stage)].segments;
    const Time begin = segments.front().name == "pipeline_bubble" ? segments.front().duration : Time{};
    CHECK(std::abs((begin - first[std::size_t(stage)]).in(s)) < 0.03 * replayed.total.in(s));
  }
}

TEST_CASE("one stage has no bubble to lay out") {
  TrainingSetup setup = testing::gpt3_on_1024();
  setup.plan.pipeline = 1, setup.plan.zero_stage = 3;
  workload::ActivityProfile profile;
  profile.segments = {{.name = "forward_backward", .duration = 1.0 * s, .tensor_frac = 0.4}};
  CHECK(stage_activities(profile, setup.plan, 0.3, 8).size() == 1);
}
