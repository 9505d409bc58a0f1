#pragma once
// Test support: published model shapes, built by hand so that tests need no catalogue.

#include "gw/catalog/model.h"

namespace gw::workload::testing {

/// Dense GPT: learned positions, biases, GELU, tied embeddings.
inline catalog::Model gpt(std::int64_t layers, std::int64_t hidden, std::int64_t heads,
                          std::int64_t vocabulary = 51200) {
  catalog::Model model;
  model.name = "gpt";
  model.layers = layers, model.hidden = hidden, model.ffn = 4 * hidden, model.vocabulary = vocabulary;
  model.max_sequence = 2048;
  model.attention = catalog::GroupedAttention{.heads = heads, .kv_heads = heads, .head_dim = hidden / heads};
  model.activation = catalog::Activation::gelu;
  model.position = catalog::Position::learned;
  model.tied_embeddings = model.biases = true;
  return model;
}
inline catalog::Model gpt3_175b() { return gpt(96, 12288, 96); }

inline catalog::Model llama3_405b() {
  catalog::Model model;
  model.name = "llama3_405b";
  model.layers = 126, model.hidden = 16384, model.ffn = 53248, model.vocabulary = 128256,
  model.max_sequence = 131072;
  model.attention = catalog::GroupedAttention{.heads = 128, .kv_heads = 8, .head_dim = 128};
  return model;
}

inline catalog::Model mixtral_8x7b() {
  catalog::Model model;
  model.name = "mixtral_8x7b";
  model.layers = 32, model.hidden = 4096, model.ffn = 14336, model.vocabulary = 32000,
  model.max_sequence = 32768;
  model.attention = catalog::GroupedAttention{.heads = 32, .kv_heads = 8, .head_dim = 128};
  model.experts = catalog::Experts{.routed = 8, .per_token = 2, .expert_ffn = 14336};
  return model;
}

inline catalog::Model deepseek_v3() {
  catalog::Model model;
  model.name = "deepseek_v3";
  model.layers = 61, model.hidden = 7168, model.ffn = 18432, model.vocabulary = 129280,
  model.max_sequence = 4096;
  model.attention = catalog::LatentAttention{.heads = 128,
                                             .q_lora_rank = 1536,
                                             .kv_lora_rank = 512,
                                             .qk_nope_head_dim = 128,
                                             .qk_rope_head_dim = 64,
                                             .v_head_dim = 128};
  model.experts = catalog::Experts{.routed = 256,
                                   .per_token = 8,
                                   .shared = 1,
                                   .expert_ffn = 2048,
                                   .shared_ffn = 2048,
                                   .first_dense_layers = 3};
  model.multi_token_layers = 1;
  return model;
}

}  // namespace gw::workload::testing
