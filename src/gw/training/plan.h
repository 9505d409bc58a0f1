#pragma once
// How a model is spread over accelerators for training: the parallel plan. YAML `plan:`.
//
// Rank order, fastest first, as Megatron-LM: tensor, context, data, pipeline; in expert layers:
// expert-tensor, expert, expert-data, pipeline ("parallel folding"). Data parallel = accelerators / (tensor
// pipeline context).

#include <cstdint>

#include "gw/catalog/accelerator.h"
#include "gw/training/software.h"
#include "gw/workload/model_flops.h"

namespace gw::describe {
struct RecordType;
}

namespace gw::training {

/// 1F1B and interleaved: Narayanan et al. 2021. Zero-bubble (ZB-H1): the weight-gradient half of backward
/// fills the drain, Qi et al. 2023, arXiv:2401.10241. DualPipe: micro-batches from both ends,
/// arXiv:2412.19437, section 3.2.1.
enum class Schedule { one_f_one_b, interleaved, zero_bubble, dualpipe };
using workload::Recompute;

struct Plan {
  std::int64_t tensor = 1;            ///< TP
  std::int64_t pipeline = 1;          ///< PP
  std::int64_t virtual_pipeline = 1;  ///< VP: model chunks per stage (interleaved schedule)
  std::int64_t context = 1;           ///< CP: ranks that share one sequence, ring attention
  std::int64_t expert = 1;            ///< EP
  std::int64_t expert_tensor = 1;     ///< ETP: tensor ranks inside an expert
  int zero_stage = 1;  ///< 0 replicated, 1 optimizer, 2 and gradients, 3 and weights (FSDP) sharded
  bool sequence_parallel = true;            ///< Megatron SP: norms and residuals cut over the tensor ranks
  std::int64_t micro_batch = 1;             ///< sequences
  std::int64_t global_batch_sequences = 0;  ///< required
  std::int64_t sequence_length = 0;         ///< required, tokens
  Recompute recompute = Recompute::none;
  double recompute_layers_frac = 1.0;  ///< with full recompute: part of the layers that it covers
  catalog::Precision precision = catalog::Precision::bf16;  ///< of the linear layers; the rest is 16-bit
  Schedule schedule = Schedule::one_f_one_b;
  bool uneven_stages = false;  ///< layers need not divide evenly over stages: the fullest stage sets the pace
  double optimizer_bytes_per_parameter = 12.0;  ///< fp32 master copy and two Adam moments
  std::int64_t shard_ranks = 0;  ///< ZeRO-3: data ranks that share one copy of the weights (HSDP); 0 = all
  double offload_optimizer_frac = 0.0;    ///< part of the optimizer states that lives in host memory
  double offload_activations_frac = 0.0;  ///< part of the saved activations that waits there for backward
  bool parallel_block =
      false;  ///< attention and feed-forward side by side: one norm, one pair of collectives
  double trainable_frac = 1.0;  ///< part of the weights that get gradients (adapters: near 0)
  Software software;
  static const describe::RecordType& description();

  std::int64_t model_ranks() const { return tensor * pipeline * context; }
  /// Data-parallel ranks; 0 when the plan does not divide the accelerators.
  std::int64_t data(std::int64_t accelerators) const;
  /// Micro-batches of one pipeline per step; 0 when the batch does not divide.
  std::int64_t micro_batches(std::int64_t accelerators) const;
};

}  // namespace gw::training
