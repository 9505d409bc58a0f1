#pragma once
// Coolant distribution unit: the plate exchanger between the coolant of the racks and the facility water.
//
//   effectiveness on the water side   e = water rise / (coolant rise + approach)
//   NTU from e at the rated heat, by the counterflow relation of exchanger.h with c = coolant rise / water
//   rise at a share x of the rated heat    NTU(x) = NTU x^(n - 1),   approach(x) = water rise / e(NTU(x)) -
//   coolant rise
//
// Symbols: approach = coolant supply over facility-water supply [K]; rises are those of the two streams [K],
// held by pumps whose flow follows the heat, so both capacity rates fall with x while the conductance falls
// with x^n: less heat needs less difference, and the facility water may be warmer. With equal rises
// approach(x) = approach x^(1 - n).
//
// Source: counterflow effectiveness [Kays, London: Compact Heat Exchangers]; n from Nu ~ Re^n of chevron
// plates on both sides, 0.67 [Martin 1996] to 0.84 [Khan et al. 2010,
// doi 10.1016/j.applthermaleng.2010.01.021]. Valid above the flows that pumps can hold (kLeastFlow).
// Neglected: the plates' own resistance, fouling, bypass.

#include <algorithm>
#include <cmath>

#include "gw/cooling/exchanger.h"

namespace gw::cooling {

/// Exponent of the conductance in the flows: between the two sources above (assumed).
inline constexpr double kPlateExponent = 0.7;
/// Least flow of the pumps over rated flow (assumed): below it the approach stays.
inline constexpr double kLeastFlow = 0.2;

struct Cdu {
  double water_rise_k = 0, coolant_rise_k = 0, approach_k = 0;  ///< at the rated heat

  /// Approach at a share of the rated heat [K]; an exchanger without an approach has none at any load.
  double approach(double load_frac) const {
    if (!(approach_k > 0)) return approach_k;
    const double flow = std::clamp(load_frac, kLeastFlow, 1.0);
    if (flow == 1.0) return approach_k;
    const double c = coolant_rise_k / water_rise_k;
    const double rated = counterflow_ntu(water_rise_k / (coolant_rise_k + approach_k), c);
    const double e = counterflow_effectiveness(rated * std::pow(flow, kPlateExponent - 1.0), c);
    return std::max(0.0, water_rise_k / e - coolant_rise_k);
  }
};

}  // namespace gw::cooling
