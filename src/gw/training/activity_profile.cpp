// The step as the mean stage's accelerator lives it, for the power model.
#include <algorithm>

#include "gw/training/step_cost.h"

namespace gw::training {
namespace {

using workload::ActivityProfile;
using workload::ActivitySegment;

double fraction(double used, double available) {
  return available > 0 ? std::clamp(used / available, 0.0, 1.0) : 0.0;
}

/// Work done in one segment.
struct Work {
  double tensor_peak_s = 0;
  Bytes memory, scale_up, scale_out;
  void add(const PassCost& pass, double times) {
    tensor_peak_s += times * pass.tensor_peak_s;
    memory += times * pass.memory_bytes;
    scale_up += times * pass.scale_up_bytes;
    scale_out += times * pass.scale_out_bytes;
  }
};

void add_segment(ActivityProfile& profile, const char* name, Time duration, const Work& work,
                 const catalog::Accelerator& part) {
  if (!(duration.base() > 0)) return;
  const double s = duration.base();
  profile.segments.push_back(
      {.name = name,
       .duration = duration,
       .tensor_frac = fraction(work.tensor_peak_s, s),
       .memory_frac = fraction(work.memory.base(), s * part.memory_bandwidth.base()),
       .scale_up_frac = fraction(work.scale_up.base(), s * part.scale_up_bandwidth.base()),
       .scale_out_frac = fraction(work.scale_out.base(), s * part.scale_out_bandwidth.base())});
}

}  // namespace

workload::ActivityProfile activity_profile(const TrainingSetup& setup, const StepCost& cost) {
  const Time idle = cost.part(PartKind::pipeline_bubble) + cost.part(PartKind::pipeline_imbalance);
  const Time data = cost.part(PartKind::data_parallel_exposed), update = cost.part(PartKind::optimizer);
  const Time waiting =
      cost.part(PartKind::offload) + cost.part(PartKind::host) + cost.part(PartKind::straggler);
  const Time steady = cost.total() - idle - data - update - waiting;
  // Traffic that shows runs in its own segment, the rest under the micro-batches.
  const double shown = cost.data.traffic.base() > 0 ? std::min(1.0, data / cost.data.traffic) : 0.0;

  Work micro_batches, reduction, optimizer;
  for (const PassCost* pass :
       {&cost.mean_stage.forward, &cost.mean_stage.backward, &cost.mean_stage.recompute})
    micro_batches.add(*pass, cost.micro_batches);
  (cost.pipeline_scale_out ? micro_batches.scale_out : micro_batches.scale_up) += cost.pipeline_bytes;
  micro_batches.scale_up += (1.0 - shown) * cost.data.scale_up_bytes;
  micro_batches.scale_out += (1.0 - shown) * cost.data.scale_out_bytes;
  reduction.scale_up = shown * cost.data.scale_up_bytes;
  reduction.scale_out = shown * cost.data.scale_out_bytes;
  optimizer.memory = cost.data.optimizer_bytes;

  ActivityProfile profile;
  profile.segments.reserve(6);
  const auto& part = setup.accelerator;
  add_segment(profile, "pipeline_fill", 0.5 * idle, {}, part);
  add_segment(profile, "forward_backward", steady, micro_batches, part);
  add_segment(profile, "pipeline_drain", 0.5 * idle, {}, part);
  add_segment(profile, "data_parallel_exposed", data, reduction, part);
  add_segment(profile, "optimizer", update, optimizer, part);
  add_segment(profile, "waiting", waiting, {}, part);  // for the host and for slower ranks
  return profile;
}

}  // namespace gw::training
