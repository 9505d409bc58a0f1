#include "gw/workload/activity.h"

#include <cmath>

namespace gw::workload {

Time ActivityProfile::period() const {
  Time sum;
  for (const auto& segment : segments) sum += segment.duration;
  return sum;
}

ActivitySegment ActivityProfile::mean() const {
  ActivitySegment mean{.name = "mean", .duration = period()};
  if (!(mean.duration.base() > 0)) return mean;
  for (const auto& segment : segments) {
    const double weight = segment.duration / mean.duration;
    mean.tensor_frac += weight * segment.tensor_frac;
    mean.memory_frac += weight * segment.memory_frac;
    mean.scale_up_frac += weight * segment.scale_up_frac;
    mean.scale_out_frac += weight * segment.scale_out_frac;
  }
  return mean;
}

bool ActivityProfile::is_valid() const {
  const auto is_fraction = [](double x) { return x >= 0.0 && x <= 1.0; };
  for (const auto& segment : segments) {
    if (!is_finite(segment.duration) || segment.duration.base() < 0) return false;
    if (!is_fraction(segment.tensor_frac) || !is_fraction(segment.memory_frac)) return false;
    if (!is_fraction(segment.scale_up_frac) || !is_fraction(segment.scale_out_frac)) return false;
  }
  return true;
}

}  // namespace gw::workload
