#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "gw/evidence/recipe.h"
#include "gw/evidence/setup_of.h"

namespace gw::evidence {
namespace {

using catalog::Precision;
using training::Plan;

// The row's own precision, or what its library used by default: 8-bit where the table's footnotes imply it.
Precision precision_of(const Row& row, const catalog::Accelerator& part, Assumptions& assumed) {
  const std::string_view text = row.text("precision");
  for (const Precision p : {Precision::fp16, Precision::bf16, Precision::fp8, Precision::mxfp8,
                            Precision::nvfp4, Precision::fp4, Precision::tf32, Precision::fp32})
    if (text == catalog::to_string(p)) return p;
  const auto taken = [&](Precision p, const char* rule) {
    assumed.push_back(fmt::format("precision {}: {}", catalog::to_string(p), rule));
    return p;
  };
  if (text == "int8") return taken(Precision::fp8, "int8 runs at the rate of fp8");
  const bool eight = part.peak.fp8.has_value();
  if (part.peak.fp4 && row.mentions("fp4")) return taken(Precision::nvfp4, "named in the notes");
  if (eight && row.mentions("fp8")) return taken(Precision::fp8, "named in the notes");
  if (eight && row.mentions("mlperf")) return taken(Precision::fp8, "as MLPerf submissions run");
  return part.peak.bf16 ? taken(Precision::bf16, "the library's default")
                        : taken(Precision::fp16, "the part has no bf16");
}

int zero_stage(const Row& row, Assumptions& assumed) {
  if (row.has("zero_stage")) return int(std::clamp<std::int64_t>(row.integer("zero_stage", 1), 0, 3));
  const auto taken = [&](int stage, const char* rule) {
    assumed.push_back(fmt::format("zero_stage {}: {}", stage, rule));
    return stage;
  };
  if (row.mentions("fsdp shards optimizer"))
    return taken(2, "the notes say that optimizer and gradients are sharded");
  if (row.mentions("fsdp")) return taken(3, "the notes say FSDP");
  return row.mentions("data parallel only") ? taken(0, "the notes say data parallel only")
                                            : taken(1, "distributed optimizer, the libraries' default");
}

void set_ranks(Plan& plan, const Row& row, Assumptions& assumed) {
  plan.tensor = row.integer("tp", 1);
  plan.pipeline = row.integer("pp", 1);
  plan.virtual_pipeline = plan.pipeline > 1 ? std::max<std::int64_t>(1, row.integer("vpp", 1)) : 1;
  plan.context = row.integer("cp", 1);
  if (!row.has("cp")) assumed.push_back("cp 1: not printed");
  plan.expert = row.integer("ep", 1);
  plan.expert_tensor = row.integer("etp", 1);
  plan.schedule =
      plan.virtual_pipeline > 1 ? training::Schedule::interleaved : training::Schedule::one_f_one_b;
}

bool drops_tokens(const Row& row) { return row.mentions("tokendrop") || row.mentions("token-drop"); }

// How tokens reach experts, and whether that is overlapped: by column, by notes, by the scripts of the
// source, else as the library does.
void set_expert_exchange(Plan& plan, const Row& row, Assumptions& assumed) {
  using training::ExpertDispatcher;
  const Recipe* recipe = recipe_of(row);
  const auto dispatcher = [&](bool deepep, const std::string& rule) {
    plan.software.expert_dispatcher = deepep ? ExpertDispatcher::deepep : ExpertDispatcher::all_to_all;
    if (!rule.empty())
      assumed.push_back(fmt::format("expert dispatcher {}: {}", deepep ? "deepep" : "all_to_all", rule));
  };
  const auto overlap = [&](bool on, const std::string& rule) {
    plan.software.expert_overlap = on;
    if (!rule.empty()) assumed.push_back(fmt::format("expert overlap {}: {}", on ? "yes" : "no", rule));
  };
  if (row.has("expert_dispatcher"))
    dispatcher(row.text("expert_dispatcher") == "deepep", "");
  else if (row.mentions("deepep") || row.mentions("hybridep"))
    dispatcher(true, "by the notes");
  else if (row.mentions("dispatcher a2a"))
    dispatcher(false, "by the notes");
  else if (drops_tokens(row) && plan.software.name.starts_with("Megatron-Core"))
    dispatcher(false, "Megatron-Core drops tokens with this one only");
  else if (recipe && !recipe->expert_dispatcher.empty())
    dispatcher(recipe->expert_dispatcher == "deepep", recipe->source);
  if (row.has("expert_overlap"))
    overlap(row.text("expert_overlap") == "yes", "");
  else if (row.mentions("ep overlap"))
    overlap(true, "the notes say expert communication is overlapped");
  else if (recipe && !recipe->expert_overlap.empty())
    overlap(recipe->expert_overlap == "yes", recipe->source);
}

}  // namespace

training::Plan plan_of(const Row& row, const catalog::Model& model, const catalog::Accelerator& part,
                       const training::Software& software, Assumptions& assumed) {
  Plan plan;
  set_ranks(plan, row, assumed);
  if (!model.experts)
    plan.expert = plan.expert_tensor = 1;
  else if (!row.has("ep") && !row.mentions("deepep"))
    assumed.push_back("ep 1: not printed");
  plan.software = software;
  plan.micro_batch = row.integer("micro_batch", 1);
  plan.sequence_length = row.integer(
      "seq_len", model.max_sequence > 0 ? std::min<std::int64_t>(model.max_sequence, 8192) : 2048);
  if (!row.has("seq_len"))
    assumed.push_back(
        fmt::format("seq_len {}: {}", plan.sequence_length,
                    model.max_sequence > 0 ? "the model's longest, at most 8192" : "not printed"));
  plan.zero_stage = zero_stage(row, assumed);
  // Megatron's sequence parallelism came with selective recompute in 2022.
  plan.sequence_parallel = row.text("sp") == "yes" || (row.text("sp") != "no" && software.fused_attention);
  if (plan.tensor > 1 && row.text("sp") != "yes" && row.text("sp") != "no")
    assumed.push_back(
        fmt::format("sequence parallel {}: {}", plan.sequence_parallel ? "yes" : "no",
                    software.fused_attention ? "the library's default" : "the library had none"));
  plan.precision = precision_of(row, part, assumed);
  plan.uneven_stages = true;
  plan.parallel_block = row.mentions("parallel transformer block") || row.mentions("ptb");
  if (row.mentions("lora")) plan.trainable_frac = 0.0;
  if (plan.trainable_frac == 0.0) assumed.push_back("no gradients of the weights: the notes say LoRA");
  if (row.mentions("asynctp") || row.mentions("async tp")) {
    plan.software.tensor_overlap_frac = 0.7;
    assumed.push_back("tensor overlap 0.7: the notes say asynchronous tensor parallelism");
  }
  if (model.experts && drops_tokens(row)) {
    plan.software.expert_host_each = Time{};
    assumed.push_back(
        "no host time of single experts: the notes say that tokens are dropped, so all have one shape");
  }
  if (model.experts) set_expert_exchange(plan, row, assumed);
  return plan;
}

}  // namespace gw::evidence
