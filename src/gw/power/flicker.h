#pragma once
// Short-term flicker severity of a voltage that swings with a load: blocks 3 to 5 of the flickermeter.
//
//   weighting   H(s) = k w1 s / (s^2 + 2 l s + w1^2) (1 + s/w2) / ((1 + s/w3) (1 + s/w4)),   high-pass of 0.05 Hz before
//   sensation   P_inst = c smooth((H d)^2), smooth of first order, 300 ms; c: a sine of 8.8 Hz and 0.250 % (230 V lamp) or
//               0.321 % (120 V) from lowest to highest voltage has a largest P_inst of 1
//   severity    P_st = sqrt(0.0314 P_0.1 + 0.0525 P_1s + 0.0657 P_3s + 0.28 P_10s + 0.08 P_50s)
//
// d the change of the voltage over its nominal value; P_k the level that P_inst exceeds during k % of ten minutes; an s
// marks the mean of neighbouring levels [IEC 61000-4-15:2010, clauses 4.4 to 4.7; IEEE Std 1453 adopts it].
//
// Valid: samples of 10 ms or less, which follow swings to about 25 Hz; verified at the standard's test points to its 5 %.
// Less than ten minutes count as if they went on alike. Neglected: the 35 Hz low-pass of the demodulator.

#include <span>

#include "gw/units/quantity.h"

namespace gw::power {

/// The filament lamp whose flicker is felt: of networks with 120 V at 60 Hz or 230 V at 50 Hz.
enum class Lamp { v120, v230 };

/// Longest sample that shows flicker.
inline constexpr Time kFlickerSample = 0.01 * s;

struct FlickerSeverity {
  double pst = 0;
  Time at;  ///< of the largest sensation within the worst ten minutes, from the first sample
};

/// The worst ten minutes, tried each minute. `change` is of the voltage over nominal, by sample of `step`, which is
/// positive and at most kFlickerSample. Zero without samples.
FlickerSeverity flicker_severity(std::span<const double> change, Time step, Lamp lamp);

}  // namespace gw::power
