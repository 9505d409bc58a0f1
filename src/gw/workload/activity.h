#pragma once
// What an accelerator does with its parts, second by second: the bridge from workload to watts.
//
// A profile is a cycle of segments of constant activity (one training step, one decode iteration).
// Utilisations are achieved rates over the accelerator's peak rates, each in [0, 1]:
//   tensor_frac     matrix FLOP/s over the dense peak of the precision the segment computes in
//   memory_frac     HBM bytes/s over the datasheet HBM bandwidth
//   scale_up_frac   bytes/s sent per direction over the scale-up bandwidth (NVLink, ICI)
//   scale_out_frac  bytes/s sent per direction over the scale-out bandwidth (network interface)
// Averages are over the segment, so a segment that alternates quickly between kernels holds their mean.

#include <string>
#include <vector>

#include "gw/units/quantity.h"

namespace gw::workload {

/// A span of constant activity of one accelerator.
struct ActivitySegment {
  std::string name;  ///< "forward_backward", "pipeline_bubble", "data_parallel_exposed", "optimizer", ...
  Time duration;
  double tensor_frac = 0.0;
  double memory_frac = 0.0;
  double scale_up_frac = 0.0;
  double scale_out_frac = 0.0;
};

/// The segments of one cycle, in the order they happen; the last is followed by the first.
struct ActivityProfile {
  std::vector<ActivitySegment> segments;

  /// Length of the cycle: the sum of the segments.
  Time period() const;
  /// Mean over the cycle, weighted by duration; `name` is "mean" and `duration` the period.
  ActivitySegment mean() const;
  /// Every duration finite and not negative, every utilisation in [0, 1].
  bool is_valid() const;
};

}  // namespace gw::workload
