#pragma once
// Campus power finer than the hour: each hour's mean energy, shaped by the training step's waveform.
//
// Inside an hour the IT power of a job that runs swings with its step; instances of a job start at times of their own
// (drawn by the seed), so the swings of many instances partly cancel. The waveform is scaled to the hour's mean, so
// energy per hour is exactly that of the hourly series. Facility power follows IT power through the hour's ratio:
// cooling and losses are not resolved below the hour.
// Neglected: checkpoints, failures and ramps inside the hour (they are in the hourly mean).

#include <span>
#include <vector>

#include "gw/planning/run.h"
#include "gw/power/waveform.h"

namespace gw::report {

class Trace {
 public:
  Trace(const planning::Run& run, Time step);
  std::size_t samples() const { return samples_; }
  /// Samples [first, first + it_mw.size()), means over each step.
  void render(std::size_t first, std::span<float> it_mw, std::span<float> facility_mw) const;

 private:
  const planning::Run& run_;
  double step_s_;
  std::size_t samples_ = 0;
  power::Waveform shape_;       ///< mean 1 W: relative IT power of all instances together
};

}  // namespace gw::report
