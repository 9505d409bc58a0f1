#pragma once
// Intervals for a mean of which few events are known: the normal error of the mean is too small there. Internal to the room.

#include <optional>
#include <span>
#include <vector>

#include "gw/base/random.h"

namespace gw::supply {

/// Two-sided, 95 %.
struct Interval {
  double low = 0, high = 0;
};

/// Fewer events than this and the normal error of a mean is not to be trusted: 30, the rule of thumb of the central limit.
inline constexpr double kEnoughEvents = 30;

/// Of the mean of a Poisson number of which one draw is `count` [Garwood 1936, Fiducial limits for the Poisson distribution,
/// Biometrika 28:437]: P(X >= count | low) = P(X <= count | high) = 2.5 %. Exact; meant for counts up to some hundreds.
Interval poisson_interval(int count);

/// Of the sum over all years of each column, by percentile bootstrap of the years [Efron and Tibshirani 1993, An Introduction to
/// the Bootstrap, section 13.3]. `rows`: the years that are not zero, one value a column; their number is drawn as Poisson, as of
/// rare ones among many. It knows no year worse than those drawn. Nothing without rows.
std::vector<Interval> bootstrap_sums(std::span<const std::vector<double>> rows, Random random);

}  // namespace gw::supply
