#include "gw/evidence/setup_of.h"

namespace gw::evidence {
namespace {

bool any(const Row& row, std::initializer_list<const char*> words) {
  for (const char* word : words)
    if (row.mentions(word)) return true;
  return false;
}

}  // namespace

std::string software_row(const Row& row, std::string_view part) {
  if (part.starts_with("tpu") || any(row, {"maxtext", "tpu-recipes", "jax"})) return "xla";
  if (any(row, {"mlperf"})) return "mlperf";
  if (any(row, {"torchtitan", "torch.compile"})) return any(row, {"eager"}) || !any(row, {"compile", "float8"}) ? "pytorch_fsdp2" : "pytorch_fsdp2_compiled";
  if (any(row, {"llm-foundry", "mosaicml", "composer"})) return "llm_foundry";
  if (any(row, {"automodel"})) return "pytorch_fsdp2";
  if (any(row, {"megascale"})) return any(row, {"megatron-lm;"}) ? "megatron_lm_2023" : "megascale";
  if (any(row, {"megatron-bridge", "nemo", "megatron-core", "mcore", "modelzoo", "parallel folding"}))
    return "megatron_core";
  if (any(row, {"llama 3 herd"})) return "megatron_core";
  if (any(row, {"megatron", "bigscience", "deepspeed", "reducing activation", "mt-nlg", "neox", "pythia"}))
    return part.starts_with("h") || part.starts_with("b") || part.starts_with("g") ? "megatron_lm_2023"
                                                                                   : "megatron_lm_2021";
  if (any(row, {"fsdp"}) || row.integer("zero_stage", 0) == 3) return "pytorch_fsdp2_compiled";
  return "megatron_core";
}

}  // namespace gw::evidence
