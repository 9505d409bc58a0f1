#include "gw/describe/record.h"
#include "gw/training/software.h"

namespace gw::training {
namespace {

constexpr describe::Options kRate{.min = 0.05, .max = 2}, kShare{.min = 0, .max = 1};

void add_kernels_and_host(describe::Builder<Software>& builder) {
  using T = Software;
  builder.value("fused_attention", &T::fused_attention, "Flash-style attention kernels")
      .value("portable_attention", &T::portable_attention,
             "attention kernels written for the generation before (FlashAttention-2)")
      .value("attention_rate_frac", &T::attention_rate_frac,
             "rate of its attention kernels over the best known for the part", kRate)
      .value("matrix_rate_frac", &T::matrix_rate_frac,
             "rate of its matrix products over the best known for the part", kRate)
      .value("elementwise_traffic", &T::elementwise_traffic,
             "memory traffic of norms, activations and residual adds over that of fully fused kernels",
             {.min = 0.1, .max = 20})
      .quantity("host_per_kernel", "us", &T::host_per_kernel,
                "host time to launch one kernel; shows when the device waits for it", {.min = 0, .max = 1e4})
      .quantity("host_per_step", "ms", &T::host_per_step,
                "data loading, logging and optimizer bookkeeping of a step that nothing hides",
                {.min = 0, .max = 1e6});
}

void add_traffic(describe::Builder<Software>& builder) {
  using T = Software;
  builder.choice("gradient", &T::gradient, {"fp32", "bf16"}, "format gradients are kept and reduced in")
      .value("fused_accumulation", &T::fused_accumulation,
             "weight-gradient products add to the sum over micro-batches; false: a kernel of its own does")
      .value("data_overlap", &T::data_overlap, "data-parallel traffic runs under computation where it fits")
      .value("data_window_frac", &T::data_window_frac,
             "part of the computation of a pass under which data-parallel traffic moves", kShare)
      .value("tensor_overlap_frac", &T::tensor_overlap_frac,
             "part of tensor-parallel communication hidden under matrix products", kShare)
      .value(
          "expert_overlap", &T::expert_overlap,
          "the expert all-to-all of one micro-batch runs under the computation of another (a switch of the "
          "run in Megatron-Core: overlap_moe_expert_parallel_comm)")
      .value("expert_overlap_frac", &T::expert_overlap_frac,
             "part of the expert all-to-all hidden under computation where it overlaps", kShare)
      .value("contention_frac", &T::contention_frac,
             "computation lost for each second of traffic that runs under it", kShare);
}

void add_experts_and_scale(describe::Builder<Software>& builder) {
  using T = Software;
  builder
      .value("grouped_fused_frac", &T::grouped_fused_frac,
             "products of local experts: 0 = one after another, 1 = one kernel that fills waves across them",
             kShare)
      .value("fused_experts", &T::fused_experts,
             "biases of experts' outputs and clamps of their activations, and with mxfp8 the activations and "
             "their "
             "casts, are part of products; false: in kernels of their own")
      .choice("expert_dispatcher", &T::expert_dispatcher, {"all_to_all", "deepep"},
              "all_to_all: a copy of a token for each of its experts; deepep (DeepEP, HybridEP): one for a "
              "scale-up domain, copied as it arrives")
      .value("permute_traffic", &T::permute_traffic,
             "memory traffic of token permutation over one read and one write, dispatcher all_to_all",
             {.min = 0.1, .max = 20})
      .value("deepep_permute_traffic", &T::deepep_permute_traffic, "the same, dispatcher deepep",
             {.min = 0.1, .max = 20})
      .value("expert_imbalance", &T::expert_imbalance,
             "tokens of the busiest expert rank over the mean; without it from the model's "
             "experts.load_variation; "
             "1 is a router forced into balance, as published benchmarks run",
             {.min = 1, .max = 100})
      .quantity("expert_host", "us", &T::expert_host,
                "host time of one pass of a layer with experts, beside its launches: casts of every "
                "expert, token "
                "counts; shows when the device waits for it",
                {.min = 0, .max = 1e6})
      .quantity("expert_host_each", "us", &T::expert_host_each,
                "host time of one local expert in such a pass", {.min = 0, .max = 1e6})
      .value("shard_messages_per_layer", &T::shard_messages_per_layer,
             "with zero_stage 3: gathers of one layer (one a tensor in DeepSpeed)", {.min = 1, .max = 1000})
      .value("straggler_frac", &T::straggler_frac, "part of the step that each doubling of the nodes adds",
             {.min = 0, .max = 1});
}

}  // namespace

const describe::RecordType& Software::description() {
  static const auto type = [] {
    auto builder = describe::record<Software>(
        "software",
        "What the training library does with a plan: kernels it fuses, traffic it hides, time of the host.");
    builder.catalogue("software").value("name", &Software::name, "name as printed");
    add_kernels_and_host(builder);
    add_traffic(builder);
    add_experts_and_scale(builder);
    return builder.build();
  }();
  return type;
}

}  // namespace gw::training
