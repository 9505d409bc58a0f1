#pragma once
// The shape of a transformer language model. Rows: catalog/models/*.yaml, or a Hugging Face config.json.

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace gw::describe {
struct RecordType;
}

namespace gw::catalog {

enum class Activation { gelu, relu, swiglu, geglu };  ///< gated ones have three FFN matrices
enum class Position { rotary, learned, alibi };

/// Grouped-query attention; kv_heads = heads is multi-head, 1 is multi-query.
struct GroupedAttention {
  std::int64_t heads = 0, kv_heads = 0, head_dim = 0;
  std::int64_t window = 0;      ///< sliding window in tokens; 0 = full
  std::int64_t full_every = 1;  ///< with a window or chunk: every n-th layer attends fully (0 = never)
  static const describe::RecordType& description();
};
/// Multi-head latent attention [DeepSeek-V2, arXiv:2405.04434, section 2.1].
struct LatentAttention {
  std::int64_t heads = 0, q_lora_rank = 0, kv_lora_rank = 0, qk_nope_head_dim = 0, qk_rope_head_dim = 0,
               v_head_dim = 0;
  static const describe::RecordType& description();
};
using Attention = std::variant<GroupedAttention, LatentAttention>;

/// Mixture of experts in the feed-forward layers.
struct Experts {
  std::int64_t routed = 0, per_token = 0, shared = 0;
  std::int64_t expert_ffn = 0;          ///< hidden width of one routed expert
  std::int64_t shared_ffn = 0;          ///< hidden width of all shared experts together
  std::int64_t first_dense_layers = 0;  ///< leading layers with a dense FFN of width `ffn`
  std::int64_t every = 1;               ///< a MoE layer every n layers (Maverick: 2), the others dense
  double load_variation = 0.22;         ///< standard deviation of an expert's tokens over their mean
  static const describe::RecordType& description();
};

struct Model {
  std::string name;
  std::int64_t layers = 0, hidden = 0, ffn = 0, vocabulary = 0;
  std::int64_t max_sequence = 0;
  Attention attention;
  std::optional<Experts> experts;
  Activation activation = Activation::swiglu;
  Position position = Position::rotary;
  bool tied_embeddings = false;
  bool activation_clamped = false;  ///< inputs of the activation are clamped (gpt-oss: to 7)
  bool biases = false;         ///< linear layers carry biases (GPT-3)
  bool qkv_biases = false;     ///< query, key and value projections carry biases though others do not (Qwen2)
  int multi_token_layers = 0;  ///< extra next-token-prediction layers (DeepSeek-V3: 1)
  // As published, in billions: checked against the count from the shape (within 2 %): planning warns.
  std::optional<double> published_total_b, published_active_b;
  static const describe::RecordType& description();

  bool is_moe_layer(std::int64_t layer) const;
  std::int64_t moe_layers() const;
};

/// A contradiction within a shape that no field shows alone.
struct ShapeProblem {
  std::string field;  ///< "experts.per_token"
  std::string message;
};
/// What every reader of shapes asks: key-value heads divide the heads, a token passes through experts that exist, and
/// some layer has them.
std::vector<ShapeProblem> check_shape(const Model& model);

/// Parameters of one model, by part. Attention, feed-forward, router and norms are summed over the `layers`.
/// Tied embeddings are counted once, in `embedding`; `output` is then 0.
struct ParameterCount {
  std::int64_t embedding = 0;       ///< input token table, and learned positions
  std::int64_t output = 0;          ///< output (unembedding) matrix
  std::int64_t attention = 0;       ///< projections, their biases, latent norms
  std::int64_t dense_ffn = 0;       ///< feed-forward of the layers without experts
  std::int64_t routed_experts = 0;  ///< all routed experts
  std::int64_t shared_experts = 0;
  std::int64_t router = 0;
  std::int64_t norms = 0;
  std::int64_t routed_experts_active = 0;  ///< routed experts one token passes through
  std::int64_t multi_token = 0;  ///< extra next-token-prediction layers; not part of total() (as published)
  std::int64_t total() const;    ///< main model: everything but multi_token
  std::int64_t active() const;   ///< total() with only the experts of one token
};
/// Counts the parameters of a shape. Exact for the families of hugging_face.h up to q/k norms and attention
/// sinks.
ParameterCount count_parameters(const Model& model);
/// Main model without multi-token layers: what papers publish (DeepSeek-V3: 671 B).
std::int64_t total_parameters(const Model& model);
/// Parameters one token passes through, both embedding matrices included.
std::int64_t active_parameters(const Model& model);
/// Weights of the extra next-token-prediction layers, embeddings shared with the main model not counted.
std::int64_t multi_token_parameters(const Model& model);

}  // namespace gw::catalog
