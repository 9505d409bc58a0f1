#include "gw/campus/measured_step.h"

#include <fmt/format.h>

#include <algorithm>

namespace gw::campus {

workload::ActivityProfile in_measured_time(workload::ActivityProfile activity, Time modelled, Time measured) {
  if (measured >= modelled) {
    if (measured > modelled) activity.segments.push_back({.name = "measured_wait", .duration = measured - modelled});
    return activity;
  }
  const double ratio = measured / activity.period();
  for (workload::ActivitySegment& segment : activity.segments) {
    segment.duration = ratio * segment.duration;
    for (double* rate : {&segment.tensor_frac, &segment.memory_frac, &segment.scale_up_frac, &segment.scale_out_frac})
      *rate = std::min(1.0, *rate / ratio);
  }
  return activity;
}

std::optional<Issue> impossible_step(const TrainingJob& job, const training::Step& step,
                                     const catalog::Accelerator& accelerator, const std::string& path) {
  if (!job.measured_step_time) return {};
  const double needed = step.hfu_frac * (step.total / *job.measured_step_time);
  const double ceiling = accelerator.gemm_efficiency(job.plan.precision);
  if (needed <= ceiling) return {};
  return Issue{"GW3012", path + ".measured_step_time",
               fmt::format("a step of {:.4g} s needs {:.0f} % of the {} peak of each accelerator; the best matrix "
                           "product reaches {:.0f} %", job.measured_step_time->in(s), 100 * needed,
                           catalog::to_string(job.plan.precision), 100 * ceiling),
               fmt::format("{:.4g} s or more", step.total.in(s) * step.hfu_frac / ceiling), false};
}

}  // namespace gw::campus
