// Any plan has an answer: problems, or a step whose parts add up. Never NaN, infinity or a negative time.
#include <doctest/doctest.h>

#include <cmath>

#include "gw/base/random.h"
#include "gw/training/step.h"
#include "gw/training/test_setups.h"

namespace gw::training {
namespace {

using namespace testing;

std::int64_t power_of_two(Random& random, int largest_exponent) {
  return std::int64_t(1) << int(random.uniform() * (largest_exponent + 1));
}

// Every field over its range, most of them at their ends now and then.
void set_software(Software& s, Random& random) {
  const auto share = [&] { return random.uniform() < 0.2 ? std::round(random.uniform()) : random.uniform(); };
  s.fused_attention = random.uniform() < 0.8, s.portable_attention = random.uniform() < 0.5;
  s.attention_rate_frac = 0.05 + 1.95 * random.uniform(), s.matrix_rate_frac = 0.05 + 1.2 * random.uniform();
  s.elementwise_traffic = 0.1 + 5.0 * random.uniform();
  s.host_per_kernel = (random.uniform() < 0.5 ? 0.0 : 100.0 * random.uniform()) * unit::us;
  s.host_per_step = 100.0 * random.uniform() * unit::ms;
  s.gradient = random.uniform() < 0.5 ? GradientFormat::bf16 : GradientFormat::fp32;
  s.data_overlap = random.uniform() < 0.5;
  s.data_window_frac = share(), s.tensor_overlap_frac = share(), s.expert_overlap_frac = share();
  s.contention_frac = share(), s.straggler_frac = share();
  s.grouped_fused_frac = 0.05 + random.uniform(), s.permute_traffic = 0.1 + 10.0 * random.uniform();
  s.expert_imbalance = 1.0 + 3.0 * random.uniform(), s.expert_host = 5000.0 * random.uniform() * unit::us;
  s.expert_host_each = 500.0 * random.uniform() * unit::us, s.expert_overlap = random.uniform() < 0.7;
  s.expert_dispatcher = random.uniform() < 0.5 ? ExpertDispatcher::deepep : ExpertDispatcher::all_to_all;
  s.deepep_permute_traffic = 0.1 + 10.0 * random.uniform();
  s.shard_messages_per_layer = 1.0 + 20.0 * random.uniform();
}

Plan random_plan(Random& random) {
  Plan plan;
  plan.tensor = power_of_two(random, 4);
  plan.pipeline = random.uniform() < 0.2 ? std::int64_t(random.uniform() * 7) : power_of_two(random, 4);
  plan.virtual_pipeline = power_of_two(random, 2);
  plan.schedule =
      random.uniform() < 0.5 ? Schedule::interleaved : static_cast<Schedule>(int(random.uniform() * 4));
  plan.context = power_of_two(random, 2);
  plan.expert = power_of_two(random, 4);
  plan.expert_tensor = power_of_two(random, 2);
  plan.zero_stage = int(random.uniform() * 4);
  plan.micro_batch = power_of_two(random, 3);
  plan.global_batch_sequences = power_of_two(random, 12);
  plan.sequence_length = power_of_two(random, 17);
  plan.recompute = static_cast<Recompute>(int(random.uniform() * 4));
  plan.precision = static_cast<catalog::Precision>(int(random.uniform() * 8));
  set_software(plan.software, random);
  plan.recompute_layers_frac = random.uniform();
  plan.offload_optimizer_frac = random.uniform() < 0.7 ? 0.0 : random.uniform();
  plan.offload_activations_frac = random.uniform() < 0.7 ? 0.0 : random.uniform();
  plan.shard_ranks = random.uniform() < 0.7 ? 0 : power_of_two(random, 6);
  plan.parallel_block = random.uniform() < 0.2;
  plan.trainable_frac = random.uniform() < 0.8 ? 1.0 : random.uniform();
  plan.sequence_parallel = random.uniform() < 0.5;
  plan.uneven_stages = random.uniform() < 0.5;
  return plan;
}

void check_step(const Step& step, std::int64_t accelerators) {
  double sum = 0;
  for (const Part& part : step.parts) {
    CHECK(part.time.base() >= 0);
    sum += part.time.base();
  }
  CHECK(std::isfinite(step.total.base()));
  CHECK(step.total.base() > 0);
  CHECK(sum == doctest::Approx(step.total.base()).epsilon(1e-9));
  CHECK(step.activity.period().base() == doctest::Approx(step.total.base()).epsilon(1e-9));
  CHECK(step.activity.is_valid());
  CHECK(step.mfu_frac > 0);
  CHECK(step.mfu_frac < 1);
  // Frozen weights leave out one third of the matrix work that MFU counts.
  CHECK(step.mfu_frac * 2.0 / 3.0 <= step.hfu_frac);
  CHECK(step.binding_share_frac > 0);
  CHECK(step.binding_share_frac <= 1);
  CHECK(step.achieved.base() * double(accelerators) * step.total.base() ==
        doctest::Approx(step.model_flops.base()));
}

}  // namespace

TEST_CASE("ten thousand random plans") {
  const catalog::Model models[] = {workload::testing::gpt3_175b(), workload::testing::llama3_405b(),
                                   workload::testing::mixtral_8x7b(), workload::testing::deepseek_v3(),
                                   workload::testing::gpt(24, 2048, 16)};
  int steps = 0, problems = 0;
  for (std::uint64_t i = 0; i < 10000; ++i) {
    Random random(1, stream_id("training.random_plans"), i);
    const std::int64_t accelerators = power_of_two(random, 14);
    const Plan plan = random_plan(random);
    TrainingSetup setup = testing::setup(models[i % std::size(models)], accelerators, plan);
    if (random.uniform() < 0.7) setup.accelerator.memory = 1e6 * unit::GB;  // see more than memory problems
    const auto result = simulate_step(setup);
    if (const auto* step = std::get_if<Step>(&result)) {
      ++steps;
      check_step(*step, accelerators);
      continue;
    }
    ++problems;
    const auto& list = std::get<std::vector<Problem>>(result);
    CHECK_FALSE(list.empty());
    for (const Problem& p : list) CHECK(p.code.rfind("GW20", 0) == 0);
  }
  MESSAGE(steps << " steps, " << problems << " problems");
  CHECK(steps > 100);
  CHECK(problems > 100);
}

}  // namespace gw::training
