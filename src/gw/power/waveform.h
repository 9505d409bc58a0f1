#pragma once
// A periodic, piecewise constant power: one step of a job, repeated. Exact integrals, no sampling until
// asked.
//
//   E(t) = floor(t/T) E_T + (prefix energy at t mod T)          energy from 0 to t, for any t
//   mean over [t0, t1] = (E(t1) - E(t0)) / (t1 - t0)            from phases: long times lose no precision
//
// Rendering averages exactly over each sample, so energy is conserved whatever the sample spacing.
//
// Valid: as the segments given; a segment is a mean over what happens inside it (see
// workload/activity.h).

#include <cstddef>
#include <string>
#include <vector>

#include "gw/power/it_power.h"
#include "gw/units/quantity.h"

namespace gw::power {

struct Segment {
  Time duration;
  Power power;
  bool operator==(const Segment&) const = default;
};

class Waveform {
 public:
  /// An empty waveform: period and power zero.
  Waveform() = default;
  /// Durations not negative and not all zero; zero-length segments are dropped.
  explicit Waveform(const std::vector<Segment>& segments);

  Time period() const { return Time::from_base(period_s_); }
  const std::vector<Segment>& segments() const { return segments_; }
  Power mean() const;
  Power peak() const;
  Power lowest() const;
  /// Power at a moment (right-continuous) and energy between two; the waveform repeats over all time.
  Power at(Time t) const;
  Energy integral(Time t0, Time t1) const;
  /// Exact means over n samples of width dt from `start`, in watts.
  std::vector<double> render_w(Time start, Time dt, std::size_t n) const;
  /// The same cycle started `offset` later, and with every power times `factor`.
  Waveform shifted(Time offset) const;
  Waveform scaled(double factor) const;

  // For renderers: segment ends and prefix energies in base units, the phase of a time in [0, period), and the energy from
  // the cycle's begin to a phase.
  const std::vector<double>& ends_s() const { return ends_s_; }
  const std::vector<double>& prefix_j() const { return prefix_j_; }
  double phase_s(double t_s) const;
  std::size_t segment_at(double phase_s) const;
  double energy_to_phase_j(double phase_s) const;

 private:
  std::vector<Segment> segments_;
  std::vector<double> ends_s_;    ///< end of each segment within the period
  std::vector<double> prefix_j_;  ///< energy up to the end of each segment
  double period_s_ = 0.0;
};

/// Sum of copies of one waveform, copy k delayed by offsets[k]: desynchronised jobs of one period. Exact.
Waveform sum_of_copies(const Waveform& waveform, const std::vector<Time>& offsets);

/// A part of a sum: the waveform times `factor`, its cycle starting `offset` later.
struct WaveformPart {
  const Waveform* waveform = nullptr;
  Time offset;
  double factor = 1.0;
};
/// Sum of waveforms of one period. Exact.
Waveform sum_of(const std::vector<WaveformPart>& parts);

/// Mean of many copies whose cycles start at times of a normal distribution: `copies` equally likely ones stand for all,
/// so a swing of frequency f loses its strength as exp(-2 (pi f sigma)^2), well while f sigma < 1/2.
Waveform with_jitter(const Waveform& waveform, Time sigma, int copies = 15);

/// IT power per accelerator over one cycle under the design's cap. Fans and service power sit at their mean.
/// Its mean is running_power(design, profile).total().
Waveform waveform_of(const LoadDesign& design, const workload::ActivityProfile& profile);

}  // namespace gw::power
