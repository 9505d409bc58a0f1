#pragma once
// Bytes of the fullest rank, by what they hold: of the first pipeline stage, which has the most micro-batches
// in flight, of the last, which has the head and its logits, or of the second, which may have a layer more
// than either; whichever holds most.
//
//   weights      2 bytes a parameter (16-bit working copy), cut over tp, pp, ep; over data ranks too with
//   ZeRO-3;
//                8-bit training keeps that or an 8-bit copy with its transpose, the same two bytes
//   gradients    4 (fp32) or 2 bytes; over data ranks with ZeRO-2 and 3
//   optimizer    12 bytes (fp32 master, two Adam moments); over data ranks with ZeRO-1, 2, 3
//                [Rajbhandari et al. 2020, arXiv:1910.02054, section 3]
//   activations  of the micro-batches in flight, at most m. Stage s of 1F1B: p - s; interleaved p + (p - 1 -
//   2 s) / v,
//                on the first p + (p - 1) / v [Korthikanti et al. 2022, arXiv:2205.05198, section 4.2.3];
//                zero-bubble p; full recompute adds one layer in full
//   DualPipe     weights, gradients and states of two stages, over twice the data ranks
//   workspace    context, communication buffers, allocator loss: kFixedWorkspace + kFragmentationFrac of the
//   rest;
//                with ZeRO-3 two gathered layers
// Neglected: uneven load of expert ranks.

#include "gw/training/setup.h"
#include "gw/units/quantity.h"

namespace gw::training {

struct MemoryUse {
  Bytes weights, gradients, optimizer, activations, workspace;
  Bytes total() const { return weights + gradients + optimizer + activations + workspace; }
};

/// CUDA context, NCCL channels and buffers, cuBLAS workspace: assumed, of the order seen in published
/// Megatron logs.
inline constexpr Bytes kFixedWorkspace = Bytes::from_base(3e9);
/// Allocator fragmentation and temporaries, of everything else: assumed.
inline constexpr double kFragmentationFrac = 0.03;

/// `setup.plan` must divide (check() finds no problem but memory).
MemoryUse memory_use(const TrainingSetup& setup);
struct ModelCost;
/// The same with the stage costs at hand.
MemoryUse memory_use(const TrainingSetup& setup, const ModelCost& cost);

}  // namespace gw::training
