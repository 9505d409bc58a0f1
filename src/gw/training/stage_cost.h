#pragma once
// What one pipeline stage does with one micro-batch: the inner part of a step, without strings or heap
// memory.

#include <array>
#include <cstdint>

#include "gw/training/setup.h"
#include "gw/units/quantity.h"
#include "gw/workload/operators.h"
#include "gw/workload/roofline.h"

namespace gw::training {

/// Times and work of one direction (forward or backward) of some operators of one micro-batch on one rank.
struct PassCost {
  Time gemm, grouped_gemm, attention;  ///< kernels bound by the matrix units
  Time memory;                         ///< kernels bound by HBM, of any kind
  Time launch;                         ///< gaps between kernels, and the host when the device waits for it
  Time weight_gradient;                ///< the part of the above that weight gradients take
  double kernels = 0;                  ///< launches
  Time tensor_comm, expert_comm, context_comm;  ///< exposed
  Time scale_out_comm;                          ///< the part of those three bound by a scale-out tier
  double tensor_peak_s = 0;  ///< matrix FLOPs over peak: seconds of full tensor utilisation
  Bytes memory_bytes, scale_up_bytes, scale_out_bytes;

  Time compute() const { return gemm + grouped_gemm + attention + memory + launch; }
  Time communication() const { return tensor_comm + expert_comm + context_comm; }
  Time total() const { return compute() + communication(); }
  void add(const PassCost& other, double times);
};

/// Forward, backward and recompute of one micro-batch, and what it holds.
struct BlockCost {
  PassCost forward, backward, recompute;
  double dense_weights = 0, expert_weights = 0;  ///< parameters on this rank
  Bytes saved;                                   ///< activations of one micro-batch
  Bytes full;                                    ///< the same without recompute
  Time total() const { return forward.total() + backward.total() + recompute.total(); }
  void add(const BlockCost& other, double times);
};

/// The blocks a pipeline stage is made of.
struct ModelCost {
  BlockCost layers;     ///< all layers of the model, added up
  BlockCost embedding;  ///< first stage
  BlockCost head;       ///< last stage, extra prediction layers included
  double layer_count = 1;
  Bytes heaviest_layer;  ///< activations of the largest single layer without recompute
};

/// `setup.plan` must divide. Independent of micro-batches and data-parallel ranks.
ModelCost model_cost(const TrainingSetup& setup, const workload::Roofline& roofline);

/// Parameters of this rank that embedding and head both count: a tied vocabulary where one stage holds both.
double shared_vocabulary(const TrainingSetup& setup);

/// Times of one operator as the plan's training library runs it, launch gaps left out; backward without the
/// weight gradients, which frozen weights do not have.
workload::KernelTime forward_time(const workload::Operator& op, const Plan& plan,
                                  const workload::Roofline& roofline);
workload::KernelTime backward_time(const workload::Operator& op, const Plan& plan,
                                   const workload::Roofline& roofline);
workload::KernelTime weight_gradient_time(const workload::Operator& op, const Plan& plan,
                                          const workload::Roofline& roofline);

/// How the operators are cut, from the plan.
workload::Shards shards_of(const Plan& plan);
workload::LayerInput layer_input(const catalog::Model& model, const catalog::Accelerator& accelerator,
                                 const Plan& plan);

}  // namespace gw::training
