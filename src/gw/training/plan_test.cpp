#include "gw/training/plan.h"

#include <doctest/doctest.h>

#include "gw/catalog/library.h"
#include "gw/describe/document.h"
#include "gw/describe/reader.h"
#include "gw/describe/schema.h"

namespace gw::training {
namespace {

Plan read_plan(const std::string& yaml, Diagnostics& diagnostics) {
  const auto document = describe::parse_text(yaml, "plan.yaml");
  REQUIRE(document);
  catalog::Library library({std::string(GW_SOURCE_DIR) + "/catalog"});
  describe::ProvenanceMap provenance;
  return describe::read<Plan>(*document, library.resolver(), provenance, diagnostics);
}

}  // namespace

TEST_CASE("a plan is read from YAML; what is not written keeps its default") {
  Diagnostics diagnostics;
  const Plan plan = read_plan(
      "tensor: 8\npipeline: 16\nvirtual_pipeline: 2\nschedule: interleaved\nrecompute: selective\nprecision: "
      "fp8\n"
      "software: {gradient: fp32}\nglobal_batch_sequences: 2048\nsequence_length: 8192\n",
      diagnostics);
  CAPTURE(diagnostics.render());
  CHECK_FALSE(diagnostics.has_errors());
  CHECK(plan.tensor == 8);
  CHECK(plan.pipeline == 16);
  CHECK(plan.schedule == Schedule::interleaved);
  CHECK(plan.recompute == Recompute::selective);
  CHECK(plan.precision == catalog::Precision::fp8);
  CHECK(plan.software.gradient == GradientFormat::fp32);
  CHECK(plan.context == 1);
  CHECK(plan.zero_stage == 1);
  CHECK(plan.sequence_parallel);
}

TEST_CASE("written out and read again, a plan is the same") {
  Plan plan;
  plan.tensor = 4, plan.expert = 16, plan.zero_stage = 3, plan.micro_batch = 2,
  plan.software.tensor_overlap_frac = 0.25;
  plan.global_batch_sequences = 64, plan.sequence_length = 4096, plan.recompute = Recompute::full;
  plan.software.data_overlap = false;
  Diagnostics diagnostics;
  const Plan back = read_plan(describe::to_yaml(Plan::description(), &plan), diagnostics);
  CAPTURE(diagnostics.render());
  CHECK_FALSE(diagnostics.has_errors());
  CHECK(back.tensor == 4);
  CHECK(back.expert == 16);
  CHECK(back.zero_stage == 3);
  CHECK(back.micro_batch == 2);
  CHECK(back.software.tensor_overlap_frac == 0.25);
  CHECK(back.recompute == Recompute::full);
  CHECK_FALSE(back.software.data_overlap);
}

TEST_CASE("wrong keys, choices and missing sizes are all reported") {
  Diagnostics diagnostics;
  read_plan("tensr: 8\nschedule: zigzag\nzero_stage: 7\n", diagnostics);
  CHECK(diagnostics.list().size() >= 5);  // unknown key, choice, range, two missing keys
}

TEST_CASE("the description covers every choice of its enumerations") {
  for (const auto& field : Plan::description().fields) {
    if (field.key == "precision") CHECK(field.type.choices.size() == 8);
    if (field.key == "recompute") CHECK(field.type.choices.size() == 4);
    if (field.key == "schedule") CHECK(field.type.choices.size() == 4);
  }
}

}  // namespace gw::training
