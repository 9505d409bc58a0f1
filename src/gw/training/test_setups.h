#pragma once
// Test support: training setups built by hand.

#include "gw/training/setup.h"
#include "gw/workload/test_models.h"

namespace gw::training::testing {

inline catalog::Accelerator h100() {
  catalog::Accelerator a;
  a.name = "H100";
  a.peak.fp32 = FlopRate::from_base(67e12);
  a.peak.fp16 = a.peak.bf16 = FlopRate::from_base(989e12);
  a.peak.fp8 = FlopRate::from_base(1979e12);
  a.memory = 80.0 * unit::GB;
  a.memory_bandwidth = Bandwidth::from_base(3.35e12);
  a.tdp = 700.0 * unit::W;
  a.scale_up_bandwidth = Bandwidth::from_base(450e9);
  a.scale_out_bandwidth = Bandwidth::from_base(50e9);
  a.in_network_reduction = true;
  a.efficiency.gemm_frac = 0.803, a.efficiency.gemm_fp8_frac = 0.709, a.efficiency.attention_frac = 0.623;
  a.compute_units = 132;
  return a;
}

inline network::ScaleOut leaf_and_spine() {
  network::ScaleOut out;
  out.levels = {{"leaf", 256, 1.0, 4.0 * unit::us}, {"spine", 0, 1.0, 6.0 * unit::us}};
  return out;
}

/// Software that adds nothing to kernels and traffic: the bare equations show.
inline Software plain_software() {
  Software s;
  s.host_per_kernel = {}, s.host_per_step = {};
  s.gradient = GradientFormat::fp32;
  s.tensor_overlap_frac = 0, s.contention_frac = 0, s.straggler_frac = 0, s.grouped_fused_frac = 1;
  return s;
}

inline TrainingSetup setup(catalog::Model model, std::int64_t accelerators, Plan plan) {
  return {.model = std::move(model),
          .accelerator = h100(),
          .fabric = network::make_fabric(h100(), leaf_and_spine(), accelerators),
          .accelerators = accelerators,
          .plan = plan};
}

/// GPT-3 175B on 1,024 H100: TP 8, PP 8, DP 16.
inline TrainingSetup gpt3_on_1024() {
  Plan plan;
  plan.tensor = 8, plan.pipeline = 8, plan.micro_batch = 1;
  plan.global_batch_sequences = 1536, plan.sequence_length = 2048;
  plan.software = plain_software();
  return setup(workload::testing::gpt3_175b(), 1024, plan);
}

/// Mixtral 8x7B on 64 H100: EP 8.
inline TrainingSetup mixtral_on_64() {
  Plan plan;
  plan.tensor = 1, plan.pipeline = 4, plan.expert = 8, plan.micro_batch = 1;
  plan.global_batch_sequences = 256, plan.sequence_length = 4096;
  plan.software = plain_software();
  return setup(workload::testing::mixtral_8x7b(), 64, plan);
}

}  // namespace gw::training::testing
