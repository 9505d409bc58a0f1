#pragma once
// Gradient reduction, weight gathering and the optimizer of one stage: what of it shows in the step.
//
//   ZeRO-0     all-reduce of gradients (G bytes) after the last backward
//   ZeRO-1, 2  reduce-scatter of gradients, all-gather of updated weights (W bytes)
//   ZeRO-3     every micro-batch: weights gathered for forward and again for backward, gradients scattered,
//              layer by layer; with fewer shard ranks (HSDP) one all-reduce a step over the copies
//   [arXiv:1910.02054, section 7]
//
//   exposed = max(last bucket, traffic - window share * window) + contention * hidden
//     the last bucket has nothing left to hide under; window = backward (reduction) or forward (gather) of
//     one micro-batch of the stage. DualPipe: both stages that a rank holds, over twice the ranks.
//
//   optimizer = parameters of the rank * (gradient + 2 * states + 2 bytes) / HBM rate, and one scalar
//   all-reduce for the gradient norm
//   offload = part * parameters of the rank * ((gradient + 2) / link rate + (gradient + 2 * states + 2) /
//   host memory rate): down, update, up, one after the other [the update streams through host memory: Ren et
//   al. 2021, ZeRO-Offload, arXiv:2101.06840, section 5]
// Bucket size max(40 M, 1 M x data ranks) parameters, the default of Megatron-Core's distributed data
// parallel.

#include "gw/training/stage_cost.h"

namespace gw::training {

struct DataParallelCost {
  Time exposed;    ///< per step
  Time optimizer;  ///< per step
  Time offload;    ///< per step: optimizer traffic to and from the host, and its update there
  Time traffic;    ///< per step, hidden or not
  Bytes scale_up_bytes, scale_out_bytes, optimizer_bytes;  ///< per step and accelerator
  bool scale_out_bound = false;
};

/// `stage` is the cost of one micro-batch of the stage, with its weights; `layers` its layers.
DataParallelCost data_parallel_cost(const TrainingSetup& setup, const BlockCost& stage, double layers,
                                    double micro_batches, const workload::Roofline& roofline);

}  // namespace gw::training
