#include "gw/power/trace.h"

#include <algorithm>
#include <cmath>

#include "gw/base/sum.h"

namespace gw::power {

Energy Trace::energy() const { return sum_of(mw) * MW * step; }

Power Trace::mean() const { return mw.empty() ? 0.0 * W : energy() / duration(); }

Power Trace::peak() const { return mw.empty() ? 0.0 * W : *std::ranges::max_element(mw) * MW; }

Power Trace::lowest() const { return mw.empty() ? 0.0 * W : *std::ranges::min_element(mw) * MW; }

RampHistogram ramp_histogram(const Trace& trace, Time over, std::size_t bins) {
  bins = std::max<std::size_t>(bins, 1);
  const std::size_t span = std::max<std::size_t>(1, std::size_t(std::llround(over / trace.step)));
  RampHistogram out{double(span) * trace.step, 0, 0, {}};
  if (trace.size() <= span) return out;
  std::vector<double> ramps(trace.size() - span);
  for (std::size_t i = 0; i < ramps.size(); ++i)
    ramps[i] = (trace.mw[i + span] - trace.mw[i]) / out.over.in(s);
  const auto [low, high] = std::ranges::minmax(ramps);
  out.first_mw_per_s = low;
  if (!(high > low)) {
    out.counts = {ramps.size()};
    return out;
  }
  out.width_mw_per_s = (high - low) / double(bins);
  out.counts.assign(bins, 0);
  for (const double ramp : ramps)
    ++out.counts[std::min(bins - 1, std::size_t((ramp - low) / out.width_mw_per_s))];
  return out;
}

std::vector<double> duration_curve_mw(const Trace& trace, std::size_t points) {
  points = std::max<std::size_t>(points, 2);
  std::vector<double> sorted = trace.mw;
  std::ranges::sort(sorted, std::greater());
  std::vector<double> out;
  for (std::size_t k = 0; k < points && !sorted.empty(); ++k)
    out.push_back(sorted[std::size_t(std::llround(double(k) / double(points - 1) * double(sorted.size() - 1)))]);
  return out;
}

}  // namespace gw::power
