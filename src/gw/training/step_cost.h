#pragma once
// The numbers of a step without names, strings or heap memory: what a search over plans evaluates.

#include <array>

#include "gw/training/data_parallel.h"
#include "gw/training/memory.h"
#include "gw/training/stage_cost.h"
#include "gw/training/step.h"

namespace gw::training {

struct StepCost {
  std::array<Time, kPartCount> parts{};  ///< by PartKind
  MemoryUse memory;
  BlockCost mean_stage;  ///< one micro-batch of the mean stage
  DataParallelCost data;
  Time pipeline_hop;                ///< one activation message to the next stage
  bool pipeline_scale_out = false;  ///< that message leaves the scale-up domain
  Bytes pipeline_bytes;             ///< sent to neighbours per step
  double micro_batches = 0, stages = 1;

  Time part(PartKind kind) const { return parts[static_cast<std::size_t>(kind)]; }
  Time& part(PartKind kind) { return parts[static_cast<std::size_t>(kind)]; }
  Time total() const;
};

/// `setup` must be free of problems other than memory.
StepCost step_cost(const TrainingSetup& setup, const workload::Roofline& roofline);
/// The same with `model` = model_cost() of a plan that differs at most in pipeline, virtual_pipeline,
/// zero_stage, data ranks and schedule: what a search shares between plans.
StepCost step_cost(const TrainingSetup& setup, const ModelCost& model, const workload::Roofline& roofline);

/// Activity of a mean stage over the step; its period is cost.total().
workload::ActivityProfile activity_profile(const TrainingSetup& setup, const StepCost& cost);

}  // namespace gw::training
