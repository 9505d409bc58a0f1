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
          .quantity("fp8", "tflops", &PeakRates::fp8, "8-bit, also used for mxfp8 where fp4 is given: units that scale blocks came with 4-bit formats",
                    {.min = 0, .max = kMostTflops})
          .quantity("fp4", "tflops", &PeakRates::fp4, "4-bit, also used for nvfp4",
                    {.min = 0, .max = kMostTflops})
          .build();
  return type;
}

const describe::RecordType& KernelEfficiency::description() {
  using K = KernelEfficiency;
  static const auto type =
      describe::record<K>(
          "kernel_efficiency",
          "How near kernels come to the peaks of a part, and what they lose to shape. A part names its "
          "family and changes what was measured on it.")
          .catalogue("kernels")
          .value("name", &K::name, "name as printed")
          .value("gemm_frac", &K::gemm_frac, "best-shape dense matrix product, 16-bit, of the dense peak",
                 {.min = 0.01, .max = 1, .source = kKernels, .grade = "measured"})
          .value("gemm_fp8_frac", &K::gemm_fp8_frac, "the same in 8-bit",
                 {.min = 0.01, .max = 1, .source = kKernels, .grade = "measured"})
          .value("gemm_fp4_frac", &K::gemm_fp4_frac, "the same in 4-bit", {.min = 0.01, .max = 1})
          .value("sustained_frac", &K::sustained_frac,
                 "rate kept through a training step over that of the best shape in a short test, 16-bit",
                 {.min = 0.01, .max = 1.5})
          .value("sustained_fp8_frac", &K::sustained_fp8_frac, "the same in 8- and 4-bit",
                 {.min = 0.01, .max = 1.5})
          .value("tile", &K::tile, "side of the small output tile; the best tile is tile x 2 tile",
                 {.min = 8, .max = 4096})
          .value("misaligned_frac", &K::misaligned_frac,
                 "rate of matrix products whose sizes are no multiples of 64 over those that are",
                 {.min = 0.01, .max = 1})
          .value("wave_softness", &K::wave_softness,
                 "cost of the empty part of the last wave of tiles: 1 = all of it, 0 = none",
                 {.min = 0, .max = 1})
          .quantity("tile_overhead", "us", &K::tile_overhead, "prologue and epilogue of a tile",
                    {.min = 0, .max = 1e4})
          .quantity("kernel_start", "us", &K::kernel_start, "fill and drain of a matrix kernel",
                    {.min = 0, .max = 1e4})
          .value("attention_frac", &K::attention_frac,
                 "fused attention forward, 16-bit, long causal sequences, head dim 128",
                 {.min = 0.01, .max = 1})
          .value("attention_portable_frac", &K::attention_portable_frac,
                 "the same of kernels written for the generation before (FlashAttention-2)",
                 {.min = 0.01, .max = 1})
          .value("attention_half_keys", &K::attention_half_keys,
                 "mean keys per query at which fused attention reaches half of that", {.min = 0, .max = 1e5})
          .value("attention_backward_ratio", &K::attention_backward_ratio,
                 "backward over forward rate of fused attention", {.min = 0.01, .max = 2})
          .value("attention_backward_half_keys", &K::attention_backward_half_keys,
                 "mean keys per query at which its backward pass reaches half of its rate",
                 {.min = 0, .max = 1e5})
          .value("attention_half_head", &K::attention_half_head,
                 "head width at which fused attention reaches half of its rate with wide heads",
                 {.min = 0, .max = 1e4})
          .value("memory_frac", &K::memory_frac, "streaming reads and writes, of the memory bandwidth",
                 {.min = 0.01, .max = 1})
          .quantity("launch", "us", &K::launch, "gap between kernels on the device, launches queued ahead",
                    {.min = 0, .max = 1e4})
          .quantity("reference_power", "w", &K::reference_power,
                    "power limit at which these were measured; absent = the part's own",
                    {.min = 1, .max = 1e5})
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
          .value("compute_units", &A::compute_units,
                 "units that work output tiles of a matrix product side by side (SM, CU, matrix unit)",
                 {.min = 1, .max = 1e5, .required = true})
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
          .quantity("host_bandwidth", "gb_per_s", &A::host_bandwidth,
                    "bandwidth to host memory per accelerator and direction (PCIe, NVLink-C2C)",
                    {.min = 0.1, .max = 1e5})
          .quantity("host_memory_bandwidth", "gb_per_s", &A::host_memory_bandwidth,
                    "peak bandwidth of the host's own memory per accelerator, which updates states kept there",
                    {.min = 0.1, .max = 1e5})
          .value("in_network_reduction", &A::in_network_reduction, "scale-up switches reduce (NVLink SHARP)")
          .nested("efficiency", &A::efficiency, "fractions of peak reached by large kernels")
          .quantity("price", "usd", &A::price_usd, "purchase price of one accelerator",
                    {.min = 0, .max = 1e7})
          .build();
  return type;
}

}  // namespace gw::catalog
