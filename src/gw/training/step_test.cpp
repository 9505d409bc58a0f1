#include "gw/training/step.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstring>

#include "gw/training/step_cost.h"
#include "gw/training/test_setups.h"

namespace gw::training {
namespace {

using namespace testing;

Step must(const TrainingSetup& setup) {
  auto result = simulate_step(setup);
  if (const auto* problems = std::get_if<std::vector<Problem>>(&result)) FAIL(problems->front().message);
  return std::get<Step>(result);
}

double sum_s(const Step& step) {
  double sum = 0;
  for (const Part& part : step.parts) sum += part.time.base();
  return sum;
}

}  // namespace

TEST_CASE("the parts add up to the step, and so does the activity") {
  for (const TrainingSetup& setup : {gpt3_on_1024(), mixtral_on_64()}) {
    const Step step = must(setup);
    CHECK(step.parts.size() == kPartCount);
    CHECK(sum_s(step) == doctest::Approx(step.total.base()).epsilon(1e-9));
    CHECK(step.activity.period().base() == doctest::Approx(step.total.base()).epsilon(1e-9));
    CHECK(step.activity.is_valid());
    for (const Part& part : step.parts) CHECK(part.time.base() >= 0);
  }
}

TEST_CASE("rates follow from the step time") {
  const TrainingSetup setup = gpt3_on_1024();
  const Step step = must(setup);
  CHECK(step.data_parallel == 16);
  CHECK(step.micro_batches == 96);
  CHECK(step.tokens_per_step == 1536.0 * 2048);
  CHECK(step.tokens_per_second * step.total.in(unit::s) == doctest::Approx(step.tokens_per_step));
  CHECK(step.achieved.base() * 1024 * step.total.base() == doctest::Approx(step.model_flops.base()));
  CHECK(step.mfu_frac == doctest::Approx(step.achieved.base() / 989e12));
  CHECK(step.hfu_frac > step.mfu_frac);
  CHECK(step.mfu_frac > 0.35);
  CHECK(step.mfu_frac < 0.65);
  CHECK(step.binding == "tensor_cores");
  CHECK(step.binding_share_frac > 0.4);
  CHECK(step.uncertainty_frac > 0);
}

TEST_CASE("memory activity is the traffic that the library moves: no more than the memory gives") {
  TrainingSetup setup = gpt3_on_1024();
  const auto moved = [&] {
    const StepCost cost = step_cost(setup, workload::Roofline(setup.accelerator));
    return cost.mean_stage.forward.memory_bytes;
  };
  const Bytes fused = moved();
  setup.plan.software.elementwise_traffic = 3;
  const Bytes plain = moved();
  setup.plan.software.elementwise_traffic = 2;
  CHECK((plain - fused).base() == doctest::Approx(2 * (moved() - fused).base()));
  CHECK(plain > fused);
}

TEST_CASE("a tied vocabulary is reduced and updated once where one stage has both ends") {
  Plan plan;
  plan.global_batch_sequences = 8, plan.sequence_length = 2048, plan.zero_stage = 0;
  plan.software = plain_software();
  TrainingSetup setup = testing::setup(workload::testing::gpt(24, 2048, 16), 8, plan);
  const auto cost = [&] { return step_cost(setup, workload::Roofline(setup.accelerator)); };
  const StepCost tied = cost();
  CHECK(tied.mean_stage.dense_weights == doctest::Approx(double(catalog::total_parameters(setup.model))));
  setup.model.tied_embeddings = false;
  const StepCost apart = cost();
  CHECK((apart.data.optimizer_bytes - tied.data.optimizer_bytes).base() ==
        doctest::Approx(51200.0 * 2048 * (8 + 24 + 2)));
}

TEST_CASE("tensor activity carries the hardware FLOPs of the step") {
  const Step step = must(gpt3_on_1024());
  const double flops = step.activity.mean().tensor_frac * 989e12 * step.total.base() * 1024;
  CHECK(flops == doctest::Approx(step.hardware_flops.base()).epsilon(0.01));
}

TEST_CASE("1F1B bubble is (p - 1) / m of the ideal time; interleaving divides it by v") {
  TrainingSetup setup = gpt3_on_1024();
  const Step plain = must(setup);
  const auto share = [](const Step& step) {
    double work = 0;
    for (PartKind kind : {PartKind::compute_gemm, PartKind::compute_attention, PartKind::memory_bound,
                          PartKind::launch, PartKind::recompute, PartKind::tensor_parallel_exposed})
      work += step.part(kind).base();
    return step.part(PartKind::pipeline_bubble).base() / work;
  };
  CHECK(share(plain) == doctest::Approx(7.0 / 96));
  setup.plan.schedule = Schedule::interleaved;
  setup.plan.virtual_pipeline = 4;
  CHECK(share(must(setup)) == doctest::Approx(7.0 / 4 / 96));
  // 97 micro-batches leave a last round of one: seven missing, three chunks each.
  setup.plan.global_batch_sequences = 97 * 16;
  CHECK(share(must(setup)) == doctest::Approx((7.0 / 4 + 3 * 7.0 / 4) / 97));
}

TEST_CASE("cost of an answer does not grow with micro-batches or accelerators") {
  TrainingSetup small = gpt3_on_1024(), large = gpt3_on_1024();
  large.accelerators = 131072;
  large.fabric = network::make_fabric(large.accelerator, leaf_and_spine(), large.accelerators);
  large.plan.global_batch_sequences = 2048 * 4096;
  const auto best_s = [](auto&& body) {
    double best = 1e9;
    for (int repeat = 0; repeat < 10; ++repeat) {
      const auto start = std::chrono::steady_clock::now();
      for (int i = 0; i < 200; ++i) body();
      best = std::min(best,
                      std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count() / 200);
    }
    return best;
  };
  double sum = 0;
  const double a = best_s([&] { sum += must(small).total.base(); }),
               b = best_s([&] { sum += must(large).total.base(); });
  const workload::Roofline roofline(small.accelerator);
  const double inner = best_s([&] { sum += step_cost(small, roofline).total().base(); });
  CHECK(sum > 0);
  MESSAGE("one step " << 1e6 * a << " us, 128 times larger " << 1e6 * b << " us, step_cost alone "
                      << 1e6 * inner << " us");
  CHECK(b < 5 * a);
}

TEST_CASE("recompute costs a third more work at most and saves memory") {
  TrainingSetup setup = gpt3_on_1024();
  const Step none = must(setup);
  setup.plan.recompute = Recompute::selective;
  const Step selective = must(setup);
  setup.plan.recompute = Recompute::full;
  const Step full = must(setup);
  CHECK(none.part(PartKind::recompute).base() == 0);
  CHECK(none.total < selective.total);
  CHECK(selective.total < full.total);
  CHECK((full.total / none.total) < 1.40);
  CHECK(full.memory.activations < none.memory.activations);
  CHECK(full.model_flops.base() == none.model_flops.base());
  CHECK(full.hardware_flops > none.hardware_flops);
}

TEST_CASE("tensor parallelism across domains is slower than inside") {
  TrainingSetup setup = gpt3_on_1024();
  const Step inside = must(setup);
  setup.plan.tensor = 16, setup.plan.pipeline = 4;
  const Step across = must(setup);
  CHECK(across.part(PartKind::tensor_parallel_exposed) >
        1.2 * inside.part(PartKind::tensor_parallel_exposed));
  REQUIRE_FALSE(across.warnings.empty());
  CHECK(across.warnings.front().find("scale-up domain") != std::string::npos);
}

TEST_CASE("hidden data-parallel traffic never exceeds what is shown without overlap") {
  TrainingSetup setup = gpt3_on_1024();
  const Step hidden = must(setup);
  setup.plan.software.data_overlap = false;
  const Step shown = must(setup);
  CHECK(shown.part(PartKind::data_parallel_exposed) > hidden.part(PartKind::data_parallel_exposed));
  CHECK(shown.total > hidden.total);
}

TEST_CASE("a model of one accelerator has no communication") {
  Plan plan;
  plan.micro_batch = 1, plan.global_batch_sequences = 8, plan.sequence_length = 2048;
  const Step step = must(testing::setup(workload::testing::gpt(24, 2048, 16), 1, plan));
  for (PartKind kind : {PartKind::tensor_parallel_exposed, PartKind::expert_all_to_all,
                        PartKind::context_parallel, PartKind::pipeline_bubble, PartKind::pipeline_imbalance,
                        PartKind::pipeline_p2p, PartKind::data_parallel_exposed})
    CHECK(step.part(kind).base() == 0);
  CHECK(step.part(PartKind::optimizer).base() > 0);
  CHECK(step.activity.mean().scale_out_frac == 0);
}

TEST_CASE("experts exchange tokens; faster when hidden; slower across domains") {
  TrainingSetup setup = mixtral_on_64();
  const Step shown = must(setup);
  CHECK(shown.part(PartKind::expert_all_to_all).base() > 0);
  CHECK(shown.part(PartKind::compute_grouped_gemm).base() > 0);
  setup.plan.software.expert_overlap_frac = 1.0;
  CHECK(must(setup).part(PartKind::expert_all_to_all).base() == 0);
  setup.plan.software.expert_overlap = false;
  CHECK(must(setup).part(PartKind::expert_all_to_all) == shown.part(PartKind::expert_all_to_all));
  setup = mixtral_on_64();
  setup.plan.pipeline = 2, setup.plan.expert_tensor = 4;
  CHECK(must(setup).part(PartKind::expert_all_to_all) > shown.part(PartKind::expert_all_to_all));
}

TEST_CASE("context ranks hide the ring under attention of long sequences") {
  TrainingSetup setup = testing::setup(workload::testing::llama3_405b(), 1024, {});
  setup.plan.tensor = 8, setup.plan.pipeline = 8, setup.plan.context = 2, setup.plan.uneven_stages = true;
  setup.plan.zero_stage = 1, setup.plan.software.gradient = GradientFormat::bf16,
  setup.plan.recompute = Recompute::full;
  setup.plan.global_batch_sequences = 64, setup.plan.sequence_length = 131072;
  setup.accelerator.memory = 1000.0 * unit::GB;
  const Step step = must(setup);
  CHECK(step.part(PartKind::context_parallel).base() < 0.01 * step.total.base());
  CHECK(step.part(PartKind::compute_attention) > step.part(PartKind::memory_bound));
}

TEST_CASE("names of parts are unique and end nowhere empty") {
  for (std::size_t i = 0; i < kPartCount; ++i)
    for (std::size_t j = 0; j < i; ++j)
      CHECK(std::strcmp(to_string(static_cast<PartKind>(i)), to_string(static_cast<PartKind>(j))) != 0);
}

TEST_CASE("the same question has the same answer, to the bit") {
  const Step a = must(gpt3_on_1024()), b = must(gpt3_on_1024());
  CHECK(a.total.base() == b.total.base());
  CHECK(a.activity.mean().tensor_frac == b.activity.mean().tensor_frac);
}

}  // namespace gw::training
