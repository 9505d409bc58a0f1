// Parameters of a transformer from its shape: the sizes of its weight matrices, biases and norm gains.
#include <variant>

#include "gw/catalog/model.h"

namespace gw::catalog {
namespace {

bool is_gated(Activation activation) {
  return activation == Activation::swiglu || activation == Activation::geglu;
}

std::int64_t attention_parameters(const GroupedAttention& a, const Model& model) {
  const std::int64_t query = a.heads * a.head_dim, key_value = 2 * a.kv_heads * a.head_dim;
  std::int64_t count = model.hidden * (query + key_value) + query * model.hidden;
  if (model.biases || model.qkv_biases) count += query + key_value;
  if (model.biases) count += model.hidden;
  return count;
}

// Down- and up-projections of query and of key-value, each latent with its own norm [arXiv:2405.04434, eqs.
// 9-19].
std::int64_t attention_parameters(const LatentAttention& a, const Model& model) {
  const std::int64_t query = a.heads * (a.qk_nope_head_dim + a.qk_rope_head_dim);
  const std::int64_t key_value = a.heads * (a.qk_nope_head_dim + a.v_head_dim);
  std::int64_t count = a.q_lora_rank > 0 ? a.q_lora_rank * (model.hidden + 1 + query) : model.hidden * query;
  count += model.hidden * (a.kv_lora_rank + a.qk_rope_head_dim) + a.kv_lora_rank * (1 + key_value);
  return count + a.heads * a.v_head_dim * model.hidden;
}

std::int64_t attention_parameters(const Model& model) {
  return std::visit([&](const auto& a) { return attention_parameters(a, model); }, model.attention);
}

std::int64_t ffn_parameters(const Model& model, std::int64_t width) {
  if (width == 0) return 0;
  const std::int64_t into = is_gated(model.activation) ? 2 : 1;
  return (into + 1) * model.hidden * width + (model.biases ? into * width + model.hidden : 0);
}

// A layer norm with biases has a gain and an offset; the RMS norm of bias-free models only a gain.
std::int64_t norm_parameters(const Model& model) { return model.hidden * (model.biases ? 2 : 1); }

std::int64_t router_parameters(const Model& model) {
  return model.experts->routed * (model.hidden + (model.biases ? 1 : 0));
}

// One extra layer as in DeepSeek-V3: two norms and a 2h x h projection join the previous state with the next
// token's embedding, then a full layer; embedding and output head are the main model's
// [arXiv:2412.19437, 2.2].
std::int64_t multi_token_layer_parameters(const Model& model) {
  std::int64_t count =
      2 * model.hidden * model.hidden + 5 * norm_parameters(model) + attention_parameters(model);
  if (!model.experts) return count + ffn_parameters(model, model.ffn);
  const Experts& e = *model.experts;
  count += e.routed * ffn_parameters(model, e.expert_ffn) + ffn_parameters(model, e.shared_ffn);
  return count + router_parameters(model);
}

void add_experts(const Model& model, std::int64_t moe_layers, ParameterCount& count) {
  const Experts& e = *model.experts;
  const std::int64_t expert = ffn_parameters(model, e.expert_ffn);
  count.routed_experts = moe_layers * e.routed * expert;
  count.routed_experts_active = moe_layers * e.per_token * expert;
  count.shared_experts = moe_layers * ffn_parameters(model, e.shared_ffn);
  count.router = moe_layers * router_parameters(model);
}

}  // namespace

std::int64_t ParameterCount::total() const {
  return embedding + output + attention + dense_ffn + routed_experts + shared_experts + router + norms;
}

std::int64_t ParameterCount::active() const { return total() - routed_experts + routed_experts_active; }

ParameterCount count_parameters(const Model& model) {
  ParameterCount count;
  const std::int64_t moe_layers = model.moe_layers();
  count.embedding = model.vocabulary * model.hidden;
  if (model.position == Position::learned) count.embedding += model.max_sequence * model.hidden;
  if (!model.tied_embeddings) count.output = model.vocabulary * model.hidden;
  count.attention = model.layers * attention_parameters(model);
  count.dense_ffn = (model.layers - moe_layers) * ffn_parameters(model, model.ffn);
  if (model.experts) add_experts(model, moe_layers, count);
  count.norms = (2 * model.layers + 1) * norm_parameters(model);
  count.multi_token = model.multi_token_layers * multi_token_layer_parameters(model);
  return count;
}

std::int64_t total_parameters(const Model& model) { return count_parameters(model).total(); }
std::int64_t active_parameters(const Model& model) { return count_parameters(model).active(); }
std::int64_t multi_token_parameters(const Model& model) { return count_parameters(model).multi_token; }

}  // namespace gw::catalog
