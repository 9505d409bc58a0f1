#include "gw/supply/wind_plant.h"

#include <algorithm>
#include <cmath>
#include <iterator>

namespace gw::supply {
namespace {

/// Height of the wind sensor an EPW file speaks of (WMO standard anemometer height).
constexpr double kWeatherHeightM = 10.0;

/// Standard air of a power curve [IEC 61400-12-1]; gas constant of dry air, J/kg K.
constexpr double kStandardDensity = 1.225, kDryAir = 287.05, kCelsiusZero = 273.15;

double cube(double x) { return x * x * x; }

double on_curve(const std::vector<WindPoint>& curve, double v) {
  if (v < curve.front().speed_m_per_s || v > curve.back().speed_m_per_s) return 0.0;
  const auto above = std::ranges::lower_bound(curve, v, {}, &WindPoint::speed_m_per_s);
  if (above == curve.begin()) return above->power_frac;
  const WindPoint &a = *std::prev(above), &b = *above;
  return a.power_frac + (b.power_frac - a.power_frac) * (v - a.speed_m_per_s) / (b.speed_m_per_s - a.speed_m_per_s);
}

}  // namespace

WindPlant::WindPlant() {
  capex_usd_per_kw = 1758.676;
  fixed_om_usd_per_kw_year = 40.737;
}

double wind_power_frac(const WindPlant& plant, double hub_speed_m_per_s) {
  const double v = hub_speed_m_per_s;
  if (!plant.power_curve.empty()) return on_curve(plant.power_curve, v);
  if (!(v >= plant.cut_in_m_per_s) || v >= plant.cut_out_m_per_s) return 0.0;
  if (v >= plant.rated_m_per_s) return 1.0;
  return (cube(v) - cube(plant.cut_in_m_per_s)) / (cube(plant.rated_m_per_s) - cube(plant.cut_in_m_per_s));
}

std::vector<double> wind_output_mw(const WindPlant& plant, const catalog::WeatherYear& weather) {
  const double shear = std::pow(plant.hub_height_m / kWeatherHeightM, plant.shear_exponent);
  const double net_mw = plant.power.in(unit::MW) * (1.0 - plant.loss_frac);
  std::vector<double> out_mw;
  out_mw.reserve(weather.wind_speed_m_per_s.size());
  for (std::size_t h = 0; h < weather.wind_speed_m_per_s.size(); ++h) {
    const double density = weather.pressure_pa[h] / (kDryAir * (weather.dry_bulb_c[h] + kCelsiusZero));
    const double speed = weather.wind_speed_m_per_s[h] * shear * std::cbrt(density / kStandardDensity);
    out_mw.push_back(net_mw * wind_power_frac(plant, speed));
  }
  return out_mw;
}

}  // namespace gw::supply
