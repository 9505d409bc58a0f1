#pragma once
// A wind plant with an idealised power curve.
//
//   v = v10 (hub/10 m)^alpha;  P = 0 below cut-in and from cut-out on, rated between rated and cut-out speed,
//   rated (v^3 - vin^3)/(vr^3 - vin^3) between cut-in and rated speed; times (1 - losses)
// v10 wind speed of the weather file (10 m), alpha shear exponent (1/7 over open land).
// Rough: one airport's wind stands for the plant; air density, turbulence, direction and high-wind hysteresis
// are neglected. For a sited plant use its own measured year.

#include <vector>

#include "gw/catalog/epw.h"
#include "gw/supply/source_common.h"

namespace gw::describe {
struct RecordType;
}

namespace gw::supply {

/// `kind: wind`, catalogue folder `generators`.
struct WindPlant : SourceCommon {
  WindPlant();
  Power power;  ///< nameplate of the plant
  double hub_height_m = 100;
  double shear_exponent = 1.0 / 7.0;
  double cut_in_m_per_s = 3;
  double rated_m_per_s = 12;
  double cut_out_m_per_s = 25;
  double loss_frac = 0.15;  ///< wakes, electrical, availability
  static const describe::RecordType& description();
};

/// Output over nameplate at this hub-height speed, before losses.
double wind_power_frac(const WindPlant& plant, double hub_speed_m_per_s);
/// Output of each hour of the weather year, MW.
std::vector<double> wind_output_mw(const WindPlant& plant, const catalog::WeatherYear& weather);

}  // namespace gw::supply
