// Families with a mixture of experts. Keys and defaults are those of the transformers library's configuration
// classes; a pattern of expert layers that Experts cannot express is an error, never silently rounded.
#include <fmt/format.h>

#include "gw/catalog/hugging_face_config.h"
#include "gw/catalog/hugging_face_parts.h"

namespace gw::catalog {
namespace {

// DeepSeek's biased router without auxiliary loss: the busiest of 64 experts at 1.04 of the mean load
// [arXiv:2408.15664, table 2], over the 2.37 standard deviations of the largest of 64.
constexpr double kLossFreeLoadVariation = 0.017;

// Dense layers listed by index: only a leading run can be expressed.
std::int64_t leading_dense_layers(const HuggingFaceConfig& config, const std::string& key) {
  const std::vector<std::int64_t> layers = config.integers(key);
  for (std::size_t i = 0; i < layers.size(); ++i)
    if (layers[i] != std::int64_t(i)) {
      config.contradiction(key, "dense layers must be the first ones, 0, 1, 2...");
      break;
    }
  return std::int64_t(layers.size());
}

Experts read_qwen_experts(const HuggingFaceConfig& config) {
  Experts experts;
  experts.routed = config.required("num_experts", 1, kMostExperts);
  experts.per_token = config.required("num_experts_per_tok", 1, kMostExperts);
  experts.expert_ffn = config.required("moe_intermediate_size", 1, kMostFfn);
  experts.every = config.optional("decoder_sparse_step", 1, kMostLayers, 1);
  experts.first_dense_layers = leading_dense_layers(config, "mlp_only_layers");
  return experts;
}

// Latent attention is present when its ranks are; the key-value rank is never optional.
LatentAttention read_latent_attention(const HuggingFaceConfig& config) {
  LatentAttention attention;
  attention.heads = config.required("num_attention_heads", 1, kMostHeads);
  attention.q_lora_rank = config.optional("q_lora_rank", 1, kMostWidth, 0);
  attention.kv_lora_rank = config.required("kv_lora_rank", 1, kMostWidth);
  attention.qk_nope_head_dim = config.required("qk_nope_head_dim", 1, kMostHeadDim);
  attention.qk_rope_head_dim = config.required("qk_rope_head_dim", 1, kMostHeadDim);
  attention.v_head_dim = config.required("v_head_dim", 1, kMostHeadDim);
  return attention;
}

}  // namespace

Model read_mixtral(const HuggingFaceConfig& config) {
  Model model = read_mistral(config);
  model.experts = Experts{.routed = config.required("num_local_experts", 1, kMostExperts),
                          .per_token = config.required("num_experts_per_tok", 1, kMostExperts),
                          .expert_ffn = model.ffn};
  return model;
}

Model read_qwen2_moe(const HuggingFaceConfig& config) {
  Model model = read_qwen2(config);
  model.experts = read_qwen_experts(config);
  model.experts->shared_ffn = config.optional("shared_expert_intermediate_size", 0, kMostFfn, 0);
  model.experts->shared = model.experts->shared_ffn > 0 ? 1 : 0;
  return model;
}

Model read_qwen3_moe(const HuggingFaceConfig& config) {
  Model model = read_llama(config);
  model.experts = read_qwen_experts(config);
  return model;
}

// One shared expert as wide as a routed one; chunked attention except in every n-th layer.
Model read_llama4(const HuggingFaceConfig& config) {
  constexpr std::int64_t kFullAttentionEvery = 4;  // layers without rotary positions attend to everything
  Model model = read_llama(config);
  const std::int64_t expert_ffn = model.ffn;
  model.ffn = config.optional("intermediate_size_mlp", 1, kMostFfn, expert_ffn);
  auto& attention = std::get<GroupedAttention>(model.attention);
  attention.window = config.optional("attention_chunk_size", 1, kMostTokens, 0);
  attention.full_every = config.optional("no_rope_layer_interval", 1, kMostLayers, kFullAttentionEvery);
  model.experts = Experts{.routed = config.required("num_local_experts", 1, kMostExperts),
                          .per_token = config.required("num_experts_per_tok", 1, kMostExperts),
                          .shared = 1,
                          .expert_ffn = expert_ffn,
                          .shared_ffn = expert_ffn,
                          .every = config.optional("interleave_moe_layer_step", 1, kMostLayers, 1)};
  return model;
}

Model read_deepseek(const HuggingFaceConfig& config) {
  Model model;
  model.layers = config.required("num_hidden_layers", 1, kMostLayers);
  model.hidden = config.required("hidden_size", 1, kMostWidth);
  model.ffn = config.required("intermediate_size", 1, kMostFfn);
  model.vocabulary = config.required("vocab_size", 1, kMostVocabulary);
  model.max_sequence = config.required("max_position_embeddings", 1, kMostTokens);
  model.attention = read_latent_attention(config);
  model.activation = read_activation(config, "hidden_act", "silu", true);
  model.tied_embeddings = config.flag("tie_word_embeddings", false);
  model.multi_token_layers = int(config.optional("num_nextn_predict_layers", 0, 16, 0));
  if (!config.find("n_routed_experts")) return model;
  Experts experts;
  experts.routed = config.required("n_routed_experts", 1, kMostExperts);
  experts.per_token = config.required("num_experts_per_tok", 1, kMostExperts);
  experts.shared = config.optional("n_shared_experts", 0, kMostExperts, 0);
  experts.expert_ffn = config.required("moe_intermediate_size", 1, kMostFfn);
  experts.shared_ffn = experts.shared * experts.expert_ffn;
  if (experts.shared_ffn > kMostFfn)
    config.contradiction("n_shared_experts",
                         fmt::format("shared experts together are wider than {}", kMostFfn));
  experts.first_dense_layers = config.optional("first_k_dense_replace", 0, kMostLayers, 0);
  if (config.text("topk_method", "") == "noaux_tc") experts.load_variation = kLossFreeLoadVariation;
  if (config.optional("moe_layer_freq", 1, kMostLayers, 1) != 1)
    config.contradiction("moe_layer_freq",
                         "only 1 is described: experts in every layer after the dense ones");
  model.experts = experts;
  return model;
}

// Sliding-window and full attention alternate, starting with a window.
Model read_gpt_oss(const HuggingFaceConfig& config) {
  Model model = read_llama(config);
  auto& attention = std::get<GroupedAttention>(model.attention);
  attention.window = config.optional("sliding_window", 1, kMostTokens, 0);
  attention.full_every = attention.window > 0 ? 2 : 1;
  const std::string per_token =
      config.find("num_experts_per_tok") ? "num_experts_per_tok" : "experts_per_token";
  model.experts = Experts{.routed = config.required("num_local_experts", 1, kMostExperts),
                          .per_token = config.required(per_token, 1, kMostExperts),
                          .expert_ffn = model.ffn};
  model.biases = true;
  model.qkv_biases = false;
  model.activation_clamped = true;  // swiglu_limit, 7 where a config leaves it out
  return model;
}

}  // namespace gw::catalog
