#include "gw/workload/activation_memory.h"

#include <variant>

namespace gw::workload {

Bytes saved_bytes(const OperatorList& operators, Recompute recompute, Bytes layer_input) {
  if (recompute == Recompute::full) return layer_input;
  Bytes sum;
  for (const Operator& op : operators) {
    sum += op.saved;
    if (recompute == Recompute::selective) sum -= op.saved_scores;
    if (recompute == Recompute::activations) sum -= op.saved_cheap;
  }
  return sum;
}

Bytes activation_bytes_per_token(const catalog::Model& model, LayerKind kind, const LayerInput& input,
                                 const Shards& shards, Recompute recompute) {
  const double tokens = input.tokens(shards);
  const double rows = shards.sequence_parallel ? tokens / double(shards.tensor) : tokens;
  const Bytes layer_input =
      Bytes::from_base(rows * double(model.hidden) * catalog::bytes_per_element(input.activation));
  return saved_bytes(layer_operators(model, kind, input, shards), recompute, layer_input) / tokens;
}

Bytes kv_bytes_per_token(const catalog::Model& model, catalog::Precision cache) {
  const double element = catalog::bytes_per_element(cache), layers = double(model.layers);
  if (const auto* a = std::get_if<catalog::GroupedAttention>(&model.attention))
    return Bytes::from_base(2.0 * layers * double(a->kv_heads) * double(a->head_dim) * element);
  const auto& a = std::get<catalog::LatentAttention>(model.attention);
  return Bytes::from_base(layers * double(a.kv_lora_rank + a.qk_rope_head_dim) * element);
}

}  // namespace gw::workload
