#include "gw/workload/model_flops.h"

#include <variant>

#include "gw/workload/operators.h"

namespace gw::workload {
namespace {

constexpr double kForwardAndBackward = 3.0;  // backward is twice the forward

// Sum over attention widths of a layer: heads x (query-key dim + value dim).
double core_width(const catalog::Model& model) {
  if (const auto* a = std::get_if<catalog::GroupedAttention>(&model.attention))
    return double(a->heads) * 2.0 * double(a->head_dim);
  const auto& a = std::get<catalog::LatentAttention>(model.attention);
  return double(a.heads) * double(a.qk_nope_head_dim + a.qk_rope_head_dim + a.v_head_dim);
}

double query_key_width(const catalog::Model& model) {
  if (const auto* a = std::get_if<catalog::GroupedAttention>(&model.attention))
    return double(a->heads) * double(a->head_dim);
  const auto& a = std::get<catalog::LatentAttention>(model.attention);
  return double(a.heads) * double(a.qk_nope_head_dim + a.qk_rope_head_dim);
}

double layers_attending(const LayerMix& mix, bool full) {
  return double(full ? mix.counts[0] + mix.counts[2] : mix.counts[1] + mix.counts[3]);
}

// Keys per token summed over layers.
double layer_context(const catalog::Model& model, double sequence) {
  const LayerMix mix = layer_mix(model);
  return layers_attending(mix, true) * mean_context(model, true, sequence) +
         layers_attending(mix, false) * mean_context(model, false, sequence) +
         double(model.multi_token_layers) * mean_context(model, true, sequence);
}

// Forward matrix FLOPs of one token: from the operators of a one-token batch, so both agree by construction.
double matrix_forward(const catalog::Model& model) {
  const LayerInput token{.micro_batch = 1, .sequence = 1};
  const auto sum = [](const OperatorList& list) {
    double flops = 0;
    for (const Operator& op : list)
      if (op.kind != OperatorKind::attention) flops += op.flops_forward.base();
    return flops;
  };
  const LayerMix mix = layer_mix(model);
  double flops = 0;
  for (std::size_t i = 0; i < mix.counts.size(); ++i)
    if (mix.counts[i] > 0)
      flops += double(mix.counts[i]) * sum(layer_operators(model, layer_kind_at(i), token, {}));
  flops += (1.0 + double(model.multi_token_layers)) * sum(head_operators(model, token, {}));
  if (model.multi_token_layers > 0) {
    const LayerKind last{.experts = model.experts.has_value(), .full_attention = true};
    flops += double(model.multi_token_layers) *
             (sum(layer_operators(model, last, token, {})) + sum(multi_token_operators(model, token, {})));
  }
  return flops;
}

}  // namespace

const char* to_string(Recompute recompute) {
  switch (recompute) {
    case Recompute::none:
      return "none";
    case Recompute::selective:
      return "selective";
    case Recompute::activations:
      return "activations";
    case Recompute::full:
      return "full";
  }
  return "";
}

ModelFlops model_flops_per_token(const catalog::Model& model, double sequence) {
  const double layers = double(model.layers + model.multi_token_layers);
  const double per_key = 2.0 * core_width(model) * kForwardAndBackward;
  return {.matrix = Flops::from_base(kForwardAndBackward * matrix_forward(model)),
          .attention = Flops::from_base(per_key * layer_context(model, sequence)),
          .attention_full = Flops::from_base(per_key * layers * sequence)};
}

Flops hardware_flops_per_token(const catalog::Model& model, double sequence, Recompute recompute,
                               bool fused_attention) {
  const ModelFlops flops = model_flops_per_token(model, sequence);
  Flops attention = fused_attention ? flops.attention : flops.attention_full;
  const Flops attention_forward = attention / kForwardAndBackward;
  if (fused_attention)
    attention += Flops::from_base(2.0 * query_key_width(model) * layer_context(model, sequence));
  Flops total = flops.matrix + attention;
  if (recompute == Recompute::selective) total += attention_forward;
  if (recompute == Recompute::full) {
    const LayerInput token{.micro_batch = 1, .sequence = 1};
    Flops head;  // the head is not recomputed
    for (const Operator& op : head_operators(model, token, {})) head += op.flops_forward;
    total += attention_forward + flops.matrix / kForwardAndBackward - head;
  }
  return total;
}

Flops forward_flops_per_token(const catalog::Model& model, double context) {
  const LayerMix mix = layer_mix(model);
  const auto* grouped = std::get_if<catalog::GroupedAttention>(&model.attention);
  const double keys = context + 1.0;
  const double window = grouped && grouped->window > 0 ? double(grouped->window) : keys;
  const double windowed_keys = keys < window ? keys : window;
  catalog::Model main = model;
  main.multi_token_layers = 0;
  return Flops::from_base(matrix_forward(main) + 2.0 * core_width(model) *
                                                     (layers_attending(mix, true) * keys +
                                                      layers_attending(mix, false) * windowed_keys));
}

}  // namespace gw::workload
