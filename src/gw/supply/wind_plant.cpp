#include "gw/supply/wind_plant.h"

#include <cmath>

namespace gw::supply {
namespace {

/// Height of the wind sensor an EPW file speaks of (WMO standard anemometer height).
constexpr double kWeatherHeightM = 10.0;

double cube(double x) { return x * x * x; }

}  // namespace

WindPlant::WindPlant() {
  capex_usd_per_kw = 1758.676;
  fixed_om_usd_per_kw_year = 40.737;
}

double wind_power_frac(const WindPlant& plant, double hub_speed_m_per_s) {
  const double v = hub_speed_m_per_s;
  if (!(v >= plant.cut_in_m_per_s) || v >= plant.cut_out_m_per_s) return 0.0;
  if (v >= plant.rated_m_per_s) return 1.0;
  return (cube(v) - cube(plant.cut_in_m_per_s)) / (cube(plant.rated_m_per_s) - cube(plant.cut_in_m_per_s));
}

std::vector<double> wind_output_mw(const WindPlant& plant, const catalog::WeatherYear& weather) {
  const double shear = std::pow(plant.hub_height_m / kWeatherHeightM, plant.shear_exponent);
  const double net_mw = plant.power.in(unit::MW) * (1.0 - plant.loss_frac);
  std::vector<double> out_mw;
  out_mw.reserve(weather.wind_speed_m_per_s.size());
  for (double speed : weather.wind_speed_m_per_s)
    out_mw.push_back(net_mw * wind_power_frac(plant, speed * shear));
  return out_mw;
}

}  // namespace gw::supply
