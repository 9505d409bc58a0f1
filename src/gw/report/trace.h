#pragma once
// Campus power finer than the hour: each hour's mean energy, shaped by the training step's waveform.
//
// Inside an hour the IT power of a job that runs swings with its step; instances of a job start at times of their own
// (drawn by the seed), so the swings of many instances partly cancel. The waveform is scaled hour by hour to a mean of
// one, so the energy of each hour is that of the hourly series, to the rounding of a float. Facility power follows IT
// power through the hour's ratio: cooling and losses are not resolved below the hour.
// Neglected: checkpoints, failures and ramps inside the hour (they are in the hourly mean); the share of IT power
// that swings is that of the first training job over the whole horizon.

#include <span>
#include <vector>

#include "gw/planning/run.h"
#include "gw/power/waveform.h"

namespace gw::report {

class Trace {
 public:
  Trace(const planning::Run& run, Time step);
  std::size_t samples() const { return samples_; }
  /// Samples [first, first + it_mw.size()), exact means over each step.
  void render(std::size_t first, std::span<float> it_mw, std::span<float> facility_mw) const;

 private:
  struct Sample {
    double it_mw, facility_mw;
  };
  Sample sample_over_hours(double from_s, double to_s) const;
  /// Mean of the relative power over an hour.
  double mean_of_hour(std::size_t hour) const;

  const planning::Run& run_;
  double step_s_;
  std::size_t samples_ = 0;
  power::Waveform shape_;       ///< mean 1 MW: relative IT power of all instances together
};

}  // namespace gw::report
