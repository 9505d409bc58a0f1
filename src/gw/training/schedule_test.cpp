// Pipeline schedules: bubbles against the published formulas, memory, and whole layers over stages.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>

#include "gw/base/random.h"
#include "gw/training/step_cost.h"
#include "gw/training/test_setups.h"

namespace gw::training {
namespace {

using namespace testing;

StepCost cost_of(const TrainingSetup& setup) {
  return step_cost(setup, workload::Roofline(setup.accelerator));
}

StepCost with_schedule(Schedule schedule, TrainingSetup setup = gpt3_on_1024()) {
  setup.plan.schedule = schedule;
  return cost_of(setup);
}

bool has(const std::vector<Problem>& problems, const char* code) {
  return std::ranges::any_of(problems, [&](const Problem& p) { return p.code == code; });
}

// The least time of the fullest stage, by trying every way to deal `layers` to stages `at` and later.
double brute_force(int layers, int p, double layer, double first, double last, int at = 0) {
  const double extra = (at == 0 ? first : 0.0) + (at == p - 1 ? last : 0.0);
  if (at == p - 1) return layers * layer + extra;
  double best = std::numeric_limits<double>::infinity();
  for (int n = 0; n <= layers; ++n)
    best =
        std::min(best, std::max(n * layer + extra, brute_force(layers - n, p, layer, first, last, at + 1)));
  return best;
}

}  // namespace

TEST_CASE("bubbles are those of arXiv:2412.19437, table 2") {
  // F and B: forward and whole backward of one micro-batch on a stage; W: the weight-gradient part of B.
  const StepCost plain = with_schedule(Schedule::one_f_one_b);
  const double f = plain.mean_stage.forward.total().base(), b = plain.mean_stage.backward.total().base(),
               w = plain.mean_stage.backward.weight_gradient.base(), p = 8;
  REQUIRE(w > 0.2 * b);
  REQUIRE(w < 0.5 * b);
  CHECK(plain.part(PartKind::pipeline_bubble).base() == doctest::Approx((p - 1) * (f + b)));
  CHECK(with_schedule(Schedule::zero_bubble).part(PartKind::pipeline_bubble).base() ==
        doctest::Approx((p - 1) * (f + b - 2 * w)));
  // A forward and a backward chunk that overlap take F + B together.
  CHECK(with_schedule(Schedule::dualpipe).part(PartKind::pipeline_bubble).base() ==
        doctest::Approx((p / 2 - 1) * ((f + b) + b - 3 * w)));
}

TEST_CASE("schedules change bubbles, not work") {
  const StepCost plain = with_schedule(Schedule::one_f_one_b), zero = with_schedule(Schedule::zero_bubble),
                 dual = with_schedule(Schedule::dualpipe);
  CHECK(dual.part(PartKind::pipeline_bubble) < zero.part(PartKind::pipeline_bubble));
  CHECK(zero.part(PartKind::pipeline_bubble) < plain.part(PartKind::pipeline_bubble));
  for (const PartKind kind :
       {PartKind::compute_gemm, PartKind::compute_attention, PartKind::memory_bound, PartKind::launch,
        PartKind::tensor_parallel_exposed, PartKind::pipeline_imbalance}) {
    CHECK(zero.part(kind).base() == plain.part(kind).base());
    if (kind != PartKind::pipeline_imbalance) CHECK(dual.part(kind).base() == plain.part(kind).base());
  }
  // Both ends of a DualPipe share a rank: the head weighs half as much there.
  CHECK(dual.part(PartKind::pipeline_imbalance) < plain.part(PartKind::pipeline_imbalance));
}

TEST_CASE("two stages of a DualPipe have no bubble; one stage has none under any schedule") {
  TrainingSetup setup = gpt3_on_1024();
  setup.plan.pipeline = 2;
  CHECK(with_schedule(Schedule::dualpipe, setup).part(PartKind::pipeline_bubble).base() == 0);
  setup.plan.pipeline = 1;
  for (const Schedule s : {Schedule::one_f_one_b, Schedule::zero_bubble, Schedule::dualpipe})
    CHECK(with_schedule(s, setup).part(PartKind::pipeline_bubble).base() == 0);
}

TEST_CASE("frozen weights leave a zero-bubble schedule nothing to fill with") {
  TrainingSetup setup = gpt3_on_1024();
  setup.plan.trainable_frac = 0;
  const StepCost zero = with_schedule(Schedule::zero_bubble, setup);
  CHECK(zero.mean_stage.backward.weight_gradient.base() == 0);
  CHECK(zero.part(PartKind::pipeline_bubble).base() ==
        doctest::Approx(with_schedule(Schedule::one_f_one_b, setup).part(PartKind::pipeline_bubble).base()));
}

TEST_CASE(
    "a DualPipe rank holds two stages' weights and gradients and one micro-batch more; ZB-H1 what 1F1B "
    "holds") {
  const MemoryUse plain = with_schedule(Schedule::one_f_one_b).memory,
                  zero = with_schedule(Schedule::zero_bubble).memory,
                  dual = with_schedule(Schedule::dualpipe).memory;
  // Weight gradients put off fill every stage as the first: the last, which has the head too, is a little
  // fuller.
  CHECK(zero.total() >= plain.total());
  CHECK(zero.total() < 1.01 * plain.total());
  CHECK((dual.weights / plain.weights) == doctest::Approx(2));
  CHECK((dual.gradients / plain.gradients) == doctest::Approx(2));
  CHECK((dual.optimizer / plain.optimizer) == doctest::Approx(1));
  CHECK((dual.activations / plain.activations) == doctest::Approx(9.0 / 8).epsilon(0.01));
}

TEST_CASE("only the interleaved schedule has virtual stages; a DualPipe needs pairs") {
  TrainingSetup setup = gpt3_on_1024();
  setup.accelerator.memory = 1e6 * unit::GB;
  for (const Schedule s : {Schedule::one_f_one_b, Schedule::zero_bubble, Schedule::dualpipe}) {
    setup.plan.schedule = s, setup.plan.virtual_pipeline = 2;
    CHECK(has(check(setup), "GW2009"));
    setup.plan.virtual_pipeline = 1;
    CHECK(check(setup).empty());
  }
  setup.plan.global_batch_sequences = 16 * 97;  // 97 micro-batches
  CHECK(has(check(setup), "GW2009"));
  setup.plan.schedule = Schedule::zero_bubble;
  CHECK(check(setup).empty());
  setup = gpt3_on_1024();
  setup.accelerators = 8 * 3 * 16, setup.plan.pipeline = 3, setup.plan.schedule = Schedule::dualpipe;
  const auto odd = check(setup);
  REQUIRE(has(odd, "GW2009"));
  CHECK(odd.front().hint == "pipeline 2 or 4, or another schedule");
}

TEST_CASE("whole layers over stages: the fullest stage is the least that dealing them out can give") {
  int uneven = 0;
  for (std::uint64_t i = 0; i < 400; ++i) {
    Random random(1, stream_id("training.balanced_stages"), i);
    const auto pick = [&](int least, int most) { return least + int(random.uniform() * (most - least + 1)); };
    const int layers = pick(2, 9), p = pick(2, std::min(4, layers));
    Plan plan;
    plan.pipeline = p, plan.uneven_stages = true, plan.software = plain_software();
    plan.global_batch_sequences = 8, plan.sequence_length = 512;
    // From a head of a small part of a layer to one of many layers.
    const std::int64_t vocabulary = std::int64_t(64) << pick(0, 13);
    const TrainingSetup setup = testing::setup(workload::testing::gpt(layers, 1024, 16, vocabulary),
                                               std::int64_t(p) * pick(1, 2), plan);
    if (layers % p == 0) continue;
    ++uneven;
    const workload::Roofline roofline(setup.accelerator);
    const ModelCost model = model_cost(setup, roofline);
    const StepCost cost = step_cost(setup, model, roofline);
    const double layer = model.layers.total().base() / layers, mean = cost.mean_stage.total().base();
    const double expected =
        brute_force(layers, p, layer, model.embedding.total().base(), model.head.total().base());
    CAPTURE(layers);
    CAPTURE(p);
    CAPTURE(vocabulary);
    CHECK(mean + cost.part(PartKind::pipeline_imbalance).base() / cost.micro_batches ==
          doctest::Approx(std::max(expected, mean)).epsilon(1e-6));
  }
  CHECK(uneven > 100);
}

TEST_CASE("balanced stages never wait longer than the same layers dealt by the count") {
  // 126 layers of Llama 3 405B over 16 stages, embedding and head beside 7 or 8 layers.
  Plan plan;
  plan.tensor = 8, plan.pipeline = 16, plan.global_batch_sequences = 256, plan.sequence_length = 8192;
  plan.software = plain_software();
  TrainingSetup setup = testing::setup(workload::testing::llama3_405b(), 1024, plan);
  const Time even = cost_of(setup).part(PartKind::pipeline_imbalance);
  setup.plan.uneven_stages = true;
  CHECK(cost_of(setup).part(PartKind::pipeline_imbalance) <= even);
}

}  // namespace gw::training
