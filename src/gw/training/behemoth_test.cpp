// The published run nobody fitted: Llama 4 Behemoth, FP8 on 32 thousand H100, 390 TFLOP/s per GPU
// (ai.meta.com, The Llama 4 herd, April 2025). The shape is partly assumed (catalog/models/behemoth.yaml), so
// the bound is wide.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <cmath>

#include "gw/catalog/library.h"
#include "gw/describe/reader.h"
#include "gw/training/step.h"

namespace gw::training {
namespace {

template <class T>
T catalogue_row(const std::string& folder, const std::string& name) {
  catalog::Library library({std::string(GW_SOURCE_DIR) + "/catalog"});
  Diagnostics diagnostics;
  describe::ProvenanceMap provenance;
  const auto* document = library.row(folder, name, diagnostics);
  REQUIRE(document);
  T out = describe::read<T>(*document, library.resolver(), provenance, diagnostics);
  REQUIRE_FALSE(diagnostics.has_errors());
  return out;
}

TrainingSetup behemoth(const char* part, const char* fabric, std::int64_t accelerators, const Plan& plan) {
  TrainingSetup setup;
  setup.model = catalogue_row<catalog::Model>("models", "behemoth");
  setup.accelerator = catalogue_row<catalog::Accelerator>("accelerators", part);
  setup.fabric = network::make_fabric(setup.accelerator, catalogue_row<network::ScaleOut>("fabrics", fabric),
                                      accelerators);
  setup.accelerators = accelerators;
  setup.plan = plan;
  return setup;
}

std::string describe_result(const TrainingSetup& setup) {
  const auto result = simulate_step(setup);
  if (const auto* problems = std::get_if<std::vector<Problem>>(&result)) {
    std::string text;
    for (const Problem& p : *problems) text += p.code + " " + p.message + " -> " + p.hint + "\n";
    return text;
  }
  const Step& step = std::get<Step>(result);
  std::string text = fmt::format(
      "{} x {}: {:.2f} s, {:.0f} TFLOP/s each, MFU {:.3f}, {:.2f} M tokens/s, {:.0f} GB, binds {} {:.2f}\n",
      setup.accelerators, setup.accelerator.name, step.total.in(unit::s),
      step.achieved.in(unit::TFLOP / unit::s), step.mfu_frac, step.tokens_per_second / 1e6,
      step.memory.total().in(unit::GB), step.binding, step.binding_share_frac);
  for (const Part& part : step.parts)
    if (part.time.base() > 0)
      text += fmt::format("  {} {:.1f} %\n", to_string(part.kind), 100 * (part.time / step.total));
  return text;
}

// 88 layers over 8 stages of 11 chunks; every expert cut over the eight accelerators of a box.
Plan h100_plan() {
  Plan plan;
  plan.tensor = 8, plan.pipeline = 8, plan.virtual_pipeline = 11, plan.schedule = Schedule::interleaved;
  plan.expert = 16, plan.expert_tensor = 8;
  plan.micro_batch = 1, plan.global_batch_sequences = 8192, plan.sequence_length = 8192;  // 67 M tokens
  plan.precision = catalog::Precision::fp8, plan.software.gradient = GradientFormat::bf16;
  plan.recompute = Recompute::full;
  return plan;
}

// An expert and a tensor group stay inside a rack of 72; one pipeline round holds 8 micro-batches.
Plan gb300_plan() {
  Plan plan = h100_plan();
  plan.expert_tensor = 1;
  plan.global_batch_sequences = 16384;  // 134 M tokens
  plan.recompute = Recompute::none;
  plan.software.tensor_overlap_frac = 0.6;
  return plan;
}

}  // namespace

TEST_CASE(
    "Behemoth on 32,768 H100 in FP8: 390 TFLOP/s per GPU published, predicted within the stated error") {
  const TrainingSetup setup = behemoth("h100_sxm", "roce_400g", 32768, h100_plan());
  MESSAGE(describe_result(setup));
  const auto result = simulate_step(setup);
  REQUIRE(std::holds_alternative<Step>(result));
  const Step& step = std::get<Step>(result);
  CHECK(std::abs(step.achieved.in(unit::TFLOP / unit::s) / 390 - 1) < step.uncertainty_frac);
  CHECK(step.warnings.size() >= 1);  // larger than any run compared
}

// A plan of the front of `gw train behemoth --search`, 43 GB of 80: the published speed without a fit.
TEST_CASE("Behemoth on 32,768 H100: a plan that the search proposes, within 10 % of the published speed") {
  Plan plan = h100_plan();
  plan.context = 4, plan.expert_tensor = 4, plan.recompute = Recompute::none, plan.sequence_parallel = true;
  plan.software = catalogue_row<Software>("software", "megatron_core");
  const auto result = simulate_step(behemoth("h100_sxm", "roce_400g", 32768, plan));
  REQUIRE(std::holds_alternative<Step>(result));
  const Step& step = std::get<Step>(result);
  MESSAGE(step.achieved.in(unit::TFLOP / unit::s));
  CHECK(step.achieved.in(unit::TFLOP / unit::s) == doctest::Approx(390).epsilon(0.10));
}

TEST_CASE("Behemoth on 131,072 to 262,144 GB300: the plan divides, fits and scales") {
  const TrainingSetup base = behemoth("gb300", "nvl72_spectrum_x", 131072, gb300_plan());
  Plan larger = gb300_plan();
  larger.global_batch_sequences = 24576;  // 201 M tokens
  const TrainingSetup half_more = behemoth("gb300", "nvl72_spectrum_x", 196608, larger);
  larger.global_batch_sequences = 32768;  // 268 M tokens
  const TrainingSetup twice = behemoth("gb300", "nvl72_spectrum_x", 262144, larger);
  double before = 0;
  for (const TrainingSetup* setup : {&base, &half_more, &twice}) {
    MESSAGE(describe_result(*setup));
    const auto result = simulate_step(*setup);
    REQUIRE(std::holds_alternative<Step>(result));
    const Step& step = std::get<Step>(result);
    // Gradients of 11 chunks over rings of 2,048 to 4,096 data ranks, whose latency grows with the ranks.
    CHECK(step.tokens_per_second > 1.15 * before);
    CHECK(step.mfu_frac > 0.12);
    CHECK(step.mfu_frac < 0.5);
    before = step.tokens_per_second;
  }
}

}  // namespace gw::training
