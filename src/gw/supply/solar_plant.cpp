#include "gw/supply/solar_plant.h"

#include <algorithm>
#include <cmath>

namespace gw::supply {
namespace {

/// Irradiance and cell temperature at which modules are rated (standard test conditions, IEC 61215).
constexpr double kRatedIrradiance = 1000.0, kRatedCellC = 25.0;
/// Cell temperature of a glass/polymer module in an open rack [King et al., SAND2004-3535, table 1].
constexpr double kSandiaA = -3.56, kSandiaB = -0.075, kSandiaDeltaK = 3.0;
/// Inverter part-load efficiency, normalised to the reference 0.9637 [Dobos 2014, eq. 11].
constexpr double kInverterReference = 0.9637, kInverterSlope = -0.0162, kInverterNoLoad = -0.0059,
                 kInverterConstant = 0.9858;

double cell_temperature_c(double irradiance, double ambient_c, double wind_m_per_s) {
  const double back_c = ambient_c + irradiance * std::exp(kSandiaA + kSandiaB * wind_m_per_s);
  return back_c + kSandiaDeltaK * irradiance / kRatedIrradiance;
}

double inverter_output(const SolarPlant& plant, double dc_mw) {
  const double ac_limit_mw = plant.ac_power().in(unit::MW);
  const double dc_limit_mw = ac_limit_mw / plant.inverter_efficiency_frac;
  if (!(dc_mw > 0.0) || !(dc_limit_mw > 0.0)) return 0.0;
  const double load = dc_mw / dc_limit_mw;
  const double shape = kInverterSlope * load + kInverterNoLoad / load + kInverterConstant;
  const double efficiency = plant.inverter_efficiency_frac / kInverterReference * shape;
  return std::clamp(dc_mw * efficiency, 0.0, ac_limit_mw);
}

double modules_mw(const SolarPlant& plant, double irradiance_w_per_m2, double ambient_c, double wind_m_per_s) {
  if (!(irradiance_w_per_m2 > 0.0)) return 0.0;
  const double cell_c = cell_temperature_c(irradiance_w_per_m2, ambient_c, wind_m_per_s);
  const double warm = std::max(0.0, 1.0 + plant.temperature_coefficient_per_k * (cell_c - kRatedCellC));
  return plant.dc_power.in(unit::MW) * (1.0 - plant.loss_frac) * irradiance_w_per_m2 / kRatedIrradiance * warm;
}

}  // namespace

SolarPlant::SolarPlant() {
  capex_usd_per_kw = 1254.136;
  fixed_om_usd_per_kw_year = 23.966;
}

double solar_ac_mw(const SolarPlant& plant, double dc_mw) { return inverter_output(plant, dc_mw); }

double solar_output_mw(const SolarPlant& plant, double irradiance_w_per_m2, double ambient_c,
                       double wind_m_per_s) {
  return inverter_output(plant, modules_mw(plant, irradiance_w_per_m2, ambient_c, wind_m_per_s));
}

std::vector<double> solar_dc_mw(const SolarPlant& plant, const catalog::WeatherYear& weather) {
  std::vector<double> out_mw(std::size_t(weather.hours()), 0.0);
  for (int h = 0; h < weather.hours(); ++h) {
    const auto i = std::size_t(h);
    out_mw[i] = modules_mw(plant, plane_of_array(plant, weather, h).total_w_per_m2(), weather.dry_bulb_c[i],
                           weather.wind_speed_m_per_s[i]);
  }
  return out_mw;
}

std::vector<double> solar_output_mw(const SolarPlant& plant, const catalog::WeatherYear& weather) {
  std::vector<double> out_mw = solar_dc_mw(plant, weather);
  for (double& mw : out_mw) mw = inverter_output(plant, mw);
  return out_mw;
}

}  // namespace gw::supply
