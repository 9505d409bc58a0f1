// Recompute of a part of the layers, weights that are frozen, parallel blocks.
#include <doctest/doctest.h>

#include "gw/training/step_cost.h"
#include "gw/training/test_setups.h"

namespace gw::training {
namespace {

using namespace testing;

TrainingSetup partly(double layers_frac) {
  TrainingSetup setup = gpt3_on_1024();
  setup.plan.recompute = Recompute::full;
  setup.plan.recompute_layers_frac = layers_frac;
  setup.accelerator.memory = 1e6 * unit::GB;
  return setup;
}

StepCost cost_of(const TrainingSetup& setup) {
  return step_cost(setup, workload::Roofline(setup.accelerator));
}

Step must(const TrainingSetup& setup) {
  auto result = simulate_step(setup);
  if (const auto* problems = std::get_if<std::vector<Problem>>(&result)) FAIL(problems->front().message);
  return std::get<Step>(result);
}

}  // namespace

TEST_CASE("time and activations are linear in the layers recomputed") {
  const StepCost none = cost_of(partly(0)), all = cost_of(partly(1));
  CHECK(none.part(PartKind::recompute).base() == 0);
  CHECK(none.memory.activations > 2.0 * all.memory.activations);
  for (const double part : {0.1, 0.25, 0.5, 0.9}) {
    const StepCost some = cost_of(partly(part));
    CHECK((some.part(PartKind::recompute) / all.part(PartKind::recompute)) == doctest::Approx(part));
    CHECK(some.memory.activations.base() ==
          doctest::Approx((part * all.memory.activations + (1 - part) * none.memory.activations).base()));
    CHECK(some.memory.total().base() ==
          doctest::Approx((part * all.memory.total() + (1 - part) * none.memory.total()).base()));
  }
}

TEST_CASE("the part counts for full recompute only") {
  TrainingSetup setup = gpt3_on_1024();
  for (const Recompute kind : {Recompute::none, Recompute::selective}) {
    setup.plan.recompute = kind;
    setup.plan.recompute_layers_frac = 1.0;
    const StepCost one = cost_of(setup);
    setup.plan.recompute_layers_frac = 0.3;
    CHECK(cost_of(setup).total().base() == one.total().base());
    CHECK(cost_of(setup).memory.total().base() == one.memory.total().base());
  }
}

TEST_CASE("recompute of a part: hardware FLOPs and tensor activity agree") {
  const Step none = must(partly(0)), all = must(partly(1));
  for (const double part : {0.0, 0.4, 1.0}) {
    const Step step = must(partly(part));
    const double flops = step.activity.mean().tensor_frac * 989e12 * step.total.base() * 1024;
    CHECK(flops == doctest::Approx(step.hardware_flops.base()).epsilon(0.01));
    CHECK(step.hardware_flops.base() ==
          doctest::Approx((part * all.hardware_flops + (1 - part) * none.hardware_flops).base()));
    CHECK(step.model_flops.base() == none.model_flops.base());
  }
}

TEST_CASE("recompute of norms and activation functions: memory passes only, between none and full in both") {
  TrainingSetup setup = gpt3_on_1024();
  setup.accelerator.memory = 1e6 * unit::GB;
  const auto with = [&](Recompute kind) {
    setup.plan.recompute = kind;
    return must(setup);
  };
  const Step none = with(Recompute::none), cheap = with(Recompute::activations), full = with(Recompute::full);
  CHECK(cheap.part(PartKind::recompute).base() > 0);
  CHECK(cheap.part(PartKind::recompute) < 0.3 * full.part(PartKind::recompute));
  CHECK(cheap.memory.activations < none.memory.activations);
  CHECK(cheap.memory.activations > full.memory.activations);
  CHECK(cheap.hardware_flops.base() == none.hardware_flops.base());  // no product runs again
}

TEST_CASE("frozen weights: no gradients, no states, no reduction, a cheaper backward") {
  TrainingSetup setup = gpt3_on_1024();
  const StepCost full = cost_of(setup);
  setup.plan.trainable_frac = 0;
  const StepCost frozen = cost_of(setup);
  CHECK(frozen.memory.gradients.base() == 0);
  CHECK(frozen.memory.optimizer.base() == 0);
  CHECK(frozen.memory.weights.base() == full.memory.weights.base());
  CHECK(frozen.data.optimizer_bytes.base() == 0);
  CHECK(frozen.part(PartKind::data_parallel_exposed) < full.part(PartKind::data_parallel_exposed));
  CHECK(frozen.mean_stage.forward.total().base() == full.mean_stage.forward.total().base());
  // Half of the backward pass of a linear layer is its weight gradient.
  CHECK((frozen.mean_stage.backward.gemm / full.mean_stage.backward.gemm) ==
        doctest::Approx(0.5).epsilon(0.1));
  setup.plan.trainable_frac = 0.5;
  const StepCost half = cost_of(setup);
  CHECK((half.memory.optimizer / full.memory.optimizer) == doctest::Approx(0.5));
  CHECK(half.total() > frozen.total());
  CHECK(half.total() < full.total());
}

TEST_CASE("a parallel block has one norm, one residual and one pair of collectives a layer") {
  TrainingSetup setup = gpt3_on_1024();
  const workload::Roofline roofline(setup.accelerator);
  const ModelCost one_after_another = model_cost(setup, roofline);
  setup.plan.parallel_block = true;
  const ModelCost beside = model_cost(setup, roofline);
  CHECK((beside.layers.forward.tensor_comm / one_after_another.layers.forward.tensor_comm) ==
        doctest::Approx(0.5));
  CHECK(beside.layers.forward.memory < one_after_another.layers.forward.memory);
  CHECK(beside.layers.forward.gemm.base() == one_after_another.layers.forward.gemm.base());
  CHECK(beside.layers.dense_weights == one_after_another.layers.dense_weights);
}

}  // namespace gw::training
