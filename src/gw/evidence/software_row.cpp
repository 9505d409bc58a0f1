#include <algorithm>
#include <initializer_list>

#include "gw/base/text.h"
#include "gw/evidence/setup_of.h"

namespace gw::evidence {
namespace {

bool any(const Row& row, std::initializer_list<const char*> words) {
  for (const char* word : words)
    if (row.mentions(word)) return true;
  return false;
}

// The year of an NVIDIA container named in the row ("26.02.01 container"); 0 when none is.
int container_year(const Row& row, std::string_view& month) {
  for (const char* column : {"table_or_section", "notes"}) {
    const std::string_view text = row.text(column);
    for (std::size_t i = 0; i + 5 <= text.size(); ++i) {
      const auto digit = [&](std::size_t at) { return text[at] >= '0' && text[at] <= '9'; };
      const bool starts = i == 0 || (text[i - 1] != '.' && (text[i - 1] < '0' || text[i - 1] > '9'));
      if (!starts || !digit(i) || !digit(i + 1) || text[i + 2] != '.' || !digit(i + 3) || !digit(i + 4))
        continue;
      month = text.substr(i + 3, 2);
      return (text[i] - '0') * 10 + (text[i + 1] - '0');
    }
  }
  return 0;
}

// Megatron-Core by release: before CUDA graphs of layers with experts (2025), first with them (26.02
// to 26.04), since. Recipes for 72-GPU domains capture whole iterations in CUDA graphs.
std::string megatron_core_release(const Row& row, std::string_view part) {
  const bool graphs = part.starts_with("gb") || row.mentions("cuda graph") || row.mentions("cuda graphs");
  std::string_view month;
  const int year = container_year(row, month);
  if (year == 0) return graphs ? "megatron_core_graphs" : "megatron_core";
  if (year <= 24) return "megatron_core_2024";
  if (year == 25) return "megatron_core_2025";
  return year == 26 && month < "06" ? graphs ? "megatron_core_graphs" : "megatron_core"
         : graphs                   ? "megatron_core_2026_graphs"
                                    : "megatron_core_2026";
}

}  // namespace

std::string software_row(const Row& row, std::string_view part) {
  const std::string title = to_lower(row.text("source_title"));
  const auto titled = [&](std::initializer_list<const char*> words) {
    return std::ranges::any_of(words,
                               [&](const char* word) { return title.find(word) != std::string::npos; });
  };
  const bool ampere = part.starts_with("a100") || part.starts_with("v100");
  if (part.starts_with("tpu") || titled({"maxtext", "tpu-recipes"}) || any(row, {"maxtext"})) return "xla";
  if (titled({"mlperf"})) return "mlperf";
  if (titled({"torchtitan"}) || any(row, {"torch.compile"}))
    return any(row, {"eager"}) || !any(row, {"compile", "float8"}) ? "pytorch_fsdp2"
                                                                   : "pytorch_fsdp2_compiled";
  if (titled({"llm-foundry", "mosaicml"})) return "llm_foundry";
  if (titled({"automodel"})) return "pytorch_fsdp2";
  if (titled({"megascale"})) return any(row, {"megatron-lm;"}) ? "megatron_lm_2023" : "megascale";
  if (any(row, {"deepspeed", "bigscience"}) ||
      (row.integer("zero_stage", 0) == 3 && ampere && titled({"megatron"})))
    return row.integer("zero_stage", 0) == 3 ? "deepspeed_zero3" : "megatron_deepspeed";
  if (titled({"megatron-bridge", "nemo", "megatron-core", "mcore", "modelzoo", "parallel folding"}))
    return titled({"nemo", "r0.8"}) && megatron_core_release(row, part) == "megatron_core"
               ? "megatron_core_2024"
               : megatron_core_release(row, part);
  if (titled({"llama 3 herd"})) return "megatron_core";
  if (titled({"reducing activation"})) return "megatron_lm_2022";
  if (any(row, {"megatron", "neox", "pythia"})) return ampere ? "megatron_lm_2021" : "megatron_lm_2023";
  if (any(row, {"fsdp"}) || row.integer("zero_stage", 0) == 3) return "pytorch_fsdp2_compiled";
  return ampere ? "megatron_lm_2023" : "megatron_core";
}

}  // namespace gw::evidence
