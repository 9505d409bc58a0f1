#pragma once
// Time of an operator on an accelerator: a roofline whose ceilings depend on shape, precision and power.
//
//   time = max(compute, bytes / (memory bandwidth * memory_frac))
//   GEMM and grouped GEMM: tile and wave model of gemm_time.h with the sustained rate
//                          peak * gemm_frac * sustained_frac * clock; the backward pass of a linear layer
//                          is two products, m x k over n and k x n over m, each with its own bound
//   attention:             flops / (peak * attention_frac * clock) * (1 + half_keys / keys) * head-size term;
//                          backward slower by attention_backward_ratio
//   clock = (power / reference_power)^(1 / kPowerExponent) when the part runs below the power its
//           efficiencies were measured at, and matrix work is power-bound there
//
// Symbols: fractions are those of catalog::KernelEfficiency. Memory-bound time includes no compute. Launch
// gaps are not in these times: kernels * launch is a separate part of a step.

#include <array>

#include "gw/catalog/accelerator.h"
#include "gw/workload/gemm_time.h"
#include "gw/workload/operators.h"

namespace gw::workload {

/// Power of the matrix units over clock: dynamic power is f V^2 and V falls nearly with f, so P ~ f^2.5
/// between the f of fixed voltage and the f^3 of proportional voltage. Assumed in that range; checked by the
/// published H100 runs capped at 500 W.
inline constexpr double kPowerExponent = 2.5;

/// The same of portable kernels. Measured: FlashAttention-2 on H100, head dim 64 over 128: 0.94 forward
/// (evidence/kernels/h100_sxm).
inline constexpr double kPortableHalfHead = 9.0;

/// Compute and HBM times of one operator; the kernel takes the larger.
struct KernelTime {
  Time compute, memory;
  Time time() const { return max(compute, memory); }
  bool memory_bound() const { return memory > compute; }
};

/// The rates of one accelerator, prepared once for many operators.
class Roofline {
 public:
  explicit Roofline(const catalog::Accelerator& accelerator);
  /// `fused`: see grouped_gemm_seconds.
  KernelTime forward(const Operator& op, double fused = 1.0) const;
  /// The backward pass but for weight gradients.
  KernelTime backward(const Operator& op, double fused = 1.0) const;
  /// The product that makes weight gradients; zero for kernels without weights.
  KernelTime weight_gradient(const Operator& op, double fused = 1.0) const;
  Time memory_time(Bytes bytes) const;
  /// Time of a portable attention kernel over that of the best.
  double portable_attention_ratio(const Operator& op) const;
  Time launch() const { return launch_; }
  /// Dense peak of a precision; zero when the part lacks it.
  FlopRate peak(catalog::Precision precision) const;

 private:
  static constexpr std::size_t kPrecisions = 8;
  Time attention(const Operator& op, Flops flops, double ratio, double half_keys) const;
  KernelTime of(const Operator& op, Time compute, Bytes bytes) const;

  std::array<FlopRate, kPrecisions> peak_{};
  std::array<MatrixUnits, kPrecisions> units_{};
  std::array<double, kPrecisions> attention_s_per_flop_{};
  double s_per_byte_ = 0, attention_half_keys_ = 0, attention_backward_half_keys_ = 0,
         attention_backward_ratio_ = 1, attention_half_head_ = 0, portable_ratio_ = 1;
  Time launch_;
};

}  // namespace gw::workload
