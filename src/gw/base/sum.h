#pragma once
// Sum of a series, in order.

#include <numeric>
#include <span>

namespace gw {

inline double sum_of(std::span<const double> values) { return std::accumulate(values.begin(), values.end(), 0.0); }

}  // namespace gw
