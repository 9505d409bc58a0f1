#include "gw/training/stage_activity.h"

#include <algorithm>

namespace gw::training {
namespace {

using workload::ActivityProfile;
using workload::ActivitySegment;

struct Parts {
  Time idle;                          // bubble and imbalance
  const ActivitySegment* work = nullptr;
  std::vector<ActivitySegment> tail;  // after the pipeline has drained
};

Parts parts_of(const ActivityProfile& profile) {
  Parts out;
  for (const ActivitySegment& segment : profile.segments) {
    if (segment.name == "pipeline_fill" || segment.name == "pipeline_drain") out.idle += segment.duration;
    else if (segment.name == "forward_backward") out.work = &segment;
    else out.tail.push_back(segment);
  }
  return out;
}

void add_wait(ActivityProfile& profile, Time duration) {
  if (duration > Time{}) profile.segments.push_back({.name = "pipeline_bubble", .duration = duration});
}

void add_work(ActivityProfile& profile, ActivitySegment work, Time duration) {
  work.duration = duration;
  if (duration > Time{}) profile.segments.push_back(work);
}

// Work with waits between its pieces: their mean.
void add_thinned(ActivityProfile& profile, ActivitySegment work, Time working, Time waiting) {
  const double share = working + waiting > Time{} ? working / (working + waiting) : 0.0;
  for (double* rate : {&work.tensor_frac, &work.memory_frac, &work.scale_up_frac, &work.scale_out_frac}) *rate *= share;
  add_work(profile, work, working + waiting);
}

// Forward blocks before the first backward, in micro-batches.
double warm_up(const Plan& plan, std::int64_t stage) {
  const double p = double(plan.pipeline), after = p - 1 - double(stage), v = double(plan.virtual_pipeline);
  return plan.schedule == Schedule::interleaved ? (2 * after + (v - 1) * p) / v : after;
}

}  // namespace

std::vector<ActivityProfile> stage_activities(const ActivityProfile& mean_stage, const Plan& plan, double forward_frac,
                                              double micro_batches) {
  const Parts parts = parts_of(mean_stage);
  if (plan.pipeline <= 1 || !parts.work) return {mean_stage};
  const Time work = parts.work->duration;
  std::vector<ActivityProfile> out;
  for (std::int64_t stage = 0; stage < plan.pipeline; ++stage) {
    const double before = double(stage) / double(plan.pipeline - 1), after = 1 - before;
    const double first = std::min(warm_up(plan, stage), micro_batches) / std::max(1.0, micro_batches);
    const double last = std::min(double(plan.pipeline - 1 - stage), micro_batches) / std::max(1.0, micro_batches);
    const Time forward_only = first * forward_frac * work, backward_only = last * (1 - forward_frac) * work;
    ActivityProfile profile;
    add_wait(profile, before * forward_frac * parts.idle);
    add_work(profile, *parts.work, forward_only);
    add_wait(profile, after * (1 - forward_frac) * parts.idle);
    add_work(profile, *parts.work, work - forward_only - backward_only);
    add_thinned(profile, *parts.work, backward_only, after * forward_frac * parts.idle);
    add_wait(profile, before * (1 - forward_frac) * parts.idle);
    profile.segments.insert(profile.segments.end(), parts.tail.begin(), parts.tail.end());
    out.push_back(std::move(profile));
  }
  return out;
}

}  // namespace gw::training
