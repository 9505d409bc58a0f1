// What a row does not print is said, each time with the rule that filled it; what it prints is not.
#include <algorithm>

#include "gw/evidence/compare.h"
#include "gw/evidence/setup_of.h"
#include "gw/evidence/test_rows.h"

namespace gw::evidence {
namespace {

using namespace testing;

Assumptions assumed(const Cells& cells) {
  const CsvTable table = table_of({cells});
  const auto setup = setup_of(Row(table, 0), shipped_rig());
  if (const auto* unusable = std::get_if<Unusable>(&setup)) FAIL(unusable->reason);
  return std::get<Case>(setup).assumptions;
}

bool says(const Assumptions& all, const std::string& what) {
  return std::ranges::any_of(all, [&](const std::string& text) { return text.starts_with(what); });
}

/// A row that prints everything a setup needs.
Cells complete() {
  return with(gpt3_row(), {{"kv_heads", "96"},
                           {"head_dim", "128"},
                           {"ffn_hidden", "49152"},
                           {"vpp", "1"},
                           {"cp", "1"},
                           {"sp", "no"},
                           {"zero_stage", "1"},
                           {"scaleout_gbps_per_gpu", "200"},
                           {"software", "megatron_lm_2021"},
                           {"fabric", "nvlink_infiniband_200g"}});
}

}  // namespace

TEST_CASE("a row that prints everything has nothing assumed") {
  const Assumptions all = assumed(complete());
  for (const std::string& text : all) MESSAGE(text);
  CHECK(all.empty());
}

TEST_CASE("each blank cell has its sentence") {
  const std::pair<const char*, const char*> cells[] = {{"vocab", "vocabulary 51200"},
                                                       {"activation", "activation gelu"},
                                                       {"ffn_hidden", "feed-forward width 49152"},
                                                       {"precision", "precision bf16"},
                                                       {"cp", "cp 1"},
                                                       {"zero_stage", "zero_stage 1"},
                                                       {"sp", "sequence parallel"},
                                                       {"recompute", "recompute"},
                                                       {"global_batch_sequences", "global batch"},
                                                       {"micro_batch", "micro_batch"},
                                                       {"vpp", "vpp"},
                                                       {"scaleout_gbps_per_gpu", "scale-out"},
                                                       {"software", "software"},
                                                       {"fabric", "fabric"},
                                                       {"seq_len", "seq_len"}};
  for (const auto& [cell, sentence] : cells) {
    CAPTURE(cell);
    const Assumptions all = assumed(with(complete(), {{cell, ""}}));
    CHECK(says(all, sentence));
    for (const std::string& text : all) CHECK(text.find(": ") != std::string::npos);
  }
}

TEST_CASE("ranks that are not printed are said together") {
  CHECK(says(assumed(with(complete(), {{"tp", ""}, {"pp", ""}, {"vpp", ""}})), "tp "));
  CHECK(says(assumed(with(complete(), {{"tp", ""}})), "tp 1"));
}

TEST_CASE("notes that tell of the network, of dropped tokens and of a dispatcher are heard") {
  const Cells links = with(
      complete(),
      {{"scaleout_gbps_per_gpu", ""}, {"per_node", "8"}, {"notes", "megatron-lm; Omni-Path, 4 links/node"}});
  CHECK(says(assumed(links), "scale-out 50 Gbit/s"));
  CHECK(
      says(assumed(with(links, {{"notes", "megatron-lm; Omni-Path, links/node"}})), "scale-out 200 Gbit/s"));
  const Cells experts = {{"id", "E"},
                         {"source_title", "Megatron-Bridge"},
                         {"notes", "dropless"},
                         {"model_name", "Mixtral-8x7B"},
                         {"seq_len", "4096"},
                         {"accelerator", "H100-SXM"},
                         {"n_accelerators", "64"},
                         {"precision", "bf16"},
                         {"tp", "1"},
                         {"pp", "1"},
                         {"ep", "8"},
                         {"micro_batch", "1"},
                         {"global_batch_sequences", "256"},
                         {"recompute", "full"},
                         {"measured_step_time_s", "3"},
                         {"quality", "A"},
                         {"config_group", "g"}};
  const auto of = [](const Cells& cells) {
    const CsvTable table = table_of({cells});
    return std::get<Case>(setup_of(Row(table, 0), shipped_rig()));
  };
  CHECK(of(experts).setup.plan.software.expert_host_each.base() > 0);
  const Case dropped = of(with(experts, {{"table_or_section", "25.09 container (tokendrop)"}}));
  CHECK(dropped.tokens_dropped);
  CHECK(dropped.setup.plan.software.expert_host_each.base() == 0);
  CHECK(of(with(experts, {{"ep", ""}})).setup.plan.expert == 1);
  const Case dispatcher = of(with(experts, {{"ep", ""}, {"notes", "kernels: TE + DeepEP"}}));
  CHECK(dispatcher.setup.plan.expert > 1);
  CHECK(says(dispatcher.assumptions, "ep "));
}

TEST_CASE("a run whose memory no recompute explains has none assumed") {
  const Cells large = with(complete(), {{"recompute", ""}, {"tp", "2"}, {"pp", "2"}, {"notes", "megatron"}});
  CHECK(says(assumed(large), "recompute none: the memory estimate is too high"));
}

TEST_CASE("a row names its software and fabric; one that the catalogue lacks is a reason") {
  const CsvTable table =
      table_of({with(complete(), {{"software", "megatron_core"}}), with(complete(), {{"software", "mine"}}),
                with(complete(), {{"fabric", "string"}})});
  const std::vector<Comparison> rows = compare(table, shipped_rig());
  CHECK(rows[0].software == "megatron_core");
  CHECK(rows[1].reason == "no catalogue row of the software: 'mine'");
  CHECK(rows[2].reason == "no catalogue row of the fabric: 'string'");
}

TEST_CASE("an accelerator may be named by its catalogue row") {
  const CsvTable table = table_of({with(complete(), {{"accelerator", "mi300x"}, {"precision", "bf16"}})});
  CHECK(compare(table, shipped_rig())[0].part == "mi300x");
}

TEST_CASE("how a published speed became a step time") {
  const auto conversion = [](const Cells& cells) {
    const CsvTable table = table_of({cells});
    const auto setup = setup_of(Row(table, 0), shipped_rig());
    return std::get<Case>(setup).measured_column + ": " + std::get<Case>(setup).conversion;
  };
  CHECK(conversion(complete()) == "measured_step_time_s: as printed");
  CHECK(conversion(with(complete(), {{"global_batch_sequences", "1530"}})) ==
        "measured_step_time_s: x 1536 / 1530 sequences");
  const Cells open = with(complete(), {{"measured_step_time_s", ""}});
  CHECK(conversion(with(open, {{"measured_tokens_per_s", "1000"}}))
            .starts_with("measured_tokens_per_s: 3.14573e+06 tokens"));
  CHECK(conversion(with(open, {{"measured_tflops_per_gpu", "140"}})).find("(140 TFLOP/s x 1024)") !=
        std::string::npos);
  CHECK(conversion(with(open, {{"measured_mfu", "0.5"}})).starts_with("measured_mfu: "));
}

}  // namespace gw::evidence
