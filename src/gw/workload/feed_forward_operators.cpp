// Norm, feed-forward and residual of one layer: dense, or a mixture of experts.
#include "gw/workload/expert_load.h"
#include "gw/workload/operator_builder.h"

namespace gw::workload {
namespace {

// Router: softmax, top-k, maps and counts beside its product, as separate small kernels in current libraries
// (assumed).
constexpr int kRouterKernels = 6;
constexpr int kPermuteKernels = 2;
constexpr double kProbabilityBytes = 4.0;

// HBM bytes an element of the experts' output when its bias, times the router's fp32 probability, is added
// expert by expert in kernels of their own [Megatron-Core, TEGroupedMLP._apply_bias]. Forward: product with
// the probability (4), sum (2 + 4 + 4), concatenation (4 + 4), cast (4 + 2). Backward: cast (2 + 4), cast of
// the output's gradient (4 + 2), gradients of bias and of probability, each a product and a sum (4 + 4 + 4).
constexpr double kExpertBiasForwardBytes = 28.0, kExpertBiasBackwardBytes = 36.0;
constexpr int kExpertBiasKernels = 3;

// HBM bytes an element of the activation's output when gate and value (two elements of 16 bits) are clamped
// outside the activation's kernel [Megatron-Core, fused_bias_geglu.weighted_bias_quick_geglu_impl; torch's
// derivative of clamp]. Forward: two clamps (2 + 2 each), their concatenation (4 + 4). Backward: a comparison
// of the gate (2 + 1) and two with their conjunction of the value (3 x 3), two selections (1 + 2 + 2 each),
// the concatenation of both gradients (4 + 4).
constexpr double kClampForwardBytes = 16.0, kClampBackwardBytes = 30.0;
constexpr int kClampKernels = 3;

// up, activation, down; parameters as catalog::count_parameters counts them.
void add_dense(OperatorBuilder& b, double width, const char* up, const char* act, const char* down) {
  const double into = b.is_gated() ? 2.0 : 1.0;
  const double local = width / b.tensor;
  b.linear(up, b.tokens, into * local, b.hidden, into * width * (b.hidden + (b.model.biases ? 1.0 : 0.0)),
           b.residual_tokens);
  b.input_is_cheap();
  b.activation(act, b.tokens, local);
  b.linear(down, b.tokens, b.hidden, local, width * b.hidden + (b.model.biases ? b.hidden : 0.0), b.tokens);
  b.input_is_cheap();
}

void add_router(OperatorBuilder& b, double tokens, double routed) {
  const double parameters = routed * (b.hidden + (b.model.biases ? 1.0 : 0.0));
  const double logits = tokens * routed * kProbabilityBytes;
  Operator op;
  op.name = "router";
  op.kind = OperatorKind::gemm;
  op.precision = b.input.activation;
  op.m = tokens, op.n = routed, op.k = b.hidden;
  op.flops_forward = Flops::from_base(2.0 * tokens * routed * b.hidden);
  op.flops_backward = 2.0 * op.flops_forward;
  op.bytes_forward = Bytes::from_base((tokens + routed) * b.hidden * b.element + 4.0 * logits);
  op.bytes_backward = op.bytes_weight_gradient = op.bytes_forward;
  op.weights = op.weights_local = parameters;
  op.saved = Bytes::from_base(logits);
  op.kernels_forward = op.kernels_backward = kRouterKernels;
  b.list.push_back(op);
}

// Tokens enter cut over the tensor ranks (T / tp), are copied per_token times, exchanged over ep, gathered
// over etp. Balanced routing gives every rank as many copies as it sent, so rows = T / tp * per_token * etp.
void add_experts(OperatorBuilder& b, const Shards& shards) {
  const catalog::Experts& e = *b.model.experts;
  const double routed = double(e.routed), local = routed / double(shards.expert),
               etp = double(shards.expert_tensor);
  const double tokens = b.tokens / b.tensor, copies = tokens * double(e.per_token), rows = copies * etp;
  const double width = double(e.expert_ffn), into = b.is_gated() ? 2.0 : 1.0,
               bias = b.model.biases ? 1.0 : 0.0;
  add_router(b, tokens, routed);
  const double moved = 2.0 * copies * b.hidden * b.element;
  const std::size_t first = b.list.size();
  b.permutation("permute", moved, kPermuteKernels);
  const double up = into * width * (b.hidden + bias), down = width * b.hidden + b.hidden * bias;
  b.grouped_linear("expert_up", rows / local, into * width / etp, b.hidden, local, routed * up,
                   local * up / etp);
  // The backward pass of a clamp needs what it clamped: a second copy of the activation's input is kept.
  if (const double made = rows * width / etp; b.model.activation_clamped && !b.input.fused_experts) {
    b.counted("expert_clamp", made * kClampForwardBytes, made * kClampBackwardBytes, kClampKernels,
              into * made * b.element);
    b.list.back().cheap = true;
  }
  const bool fused = b.fuses_expert_activation();
  if (fused) b.quantise_experts_backward -= rows * into * width / etp;
  b.activation("expert_activation", rows, width / etp);
  if (fused) b.list.back().bytes_forward = b.list.back().bytes_backward = Bytes{};
  b.grouped_linear("expert_down", rows / local, b.hidden, width / etp, local, routed * down,
                   local * down / etp);
  if (fused) b.quantise_experts_forward -= rows * width / etp;
  b.input_is_cheap();
  if (b.model.biases && !b.input.fused_experts)
    b.counted("expert_bias", rows * b.hidden * kExpertBiasForwardBytes,
              rows * b.hidden * kExpertBiasBackwardBytes, kExpertBiasKernels * int(local));
  b.permutation("unpermute", moved, kPermuteKernels);
  const double busiest = expert_imbalance(b.model, b.input, shards);
  for (std::size_t i = first; i < b.list.size(); ++i) b.list[i].busiest = busiest;
  if (e.shared_ffn > 0) add_dense(b, double(e.shared_ffn), "shared_up", "shared_activation", "shared_down");
}

}  // namespace

double expert_imbalance(const catalog::Model& model, const LayerInput& input, const Shards& shards) {
  if (!model.experts) return 1.0;
  return input.expert_imbalance ? *input.expert_imbalance
                                : busiest_expert_rank(*model.experts, shards.expert);
}

void add_feed_forward_operators(OperatorBuilder& b, const Shards& shards, bool experts) {
  // A parallel block shares the norm and the residual of its attention (the weights of the norm stay
  // counted).
  b.norm("feed_forward_norm", b.input.parallel_block ? 0.0 : b.residual_tokens, b.hidden, b.norm_weights);
  if (experts && b.model.experts)
    add_experts(b, shards);
  else if (b.model.ffn > 0)
    add_dense(b, double(b.model.ffn), "ffn_up", "ffn_activation", "ffn_down");
  if (!b.input.parallel_block) b.residual("feed_forward_residual");
}

}  // namespace gw::workload
