#include "gw/describe/record.h"
#include "gw/training/plan.h"

namespace gw::training {
namespace {

describe::Options ranks(double max) { return {.min = 1, .max = max}; }

constexpr describe::Options kRecommended(const char* source) {
  return {.source = source, .grade = "published"};
}

void add_ranks(describe::Builder<Plan>& builder) {
  using T = Plan;
  builder.value("tensor", &T::tensor, "tensor-parallel ranks (TP)", ranks(4096))
      .value("pipeline", &T::pipeline, "pipeline stages (PP)", ranks(1024))
      .value("virtual_pipeline", &T::virtual_pipeline, "model chunks per stage, interleaved schedule (VP)",
             ranks(1024))
      .value("context", &T::context, "ranks that share one sequence (CP), ring attention", ranks(4096))
      .value("expert", &T::expert, "ranks the experts of a layer are spread over (EP)", ranks(65536))
      .value("expert_tensor", &T::expert_tensor, "tensor-parallel ranks inside an expert (ETP)", ranks(4096))
      .value(
          "zero_stage", &T::zero_stage,
          "what data-parallel ranks share out: 0 nothing, 1 optimizer states, 2 also gradients, 3 "
          "also weights",
          {.min = 0, .max = 3, .source = "Rajbhandari et al. 2020, arXiv:1910.02054", .grade = "published"})
      .value("sequence_parallel", &T::sequence_parallel,
             "norms and residuals cut over the tensor ranks (Megatron SP)",
             kRecommended("Korthikanti et al. 2022, arXiv:2205.05198"));
}

void add_step(describe::Builder<Plan>& builder) {
  using T = Plan;
  builder.value("micro_batch", &T::micro_batch, "sequences in one micro-batch", ranks(65536))
      .value("global_batch_sequences", &T::global_batch_sequences, "sequences in one optimizer step",
             {.min = 1, .max = 1e8, .required = true})
      .value("sequence_length", &T::sequence_length, "tokens in one sequence",
             {.min = 1, .max = 1e8, .required = true})
      .choice("recompute", &T::recompute, {"none", "selective", "full", "activations"},
              "what is computed again in the backward pass: nothing, attention scores, whole layers, or the "
              "outputs of "
              "norms and activation functions")
      .value("recompute_layers_frac", &T::recompute_layers_frac,
             "with recompute full: part of the layers that it covers", {.min = 0, .max = 1})
      .choice("precision", &T::precision, {"fp32", "tf32", "fp16", "bf16", "fp8", "mxfp8", "fp4", "nvfp4"},
              "number format of the linear layers; attention, head and the rest stay in 16 bits")
      .choice("schedule", &T::schedule, {"one_f_one_b", "interleaved", "zero_bubble", "dualpipe"},
              "pipeline schedule");
}

void add_memory_and_library(describe::Builder<Plan>& builder) {
  using T = Plan;
  builder
      .value("uneven_stages", &T::uneven_stages,
             "layers need not divide evenly over the stages; the fullest stage sets the pace")
      .value("optimizer_bytes_per_parameter", &T::optimizer_bytes_per_parameter,
             "optimizer state of one parameter: 12 for an fp32 master copy and two Adam moments",
             {.min = 0,
              .max = 64,
              .source = "Rajbhandari et al. 2020, arXiv:1910.02054, section 3.1",
              .grade = "published"})
      .value("shard_ranks", &T::shard_ranks,
             "with zero_stage 3: data ranks that share one copy of the weights (HSDP); 0 = all of them",
             {.min = 0, .max = 1e7})
      .value("offload_optimizer_frac", &T::offload_optimizer_frac,
             "part of the optimizer states kept in host memory and updated there", {.min = 0, .max = 1})
      .value("offload_activations_frac", &T::offload_activations_frac,
             "part of the saved activations kept in host memory until the backward pass",
             {.min = 0, .max = 1})
      .value("parallel_block", &T::parallel_block,
             "attention and feed-forward side by side: one norm and one pair of collectives a layer")
      .value("trainable_frac", &T::trainable_frac,
             "part of the weights that get gradients and optimizer states; adapters (LoRA): near 0",
             {.min = 0, .max = 1})
      .nested("software", &T::software, "training library: fused kernels, overlap, host time");
}

}  // namespace

const describe::RecordType& Plan::description() {
  static const auto type = [] {
    auto builder = describe::record<Plan>(
        "plan",
        "How one training job is spread over its accelerators. Data-parallel ranks are what "
        "tensor, pipeline and context leave over.");
    add_ranks(builder);
    add_step(builder);
    add_memory_and_library(builder);
    return builder.build();
  }();
  return type;
}

}  // namespace gw::training
