#include "gw/workload/operators.h"

#include <algorithm>

#include "gw/base/assert.h"
#include "gw/workload/operator_builder.h"

namespace gw::workload {
namespace {

// Loss: logits read and written in fp32 for softmax, gradient written in 16-bit.
constexpr double kLogitForwardBytes = 10.0, kLogitBackwardBytes = 6.0, kLogitSavedBytes = 4.0;
constexpr int kLossKernels = 4;

}  // namespace

const char* to_string(OperatorKind kind) {
  switch (kind) {
    case OperatorKind::gemm:
      return "gemm";
    case OperatorKind::grouped_gemm:
      return "grouped_gemm";
    case OperatorKind::attention:
      return "attention";
    case OperatorKind::memory:
      return "memory";
  }
  return "";
}

void OperatorList::push_back(const Operator& op) {
  GW_ASSERT(size_ < kCapacity, "an operator list holds at most {}", kCapacity);
  items_[size_++] = op;
}

LayerMix layer_mix(const catalog::Model& model) {
  LayerMix mix;
  const auto* grouped = std::get_if<catalog::GroupedAttention>(&model.attention);
  const bool windowed = grouped && grouped->window > 0;
  for (std::int64_t layer = 0; layer < model.layers; ++layer) {
    const bool full = !windowed || (grouped->full_every > 0 && (layer + 1) % grouped->full_every == 0);
    ++mix.counts[layer_kind_index({.experts = model.is_moe_layer(layer), .full_attention = full})];
  }
  return mix;
}

double mean_context(const catalog::Model& model, bool full_attention, double sequence) {
  const auto* grouped = std::get_if<catalog::GroupedAttention>(&model.attention);
  const double window = grouped ? double(grouped->window) : 0.0;
  if (full_attention || window <= 0.0 || window >= sequence) return (sequence + 1.0) / 2.0;
  return (window * (window + 1.0) / 2.0 + (sequence - window) * window) / sequence;
}

OperatorList layer_operators(const catalog::Model& model, LayerKind kind, const LayerInput& input,
                             const Shards& shards) {
  OperatorBuilder builder(model, input, shards);
  add_attention_operators(builder, kind.full_attention);
  add_feed_forward_operators(builder, shards, kind.experts);
  builder.quantise();
  builder.accumulate();
  return builder.list;
}

OperatorList embedding_operators(const catalog::Model& model, const LayerInput& input, const Shards& shards) {
  OperatorBuilder b(model, input, shards);
  const double bytes = b.tokens * b.hidden * b.element, table = double(model.vocabulary) * b.hidden;
  b.memory("token_embedding", 2.0 * bytes, 2.0 * bytes, 0, table);
  if (model.position == catalog::Position::learned)
    b.memory("position_embedding", 2.0 * bytes, bytes, 0, double(model.max_sequence) * b.hidden);
  OperatorList cut;
  for (Operator op : b.list) {
    op.weights_local = op.weights / b.tensor;
    cut.push_back(op);
  }
  return cut;
}

OperatorList head_operators(const catalog::Model& model, const LayerInput& input, const Shards& shards) {
  LayerInput head = input;
  head.matmul = input.activation;  // the vocabulary projection stays in 16 bits
  OperatorBuilder b(model, head, shards);
  b.norm("final_norm", b.residual_tokens, b.hidden, b.norm_weights);
  const double vocabulary = double(model.vocabulary) / b.tensor, matrix = double(model.vocabulary) * b.hidden;
  b.linear("vocabulary_projection", b.tokens, vocabulary, b.hidden, matrix, b.residual_tokens);
  const double logits = b.tokens * vocabulary;
  b.memory("loss", logits * kLogitForwardBytes, logits * kLogitBackwardBytes, logits * kLogitSavedBytes, 0,
           kLossKernels);
  b.accumulate();
  if (!model.tied_embeddings) return b.list;
  OperatorList tied;
  for (Operator op : b.list) {
    if (op.kind == OperatorKind::gemm) op.weights = 0;  // counted with the embedding; the rank still holds it
    tied.push_back(op);
  }
  return tied;
}

OperatorList multi_token_operators(const catalog::Model& model, const LayerInput& input,
                                   const Shards& shards) {
  OperatorBuilder b(model, input, shards);
  b.norm("multi_token_norm", 2.0 * b.residual_tokens, b.hidden, 2.0 * b.norm_weights);
  b.linear("multi_token_projection", b.tokens, b.hidden / b.tensor, 2.0 * b.hidden, 2.0 * b.hidden * b.hidden,
           b.residual_tokens);
  b.norm("multi_token_final_norm", b.residual_tokens, b.hidden, b.norm_weights);
  b.quantise();
  b.accumulate();
  return b.list;
}

}  // namespace gw::workload
