#include "gw/training/stage_cost.h"

#include <doctest/doctest.h>

#include "gw/network/collectives.h"
#include "gw/training/test_setups.h"

namespace gw::training {
namespace {

using namespace testing;

ModelCost cost_of(const TrainingSetup& setup) {
  return model_cost(setup, workload::Roofline(setup.accelerator));
}

}  // namespace

TEST_CASE("weights of all parts over all model ranks are the model's") {
  const TrainingSetup setup = gpt3_on_1024();
  const ModelCost cost = cost_of(setup);
  const double norms = 2.0 * 96 * 2 * 12288;  // replicated on every tensor rank
  const double held = (cost.layers.dense_weights - norms) * 8 + norms + cost.embedding.dense_weights * 8;
  const double final_norm = 2.0 * 12288;
  CHECK(held + final_norm == doctest::Approx(double(catalog::total_parameters(setup.model))).epsilon(1e-9));
}

TEST_CASE("tensor traffic of a layer: two gathers and two scatters each way") {
  const TrainingSetup setup = gpt3_on_1024();
  const Bytes activation = Bytes::from_base(2048.0 * 12288 * 2);
  const auto gather = network::all_gather(activation, {8, 1}, setup.fabric);
  const ModelCost cost = cost_of(setup);
  CHECK(cost.layers.forward.tensor_comm.base() == doctest::Approx(96 * 4 * gather.total.base()));
  CHECK(cost.layers.backward.tensor_comm.base() == doctest::Approx(96 * 4 * gather.total.base()));
  CHECK(cost.layers.forward.scale_up_bytes.base() == doctest::Approx(96 * 4 * gather.scale_up_bytes.base()));
  CHECK(cost.layers.forward.scale_out_comm.base() == 0);
}

TEST_CASE("without sequence parallelism one all-reduce replaces gather and scatter") {
  TrainingSetup setup = gpt3_on_1024();
  setup.accelerator.in_network_reduction = setup.fabric.in_network_reduction = false;
  const ModelCost with = cost_of(setup);
  setup.plan.sequence_parallel = false;
  const ModelCost without = cost_of(setup);
  CHECK(without.layers.forward.scale_up_bytes.base() ==
        doctest::Approx(with.layers.forward.scale_up_bytes.base()));
  CHECK(without.layers.saved > with.layers.saved);
}

TEST_CASE("overlap hides time, not bytes") {
  TrainingSetup setup = gpt3_on_1024();
  const ModelCost shown = cost_of(setup);
  setup.plan.software.tensor_overlap_frac = 0.75;
  const ModelCost hidden = cost_of(setup);
  CHECK((hidden.layers.forward.tensor_comm / shown.layers.forward.tensor_comm) == doctest::Approx(0.25));
  CHECK(hidden.layers.forward.scale_up_bytes.base() == shown.layers.forward.scale_up_bytes.base());
}

TEST_CASE("gradients summed by a kernel of their own: once a micro-batch, whatever its size") {
  const auto backward = [](std::int64_t micro_batch, bool fused, double trainable) {
    TrainingSetup setup = gpt3_on_1024();
    setup.plan.micro_batch = micro_batch;
    setup.plan.trainable_frac = trainable;
    setup.plan.software.gradient = GradientFormat::fp32;
    setup.plan.software.fused_accumulation = fused;
    return cost_of(setup).layers.backward;
  };
  const double weights = 96 * 12.0 * 12288 * 12288 / 8;  // of products, on one of eight tensor ranks
  const double read_add_write = weights * (2 + 4 + 4) /
                                (gpt3_on_1024().accelerator.memory_bandwidth.base() *
                                 gpt3_on_1024().accelerator.efficiency.memory_frac);
  for (const std::int64_t micro_batch : {1, 4}) {
    const double apart =
        (backward(micro_batch, false, 1).memory - backward(micro_batch, true, 1).memory).base();
    CHECK(apart == doctest::Approx(read_add_write).epsilon(0.01));
  }
  const double frozen = (backward(1, false, 0).memory - backward(1, true, 0).memory).base();
  CHECK(frozen == doctest::Approx(0).epsilon(1e-9));
}

TEST_CASE("full recompute repeats the forward, communication included; the head is not recomputed") {
  TrainingSetup setup = gpt3_on_1024();
  setup.plan.recompute = Recompute::full;
  const ModelCost cost = cost_of(setup);
  CHECK(cost.layers.recompute.total().base() == doctest::Approx(cost.layers.forward.total().base()));
  CHECK(cost.head.recompute.total().base() == 0);
  CHECK(cost.layers.saved.base() == doctest::Approx(96 * 2048.0 * 12288 * 2 / 8));
}

TEST_CASE("an extra prediction layer adds a layer and a head, and shares the head's weights") {
  Plan plan;
  plan.tensor = 1, plan.pipeline = 16, plan.expert = 64, plan.uneven_stages = true;
  plan.global_batch_sequences = 4096, plan.sequence_length = 4096;
  TrainingSetup setup = testing::setup(workload::testing::deepseek_v3(), 1024, plan);
  const ModelCost with = cost_of(setup);
  setup.model.multi_token_layers = 0;
  const ModelCost without = cost_of(setup);
  CHECK(with.head.forward.gemm > 2.0 * without.head.forward.gemm);
  CHECK(with.head.dense_weights < without.head.dense_weights + 0.5e9);
  CHECK(with.head.expert_weights > 0);
  CHECK(with.layers.total().base() == doctest::Approx(without.layers.total().base()));
}

TEST_CASE("16-bit formats outside the linear layers follow the part") {
  const catalog::Model model = workload::testing::gpt3_175b();
  Plan plan = gpt3_on_1024().plan;
  CHECK(layer_input(model, h100(), plan).activation == catalog::Precision::bf16);
  plan.precision = catalog::Precision::fp8;
  CHECK(layer_input(model, h100(), plan).activation == catalog::Precision::bf16);
  catalog::Accelerator old = h100();
  old.peak.bf16.reset();
  plan.precision = catalog::Precision::fp16;
  CHECK(layer_input(model, old, plan).activation == catalog::Precision::fp16);
  plan.precision = catalog::Precision::fp32;
  CHECK(layer_input(model, h100(), plan).activation == catalog::Precision::fp32);
  CHECK_FALSE(shards_of(Plan{}).sequence_parallel);  // nothing to cut with one tensor rank
}

}  // namespace gw::training
