#pragma once
// One accelerator as its datasheet and its measured efficiency describe it. Rows:
// catalog/accelerators/*.yaml.

#include <optional>
#include <string>

#include "gw/units/quantity.h"

namespace gw::describe {
struct RecordType;
}

namespace gw::catalog {

/// Number formats of matrix operations.
enum class Precision { fp32, tf32, fp16, bf16, fp8, mxfp8, fp4, nvfp4 };
/// Bytes of one element, scale factors of block formats included (mxfp8: 1 scale byte per 32; nvfp4: 1 per
/// 16).
double bytes_per_element(Precision precision);
const char* to_string(Precision precision);

/// Dense peak rates; absent = the part has no such unit. mxfp8 uses fp8's, nvfp4 uses fp4's.
struct PeakRates {
  std::optional<FlopRate> fp32, tf32, fp16, bf16, fp8, fp4;
  static const describe::RecordType& description();
  friend bool operator==(const PeakRates&, const PeakRates&) = default;
};

/// Asymptotic fractions of peak reached by large kernels: the roofline's ceilings.
struct KernelEfficiency {
  double gemm_frac = 0.75;      ///< best-shape dense GEMM, 16-bit
  double gemm_fp8_frac = 0.70;  ///< best-shape dense GEMM, 8-bit (and 4-bit unless given)
  double gemm_fp4_frac = 0.60;
  double attention_frac = 0.55;                   ///< fused attention forward, 16-bit, long sequences
  double memory_frac = 0.85;                      ///< streaming HBM bandwidth
  Time launch = 4.0 * unit::us;                   ///< host-visible gap per kernel
  Flops gemm_half_size = Flops::from_base(1e10);  ///< GEMM size at which half of the ceiling is reached
  static const describe::RecordType& description();
  friend bool operator==(const KernelEfficiency&, const KernelEfficiency&) = default;
};

struct Accelerator {
  std::string name, vendor;
  PeakRates peak;
  Bytes memory;  ///< HBM capacity
  Bandwidth memory_bandwidth;
  Power tdp;                          ///< maximum sustained power of the package or module
  Power idle;                         ///< powered, clocked down, no work
  Bandwidth scale_up_bandwidth;       ///< per accelerator and direction (NVLink, xGMI, ICI, NeuronLink)
  int scale_up_domain = 8;            ///< accelerators reachable at scale-up bandwidth
  Bandwidth scale_out_bandwidth;      ///< per accelerator and direction (its share of NICs)
  bool in_network_reduction = false;  ///< scale-up switches reduce (NVLS)
  KernelEfficiency efficiency;
  std::optional<double> price_usd;  ///< per accelerator; read by economics only
  static const describe::RecordType& description();
  friend bool operator==(const Accelerator&, const Accelerator&) = default;

  /// Dense peak in a precision; zero when the part has no such unit.
  FlopRate peak_rate(Precision precision) const;
  /// Best-shape GEMM fraction of peak in a precision.
  double gemm_efficiency(Precision precision) const;
};

}  // namespace gw::catalog
