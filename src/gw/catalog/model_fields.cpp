#include "gw/catalog/model.h"
#include "gw/describe/record.h"

namespace gw::catalog {
namespace {

// Bounds are wide enough for any announced model and small enough that parameter counts stay below 2^63.
constexpr double kMostLayers = 1000, kMostWidth = 131072, kMostFfn = 1048576, kMostHeads = 4096,
                 kMostHeadDim = 4096, kMostExperts = 4096, kMostTokens = 1e9;

}  // namespace

const describe::RecordType& GroupedAttention::description() {
  using G = GroupedAttention;
  static const auto type =
      describe::record<G>("grouped_attention", "Multi-head, grouped-query or multi-query attention.")
          .value("heads", &G::heads, "query heads", {.min = 1, .max = kMostHeads, .required = true})
          .value("kv_heads", &G::kv_heads, "key-value heads: equal to heads is multi-head, 1 is multi-query",
                 {.min = 1, .max = kMostHeads, .required = true})
          .value("head_dim", &G::head_dim, "width of one head",
                 {.min = 1, .max = kMostHeadDim, .required = true})
          .value("window", &G::window, "sliding window or chunk in tokens, 0 = full attention",
                 {.min = 0, .max = kMostTokens})
          .value("full_every", &G::full_every, "with a window, every n-th layer attends fully, 0 = none does",
                 {.min = 0, .max = kMostLayers})
          .build();
  return type;
}

const describe::RecordType& LatentAttention::description() {
  using L = LatentAttention;
  static const auto type =
      describe::record<L>("latent_attention",
                          "Multi-head latent attention [DeepSeek-V2, arXiv:2405.04434, 2.1].")
          .value("heads", &L::heads, "attention heads", {.min = 1, .max = kMostHeads, .required = true})
          .value("q_lora_rank", &L::q_lora_rank, "width of the compressed query, 0 = not compressed",
                 {.min = 0, .max = kMostWidth})
          .value("kv_lora_rank", &L::kv_lora_rank, "width of the compressed keys and values, the cache",
                 {.min = 1, .max = kMostWidth, .required = true})
          .value("qk_nope_head_dim", &L::qk_nope_head_dim, "width of a query or key head without position",
                 {.min = 1, .max = kMostHeadDim, .required = true})
          .value("qk_rope_head_dim", &L::qk_rope_head_dim,
                 "width of a query or key head with rotary position",
                 {.min = 0, .max = kMostHeadDim, .required = true})
          .value("v_head_dim", &L::v_head_dim, "width of a value head",
                 {.min = 1, .max = kMostHeadDim, .required = true})
          .build();
  return type;
}

// 0.52 = MaxVio: the largest load over the mean, less 1. The largest of 64 normal draws lies at 2.37 standard deviations.
constexpr const char* kLoadSource =
    "Wang et al. 2024, arXiv:2408.15664, table 2: the busiest of 64 experts has 1.52 times the mean load with an "
    "auxiliary loss (3 B model); 0.52 / 2.37 (from memory, not rechecked)";

const describe::RecordType& Experts::description() {
  using E = Experts;
  static const auto type =
      describe::record<E>("experts", "Mixture of experts in the feed-forward layers.")
          .value("routed", &E::routed, "routed experts in a layer",
                 {.min = 1, .max = kMostExperts, .required = true})
          .value("per_token", &E::per_token, "routed experts a token passes through",
                 {.min = 1, .max = kMostExperts, .required = true})
          .value("shared", &E::shared, "shared experts, which every token passes through",
                 {.min = 0, .max = kMostExperts})
          .value("expert_ffn", &E::expert_ffn, "hidden width of one routed expert",
                 {.min = 1, .max = kMostFfn, .required = true})
          .value("shared_ffn", &E::shared_ffn, "hidden width of all shared experts together",
                 {.min = 0, .max = kMostFfn})
          .value("first_dense_layers", &E::first_dense_layers,
                 "leading layers with a dense feed-forward of width ffn", {.min = 0, .max = kMostLayers})
          .value("every", &E::every, "experts in every n-th layer, the others dense",
                 {.min = 1, .max = kMostLayers})
          .value("load_variation", &E::load_variation,
                 "standard deviation of the tokens of one expert over their mean: what the router's balancing "
                 "leaves; 0 = forced into balance",
                 {.min = 0, .max = 10, .source = kLoadSource, .grade = "assumed"})
          .build();
  return type;
}

const describe::RecordType& Model::description() {
  using M = Model;
  static const auto type =
      describe::record<M>("model", "The shape of a transformer language model.")
          .catalogue("models")
          .value("name", &M::name, "name as printed")
          .value("layers", &M::layers, "transformer layers", {.min = 1, .max = kMostLayers, .required = true})
          .value("hidden", &M::hidden, "width of the residual stream",
                 {.min = 1, .max = kMostWidth, .required = true})
          .value("ffn", &M::ffn, "hidden width of a dense feed-forward layer",
                 {.min = 0, .max = kMostFfn, .required = true})
          .value("vocabulary", &M::vocabulary, "rows of the embedding table, padding included",
                 {.min = 1, .max = 1e8, .required = true})
          .value("max_sequence", &M::max_sequence, "longest sequence in tokens",
                 {.min = 1, .max = kMostTokens, .required = true})
          .nested("attention", &M::attention, "attention layers", {.required = true})
          .nested("experts", &M::experts, "mixture of experts; left out = dense")
          .choice("activation", &M::activation, {"gelu", "relu", "swiglu", "geglu"},
                  "feed-forward activation; swiglu and geglu have three matrices, the others two")
          .value("activation_clamped", &M::activation_clamped,
                 "inputs of the activation are clamped (swiglu_limit of gpt-oss)")
          .choice("position", &M::position, {"rotary", "learned", "alibi"}, "how positions enter")
          .value("tied_embeddings", &M::tied_embeddings, "input and output embeddings are one matrix")
          .value("biases", &M::biases, "linear layers carry biases")
          .value("qkv_biases", &M::qkv_biases, "only query, key and value projections carry biases")
          .value("multi_token_layers", &M::multi_token_layers,
                 "extra next-token-prediction layers used in training", {.min = 0, .max = 16})
          .value("published_total_b", &M::published_total_b,
                 "published parameters, in billions; checks the shape", {.min = 0, .max = 1e6})
          .value("published_active_b", &M::published_active_b,
                 "published parameters active per token, in billions; checks the shape",
                 {.min = 0, .max = 1e6})
          .build();
  return type;
}

}  // namespace gw::catalog
