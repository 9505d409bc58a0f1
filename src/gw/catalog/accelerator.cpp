#include "gw/catalog/accelerator.h"

namespace gw::catalog {

double bytes_per_element(Precision precision) {
  // Block formats carry shared scale factors [OCP Microscaling Formats (MX) v1.0: one 8-bit scale per 32
  // elements; NVFP4: one 8-bit scale per 16 elements].
  constexpr double kMxfp8Scale = 1.0 / 32, kNvfp4Scale = 1.0 / 16;
  switch (precision) {
    case Precision::fp32:
    case Precision::tf32:
      return 4.0;
    case Precision::fp16:
    case Precision::bf16:
      return 2.0;
    case Precision::fp8:
      return 1.0;
    case Precision::mxfp8:
      return 1.0 + kMxfp8Scale;
    case Precision::fp4:
      return 0.5;
    case Precision::nvfp4:
      return 0.5 + kNvfp4Scale;
  }
  return 0.0;
}

const char* to_string(Precision precision) {
  switch (precision) {
    case Precision::fp32:
      return "fp32";
    case Precision::tf32:
      return "tf32";
    case Precision::fp16:
      return "fp16";
    case Precision::bf16:
      return "bf16";
    case Precision::fp8:
      return "fp8";
    case Precision::mxfp8:
      return "mxfp8";
    case Precision::fp4:
      return "fp4";
    case Precision::nvfp4:
      return "nvfp4";
  }
  return "";
}

FlopRate Accelerator::peak_rate(Precision precision) const {
  switch (precision) {
    case Precision::fp32:
      return peak.fp32.value_or(FlopRate{});
    case Precision::tf32:
      return peak.tf32.value_or(FlopRate{});
    case Precision::fp16:
      return peak.fp16.value_or(FlopRate{});
    case Precision::bf16:
      return peak.bf16.value_or(FlopRate{});
    case Precision::fp8:
      return peak.fp8.value_or(FlopRate{});
    case Precision::mxfp8:
      return peak.fp4 ? peak.fp8.value_or(FlopRate{}) : FlopRate{};
    case Precision::fp4:
    case Precision::nvfp4:
      return peak.fp4.value_or(FlopRate{});
  }
  return FlopRate{};
}

double Accelerator::gemm_efficiency(Precision precision) const {
  const KernelEfficiency& e = efficiency;
  switch (precision) {
    case Precision::fp8:
    case Precision::mxfp8:
      return e.gemm_fp8_frac * e.sustained_fp8_frac;
    case Precision::fp4:
    case Precision::nvfp4:
      return e.gemm_fp4_frac * e.sustained_fp8_frac;
    default:
      return e.gemm_frac * e.sustained_frac;
  }
}

}  // namespace gw::catalog
