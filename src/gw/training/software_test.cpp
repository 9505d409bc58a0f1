#include "gw/training/software.h"

#include <doctest/doctest.h>

#include <cmath>

#include "gw/catalog/library.h"
#include "gw/describe/document.h"
#include "gw/describe/reader.h"
#include "gw/describe/schema.h"
#include "gw/training/step_cost.h"
#include "gw/training/test_setups.h"
#include "gw/workload/expert_load.h"

namespace gw::training {
namespace {

using namespace testing;

const catalog::Library& shipped() {
  static const catalog::Library library({GW_SOURCE_DIR "/catalog"});
  return library;
}

Software read_software(const std::string& yaml, Diagnostics& diagnostics) {
  const auto document = describe::parse_text(yaml, "software.yaml");
  REQUIRE(document);
  describe::ProvenanceMap provenance;
  return describe::read<Software>(*document, shipped().resolver(), provenance, diagnostics);
}

ModelCost model_of(const TrainingSetup& setup) {
  return model_cost(setup, workload::Roofline(setup.accelerator));
}
StepCost cost_of(const TrainingSetup& setup) {
  return step_cost(setup, workload::Roofline(setup.accelerator));
}

// Change of one field of a setup's software.
template <class Change>
TrainingSetup changed(TrainingSetup setup, Change change) {
  change(setup.plan.software);
  return setup;
}

}  // namespace

TEST_CASE("every shipped row reads without a complaint, and has a name") {
  const std::vector<std::string> names = shipped().names("software");
  CHECK(names.size() >= 10);
  for (const std::string& name : names) {
    CAPTURE(name);
    Diagnostics diagnostics;
    describe::ProvenanceMap provenance;
    const describe::Document* row = shipped().row("software", name, diagnostics);
    REQUIRE(row);
    const auto software = describe::read<Software>(*row, shipped().resolver(), provenance, diagnostics);
    CAPTURE(diagnostics.render());
    CHECK(diagnostics.list().empty());
    CHECK_FALSE(software.name.empty());
  }
}

TEST_CASE("a plan names a row and changes single values") {
  Diagnostics diagnostics;
  const Software row = read_software("base: megatron_lm_2021\n", diagnostics);
  const Software own =
      read_software("base: megatron_lm_2021\nhost_per_step_ms: 123\ndata_overlap: true\n", diagnostics);
  CAPTURE(diagnostics.render());
  CHECK_FALSE(diagnostics.has_errors());
  CHECK_FALSE(row.fused_attention);
  CHECK_FALSE(row.data_overlap);
  CHECK(row.gradient == GradientFormat::fp32);
  CHECK(own.host_per_step.in(unit::ms) == doctest::Approx(123));
  CHECK(own.data_overlap);
  CHECK(own.elementwise_traffic == row.elementwise_traffic);
}

TEST_CASE("what cannot be is refused, all of it at once") {
  Diagnostics diagnostics;
  read_software(
      "tensor_overlap_frac: 1.5\nexpert_imbalance: 0.5\nmatrix_rate_frac: 0\nhost_per_step_ms: -1\n"
      "gradient: fp8\nstraggler_frac: .nan\nfused_atention: true\n",
      diagnostics);
  CHECK(diagnostics.list().size() == 7);
  Diagnostics missing;
  read_software("base: megatron_kore\n", missing);
  REQUIRE(missing.list().size() == 1);
  CHECK(missing.list()[0].code == "GW1110");
}

TEST_CASE("written out and read again, software is the same") {
  Software s;
  s.portable_attention = true, s.attention_rate_frac = 0.5, s.permute_traffic = 2.5,
  s.expert_imbalance = 1.25;
  s.expert_host = 100.0 * unit::us, s.shard_messages_per_layer = 12, s.straggler_frac = 0.02;
  Diagnostics diagnostics;
  const Software back = read_software(describe::to_yaml(Software::description(), &s), diagnostics);
  CAPTURE(diagnostics.render());
  CHECK_FALSE(diagnostics.has_errors());
  CHECK(back.portable_attention);
  CHECK(back.attention_rate_frac == 0.5);
  CHECK(back.permute_traffic == 2.5);
  CHECK(back.expert_imbalance == 1.25);
  CHECK(back.expert_host.base() == doctest::Approx(100e-6));
  CHECK(back.shard_messages_per_layer == 12);
  CHECK(back.straggler_frac == 0.02);
}

TEST_CASE("rates scale the compute of their own kernels") {
  const TrainingSetup setup = gpt3_on_1024();
  const PassCost plain = model_of(setup).layers.forward;
  const PassCost matrix =
      model_of(changed(setup, [](Software& s) { s.matrix_rate_frac = 0.5; })).layers.forward;
  CHECK((matrix.gemm / plain.gemm) == doctest::Approx(2));
  CHECK(matrix.attention.base() == plain.attention.base());
  const PassCost slow =
      model_of(changed(setup, [](Software& s) { s.attention_rate_frac = 0.5; })).layers.forward;
  CHECK((slow.attention / plain.attention) == doctest::Approx(2));
  CHECK(slow.gemm.base() == plain.gemm.base());
  const PassCost portable =
      model_of(changed(setup, [](Software& s) { s.portable_attention = true; })).layers.forward;
  const catalog::KernelEfficiency& e = setup.accelerator.efficiency;  // heads of 128
  CHECK((portable.attention / plain.attention) ==
        doctest::Approx(e.attention_frac / e.attention_portable_frac));
  const PassCost traffic =
      model_of(changed(setup, [](Software& s) { s.elementwise_traffic = 3.0; })).layers.forward;
  CHECK((traffic.memory / plain.memory) == doctest::Approx(3).epsilon(0.01));
}

TEST_CASE("grouped products, permutation and imbalance of experts") {
  const TrainingSetup setup = mixtral_on_64();
  const PassCost plain = model_of(setup).layers.forward;
  REQUIRE(plain.grouped_gemm.base() > 0);
  // One local expert: there is nothing to fuse.
  const auto apart = [](Software& s) { s.grouped_fused_frac = 0; };
  CHECK(model_of(changed(setup, apart)).layers.forward.grouped_gemm.base() == plain.grouped_gemm.base());
  TrainingSetup four = setup;
  four.plan.expert = 2;
  const PassCost fused = model_of(four).layers.forward,
                 serial = model_of(changed(four, apart)).layers.forward;
  CHECK(serial.grouped_gemm > fused.grouped_gemm);
  const PassCost half =
      model_of(changed(four, [](Software& s) { s.grouped_fused_frac = 0.5; })).layers.forward;
  CHECK(half.grouped_gemm.base() == doctest::Approx(0.5 * (fused.grouped_gemm + serial.grouped_gemm).base()));
  CHECK(serial.gemm.base() == plain.gemm.base());
  const PassCost permuted =
      model_of(changed(setup, [](Software& s) { s.deepep_permute_traffic = 4.0; })).layers.forward;
  CHECK(permuted.memory > plain.memory);
  const PassCost copied = model_of(changed(setup, [](Software& s) {
                            s.permute_traffic = 4.0;
                            s.expert_dispatcher = ExpertDispatcher::all_to_all;
                          })).layers.forward;
  CHECK(copied.memory.base() == permuted.memory.base());
  CHECK(permuted.grouped_gemm.base() == plain.grouped_gemm.base());
}

TEST_CASE("the busiest expert rank sets the pace: stated, or by the model's router") {
  TrainingSetup setup = mixtral_on_64();
  const auto with = [&](double imbalance) {
    return model_of(changed(setup, [&](Software& s) { s.expert_imbalance = imbalance; })).layers.forward;
  };
  const PassCost even = with(1.0), skewed = with(1.5), by_router = model_of(setup).layers.forward;
  CHECK((skewed.grouped_gemm / even.grouped_gemm) == doctest::Approx(1.5));
  CHECK((skewed.expert_comm / even.expert_comm) == doctest::Approx(1.5));
  CHECK(skewed.gemm.base() == even.gemm.base());
  const double busiest = workload::busiest_expert_rank(*setup.model.experts, setup.plan.expert);
  CHECK(busiest > 1.1);
  CHECK((by_router.grouped_gemm / even.grouped_gemm) == doctest::Approx(busiest));
  setup.model.experts->load_variation = 0.0;  // forced into balance
  CHECK(model_of(setup).layers.forward.total().base() == even.total().base());
}

TEST_CASE("the device waits for the host only where its kernels are too short") {
  const TrainingSetup setup = gpt3_on_1024();
  const PassCost free = model_of(setup).layers.forward;
  const Time own = free.total() / free.kernels;  // of one kernel
  const auto forward = [&](double share) {
    return model_of(changed(setup, [&](Software& s) { s.host_per_kernel = share * own; })).layers.forward;
  };
  CHECK(forward(0.99).total().base() == doctest::Approx(free.total().base()));
  CHECK((forward(2.0).total() / free.total()) == doctest::Approx(2));
  CHECK((forward(2.0).launch - free.launch).base() == doctest::Approx(free.total().base()));
}

TEST_CASE(
    "host work of layers with experts: a part for the pass and one for each local expert, hidden while it "
    "can be") {
  const auto host = [](double pass_us, double each_us) {
    return [=](Software& s) { s.expert_host = pass_us * unit::us, s.expert_host_each = each_us * unit::us; };
  };
  const TrainingSetup experts = mixtral_on_64(), dense = gpt3_on_1024();
  const PassCost free = model_of(experts).layers.forward;
  const double layer_us = free.total().in(unit::us) / 32;
  const auto forward_us = [&](const TrainingSetup& setup, double pass, double each) {
    return model_of(changed(setup, host(pass, each))).layers.forward.total().in(unit::us) / 32;
  };
  CHECK(forward_us(experts, 0.5 * layer_us, 0.4 * layer_us) == doctest::Approx(layer_us));
  CHECK(forward_us(experts, 1.5 * layer_us, 0.5 * layer_us) == doctest::Approx(2 * layer_us));
  TrainingSetup four = experts;
  four.plan.expert = 2;  // four experts a rank
  CHECK(forward_us(four, 0, 10 * layer_us) == doctest::Approx(40 * layer_us));
  CHECK(model_of(changed(dense, host(1e5, 1e5))).layers.total().base() ==
        model_of(dense).layers.total().base());
}

TEST_CASE("tokens that cross to a domain once move fewer bytes outside it, never more") {
  TrainingSetup setup = mixtral_on_64();
  setup.plan.pipeline = 1, setup.plan.expert = 8, setup.plan.tensor = 4,
  setup.plan.expert_tensor = 4;  // 4 domains
  setup.fabric = network::make_fabric(setup.accelerator, leaf_and_spine(), 64);
  const PassCost once = model_of(changed(setup, [](Software& s) {
                          s.expert_dispatcher = ExpertDispatcher::deepep;
                        })).layers.forward;
  const PassCost copies = model_of(changed(setup, [](Software& s) {
                            s.expert_dispatcher = ExpertDispatcher::all_to_all;
                          })).layers.forward;
  CHECK(once.scale_out_bytes < copies.scale_out_bytes);
  CHECK(once.expert_comm < copies.expert_comm);
  CHECK(once.scale_up_bytes.base() == doctest::Approx(copies.scale_up_bytes.base()));
}

TEST_CASE("traffic that hides slows the computation it runs under") {
  const TrainingSetup setup = gpt3_on_1024();
  const Time shown = model_of(setup).layers.forward.tensor_comm;
  for (const double hidden : {0.0, 0.5, 1.0})
    for (const double contention : {0.0, 0.2, 1.0}) {
      const ModelCost cost = model_of(changed(
          setup, [&](Software& s) { s.tensor_overlap_frac = hidden, s.contention_frac = contention; }));
      CHECK((cost.layers.forward.tensor_comm / shown) == doctest::Approx(1 - hidden + hidden * contention));
    }
  // Data-parallel traffic: all of it shows when hiding it costs as much.
  const StepCost costly = cost_of(changed(setup, [](Software& s) { s.contention_frac = 1.0; }));
  CHECK(costly.data.exposed.base() == doctest::Approx(costly.data.traffic.base()));
}

TEST_CASE("a wider window hides more of the data-parallel traffic") {
  TrainingSetup setup = gpt3_on_1024();
  setup.plan.zero_stage = 3, setup.plan.pipeline = 1, setup.plan.global_batch_sequences = 128;
  Time before = cost_of(changed(setup, [](Software& s) { s.data_overlap = false; })).data.exposed;
  for (const double window : {0.0, 0.4, 0.8, 1.0}) {
    const Time exposed =
        cost_of(changed(setup, [&](Software& s) { s.data_window_frac = window; })).data.exposed;
    CHECK(exposed <= before);
    before = exposed;
  }
}

TEST_CASE("more messages a layer cost time, not bytes") {
  TrainingSetup setup = gpt3_on_1024();
  setup.plan.zero_stage = 3;
  const StepCost one = cost_of(setup);
  const StepCost many = cost_of(changed(setup, [](Software& s) { s.shard_messages_per_layer = 12; }));
  CHECK(many.data.traffic > one.data.traffic);
  CHECK(many.data.scale_out_bytes.base() == doctest::Approx(one.data.scale_out_bytes.base()));
  setup.plan.zero_stage = 1;
  CHECK(cost_of(setup).total().base() ==
        cost_of(changed(setup, [](Software& s) { s.shard_messages_per_layer = 12; })).total().base());
}

TEST_CASE("host work of a step and stragglers are parts of their own") {
  const TrainingSetup setup = gpt3_on_1024();
  const StepCost plain = cost_of(setup);
  CHECK(plain.part(PartKind::host).base() == 0);
  CHECK(plain.part(PartKind::straggler).base() == 0);
  const StepCost host = cost_of(changed(setup, [](Software& s) { s.host_per_step = 50.0 * unit::ms; }));
  CHECK((host.total() - plain.total()).base() == doctest::Approx(0.05));
  // 1,024 accelerators in domains of 8: seven doublings.
  const StepCost late = cost_of(changed(setup, [](Software& s) { s.straggler_frac = 0.01; }));
  CHECK((late.total() / plain.total()) == doctest::Approx(1.07));
  TrainingSetup box = mixtral_on_64();
  box.accelerators = 8, box.plan.pipeline = 1;
  box.fabric = network::make_fabric(box.accelerator, leaf_and_spine(), 8);
  CHECK(
      cost_of(changed(box, [](Software& s) { s.straggler_frac = 0.01; })).part(PartKind::straggler).base() ==
      0);
}

}  // namespace gw::training
