#include "gw/catalog/accelerator.h"
#include "gw/describe/record.h"

namespace gw::catalog {
namespace {

constexpr double kMostTflops = 1e6;
const char* const kKernels = "median of measured best-shape kernels, catalog/README.md";

}  // namespace

const describe::RecordType& PeakRates::description() {
  static const auto type =
      describe::record<PeakRates>(
          "peak_rates",
          "Dense peak rates of matrix operations, per accelerator; a format left out is one "
          "the part does not have, or whose rate is not published.")
          .quantity("fp32", "tflops", &PeakRates::fp32, "32-bit, vector units",
                    {.min = 0, .max = kMostTflops})
          .quantity("tf32", "tflops", &PeakRates::tf32, "TensorFloat-32 or equivalent",
                    {.min = 0, .max = kMostTflops})
          .quantity("fp16", "tflops", &PeakRates::fp16, "IEEE 16-bit", {.min = 0, .max = kMostTflops})
          .quantity("bf16", "tflops", &PeakRates::bf16, "bfloat16", {.min = 0, .max = kMostTflops})
          .quantity("fp8", "tflops", &PeakRates::fp8, "8-bit, also used for mxfp8",
                    {.min = 0, .max = kMostTflops})
          .quantity("fp4", "tflops", &PeakRates::fp4, "4-bit, also used for nvfp4",
                    {.min = 0, .max = kMostTflops})
          .build();
  return type;
}

const describe::RecordType& KernelEfficiency::description() {
  using K = KernelEfficiency;
  static const auto type =
      describe::record<K>("kernel_efficiency",
                          "Fractions of peak that large kernels reach: the roofline's ceilings.")
          .value("gemm_frac", &K::gemm_frac, "best-shape dense matrix product, 16-bit, of the dense peak",
                 {.min = 0.01, .max = 1, .source = kKernels, .grade = "measured"})
          .value("gemm_fp8_frac", &K::gemm_fp8_frac, "the same in 8-bit",
                 {.min = 0.01, .max = 1, .source = kKernels, .grade = "measured"})
          .value("gemm_fp4_frac", &K::gemm_fp4_frac, "the same in 4-bit", {.min = 0.01, .max = 1})
          .value("attention_frac", &K::attention_frac,
                 "fused attention forward, 16-bit, long causal sequences", {.min = 0.01, .max = 1})
          .value("memory_frac", &K::memory_frac, "streaming reads and writes, of the memory bandwidth",
                 {.min = 0.01, .max = 1})
          .quantity("launch", "us", &K::launch, "gap between kernels that the host or the queue leaves",
                    {.min = 0, .max = 1e4})
          .quantity("gemm_half_size", "gflop", &K::gemm_half_size,
                    "size of a matrix product at which it reaches half of its ceiling",
                    {.min = 0, .max = 1e6})
          .build();
  return type;
}

const describe::RecordType& Accelerator::description() {
  using A = Accelerator;
  static const auto type =
      describe::record<A>("accelerator", "One accelerator: datasheet figures and measured kernel efficiency.")
          .catalogue("accelerators")
          .value("name", &A::name, "name as printed")
          .value("vendor", &A::vendor, "maker")
          .nested("peak", &A::peak, "dense peak rates", {.required = true})
          .quantity("memory", "gb", &A::memory, "high-bandwidth memory",
                    {.min = 1, .max = 1e5, .required = true})
          .quantity("memory_bandwidth", "tb_per_s", &A::memory_bandwidth, "bandwidth of that memory",
                    {.min = 0.01, .max = 1e4, .required = true})
          .quantity("tdp", "w", &A::tdp, "largest sustained power of the package or module",
                    {.min = 1, .max = 1e5, .required = true})
          .quantity("idle", "w", &A::idle, "power when switched on, clocked down and without work",
                    {.min = 0, .max = 1e5, .required = true})
          .quantity("scale_up_bandwidth", "gb_per_s", &A::scale_up_bandwidth,
                    "scale-up link bandwidth per accelerator and direction (NVLink, xGMI, ICI, NeuronLink)",
                    {.min = 0, .max = 1e6, .required = true})
          .value("scale_up_domain", &A::scale_up_domain,
                 "accelerators that reach each other at scale-up bandwidth", {.min = 1, .max = 1e6})
          .quantity("scale_out_bandwidth", "gbit_per_s", &A::scale_out_bandwidth,
                    "network bandwidth per accelerator and direction: its share of the node's adapters",
                    {.min = 0, .max = 1e6, .required = true})
          .value("in_network_reduction", &A::in_network_reduction, "scale-up switches reduce (NVLink SHARP)")
          .nested("efficiency", &A::efficiency, "fractions of peak reached by large kernels")
          .quantity("price", "usd", &A::price_usd, "purchase price of one accelerator",
                    {.min = 0, .max = 1e7})
          .build();
  return type;
}

}  // namespace gw::catalog
