// Norm, attention and residual of one layer: grouped-query and multi-head latent attention.
#include <variant>

#include "gw/workload/operator_builder.h"

namespace gw::workload {
namespace {

using catalog::GroupedAttention;
using catalog::LatentAttention;

// Bytes moved per score by unfused kernels, 16-bit [read and write of scores, softmax, and with dropout its
// mask and output, counted kernel by kernel]; saved bytes are those of arXiv:2205.05198, section 4.1.
constexpr double kScoreForward = 8.0, kScoreForwardDropout = 13.0;
constexpr double kScoreBackward = 14.0, kScoreBackwardDropout = 19.0;
constexpr double kScoreSaved = 2.0, kScoreSavedDropout = 5.0;
constexpr double kLogSumExpBytes = 4.0;  // one fp32 per query and head

/// Widths of what enters the attention kernel, over all tensor ranks.
struct CoreWidths {
  double heads, query_key_dim, value_dim, key_width, value_width;
};

Operator core_attention(const OperatorBuilder& b, const CoreWidths& w, bool full_attention) {
  const double heads = w.heads / b.tensor, sequence = b.input.sequence;
  const double keys = b.input.fused_attention ? mean_context(b.model, full_attention, sequence) : sequence;
  Operator op;
  op.name = "attention";
  op.kind = OperatorKind::attention;
  op.precision = b.input.activation;
  op.m = b.tokens, op.n = w.query_key_dim, op.k = keys, op.batch = heads;
  const Flops scores = Flops::from_base(2.0 * b.tokens * keys * heads * w.query_key_dim);
  op.flops_forward = scores + Flops::from_base(2.0 * b.tokens * keys * heads * w.value_dim);
  op.flops_backward = 2.0 * op.flops_forward + (b.input.fused_attention ? scores : Flops{});

  const double query = w.heads * w.query_key_dim, out = w.heads * w.value_dim;
  const double in_out = b.tokens * (query + w.key_width + w.value_width + out) / b.tensor * b.element;
  const double inputs = b.tokens * (query + w.key_width + w.value_width) / b.tensor * b.element;
  double forward = in_out, backward = 2.0 * in_out, scores_saved = b.tokens * heads * kLogSumExpBytes;
  op.kernels_backward = 2;
  if (!b.input.fused_attention) {
    const bool dropout = b.input.dropout;
    const double count = b.tokens * sequence * heads * b.element / 2.0;
    forward += count * (dropout ? kScoreForwardDropout : kScoreForward);
    backward += count * (dropout ? kScoreBackwardDropout : kScoreBackward);
    scores_saved = count * (dropout ? kScoreSavedDropout : kScoreSaved);
    op.kernels_forward = dropout ? 4 : 3;
    op.kernels_backward = dropout ? 7 : 6;
  }
  op.bytes_forward = Bytes::from_base(forward);
  op.bytes_backward = Bytes::from_base(backward);
  op.saved_scores = Bytes::from_base(scores_saved);
  op.saved = Bytes::from_base(inputs) + op.saved_scores;
  return op;
}

void rotary(OperatorBuilder& b, double width) {
  if (b.model.position != catalog::Position::rotary) return;
  const double bytes = 2.0 * b.tokens * width / b.tensor * b.element;
  b.memory("rotary", bytes, bytes);
}

void add(OperatorBuilder& b, const GroupedAttention& a, bool full) {
  const double dim = double(a.head_dim), query = double(a.heads) * dim, kv = double(a.kv_heads) * dim;
  const bool bias = b.model.biases || b.model.qkv_biases;
  const double qkv = query + 2.0 * kv;
  b.linear("qkv_projection", b.tokens, qkv / b.tensor, b.hidden, b.hidden * qkv + (bias ? qkv : 0.0),
           b.residual_tokens);
  b.input_is_cheap();
  rotary(b, query + kv);
  b.list.push_back(core_attention(b, {double(a.heads), dim, dim, kv, kv}, full));
  b.linear("output_projection", b.tokens, b.hidden, query / b.tensor,
           query * b.hidden + (b.model.biases ? b.hidden : 0.0), b.tokens);
}

// Down-projections are computed alike on every tensor rank, each over its share of the sequence.
void replicated_linear(OperatorBuilder& b, const char* name, double n, double k, double parameters) {
  const double tensor = b.tensor;
  b.tensor = 1.0;
  b.linear(name, b.residual_tokens, n, k, parameters, b.residual_tokens);
  b.tensor = tensor;
}

void add(OperatorBuilder& b, const LatentAttention& a, bool full) {
  const double heads = double(a.heads), rope = double(a.qk_rope_head_dim), value = double(a.v_head_dim);
  const double query_dim = double(a.qk_nope_head_dim) + rope, q_rank = double(a.q_lora_rank);
  const double kv_rank = double(a.kv_lora_rank), query = heads * query_dim;
  const double kv_up = heads * (double(a.qk_nope_head_dim) + value);
  if (a.q_lora_rank > 0) {
    replicated_linear(b, "query_down", q_rank, b.hidden, b.hidden * q_rank);
    b.norm("query_norm", b.residual_tokens, q_rank, q_rank);
    b.linear("query_up", b.tokens, query / b.tensor, q_rank, q_rank * query, b.residual_tokens);
    b.input_is_cheap();
  } else {
    b.linear("query_projection", b.tokens, query / b.tensor, b.hidden, b.hidden * query, b.residual_tokens);
    b.input_is_cheap();
  }
  replicated_linear(b, "key_value_down", kv_rank + rope, b.hidden, b.hidden * (kv_rank + rope));
  b.norm("key_value_norm", b.residual_tokens, kv_rank, kv_rank);
  b.linear("key_value_up", b.tokens, kv_up / b.tensor, kv_rank, kv_rank * kv_up, b.residual_tokens);
  b.input_is_cheap();
  rotary(b, query + heads * query_dim);
  b.list.push_back(core_attention(b, {heads, query_dim, value, heads * query_dim, heads * value}, full));
  b.linear("output_projection", b.tokens, b.hidden, heads * value / b.tensor, heads * value * b.hidden,
           b.tokens);
}

}  // namespace

void add_attention_operators(OperatorBuilder& b, bool full_attention) {
  b.norm("attention_norm", b.residual_tokens, b.hidden, b.norm_weights);
  std::visit([&](const auto& attention) { add(b, attention, full_attention); }, b.model.attention);
  b.residual("attention_residual");
}

}  // namespace gw::workload
