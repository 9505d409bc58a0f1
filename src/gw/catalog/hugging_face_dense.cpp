// Families without experts. Keys and their defaults are those of the transformers library's configuration
// classes.
#include <fmt/format.h>

#include <utility>

#include "gw/base/text.h"
#include "gw/catalog/hugging_face_config.h"
#include "gw/catalog/hugging_face_parts.h"

namespace gw::catalog {

GroupedAttention read_grouped_attention(const HuggingFaceConfig& config, std::int64_t hidden) {
  GroupedAttention attention;
  attention.heads = config.required("num_attention_heads", 1, kMostHeads);
  attention.kv_heads = config.optional("num_key_value_heads", 1, kMostHeads, attention.heads);
  const bool derived = !config.find("head_dim");
  attention.head_dim = config.optional("head_dim", 1, kMostHeadDim, hidden / attention.heads);
  if (derived && hidden % attention.heads != 0)
    config.contradiction("num_attention_heads",
                         fmt::format("{} heads do not divide hidden_size {}", attention.heads, hidden),
                         "give head_dim if heads are not hidden_size / num_attention_heads wide");
  return attention;
}

Activation read_activation(const HuggingFaceConfig& config, const std::string& key,
                           const std::string& otherwise, bool gated) {
  static const std::vector<std::pair<std::string, Activation>> known = {
      {"silu", Activation::swiglu},     {"swish", Activation::swiglu},
      {"gelu", Activation::geglu},      {"gelu_new", Activation::geglu},
      {"gelu_fast", Activation::geglu}, {"gelu_pytorch_tanh", Activation::geglu},
      {"relu", Activation::relu}};
  const std::string name = config.text(key, otherwise);
  for (const auto& [text, activation] : known) {
    if (text != name) continue;
    const bool is_gelu = activation == Activation::geglu;
    if (!gated)
      return is_gelu ? Activation::gelu : Activation::relu;  // cost depends on the number of matrices only
    if (activation != Activation::relu) return activation;
  }
  std::vector<std::string> names;
  for (const auto& [text, activation] : known)
    if (!gated || activation != Activation::relu) names.push_back(text);
  config.contradiction(key, fmt::format("unknown activation '{}' for this family", name),
                       "known: " + list_names(names));
  return gated ? Activation::swiglu : Activation::gelu;
}

// Llama and everything built like it: grouped-query attention, gated feed-forward, RMS norms, rotary
// positions.
Model read_llama(const HuggingFaceConfig& config) {
  Model model;
  model.layers = config.required("num_hidden_layers", 1, kMostLayers);
  model.hidden = config.required("hidden_size", 1, kMostWidth);
  model.ffn = config.required("intermediate_size", 1, kMostFfn);
  model.vocabulary = config.required("vocab_size", 1, kMostVocabulary);
  model.max_sequence = config.required("max_position_embeddings", 1, kMostTokens);
  model.attention = read_grouped_attention(config, model.hidden);
  model.activation = read_activation(config, "hidden_act", "silu", true);
  model.tied_embeddings = config.flag("tie_word_embeddings", false);
  const bool attention_bias = config.flag("attention_bias", false);
  model.biases = attention_bias && config.flag("mlp_bias", false);
  model.qkv_biases = attention_bias && !model.biases;
  return model;
}

Model read_mistral(const HuggingFaceConfig& config) {
  Model model = read_llama(config);
  auto& attention = std::get<GroupedAttention>(model.attention);
  attention.window = config.optional("sliding_window", 1, kMostTokens, 0);
  attention.full_every = attention.window > 0 ? 0 : 1;
  return model;
}

Model read_qwen2(const HuggingFaceConfig& config) {
  Model model = read_llama(config);
  model.qkv_biases = true;  // query, key and value projections always carry biases in Qwen2
  return model;
}

Model read_qwen3(const HuggingFaceConfig& config) { return read_llama(config); }

Model read_gpt2(const HuggingFaceConfig& config) {
  Model model;
  model.layers = config.required("n_layer", 1, kMostLayers);
  model.hidden = config.required("n_embd", 1, kMostWidth);
  model.ffn = config.optional("n_inner", 1, kMostFfn, 4 * model.hidden);
  model.vocabulary = config.required("vocab_size", 1, kMostVocabulary);
  model.max_sequence = config.find("n_positions") ? config.required("n_positions", 1, kMostTokens)
                                                  : config.required("n_ctx", 1, kMostTokens);
  const std::int64_t heads = config.required("n_head", 1, kMostHeads);
  if (model.hidden % heads != 0)
    config.contradiction("n_head", fmt::format("{} heads do not divide n_embd {}", heads, model.hidden));
  model.attention = GroupedAttention{.heads = heads, .kv_heads = heads, .head_dim = model.hidden / heads};
  model.activation = read_activation(config, "activation_function", "gelu_new", false);
  model.position = Position::learned;
  model.tied_embeddings = config.flag("tie_word_embeddings", true);
  model.biases = true;
  return model;
}

Model read_opt(const HuggingFaceConfig& config) {
  Model model;
  model.layers = config.required("num_hidden_layers", 1, kMostLayers);
  model.hidden = config.required("hidden_size", 1, kMostWidth);
  model.ffn = config.required("ffn_dim", 1, kMostFfn);
  model.vocabulary = config.required("vocab_size", 1, kMostVocabulary);
  model.max_sequence = config.required("max_position_embeddings", 1, kMostTokens);
  model.attention = read_grouped_attention(config, model.hidden);
  model.activation = read_activation(config, "activation_function", "relu", false);
  model.position = Position::learned;
  model.tied_embeddings = config.flag("tie_word_embeddings", true);
  model.biases = config.flag("enable_bias", true);
  const std::int64_t word = config.optional("word_embed_proj_dim", 1, kMostWidth, model.hidden);
  if (word != model.hidden)
    config.contradiction("word_embed_proj_dim",
                         fmt::format("{} differs from hidden_size {}: projected embeddings are not described",
                                     word, model.hidden));
  return model;
}

Model read_gpt_neox(const HuggingFaceConfig& config) {
  Model model;
  model.layers = config.required("num_hidden_layers", 1, kMostLayers);
  model.hidden = config.required("hidden_size", 1, kMostWidth);
  model.ffn = config.required("intermediate_size", 1, kMostFfn);
  model.vocabulary = config.required("vocab_size", 1, kMostVocabulary);
  model.max_sequence = config.required("max_position_embeddings", 1, kMostTokens);
  model.attention = read_grouped_attention(config, model.hidden);
  model.activation = read_activation(config, "hidden_act", "gelu", false);
  model.tied_embeddings = config.flag("tie_word_embeddings", false);
  model.biases = true;
  return model;
}

}  // namespace gw::catalog
