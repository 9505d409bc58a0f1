#pragma once
// A wind plant with a power curve: a maker's, or an idealised one.
//
//   v = v10 (hub/10 m)^alpha (rho/1.225 kg/m3)^(1/3)   [air density: IEC 61400-12-1, for regulated turbines]
//   P: linear between the points of `power_curve`, zero outside; without points P = 0 below cut-in and from cut-out on, rated between rated and cut-out speed,
//   rated (v^3 - vin^3)/(vr^3 - vin^3) between cut-in and rated speed; times (1 - losses)
// v10 wind speed of the weather file (10 m), alpha shear exponent (1/7 over open land).
// Rough: one airport's wind stands for the plant; turbulence, direction and high-wind hysteresis are neglected,
// density is the station's. For a sited plant use its own measured year.

#include <vector>

#include "gw/catalog/epw.h"
#include "gw/supply/source_common.h"

namespace gw::describe {
struct RecordType;
}

namespace gw::supply {

/// One point of a power curve.
struct WindPoint {
  double speed_m_per_s = 0;  ///< at the hub, in air of 1.225 kg/m3
  double power_frac = 0;     ///< of the nameplate
  static const describe::RecordType& description();
};

/// `kind: wind`, catalogue folder `generators`.
struct WindPlant : SourceCommon {
  WindPlant();
  Power power;  ///< nameplate of the plant
  double hub_height_m = 100;
  double shear_exponent = 1.0 / 7.0;
  std::vector<WindPoint> power_curve;  ///< by rising speed; empty = by the three speeds
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
