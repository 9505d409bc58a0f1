#include "gw/training/schedule_replay.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "gw/training/test_setups.h"

namespace gw::training {
namespace {

using namespace testing;

// Equal chunks: forward 1, backward 2 of which 1 is the weight gradient.
PipelineWork even(Schedule schedule, std::int64_t stages, std::int64_t chunks, std::int64_t micro_batches,
                  double hop = 0) {
  PipelineWork work{schedule, stages, chunks, micro_batches, {}, Time::from_base(hop)};
  const double part = 1.0 / double(chunks);
  work.times.assign(std::size_t(stages * chunks),
                    {Time::from_base(part), Time::from_base(2 * part), Time::from_base(part)});
  return work;
}

double total(const PipelineWork& work) { return replay(work).total.base(); }

// Blocks by (stage, kind, micro-batch, chunk).
using Key = std::tuple<std::int64_t, BlockKind, std::int64_t, std::int64_t>;
std::map<Key, ScheduleBlock> blocks_of(const PipelineWork& work) {
  std::map<Key, ScheduleBlock> out;
  Time before;
  replay(work, [&](const ScheduleBlock& b) {
    CHECK(b.start >= before);
    before = b.start;
    CHECK(out.emplace(Key{b.stage, b.kind, b.micro_batch, b.chunk}, b).second);
  });
  return out;
}

// Closed form of the whole step but what comes after the pipeline, and the replay of the same.
void check_agrees(const TrainingSetup& setup, double tolerance) {
  REQUIRE(check_plan(setup).empty());
  const StepCost cost = step_cost(setup, workload::Roofline(setup.accelerator));
  Time after;
  for (const PartKind kind : {PartKind::data_parallel_exposed, PartKind::optimizer, PartKind::offload,
                              PartKind::host, PartKind::straggler})
    after += cost.part(kind);
  const Time replayed = replay(pipeline_work(setup, cost)).total;
  INFO("pipeline ", setup.plan.pipeline, " x ", setup.plan.virtual_pipeline, ", micro-batches ",
       cost.micro_batches);
  CHECK((replayed + after) / cost.total() == doctest::Approx(1.0).epsilon(tolerance));
}

}  // namespace

TEST_CASE("1F1B of equal stages takes (m + p - 1) micro-batches, exactly") {
  for (const std::int64_t p : {1, 2, 3, 8, 16})
    for (const std::int64_t m : {1, 2, 7, 8, 33})
      CHECK(total(even(Schedule::one_f_one_b, p, 1, m)) == doctest::Approx(3.0 * double(m + p - 1)));
}

TEST_CASE("interleaving divides the bubble by the chunks, exactly") {
  for (const std::int64_t p : {2, 4, 8})
    for (const std::int64_t v : {2, 3, 5})
      for (const std::int64_t m : {p, 4 * p})
        CHECK(total(even(Schedule::interleaved, p, v, m)) ==
              doctest::Approx(3.0 * (double(m) + double(p - 1) / double(v))));
}

TEST_CASE("1F1B waits two messages a micro-batch; interleaved hides them") {
  const double hop = 0.05;
  CHECK(total(even(Schedule::one_f_one_b, 4, 1, 32, hop)) ==
        doctest::Approx(3.0 * 35 + 2 * hop * (32 + 3 - 1)).epsilon(0.01));
  CHECK(total(even(Schedule::interleaved, 4, 2, 32, hop)) < 3.0 * (32 + 1.5) + 1.0);
}

TEST_CASE("every block is done once, after what it needs, and no stage does two things at once") {
  for (const Schedule schedule :
       {Schedule::one_f_one_b, Schedule::interleaved, Schedule::zero_bubble, Schedule::dualpipe}) {
    const std::int64_t p = 4, v = schedule == Schedule::interleaved ? 3 : 1, m = 10;
    const PipelineWork work = even(schedule, p, v, m, 0.1);
    const auto blocks = blocks_of(work);
    CHECK(std::int64_t(blocks.size()) == block_count(work));
    std::map<std::int64_t, Time> until;
    std::vector<const ScheduleBlock*> by_start;
    for (const auto& [key, b] : blocks) by_start.push_back(&b);
    std::ranges::stable_sort(by_start, {}, [](const ScheduleBlock* b) { return b->start.base(); });
    for (const ScheduleBlock* b : by_start) {
      CHECK(b->start >= until[b->stage]);
      until[b->stage] = b->start + b->duration;
      if (b->sends_to >= 0) CHECK(b->sends_to != b->stage);
    }
    for (const auto& [key, b] : blocks) {
      const auto& [stage, kind, micro_batch, chunk] = key;
      if (kind == BlockKind::forward) continue;
      const ScheduleBlock& forward = blocks.at({stage, BlockKind::forward, micro_batch, chunk});
      CHECK(b.start >= forward.start + forward.duration);
    }
  }
}

TEST_CASE("a forward starts after the message of the stage before") {
  const auto blocks = blocks_of(even(Schedule::one_f_one_b, 5, 1, 9, 0.25));
  for (const auto& [key, b] : blocks) {
    const auto& [stage, kind, micro_batch, chunk] = key;
    if (kind != BlockKind::forward || stage == 0) continue;
    const ScheduleBlock& before = blocks.at({stage - 1, kind, micro_batch, chunk});
    CHECK(before.sends_to == stage);
    CHECK(b.start.base() >= doctest::Approx((before.start + before.duration).base() + 0.25));
  }
}

TEST_CASE("1F1B holds at most p - s micro-batches, zero-bubble at most p") {
  for (const Schedule schedule : {Schedule::one_f_one_b, Schedule::zero_bubble}) {
    std::map<std::int64_t, std::int64_t> held, most;
    replay(even(schedule, 6, 1, 40), [&](const ScheduleBlock& b) {
      if (b.kind == BlockKind::forward) most[b.stage] = std::max(most[b.stage], ++held[b.stage]);
      const bool frees =
          b.kind == (schedule == Schedule::zero_bubble ? BlockKind::weight_gradient : BlockKind::backward);
      if (frees) --held[b.stage];
    });
    for (const auto& [stage, count] : most)
      CHECK(count <= (schedule == Schedule::one_f_one_b ? 6 - stage : 6));
  }
}

TEST_CASE("zero-bubble and dualpipe lose less than 1F1B, and never less than the work") {
  for (const std::int64_t p : {4, 8})
    for (const std::int64_t m : {16, 64}) {
      const double plain = total(even(Schedule::one_f_one_b, p, 1, m)), work = 3.0 * double(m);
      CHECK(total(even(Schedule::zero_bubble, p, 1, m)) < plain);
      CHECK(total(even(Schedule::dualpipe, p, 1, m)) < plain);
      CHECK(total(even(Schedule::zero_bubble, p, 1, m)) >= work);
      CHECK(total(even(Schedule::dualpipe, p, 1, m)) >= work);
    }
}

TEST_CASE("micro-batches that do not fill the last round neither stop the replay nor lose a block") {
  for (const std::int64_t p : {2, 4, 7})
    for (std::int64_t m = 1; m <= 3 * p; ++m) {
      const PipelineWork work = even(Schedule::interleaved, p, 3, m, 0.01);
      std::int64_t count = 0;
      const Replay done = replay(work, [&](const ScheduleBlock&) { ++count; });
      CHECK(count == block_count(work));
      for (const Time busy : done.busy) CHECK(busy.base() == doctest::Approx(3.0 * double(m)));
    }
}

TEST_CASE("replay and closed form agree: 1F1B of GPT-3 175B") {
  TrainingSetup setup = gpt3_on_1024();
  for (const std::int64_t pipeline : {1, 2, 4, 8, 16})
    for (const std::int64_t batch : {1024, 3072, 12288}) {
      setup.plan.pipeline = pipeline, setup.plan.global_batch_sequences = batch;
      check_agrees(setup, 0.03);
    }
}

TEST_CASE("replay and closed form agree: interleaved, whole rounds") {
  TrainingSetup setup = gpt3_on_1024();
  setup.plan.schedule = Schedule::interleaved;
  for (const std::int64_t pipeline : {2, 4, 8})
    for (const std::int64_t chunks : {2, 3, 6})
      for (const std::int64_t batch : {1024, 3072}) {
        setup.plan.pipeline = pipeline, setup.plan.virtual_pipeline = chunks,
        setup.plan.global_batch_sequences = batch;
        check_agrees(setup, 0.03);
      }
}

TEST_CASE("replay and closed form agree: experts, recompute, uneven stages") {
  TrainingSetup setup = mixtral_on_64();
  check_agrees(setup, 0.03);
  setup.plan.recompute = Recompute::full;
  check_agrees(setup, 0.03);
  TrainingSetup uneven = gpt3_on_1024();
  uneven.model.layers = 90, uneven.plan.uneven_stages = true;
  check_agrees(uneven, 0.05);
}

TEST_CASE("whole layers of uneven stages are the model's") {
  TrainingSetup setup = gpt3_on_1024();
  setup.model.layers = 91, setup.plan.uneven_stages = true;
  const workload::Roofline roofline(setup.accelerator);
  const StepCost cost = step_cost(setup, roofline);
  const ModelCost model = model_cost(setup, roofline);
  Time sum;
  for (const ChunkTimes& t : pipeline_work(setup, cost).times) sum += t.forward + t.backward;
  CHECK(sum.base() ==
        doctest::Approx((model.layers.total() + model.embedding.total() + model.head.total()).base()));
}

TEST_CASE("fewer micro-batches can be asked for") {
  const TrainingSetup setup = gpt3_on_1024();
  const StepCost cost = step_cost(setup, workload::Roofline(setup.accelerator));
  CHECK(pipeline_work(setup, cost).micro_batches == 96);
  CHECK(pipeline_work(setup, cost, 10).micro_batches == 10);
  CHECK(pipeline_work(setup, cost, 1000).micro_batches == 96);
}

}  // namespace gw::training
