#include "gw/workload/operator_builder.h"

namespace gw::workload {
namespace {

constexpr double kMaskBytes = 1.0;

// Kernels that bring the input of one expert's product to 8 bits or less: largest value, scale, cast with
// transpose; with block scales cast and swizzle of the scales [Transformer Engine, quantizers of
// GroupedLinear].
int expert_casts(catalog::Precision precision) { return precision == catalog::Precision::fp8 ? 3 : 2; }

constexpr Bytes bytes_of(double count) { return Bytes::from_base(count); }
constexpr Flops flops_of(double count) { return Flops::from_base(count); }

}  // namespace

OperatorBuilder::OperatorBuilder(const catalog::Model& m, const LayerInput& in, const Shards& shards)
    : model(m),
      input(in),
      tensor(double(shards.tensor)),
      tokens(in.tokens(shards)),
      residual_tokens(shards.sequence_parallel ? tokens / tensor : tokens),
      hidden(double(m.hidden)),
      element(catalog::bytes_per_element(in.activation)),
      matmul_element(catalog::bytes_per_element(in.matmul)),
      norm_weights(hidden * (m.biases ? 2.0 : 1.0)) {}

bool OperatorBuilder::is_gated() const {
  return model.activation == catalog::Activation::swiglu || model.activation == catalog::Activation::geglu;
}

bool OperatorBuilder::fuses_expert_activation() const {
  return input.fused_experts && input.matmul == catalog::Precision::mxfp8;
}

Operator OperatorBuilder::product(const char* name, OperatorKind kind, double m, double n, double k,
                                  double batch) const {
  Operator op;
  op.name = name;
  op.kind = kind;
  op.precision = input.matmul;
  op.m = m, op.n = n, op.k = k, op.batch = batch;
  op.flops_forward = flops_of(2.0 * m * n * k * batch);
  op.flops_backward = 2.0 * op.flops_forward;
  const double in = m * k * batch, out = m * n * batch, weights = k * n * batch;
  op.bytes_forward = bytes_of((in + weights) * matmul_element + out * element);
  // Input gradient reads dy and w and writes dx; weight gradient reads dy and x.
  op.bytes_backward = bytes_of((out + weights) * matmul_element + in * element);
  op.bytes_weight_gradient = bytes_of((out + in) * matmul_element + weights * input.weight_gradient_bytes);
  op.kernels_forward = 1;
  op.kernels_backward = 2;
  return op;
}

void OperatorBuilder::linear(const char* name, double m, double n, double k, double parameters,
                             double saved_rows) {
  Operator op = product(name, OperatorKind::gemm, m, n, k, 1.0);
  op.weights = parameters;
  op.weights_local = parameters / tensor;
  op.saved = bytes_of(saved_rows * k * matmul_element);
  accumulated += k * n;
  ++accumulate_kernels;
  quantise_forward += m * k;
  quantise_backward += m * n;
  list.push_back(op);
}

void OperatorBuilder::grouped_linear(const char* name, double m, double n, double k, double experts,
                                     double parameters, double local_parameters) {
  Operator op = product(name, OperatorKind::grouped_gemm, m, n, k, experts);
  op.weights = parameters;
  op.weights_local = local_parameters;
  op.expert_weights = true;
  op.saved = bytes_of(m * experts * k * matmul_element);
  accumulated += k * n * experts;
  accumulate_kernels += int(experts);
  quantise_experts_forward += m * k * experts;
  quantise_experts_backward += m * n * experts;
  quantise_expert_kernels += expert_casts(input.matmul) * int(experts);
  list.push_back(op);
}

void OperatorBuilder::memory(const char* name, double bytes_forward, double bytes_backward, double saved,
                             double parameters, int kernels) {
  Operator op;
  op.name = name;
  op.kind = OperatorKind::memory;
  op.precision = input.activation;
  op.bytes_forward = bytes_of(bytes_forward);
  op.bytes_backward = bytes_of(bytes_backward);
  op.saved = bytes_of(saved);
  op.weights = op.weights_local = parameters;
  op.kernels_forward = op.kernels_backward = kernels;
  list.push_back(op);
}

void OperatorBuilder::counted(const char* name, double bytes_forward, double bytes_backward, int kernels,
                              double saved) {
  memory(name, bytes_forward, bytes_backward, saved, 0, kernels);
  list.back().pass = Pass::counted;
}

void OperatorBuilder::permutation(const char* name, double bytes, int kernels) {
  memory(name, bytes, bytes, 0, 0, kernels);
  list.back().pass = Pass::permutation;
}

void OperatorBuilder::input_is_cheap() { list.back().saved_cheap = list.back().saved; }

void OperatorBuilder::norm(const char* name, double rows, double width, double parameters) {
  const double bytes = rows * width * element;
  memory(name, 2.0 * bytes, 3.0 * bytes, bytes, parameters);
  list.back().cheap = true;
}

void OperatorBuilder::residual(const char* name) {
  const double bytes = residual_tokens * hidden * element;
  const double mask = input.dropout ? residual_tokens * hidden * kMaskBytes : 0.0;
  memory(name, 3.0 * bytes + mask, 2.0 * bytes + mask, mask);
}

void OperatorBuilder::activation(const char* name, double rows, double width) {
  // Gated: reads gate and value, writes their product; backward reads those and dy and writes two gradients.
  const double bytes = rows * width * element, inputs = is_gated() ? 2.0 : 1.0;
  memory(name, (inputs + 1.0) * bytes, (2.0 * inputs + 1.0) * bytes, inputs * bytes);
  list.back().cheap = true;
}

void OperatorBuilder::accumulate() {
  if (!(input.accumulate_bytes > 0)) return;
  counted("accumulate_gradients", 0, accumulated * input.accumulate_bytes, accumulate_kernels);
  list.back().kernels_forward = 0;
}

void OperatorBuilder::quantise() {
  if (!quantises()) return;
  const double per_element = element + 2.0 * matmul_element;
  memory("quantise", quantise_forward * per_element, quantise_backward * per_element, 0, 0, 4);
  quantise_forward = quantise_backward = 0;
  if (quantise_expert_kernels > 0)
    memory("quantise_experts", quantise_experts_forward * per_element,
           quantise_experts_backward * per_element, 0, 0, quantise_expert_kernels);
  quantise_experts_forward = quantise_experts_backward = 0;
  quantise_expert_kernels = 0;
}

}  // namespace gw::workload
