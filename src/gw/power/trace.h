#pragma once
// Power on a regular grid of times: what spectra, limits and smoothing work on. Made from waveforms by render_mean
// (render.h): each sample is the exact mean over its interval.

#include <cstddef>
#include <vector>

#include "gw/units/quantity.h"

namespace gw::power {

struct Trace {
  Time start;              ///< of the first sample
  Time step;               ///< of every sample; positive
  std::vector<double> mw;  ///< mean power of each sample, MW

  std::size_t size() const { return mw.size(); }
  Time duration() const { return static_cast<double>(mw.size()) * step; }
  /// Beginning of sample i.
  Time time(std::size_t i) const { return start + static_cast<double>(i) * step; }
  /// Sum of the samples; zero for an empty trace, as are the next three.
  Energy energy() const;
  Power mean() const;
  Power peak() const;
  Power lowest() const;
};

/// Samples of a trace counted by the change to the sample `over` later, in bins of equal width; what a ramp histogram
/// shows. At least one bin.
struct RampHistogram {
  Time over;                        ///< span of each change, a whole number of samples
  double first_mw_per_s = 0;        ///< lower edge of the first bin
  double width_mw_per_s = 0;        ///< zero when nothing changes: then there is one bin
  std::vector<std::size_t> counts;  ///< sum = samples less the span
};
RampHistogram ramp_histogram(const Trace& trace, Time over, std::size_t bins = 41);

/// Power that is reached or exceeded during a share of the time: `points`, at least two, equally spaced shares from 0 to
/// 1.
std::vector<double> duration_curve_mw(const Trace& trace, std::size_t points = 101);

}  // namespace gw::power
