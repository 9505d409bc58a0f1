#include "gw/workload/roofline.h"

#include <algorithm>
#include <cmath>

namespace gw::workload {
namespace {

using catalog::Precision;

double reciprocal(double rate) { return rate > 0 ? 1.0 / rate : 0.0; }

// Clock under sustained matrix work over the clock at which the efficiencies were measured.
double clock_frac(const catalog::Accelerator& a) {
  const double reference = a.efficiency.reference_power.value_or(a.tdp).base();
  if (!(reference > 0) || !(a.tdp.base() > 0)) return 1.0;
  return std::min(1.0, std::pow(a.tdp.base() / reference, 1.0 / kPowerExponent));
}

}  // namespace

Roofline::Roofline(const catalog::Accelerator& a) {
  const catalog::KernelEfficiency& e = a.efficiency;
  const double clock = clock_frac(a);
  for (std::size_t i = 0; i < kPrecisions; ++i) {
    const auto precision = static_cast<Precision>(i);
    peak_[i] = a.peak_rate(precision);
    units_[i] = {.rate = peak_[i].base() * a.gemm_efficiency(precision) * clock,
                 .units = double(a.compute_units),
                 .tile = double(e.tile),
                 .misaligned = e.misaligned_frac,
                 .softness = e.wave_softness,
                 .tile_overhead_s = e.tile_overhead.base(),
                 .start_s = e.kernel_start.base()};
    attention_s_per_flop_[i] = reciprocal(peak_[i].base() * e.attention_frac * clock);
  }
  portable_ratio_ = std::max(1.0, e.attention_frac / e.attention_portable_frac);
  attention_half_keys_ = e.attention_half_keys;
  attention_backward_half_keys_ = e.attention_backward_half_keys;
  attention_backward_ratio_ = e.attention_backward_ratio;
  attention_half_head_ = e.attention_half_head;
  s_per_byte_ = reciprocal(a.memory_bandwidth.base() * e.memory_frac);
  launch_ = e.launch;
}

FlopRate Roofline::peak(Precision precision) const { return peak_[static_cast<std::size_t>(precision)]; }

Time Roofline::memory_time(Bytes bytes) const { return Time::from_base(bytes.base() * s_per_byte_); }

namespace {

// Time of narrow heads over that of 128, with which the fractions are measured.
double head_factor(double head, double half) {
  constexpr double kMeasuredHead = 128.0;
  return head > 0 ? (1.0 + half / head) / (1.0 + half / kMeasuredHead) : 1.0;
}

}  // namespace

Time Roofline::attention(const Operator& op, Flops flops, double ratio, double half_keys) const {
  const double s_per_flop = attention_s_per_flop_[static_cast<std::size_t>(op.precision)] / ratio;
  const double keys = op.k > 0 ? 1.0 + half_keys / op.k : 1.0;
  return Time::from_base(flops.base() * s_per_flop * keys * head_factor(op.n, attention_half_head_));
}

double Roofline::portable_attention_ratio(const Operator& op) const {
  return portable_ratio_ * head_factor(op.n, kPortableHalfHead) / head_factor(op.n, attention_half_head_);
}

KernelTime Roofline::of(const Operator& op, Time compute, Bytes bytes) const {
  return {.compute = op.kind == OperatorKind::memory ? Time{} : compute, .memory = memory_time(bytes)};
}

KernelTime Roofline::forward(const Operator& op, double fused) const {
  if (!is_product(op.kind))
    return of(op, attention(op, op.flops_forward, 1.0, attention_half_keys_), op.bytes_forward);
  const MatrixUnits& units = units_[static_cast<std::size_t>(op.precision)];
  const double s =
      grouped_gemm_seconds({.m = op.m, .n = op.n, .k = op.k, .products = op.batch}, units, fused);
  return of(op, Time::from_base(s), op.bytes_forward);
}

KernelTime Roofline::backward(const Operator& op, double fused) const {
  if (!is_product(op.kind))
    return of(op, attention(op, op.flops_backward, attention_backward_ratio_, attention_backward_half_keys_),
              op.bytes_backward);
  const MatrixUnits& units = units_[static_cast<std::size_t>(op.precision)];
  const double s =
      grouped_gemm_seconds({.m = op.m, .n = op.k, .k = op.n, .products = op.batch}, units, fused);
  return of(op, Time::from_base(s), op.bytes_backward);
}

KernelTime Roofline::weight_gradient(const Operator& op, double fused) const {
  if (!is_product(op.kind)) return {};
  const MatrixUnits& units = units_[static_cast<std::size_t>(op.precision)];
  const double s =
      grouped_gemm_seconds({.m = op.n, .n = op.k, .k = op.m, .products = op.batch}, units, fused);
  return of(op, Time::from_base(s), op.bytes_weight_gradient);
}

}  // namespace gw::workload
