#include "gw/cooling/psychrometrics.h"

#include <algorithm>
#include <cmath>

#include "gw/cooling/root.h"

namespace gw::cooling {
namespace {

constexpr double kZeroKelvinC = 273.15;
constexpr double kColdestC = -100.0, kHottestC = 200.0;  // range of equations 5 and 6
constexpr double kLargestVapourShare = 0.95;
/// Saturation pressure at 0 C, Pa: where the two equations meet (611.15 and 611.21).
constexpr double kPressureAtZero = 611.2;
/// Gas constant of dry air, J/(kg K) [ASHRAE 2017, eq. 1].
constexpr double kDryAirGasConstant = 287.042;
// Latent and specific heats of equations 33 and 35, in J/kg and J/(kg K).
constexpr double kSublimationAtZero = 2830e3, kSublimationSlope = 240.0, kIceSpecificHeat = 2100.0;
constexpr double kVaporisationSlope = 2326.0;

/// Natural logarithm of the saturation pressure, equations 5 and 6; T in kelvin.
double log_saturation_pressure(double t) {
  if (t < kZeroKelvinC)
    return -5.6745359e3 / t + 6.3925247 +
           t * (-9.6778430e-3 + t * (6.2215701e-7 + t * (2.0747825e-9 + t * -9.4840240e-13))) +
           4.1635019 * std::log(t);
  return -5.8002206e3 / t + 1.3914993 + t * (-4.8640239e-2 + t * (4.1764768e-5 + t * -1.4452093e-8)) +
         6.5459673 * std::log(t);
}

double ratio_of_pressures(double vapour_pa, double pressure_pa) {
  const double vapour = std::clamp(vapour_pa, 0.0, kLargestVapourShare * pressure_pa);
  return kMolarMassRatio * vapour / (pressure_pa - vapour);
}

double saturation_in_air_pa(double temperature_c, double pressure_pa) {
  return enhancement_factor(pressure_pa) * saturation_pressure_pa(temperature_c);
}

double vapour_pressure_pa(double humidity_ratio, double pressure_pa) {
  const double w = std::max(humidity_ratio, 0.0);
  return pressure_pa * w / (kMolarMassRatio + w);
}

/// Equations 33 (liquid) and 35 (ice on the wick).
double ratio_at_wet_bulb(double dry_bulb_c, double wet_c, double pressure_pa, bool ice) {
  const double saturated = saturation_humidity_ratio(wet_c, pressure_pa);
  const double sensible = kDryAirSpecificHeat * (dry_bulb_c - wet_c);
  if (ice)
    return ((kSublimationAtZero - kSublimationSlope * wet_c) * saturated - sensible) /
           (kSublimationAtZero + kVapourSpecificHeat * dry_bulb_c - kIceSpecificHeat * wet_c);
  return ((kVaporisationAtZero - kVaporisationSlope * wet_c) * saturated - sensible) /
         (kVaporisationAtZero + kVapourSpecificHeat * dry_bulb_c - kWaterSpecificHeat * wet_c);
}

}  // namespace

double saturation_pressure_pa(double temperature_c) {
  return std::exp(log_saturation_pressure(std::clamp(temperature_c, kColdestC, kHottestC) + kZeroKelvinC));
}

double saturation_temperature_c(double vapour_pa) {
  if (!(vapour_pa > saturation_pressure_pa(kColdestC))) return kColdestC;
  const double target = std::log(std::min(vapour_pa, saturation_pressure_pa(kHottestC)));
  const bool ice = vapour_pa < kPressureAtZero;
  const double low = ice ? kColdestC : 0.0, high = ice ? 0.0 : kHottestC;
  // In 1/T the logarithm is nearly a straight line, so the secant needs few steps.
  const double x = find_root([&](double inverse) { return log_saturation_pressure(1.0 / inverse) - target; },
                             1.0 / (high + kZeroKelvinC), 1.0 / (low + kZeroKelvinC), 1e-14);
  return std::clamp(1.0 / x - kZeroKelvinC, low, high);
}

double saturation_humidity_ratio(double temperature_c, double pressure_pa) {
  return ratio_of_pressures(saturation_in_air_pa(temperature_c, pressure_pa), pressure_pa);
}

double humidity_ratio(double dry_bulb_c, double relative_humidity, double pressure_pa) {
  return ratio_of_pressures(
      std::clamp(relative_humidity, 0.0, 1.0) * saturation_in_air_pa(dry_bulb_c, pressure_pa), pressure_pa);
}

double humidity_ratio_from_wet_bulb(double dry_bulb_c, double wet_bulb, double pressure_pa) {
  return std::max(0.0,
                  ratio_at_wet_bulb(dry_bulb_c, std::min(wet_bulb, dry_bulb_c), pressure_pa, wet_bulb < 0));
}

double relative_humidity_frac(double dry_bulb_c, double humidity_ratio, double pressure_pa) {
  return std::min(
      1.0, vapour_pressure_pa(humidity_ratio, pressure_pa) / saturation_in_air_pa(dry_bulb_c, pressure_pa));
}

double wet_bulb_c(double dry_bulb_c, double humidity_ratio, double pressure_pa) {
  // The two equations do not meet at 0 C, so a humidity may have one root on each; the liquid one is taken if
  // it exists, which keeps the wet bulb rising with humidity and with dry bulb.
  const bool ice = dry_bulb_c <= 0 || humidity_ratio < ratio_at_wet_bulb(dry_bulb_c, 0.0, pressure_pa, false);
  const double high = ice ? std::min(dry_bulb_c, 0.0) : dry_bulb_c;
  const double low = ice ? kColdestC : 0.0;
  const auto excess = [&](double wet) {
    return ratio_at_wet_bulb(dry_bulb_c, wet, pressure_pa, ice) - humidity_ratio;
  };
  if (excess(high) <= 0) return high;  // saturated
  return find_root(excess, low, high, 1e-7);
}

double dew_point_c(double humidity_ratio, double pressure_pa) {
  return saturation_temperature_c(vapour_pressure_pa(humidity_ratio, pressure_pa) /
                                  enhancement_factor(pressure_pa));
}

double enthalpy_j_per_kg(double dry_bulb_c, double humidity_ratio) {
  return kDryAirSpecificHeat * dry_bulb_c +
         humidity_ratio * (kVaporisationAtZero + kVapourSpecificHeat * dry_bulb_c);
}

double saturation_enthalpy_j_per_kg(double temperature_c, double pressure_pa) {
  return enthalpy_j_per_kg(temperature_c, saturation_humidity_ratio(temperature_c, pressure_pa));
}

double dry_air_density_kg_per_m3(double dry_bulb_c, double humidity_ratio, double pressure_pa) {
  return pressure_pa /
         (kDryAirGasConstant * (dry_bulb_c + kZeroKelvinC) * (1.0 + humidity_ratio / kMolarMassRatio));
}

}  // namespace gw::cooling
