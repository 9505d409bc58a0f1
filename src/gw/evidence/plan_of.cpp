#include <algorithm>
#include <array>

#include "gw/evidence/setup_of.h"

namespace gw::evidence {
namespace {

using catalog::Precision;
using training::Plan;

// The row's own precision, or what its library used by default: 8-bit where the table's footnotes imply it.
Precision precision_of(const Row& row, const catalog::Accelerator& part) {
  const std::string_view text = row.text("precision");
  for (const Precision p : {Precision::fp16, Precision::bf16, Precision::fp8, Precision::mxfp8, Precision::nvfp4,
                            Precision::fp4, Precision::tf32, Precision::fp32})
    if (text == catalog::to_string(p)) return p;
  if (text == "int8") return Precision::fp8;
  const bool eight = part.peak.fp8.has_value();
  if (part.peak.fp4 && row.mentions("fp4")) return Precision::nvfp4;
  if (eight && row.mentions("fp8")) return Precision::fp8;
  if (eight && row.mentions("mlperf")) return Precision::fp8;
  return part.peak.bf16 ? Precision::bf16 : Precision::fp16;
}

int zero_stage(const Row& row) {
  if (row.has("zero_stage")) return int(std::clamp<std::int64_t>(row.integer("zero_stage", 1), 0, 3));
  if (row.mentions("fsdp shards optimizer")) return 2;
  if (row.mentions("fsdp")) return 3;
  return row.mentions("data parallel only") ? 0 : 1;
}

void set_ranks(Plan& plan, const Row& row) {
  plan.tensor = row.integer("tp", 1);
  plan.pipeline = row.integer("pp", 1);
  plan.virtual_pipeline = plan.pipeline > 1 ? std::max<std::int64_t>(1, row.integer("vpp", 1)) : 1;
  plan.context = row.integer("cp", 1);
  plan.expert = row.integer("ep", 1);
  plan.expert_tensor = row.integer("etp", 1);
  plan.schedule =
      plan.virtual_pipeline > 1 ? training::Schedule::interleaved : training::Schedule::one_f_one_b;
}

}  // namespace

training::Plan plan_of(const Row& row, const catalog::Model& model, const catalog::Accelerator& part,
                       const training::Software& software) {
  Plan plan;
  set_ranks(plan, row);
  if (!model.experts) plan.expert = plan.expert_tensor = 1;
  plan.software = software;
  plan.micro_batch = row.integer("micro_batch", 1);
  plan.sequence_length = row.integer("seq_len", model.max_sequence > 0 ? std::min<std::int64_t>(model.max_sequence, 8192) : 2048);
  plan.zero_stage = zero_stage(row);
  // Megatron's sequence parallelism came with selective recompute in 2022.
  plan.sequence_parallel = row.text("sp") == "yes" || (row.text("sp") != "no" && software.fused_attention);
  plan.precision = precision_of(row, part);
  plan.uneven_stages = true;
  plan.parallel_block = row.mentions("parallel transformer block") || row.mentions("ptb");
  if (row.mentions("lora") && !row.mentions("llama31_8b")) plan.trainable_frac = 0.0;
  if (row.mentions("asynctp") || row.mentions("async tp")) plan.software.tensor_overlap_frac = 0.7;
  if (row.mentions("ep overlap")) plan.software.expert_overlap_frac = 0.7;
  return plan;
}

}  // namespace gw::evidence
