#pragma once
// Counterflow exchange and the affinity laws: the two relations every plant shares.
//
// Effectiveness of a counterflow exchanger [Kays, London: Compact Heat Exchangers], on the side of capacity
// rate C_1:
//   e = q / (C_1 dT_max) = (1 - exp(-NTU (1 - c))) / (1 - c exp(-NTU (1 - c)))
// with NTU = UA / C_1 and c = C_1 / C_2. Holds for c above 1 too. Air is side 1 here.

#include <algorithm>
#include <cmath>

#include "gw/cooling/psychrometrics.h"
#include "gw/cooling/root.h"

namespace gw::cooling {

/// Exponent of NTU in the fluid-to-air flow ratio. Towers: 1 + n with n = -0.6 [ASHRAE Handbook - HVAC
/// Systems and Equipment, "Cooling towers"]. Dry coils: assumed the same (UA ~ air^0.6 fluid^0.4).
inline constexpr double kNtuExponent = 0.4;

inline double counterflow_effectiveness(double ntu, double c) {
  const double x = ntu * (1.0 - c);
  if (std::abs(x) < 1e-9) return ntu / (1.0 + ntu);
  if (x > 0) {
    const double decay = std::exp(-x);
    return (1.0 - decay) / (1.0 - c * decay);
  }
  const double decay = std::exp(x);  // c > 1: written so that nothing overflows
  return (1.0 - decay) / (c - decay);
}

/// The inverse: NTU of an effectiveness. Needs e < 1 and e c < 1.
inline double counterflow_ntu(double effectiveness, double c) {
  if (std::abs(1.0 - c) < 1e-9) return effectiveness / (1.0 - effectiveness);
  return std::log((1.0 - effectiveness * c) / (1.0 - effectiveness)) / (1.0 - c);
}

/// Fan power of the same mass flow through the same coil in thin air over that at sea level: volume flow
/// grows with 1 / density and so does the pressure drop of a given mass flow [fan laws, ASHRAE Handbook -
/// HVAC Systems and Equipment, "Fans"]. Rows are rated at standard pressure; by the site's pressure,
/// temperature left out.
inline double thin_air_power(double pressure_pa) {
  const double ratio = kStandardPressurePa / pressure_pa;
  return ratio * ratio;
}

/// 0.001^0.4: the search starts at a thousandth of the largest uptake.
inline constexpr double kLeastUptakeRoot = 0.0630957344;

/// Uptake q / m_air that holds both fluid temperatures. `top` is the air-side potential of the hot fluid over
/// the entering air, `span` that between hot and cold fluid (both J per kg of air); NTU = coefficient *
/// uptake^0.4. 0 when the air cannot cool the fluid to its cold end (top <= span).
inline double counterflow_uptake(double top, double span, double coefficient) {
  if (!(top > span) || !(span > 0)) return 0.0;
  // Solved for z = uptake^0.4 (uptake = z^2 sqrt(z)): no power function inside the loop.
  const auto excess = [&](double z) {
    const double uptake = z * z * std::sqrt(z);
    return counterflow_effectiveness(coefficient * z, span / uptake) * top - uptake;
  };
  const double high = std::pow(top, kNtuExponent), low = kLeastUptakeRoot * high;
  if (excess(low) <= 0) return 0.0;  // within 0.1 % of the pinch: no finite air flow is worth running
  const double z = find_root(excess, low, high, 1e-8 * high);
  return z * z * std::sqrt(z);
}

/// Power over full-speed power at a flow fraction: P = Q dp / efficiency with dp = static + (1 - static) Q^2.
inline double affinity_power_frac(double flow_frac, double static_frac) {
  return flow_frac * (static_frac + (1.0 - static_frac) * flow_frac * flow_frac);
}

/// Fan power of a bank that must move flow_frac of its air; above 1 the fans are at full speed.
inline double fan_power_w(double full_w, double flow_frac, double minimum_frac, double static_frac) {
  return full_w * affinity_power_frac(std::clamp(flow_frac, minimum_frac, 1.0), static_frac);
}

/// Blowdown that holds the cycles of concentration: evaporation / (cycles - 1), less the drift that leaves
/// anyway.
inline double blowdown(double evaporated, double drift, double cycles) {
  return std::max(0.0, evaporated / std::max(cycles - 1.0, 0.01) - drift);
}

}  // namespace gw::cooling
