#pragma once
// One training step in closed form: where the time goes, what it reaches, what the accelerator does
// meanwhile.
//
// Per micro-batch and stage: operators by roofline (workload/roofline.h), tensor-parallel and expert communication,
// context ring. Over micro-batches m and stages p, interleaved v-fold [Narayanan et al. 2021,
// arXiv:2104.04473, section 2.2]:
//   step = m * slowest stage + (p - 1) / v * mean stage + pipeline sends + exposed data-parallel + optimizer
// so the cost of an answer does not grow with m or with the accelerators. Data-parallel traffic hides under
// the last backward and first forward of a stage (ZeRO-1, 2) or under every micro-batch (ZeRO-3); the rest is
// exposed. Derivation, sources, limits and error against published runs: docs/training.md.

#include <string>
#include <variant>
#include <vector>

#include "gw/training/memory.h"
#include "gw/training/setup.h"
#include "gw/workload/activity.h"

namespace gw::training {

/// The parts of a step, in the order they are reported.
enum class PartKind {
  compute_gemm,
  compute_grouped_gemm,
  compute_attention,
  memory_bound,
  launch,
  recompute,
  tensor_parallel_exposed,
  expert_all_to_all,
  context_parallel,
  pipeline_bubble,
  pipeline_imbalance,
  pipeline_p2p,
  data_parallel_exposed,
  optimizer,
  offload,
  host,
  straggler
};
inline constexpr std::size_t kPartCount = 17;
const char* to_string(PartKind kind);

/// One part of the step time. The parts of a step add up to its total.
struct Part {
  PartKind kind = PartKind::compute_gemm;
  Time time;
};

struct Step {
  Time total;
  std::vector<Part> parts;  ///< all kinds, in order, zero included
  MemoryUse memory;         ///< of the fullest rank
  std::int64_t data_parallel = 1, micro_batches = 1;
  double tokens_per_step = 0;
  Flops model_flops;     ///< of the whole step, all accelerators (workload/model_flops.h convention)
  Flops hardware_flops;  ///< with recompute
  FlopRate achieved;     ///< model FLOP/s of one accelerator
  double mfu_frac = 0, hfu_frac = 0;   ///< of the dense peak of the plan's precision
  double tokens_per_second = 0;        ///< of the whole run
  workload::ActivityProfile activity;  ///< of a middle pipeline stage; its period is `total`
  double forward_frac = 0;             ///< of a micro-batch's time, the forward pass
  std::string binding;  ///< resource with the largest share: "tensor_cores", "memory_bandwidth", ...
  double binding_share_frac = 0;      ///< its share of the step
  double uncertainty_frac = 0;        ///< relative, about two out of three runs inside; see docs/training.md
  std::vector<std::string> warnings;  ///< outside the validated range

  Time part(PartKind kind) const { return parts[static_cast<std::size_t>(kind)].time; }
};

/// The step, or every reason why there is none.
std::variant<Step, std::vector<Problem>> simulate_step(const TrainingSetup& setup);

}  // namespace gw::training
