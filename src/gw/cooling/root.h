#pragma once
// Root of a function in a bracket: regula falsi with the Illinois rule [Dowell, Jarratt, BIT 11, 1971].

#include <cmath>

namespace gw::cooling {

/// x in [low, high] with f(x) = 0, where f(low) and f(high) have different signs; else the end nearer to
/// zero. Stops at a step below `tolerance` (in x) or after 60 steps.
template <class F>
double find_root(F&& f, double low, double high, double tolerance) {
  double f_low = f(low), f_high = f(high);
  if (f_low == 0) return low;
  if (f_high == 0) return high;
  if ((f_low > 0) == (f_high > 0)) return std::abs(f_low) < std::abs(f_high) ? low : high;
  double previous = low;
  int last_side = 0;
  for (int step = 0; step < 60; ++step) {
    double x = (low * f_high - high * f_low) / (f_high - f_low);
    if (!(x > low && x < high)) x = 0.5 * (low + high);
    const double f_x = f(x);
    if (f_x == 0 || std::abs(x - previous) < tolerance || high - low < tolerance) return x;
    previous = x;
    const int side = (f_x > 0) == (f_low > 0) ? -1 : 1;
    if (side < 0) {
      low = x, f_low = f_x;
      if (last_side < 0) f_high *= 0.5;
    } else {
      high = x, f_high = f_x;
      if (last_side > 0) f_low *= 0.5;
    }
    last_side = side;
  }
  return 0.5 * (low + high);
}

}  // namespace gw::cooling
