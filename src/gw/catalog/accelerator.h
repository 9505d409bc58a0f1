#pragma once
// One accelerator as its datasheet and its measured efficiency describe it. Rows:
// catalog/accelerators/*.yaml.

#include <cstdint>
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

/// Dense peak rates; absent = the part has no such unit. nvfp4 uses fp4's, mxfp8 uses fp8's where there is one of fp4: the
/// matrix units that scale blocks came with 4-bit formats (NVIDIA Blackwell, AMD CDNA 4).
struct PeakRates {
  std::optional<FlopRate> fp32, tf32, fp16, bf16, fp8, fp4;
  static const describe::RecordType& description();
  friend bool operator==(const PeakRates&, const PeakRates&) = default;
};

/// How near a family of parts comes to its peaks, and what its kernels lose to shape: the roofline's
/// ceilings. Rows: catalog/kernels/*.yaml, one a family; a part names its family and changes what was
/// measured on it.
struct KernelEfficiency {
  std::string name;
  double gemm_frac = 0.75;      ///< best-shape dense GEMM, 16-bit, of the dense peak
  double gemm_fp8_frac = 0.70;  ///< the same in 8-bit
  double gemm_fp4_frac = 0.60;  ///< the same in 4-bit
  double sustained_frac =
      0.95;  ///< rate kept through a training step over that of the best shape in a short test
  double sustained_fp8_frac = 0.90;  ///< the same in 8- and 4-bit
  int tile = 128;                    ///< side of the small output tile; the best tile is tile x 2 tile
  double misaligned_frac = 0.85;  ///< rate of products whose sizes are no multiples of 64 over those that are
  double wave_softness = 0.5;     ///< cost of the empty part of the last wave of tiles: 1 = all of it
  Time tile_overhead = 1.0 * unit::us;  ///< prologue and epilogue of a tile
  Time kernel_start = 2.0 * unit::us;   ///< fill and drain of a matrix kernel
  double attention_frac = 0.55;         ///< fused attention forward, 16-bit, long sequences, head dim 128
  double attention_portable_frac =
      0.35;  ///< the same of kernels written for the generation before (FlashAttention-2)
  double attention_half_keys = 225.0;           ///< mean keys per query at which half of that is reached
  double attention_backward_ratio = 0.90;       ///< backward over forward rate, endless sequence
  double attention_backward_half_keys = 500.0;  ///< as attention_half_keys, backward
  double attention_half_head = 50.0;     ///< head width at which half of the rate of wide heads is reached
  double memory_frac = 0.85;             ///< streaming HBM bandwidth
  Time launch = 1.5 * unit::us;          ///< gap between kernels on the device, launches queued ahead
  std::optional<Power> reference_power;  ///< power limit these were measured at; absent = the part's own tdp
  static const describe::RecordType& description();
  friend bool operator==(const KernelEfficiency&, const KernelEfficiency&) = default;
};

struct Accelerator {
  std::string name, vendor;
  PeakRates peak;
  Bytes memory;  ///< HBM capacity
  Bandwidth memory_bandwidth;
  std::int64_t compute_units = 132;  ///< units that work output tiles side by side (SM, CU, matrix unit)
  Power tdp;                         ///< maximum sustained power of the package or module
  Power idle;                        ///< powered, clocked down, no work
  Bandwidth scale_up_bandwidth;      ///< per accelerator and direction (NVLink, xGMI, ICI, NeuronLink)
  int scale_up_domain = 8;           ///< accelerators reachable at scale-up bandwidth
  Bandwidth scale_out_bandwidth;     ///< per accelerator and direction (its share of NICs)
  Bandwidth host_bandwidth = Bandwidth::from_base(25e9);  ///< to host memory, per accelerator and direction
  /// Peak of the host's own memory, per accelerator. Default: two processors of eight channels DDR4-3200 over eight.
  Bandwidth host_memory_bandwidth = Bandwidth::from_base(51e9);
  bool in_network_reduction = false;  ///< scale-up switches reduce (NVLS)
  KernelEfficiency efficiency;
  std::optional<double> price_usd;  ///< per accelerator; read by economics only
  static const describe::RecordType& description();
  friend bool operator==(const Accelerator&, const Accelerator&) = default;

  /// Dense peak in a precision; zero when the part has no such unit.
  FlopRate peak_rate(Precision precision) const;
  /// Sustained fraction of peak of a large matrix product in a precision.
  double gemm_efficiency(Precision precision) const;
};

}  // namespace gw::catalog
