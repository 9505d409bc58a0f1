#include "gw/training/data_parallel.h"

#include <doctest/doctest.h>

#include "gw/describe/record.h"
#include "gw/network/collectives.h"
#include "gw/training/data_ranks.h"
#include "gw/training/test_setups.h"

namespace gw::training {
namespace {

using namespace testing;

DataParallelCost cost_of(const TrainingSetup& setup) {
  const workload::Roofline roofline(setup.accelerator);
  const ModelCost model = model_cost(setup, roofline);
  BlockCost stage;
  const double stages = double(setup.plan.pipeline);
  stage.add(model.layers, 1 / stages);
  return data_parallel_cost(setup, stage, model.layer_count / stages,
                            double(setup.plan.micro_batches(setup.accelerators)), roofline);
}

}  // namespace

TEST_CASE("groups: data ranks lie tensor apart, expert ranks fill what experts leave") {
  const DataRanks dense = data_ranks(gpt3_on_1024());
  CHECK(dense.dense.size == 16);
  CHECK(dense.dense.stride == 8);
  const DataRanks moe = data_ranks(mixtral_on_64());
  CHECK(moe.dense.size == 16);
  CHECK(moe.expert.size == 2);
  CHECK(moe.expert.stride == 8);
}

TEST_CASE("without overlap everything shows; with it at least the last bucket") {
  TrainingSetup setup = gpt3_on_1024();
  setup.plan.software.data_overlap = false;
  const DataParallelCost shown = cost_of(setup);
  CHECK((shown.exposed / shown.traffic) == doctest::Approx(1));
  setup.plan.software.data_overlap = true;
  const DataParallelCost hidden = cost_of(setup);
  CHECK(hidden.traffic.base() == shown.traffic.base());
  CHECK(hidden.exposed < shown.exposed);
  CHECK(hidden.exposed >= hidden.traffic / 12.0 * 0.99);
}

TEST_CASE("what cannot hide is the last bucket: of max(40 M, 1 M x ranks) parameters, or of a chunk") {
  TrainingSetup setup = gpt3_on_1024();
  setup.accelerator.scale_out_bandwidth = Bandwidth::from_base(1e9);  // traffic far above latency
  setup.fabric = network::make_fabric(setup.accelerator, leaf_and_spine(), setup.accelerators);
  setup.plan.software.data_window_frac = 1;
  setup.plan.micro_batch = 8;  // the window covers the rest
  setup.plan.zero_stage = 0;
  // 96 / 8 x 12 x 12288^2 / 8 = 2.72 G parameters: 68 buckets of 40 M.
  const auto shown = [&] {
    const DataParallelCost cost = cost_of(setup);
    return cost.exposed / cost.traffic;
  };
  setup.accelerator.peak.bf16 = FlopRate::from_base(1e12);  // a window without end
  CHECK(shown() == doctest::Approx(1.0 / 68).epsilon(1e-6));
  // 100 chunks: the last of them.
  setup.plan.virtual_pipeline = 100;
  CHECK(shown() == doctest::Approx(1.0 / 100).epsilon(1e-6));
}

TEST_CASE("DualPipe reduces the gradients of both stages a rank holds, over twice the ranks") {
  TrainingSetup setup = gpt3_on_1024();
  setup.accelerator.in_network_reduction = false;
  const DataParallelCost plain = cost_of(setup);
  setup.plan.schedule = Schedule::dualpipe;
  const DataParallelCost dual = cost_of(setup);
  // (n - 1) / n of twice the bytes, n = 32 for 16; the states are shared out as before.
  const auto sent = [](const DataParallelCost& c) { return (c.scale_up_bytes + c.scale_out_bytes).base(); };
  CHECK(sent(dual) / sent(plain) == doctest::Approx(2 * (31.0 / 32) / (15.0 / 16)));
  CHECK(dual.optimizer_bytes.base() == doctest::Approx(plain.optimizer_bytes.base()));
  // One pipeline alone still has two ranks for each stage.
  setup.accelerators = 64, setup.plan.global_batch_sequences = 64;
  CHECK(cost_of(setup).traffic.base() > 0);
}

TEST_CASE("ZeRO-0 reduces 4 bytes twice, ZeRO-1 scatters 4 and gathers 2") {
  TrainingSetup setup = gpt3_on_1024();
  setup.accelerator.in_network_reduction = false;
  setup.plan.zero_stage = 0;
  const Bytes all_reduce = cost_of(setup).scale_out_bytes;
  setup.plan.zero_stage = 1;
  CHECK((all_reduce / cost_of(setup).scale_out_bytes) == doctest::Approx(8.0 / 6));
  setup.plan.software.gradient = GradientFormat::bf16;
  CHECK((all_reduce / cost_of(setup).scale_out_bytes) == doctest::Approx(8.0 / 4));
}

TEST_CASE("ZeRO-3 moves weights every micro-batch") {
  TrainingSetup setup = gpt3_on_1024();
  setup.plan.software.gradient = GradientFormat::bf16;
  const Bytes once = cost_of(setup).scale_out_bytes;
  setup.plan.zero_stage = 3;
  // 96 micro-batches, three passes of 2 bytes instead of two.
  CHECK((cost_of(setup).scale_out_bytes / once) == doctest::Approx(96 * 1.5));
}

TEST_CASE("the sharded optimizer moves the states of its share") {
  TrainingSetup setup = gpt3_on_1024();
  const double parameters = 96.0 / 8 * 12 * 12288.0 * 12288 / 8;
  CHECK(cost_of(setup).optimizer_bytes.base() ==
        doctest::Approx(parameters / 16 * (8 + 24 + 2)).epsilon(0.002));
  const Bytes sharded = cost_of(setup).optimizer_bytes;
  setup.plan.zero_stage = 0;
  CHECK((cost_of(setup).optimizer_bytes / sharded) == doctest::Approx(16));
}

TEST_CASE("one data rank reduces nothing") {
  TrainingSetup setup = gpt3_on_1024();
  setup.accelerators = 64;
  setup.plan.global_batch_sequences = 64;
  const DataParallelCost cost = cost_of(setup);
  CHECK(cost.traffic.base() == 0);
  CHECK(cost.exposed.base() == 0);
  CHECK(cost.optimizer.base() > 0);
}

TEST_CASE("data ranks and micro-batches of a plan; zero when they do not divide") {
  Plan plan = gpt3_on_1024().plan;
  CHECK(plan.data(1024) == 16);
  CHECK(plan.micro_batches(1024) == 96);
  CHECK(plan.data(1000) == 0);
  CHECK(plan.micro_batches(1000) == 0);
  plan.tensor = 0;
  CHECK(plan.data(1024) == 0);
}

TEST_CASE("the plan is described, with required batch and sequence") {
  const auto& type = Plan::description();
  CHECK(type.name == "plan");
  int required = 0;
  for (const auto& field : type.fields) {
    CHECK_FALSE(field.doc.empty());
    required += field.type.options.required ? 1 : 0;
  }
  CHECK(required == 2);
}

}  // namespace gw::training
