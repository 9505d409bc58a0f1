#include "gw/catalog/hugging_face.h"

#include <fmt/format.h>

#include <algorithm>

#include "gw/base/text.h"
#include "gw/catalog/hugging_face_config.h"

namespace gw::catalog {
namespace {

using describe::Node;

struct Family {
  const char* model_type;
  const char* architecture;  ///< class name in `architectures`
  HuggingFaceReader read;
};

// By model_type, sorted.
constexpr Family kFamilies[] = {
    {"deepseek_v2", "DeepseekV2ForCausalLM", read_deepseek},
    {"deepseek_v3", "DeepseekV3ForCausalLM", read_deepseek},
    {"gpt2", "GPT2LMHeadModel", read_gpt2},
    {"gpt_neox", "GPTNeoXForCausalLM", read_gpt_neox},
    {"gpt_oss", "GptOssForCausalLM", read_gpt_oss},
    {"kimi_k2", "KimiK2ForCausalLM", read_deepseek},
    {"llama", "LlamaForCausalLM", read_llama},
    {"llama4_text", "Llama4ForCausalLM", read_llama4},
    {"mistral", "MistralForCausalLM", read_mistral},
    {"mixtral", "MixtralForCausalLM", read_mixtral},
    {"opt", "OPTForCausalLM", read_opt},
    {"qwen2", "Qwen2ForCausalLM", read_qwen2},
    {"qwen2_moe", "Qwen2MoeForCausalLM", read_qwen2_moe},
    {"qwen3", "Qwen3ForCausalLM", read_qwen3},
    {"qwen3_moe", "Qwen3MoeForCausalLM", read_qwen3_moe},
};

const Family* by_type(const std::string& model_type) {
  const auto* it =
      std::ranges::find_if(kFamilies, [&](const Family& f) { return f.model_type == model_type; });
  return it == std::end(kFamilies) ? nullptr : it;
}

const Family* by_architecture(const Node* architectures) {
  if (!architectures || architectures->kind != Node::Kind::sequence) return nullptr;
  for (const Node& name : architectures->children)
    for (const Family& family : kFamilies)
      if (name.text == family.architecture) return &family;
  return nullptr;
}

// What the file says it is, and the family that reads it; an error when none does.
const Family* find_family(const HuggingFaceConfig& config, const std::string& otherwise) {
  const std::string model_type = config.text("model_type", otherwise);
  if (const Family* family = by_type(model_type)) return family;
  if (const Family* family = by_architecture(config.find("architectures"))) return family;
  const std::vector<std::string> known = hugging_face_families();
  const std::string near = did_you_mean(model_type, known);
  const std::string list = "known: " + list_names(known, known.size());
  if (model_type.empty())
    config.error("GW1303", "", "neither 'model_type' nor 'architectures' names a known family", list);
  else
    config.error("GW1303", "model_type", fmt::format("unknown model family '{}'", model_type),
                 near.empty() ? list : near + " " + list);
  return nullptr;
}

// The key of a field of the shape, as this family spells it.
std::string key_of(const std::string& field, const HuggingFaceConfig& config) {
  if (field == "attention.kv_heads") return "num_key_value_heads";
  if (field == "experts.per_token")
    return config.find("num_experts_per_tok") ? "num_experts_per_tok" : "experts_per_token";
  return "";
}

std::string model_name(const HuggingFaceConfig& config, const std::string& given, const Family& family) {
  if (!given.empty()) return given;
  const std::string name = config.text("_name_or_path", "");
  return name.empty() ? family.model_type : name;
}

}  // namespace

std::vector<std::string> hugging_face_families() {
  std::vector<std::string> out;
  for (const Family& family : kFamilies) out.emplace_back(family.model_type);
  return out;
}

Result<Model> model_from_hugging_face(const describe::Document& document, const std::string& name) {
  Diagnostics diagnostics;
  const HuggingFaceConfig whole(document, document.root, "", diagnostics);
  if (document.root.kind != Node::Kind::mapping) {
    whole.error("GW1302", "", "expected the mapping of a config.json");
    return diagnostics;
  }
  // Multimodal models keep the language model in a mapping of its own.
  const Node* inner = whole.find("text_config");
  const bool nested = inner && inner->kind == Node::Kind::mapping;
  const std::string outer_type = whole.text("model_type", "");
  const HuggingFaceConfig config(document, nested ? *inner : document.root, nested ? "text_config" : "",
                                 diagnostics);
  const Family* family =
      find_family(config, nested && !outer_type.empty() ? outer_type + "_text" : outer_type);
  if (!family) return diagnostics;
  Model model = family->read(config);
  model.name = model_name(whole, name, *family);
  for (const ShapeProblem& problem : check_shape(model))
    config.contradiction(key_of(problem.field, config), problem.message);
  if (diagnostics.has_errors()) return diagnostics;
  Result<Model> result(std::move(model));
  result.diagnostics = diagnostics;
  return result;
}

}  // namespace gw::catalog
