#include "gw/workload/roofline.h"

namespace gw::workload {
namespace {

using catalog::Precision;

// 16-bit peak by which the ramp is timed: bf16, else fp16, else fp32.
FlopRate reference_peak(const catalog::Accelerator& a) {
  if (a.peak.bf16) return *a.peak.bf16;
  if (a.peak.fp16) return *a.peak.fp16;
  return a.peak.fp32.value_or(FlopRate{});
}

double reciprocal(double rate) { return rate > 0 ? 1.0 / rate : 0.0; }

}  // namespace

Roofline::Roofline(const catalog::Accelerator& a) {
  for (std::size_t i = 0; i < kPrecisions; ++i) {
    const auto precision = static_cast<Precision>(i);
    peak_[i] = a.peak_rate(precision);
    gemm_s_per_flop_[i] = reciprocal(peak_[i].base() * a.gemm_efficiency(precision) * kTypicalShapeFrac);
    attention_s_per_flop_[i] = reciprocal(peak_[i].base() * a.efficiency.attention_frac);
  }
  s_per_byte_ = reciprocal(a.memory_bandwidth.base() * a.efficiency.memory_frac);
  ramp_ = Time::from_base(a.efficiency.gemm_half_size.base() *
                          reciprocal(reference_peak(a).base() * a.efficiency.gemm_frac));
  launch_ = a.efficiency.launch;
}

FlopRate Roofline::peak(Precision precision) const { return peak_[static_cast<std::size_t>(precision)]; }

Time Roofline::memory_time(Bytes bytes) const { return Time::from_base(bytes.base() * s_per_byte_); }

KernelTime Roofline::kernel(const Operator& op, Flops flops, Bytes bytes, double products,
                            double attention_ratio) const {
  const auto precision = static_cast<std::size_t>(op.precision);
  KernelTime out{.compute = {}, .memory = memory_time(bytes)};
  switch (op.kind) {
    case OperatorKind::gemm:
    case OperatorKind::grouped_gemm:
      out.compute = Time::from_base(flops.base() * gemm_s_per_flop_[precision]) + products * ramp_;
      break;
    case OperatorKind::attention:
      out.compute = Time::from_base(flops.base() * attention_s_per_flop_[precision] / attention_ratio) *
                    (op.k > 0 ? 1.0 + kAttentionHalfKeys / op.k : 1.0);
      break;
    case OperatorKind::memory:
      break;
  }
  return out;
}

KernelTime Roofline::forward(const Operator& op) const {
  return kernel(op, op.flops_forward, op.bytes_forward, 1.0, 1.0);
}

// Backward of a linear layer is two products, each with its own ramp.
KernelTime Roofline::backward(const Operator& op) const {
  return kernel(op, op.flops_backward, op.bytes_backward, 2.0, kAttentionBackwardRatio);
}

}  // namespace gw::workload
