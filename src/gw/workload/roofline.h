#pragma once
// Time of an operator on an accelerator: a roofline with a start-up cost.
//
//   time = max(compute, bytes / (memory bandwidth * memory_frac))
//   GEMM and grouped GEMM:  compute = flops / (peak * gemm_frac * kTypicalShapeFrac) + products * ramp
//   attention:              compute = flops / (peak * attention_frac * keys / (keys + kAttentionHalfKeys));
//   backward at
//                           kAttentionBackwardRatio of that
//   ramp = gemm_half_size / (16-bit peak * gemm_frac): the product that reaches half of the ceiling takes one
//   ramp of work and one of filling and draining the chip. It is a time, so the half size grows with the peak
//   of 8- and 4-bit.
//
// Symbols: efficiencies are those of catalog::KernelEfficiency. Valid for products of at least some hundred
// rows; tile and wave quantisation are neglected. Memory-bound time includes no compute. `launch` is not in
// these times: kernels * launch is a separate part of a step.

#include "gw/catalog/accelerator.h"
#include "gw/workload/operators.h"

namespace gw::workload {

/// Backward over forward efficiency of fused attention. Measured: FlashAttention-2 on H100, head dim 128,
/// causal: forward 298, 319, 335 TFLOP/s at 2 k, 4 k, 16 k tokens, forward and backward together 265, 294,
/// 328 (bars of the figures in Dao-AILab/flash-attention; backward counted 2.5 x forward), so backward runs
/// at 0.85, 0.89, 0.97 of forward.
inline constexpr double kAttentionBackwardRatio = 0.90;
/// Mean keys per query at which fused attention reaches half of its long-sequence rate. Measured, same
/// source: A100 FlashAttention-2 0.32, 0.43, 0.50, 0.55, 0.58, 0.61 of peak at 512 ... 16 k tokens, H100
/// FlashAttention-3 0.30, 0.43, 0.53, 0.59, 0.61, 0.62; both follow s / (s + 450) within 4 % from 1 k tokens
/// up (causal: mean keys are s / 2).
inline constexpr double kAttentionHalfKeys = 225.0;

/// Rate of the products of a training step over the best shape a brute-force search finds
/// (KernelEfficiency::gemm_frac): tile and wave quantisation, and clocks under sustained power. One value for
/// all parts, set on the published runs of docs/training.md; the DeepGEMM table for H800 gives 0.70 to 0.97
/// for its shapes of 4,096 rows and k >= 2,048.
inline constexpr double kTypicalShapeFrac = 0.80;

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
  KernelTime forward(const Operator& op) const;
  KernelTime backward(const Operator& op) const;
  Time memory_time(Bytes bytes) const;
  Time launch() const { return launch_; }
  /// Dense peak of a precision; zero when the part lacks it.
  FlopRate peak(catalog::Precision precision) const;

 private:
  static constexpr std::size_t kPrecisions = 8;
  KernelTime kernel(const Operator& op, Flops flops, Bytes bytes, double products,
                    double attention_ratio) const;

  std::array<FlopRate, kPrecisions> peak_{};
  std::array<double, kPrecisions> gemm_s_per_flop_{}, attention_s_per_flop_{};
  double s_per_byte_ = 0;
  Time ramp_, launch_;
};

}  // namespace gw::workload
