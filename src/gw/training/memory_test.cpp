#include "gw/training/memory.h"

#include <doctest/doctest.h>

#include "gw/training/stage_layout.h"
#include "gw/training/test_setups.h"

namespace gw::training {
namespace {

using namespace testing;

// Parameters of the first stage of GPT-3 175B, TP 8, PP 8.
constexpr double kStageParameters = (96.0 * 12 * 12288.0 * 12288 / 8 + 51200.0 * 12288 + 2048.0 * 12288) / 8;

}  // namespace

TEST_CASE("weights, gradients and states are 2, 4 and 12 bytes a parameter [arXiv:1910.02054]") {
  TrainingSetup setup = gpt3_on_1024();
  setup.plan.zero_stage = 0;
  const MemoryUse use = memory_use(setup);
  CHECK(use.weights.base() == doctest::Approx(2 * kStageParameters).epsilon(0.002));
  CHECK((use.gradients / use.weights) == doctest::Approx(2));
  CHECK((use.optimizer / use.weights) == doctest::Approx(6));
  CHECK(use.total().base() ==
        doctest::Approx(
            (use.weights + use.gradients + use.optimizer + use.activations + use.workspace).base()));
}

TEST_CASE("each ZeRO stage divides one more category by the data ranks") {
  TrainingSetup setup = gpt3_on_1024();
  setup.plan.zero_stage = 0;
  const MemoryUse none = memory_use(setup);
  setup.plan.zero_stage = 1;
  const MemoryUse one = memory_use(setup);
  setup.plan.zero_stage = 2;
  const MemoryUse two = memory_use(setup);
  setup.plan.zero_stage = 3;
  const MemoryUse three = memory_use(setup);
  CHECK((none.optimizer / one.optimizer) == doctest::Approx(16));
  CHECK((one.gradients / none.gradients) == doctest::Approx(1));
  CHECK((none.gradients / two.gradients) == doctest::Approx(16));
  CHECK((none.weights / three.weights) == doctest::Approx(16));
  CHECK((two.activations / none.activations) == doctest::Approx(1));
}

TEST_CASE("the first stage holds p micro-batches; interleaving p + (p - 1) / v") {
  TrainingSetup setup = gpt3_on_1024();
  setup.plan.software.fused_attention = false;
  setup.plan.recompute = Recompute::selective;
  // Selective recompute: 34 s b h / t per layer, 12 layers a stage, 8 micro-batches [arXiv:2205.05198, eq.
  // 5].
  const double layer = 34.0 * 2048 * 12288 / 8;
  CHECK(memory_use(setup).activations.base() == doctest::Approx(8 * 12 * layer).epsilon(0.01));
  setup.plan.schedule = Schedule::interleaved;
  setup.plan.virtual_pipeline = 3;
  CHECK(memory_use(setup).activations.base() == doctest::Approx((8 + 7.0 / 3) * 12 * layer).epsilon(0.01));
  setup.plan.global_batch_sequences = 16 * 2;  // two micro-batches: no more than two can be in flight
  // The last stage then holds as many, and the logits.
  CHECK(memory_use(setup).activations.base() > 2 * 12 * layer);
  CHECK(memory_use(setup).activations.base() < 1.2 * 2 * 12 * layer);
}

TEST_CASE("logits may make the last stage the fullest") {
  TrainingSetup setup = gpt3_on_1024();
  setup.plan.pipeline = 2, setup.plan.micro_batch = 4, setup.plan.recompute = Recompute::full;
  const Bytes small = memory_use(setup).total();
  setup.model.vocabulary *= 8;
  setup.model.tied_embeddings = false;
  // 32 bits a logit and token, over the tensor ranks.
  const double logits = 4.0 * 4 * 2048 * double(setup.model.vocabulary) / 8;
  CHECK(memory_use(setup).activations.base() > logits);
  CHECK(memory_use(setup).total() > small);
}

TEST_CASE("a second stage with a layer more than the first may be the fullest") {
  TrainingSetup setup = gpt3_on_1024();
  setup.model.vocabulary = 8, setup.model.max_sequence = 8;  // nothing beside the layers
  setup.plan.zero_stage = 0, setup.plan.global_batch_sequences = 16 * 8 * 4;
  setup.model.layers = 94;  // 11, 12 x 6, 11
  const MemoryUse second = memory_use(setup);
  setup.model.layers = 96;  // 12 x 8
  const MemoryUse first = memory_use(setup);
  CHECK(second.weights.base() == doctest::Approx(first.weights.base()).epsilon(0.001));
  CHECK((second.activations / first.activations) == doctest::Approx(7.0 / 8).epsilon(0.001));
}

TEST_CASE("uneven stages: a heavy head pushes layers to the middle, which memory follows") {
  const StageTimes even{.layer = 1.0 * unit::ms, .first = {}, .last = {}};
  CHECK(balanced_middle(61, 4, even, balanced_stage(61, 4, even)) == 15);  // 16 15 15 15, or the like
  const StageTimes head{.layer = 1.0 * unit::ms, .first = {}, .last = 6.0 * unit::ms};
  const Time slowest = balanced_stage(61, 4, head);
  CHECK(slowest.in(unit::ms) == doctest::Approx(17));
  CHECK(balanced_middle(61, 4, head, slowest) == 17);  // 17 17 16 11: not the 16 of an even deal
  CHECK(balanced_middle(61, 2, head, slowest) == 0);
}

TEST_CASE("expert weights divide over expert ranks") {
  TrainingSetup setup = mixtral_on_64();
  setup.plan.zero_stage = 0;
  const Bytes eight = memory_use(setup).weights;
  setup.plan.expert = 4;
  const Bytes four = memory_use(setup).weights;
  // 32 / 4 layers of 8 experts of 3 x 4096 x 14336 weights.
  const double experts = 8.0 * 8 * 3 * 4096 * 14336 * 2;
  CHECK((four - eight).base() == doctest::Approx(experts / 4 - experts / 8).epsilon(1e-6));
}

TEST_CASE("tied embeddings are held once where first and last stage are one") {
  Plan plan;
  plan.global_batch_sequences = 1, plan.sequence_length = 2048;
  TrainingSetup setup = testing::setup(workload::testing::gpt(24, 2048, 16), 1, plan);
  const Bytes tied = memory_use(setup).weights;
  setup.model.tied_embeddings = false;
  CHECK((memory_use(setup).weights - tied).base() == doctest::Approx(2.0 * 51200 * 2048));
}

TEST_CASE("layers over stages") {
  CHECK(stage_layout(96, 8, 1, false).middle == 12);
  CHECK(stage_layout(96, 8, 3, false).divides);
  CHECK_FALSE(stage_layout(96, 8, 5, false).divides);
  // Llama 3 405B: 126 layers over 16 stages, embedding and head take the place of one layer each.
  const StageLayout llama = stage_layout(126, 16, 1, false);
  CHECK(llama.divides);
  CHECK(llama.first == 7);
  CHECK(llama.middle == 8);
  CHECK(llama.last == 7);
  CHECK(llama.first + 14 * llama.middle + llama.last == 126);
  const StageLayout odd = stage_layout(95, 8, 1, false);
  CHECK(odd.first == 12);
  CHECK(odd.last == 11);
  CHECK_FALSE(stage_layout(61, 4, 1, false).divides);
  const StageLayout uneven = stage_layout(61, 4, 1, true);
  CHECK(uneven.middle == 16);
  CHECK(uneven.last == 15);
  CHECK_FALSE(stage_layout(4, 8, 1, true).divides);
  CHECK_FALSE(stage_layout(0, 1, 1, true).divides);
}

}  // namespace gw::training
