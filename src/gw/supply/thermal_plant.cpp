#include "gw/supply/thermal_plant.h"

#include <algorithm>

namespace gw::supply {
namespace {

/// Rating point of turbines and engines: 15 C (ISO 3977-2).
constexpr Temperature kRatingTemperature = Temperature::celsius(15);
/// kg CO2 per MMBtu (HHV): natural gas, EPA Emission Factors Hub; distillate fuel oil no. 2 as usually quoted
/// from it.
constexpr double kNaturalGasCo2 = 53.06, kDistillateCo2 = 73.96;
/// Gas delivered to US generators, EIA forecast of January 2025 for 2025.
constexpr double kGasPriceUsdPerMmbtu = 3.37;
/// Share of output lost per km of elevation, from the fall of air pressure in the standard atmosphere.
constexpr double kDeratePerKm = 0.11;

void burn_gas(ThermalPlant& plant) {
  plant.fuel_price_usd_per_mmbtu = kGasPriceUsdPerMmbtu;
  plant.fuel_emission_kg_per_mmbtu = kNaturalGasCo2;
}

void cost(ThermalPlant& plant, double capex, double fixed, double variable) {
  plant.capex_usd_per_kw = capex;
  plant.fixed_om_usd_per_kw_year = fixed;
  plant.variable_om_usd_per_mwh = variable;
}

Flexibility times(double ramp_frac_per_min, Time start, Time cold_start, Time up, Time down) {
  return {.ramp_frac_per_min = ramp_frac_per_min, .start_time = start, .cold_start_time = cold_start, .min_up_time = up, .min_down_time = down};
}

}  // namespace

GasCombinedCycle::GasCombinedCycle() {
  burn_gas(*this);
  cost(*this, 1241.9, 33.2, 2.12);
  heat_rate_mmbtu_per_mwh = 6.168;
  min_load_heat_rate_mmbtu_per_mwh = 7.0;
  min_load_frac = 0.5;
  temperature_derate_per_k = 0.005;
  altitude_derate_per_km_frac = kDeratePerKm;
  forced_outage = OutageCurve::constant(0.028);
  maintenance_frac = 0.06;
  start_cost_usd_per_mw = 79;
  static_cast<Flexibility&>(*this) = times(0.05, 90.0 * unit::minute, 180.0 * unit::minute, 6.0 * unit::hour, 8.0 * unit::hour);
  block_load_frac = 0.1;
  start_power_frac = 0.03;
}

GasTurbine::GasTurbine() {
  burn_gas(*this);
  cost(*this, 1105.8, 26.6, 8.5);
  heat_rate_mmbtu_per_mwh = 9.717;
  min_load_heat_rate_mmbtu_per_mwh = 11.8;
  min_load_frac = 0.6;
  temperature_derate_per_k = 0.007;
  altitude_derate_per_km_frac = kDeratePerKm;
  forced_outage = OutageCurve::constant(0.024);
  maintenance_frac = 0.05;
  start_cost_usd_per_mw = 103;
  static_cast<Flexibility&>(*this) = times(0.08, 20.0 * unit::minute, 20.0 * unit::minute, {}, {});
  block_load_frac = 0.1;
}

GasEngine::GasEngine() {
  burn_gas(*this);
  cost(*this, 2350, 20, 13.5);
  heat_rate_mmbtu_per_mwh = 8.425;
  min_load_heat_rate_mmbtu_per_mwh = 9.6;
  min_load_frac = 0.25;
  forced_outage = OutageCurve::constant(0.05);
  maintenance_frac = 0.04;
  start_cost_usd_per_mw = 10;
  static_cast<Flexibility&>(*this) = times(1.0, 5.0 * unit::minute, 10.0 * unit::minute, {}, {});
  block_load_frac = 0.2;
  black_start = true, start_power_frac = 0.005;
}

FuelCell::FuelCell() {
  burn_gas(*this);
  cost(*this, 1393, 39.7, 7.52);
  heat_rate_mmbtu_per_mwh = 7.0;
  min_load_heat_rate_mmbtu_per_mwh = 7.0;
  min_load_frac = 0.3;
  forced_outage = OutageCurve::constant(0.03);
  maintenance_frac = 0.02;
  mean_time_to_repair = 24.0 * unit::hour;
  static_cast<Flexibility&>(*this) = times(0.1, 60.0 * unit::minute, 12.0 * unit::hour, {}, {});
  cold_after = 24.0 * unit::hour;
  block_load_frac = 0.1;
  start_power_frac = 0.03;
}

Nuclear::Nuclear() {
  cost(*this, 8328, 141.576, 2.7066);
  heat_rate_mmbtu_per_mwh = 9.18;
  min_load_heat_rate_mmbtu_per_mwh = 10.0;
  min_load_frac = 0.4;
  forced_outage = OutageCurve::constant(0.021);
  maintenance_frac = 0.06;
  mean_time_to_repair = 298.0 * unit::hour;
  fuel_price_usd_per_mmbtu = 0.7;
  start_cost_usd_per_mw = 100;
  static_cast<Flexibility&>(*this) = times(0.01, 12.0 * unit::hour, 48.0 * unit::hour, 48.0 * unit::hour, 48.0 * unit::hour);
  cold_after = 72.0 * unit::hour;
  block_load_frac = 0.05;
  start_power_frac = 0.06;
}

Backup::Backup() {
  cost(*this, 900, 10, 10);
  heat_rate_mmbtu_per_mwh = 10.6;  // 3,412 Btu/kWh over 32.2 %
  min_load_heat_rate_mmbtu_per_mwh = 12.5;
  min_load_frac = 0.3;
  fuel_price_usd_per_mmbtu = 20;
  fuel_emission_kg_per_mmbtu = kDistillateCo2;
  forced_outage = OutageCurve::constant(0.104);
  mean_time_to_repair = 24.0 * unit::hour;
  maintenance_frac = 0.005;
  static_cast<Flexibility&>(*this) = times(2.0, 0.2 * unit::minute, 0.2 * unit::minute, {}, {});
  block_load_frac = 0.6;
  black_start = true, start_power_frac = 0;
}

double ThermalPlant::incremental_mmbtu_per_mwh() const {
  if (min_load_frac >= 1.0) return heat_rate_mmbtu_per_mwh;
  return (heat_rate_mmbtu_per_mwh - min_load_frac * min_load_heat_rate_mmbtu_per_mwh) / (1.0 - min_load_frac);
}

double ThermalPlant::no_load_mmbtu_per_h() const {
  return unit_power.in(unit::MW) * (heat_rate_mmbtu_per_mwh - incremental_mmbtu_per_mwh());
}

double ThermalPlant::fuel_mmbtu_per_h(int running, Power output) const {
  if (running <= 0) return 0.0;
  return running * no_load_mmbtu_per_h() + incremental_mmbtu_per_mwh() * output.in(unit::MW);
}

double ThermalPlant::full_load_cost_usd_per_mwh() const {
  return heat_rate_mmbtu_per_mwh * fuel_price_usd_per_mmbtu + variable_om_usd_per_mwh;
}

double ThermalPlant::unit_min_mw(double unit_limit_mw) const {
  return std::min(unit_limit_mw, min_load_frac * unit_power.in(unit::MW));
}

double ThermalPlant::hourly_ramp_mw() const {
  const double ramp_frac = ramp_frac_per_min * unit::hour.in(unit::minute);
  return ramp_frac < 1 - min_load_frac ? ramp_frac * unit_power.in(unit::MW) : 0.0;
}

Power ThermalPlant::unit_limit(Temperature ambient, double elevation_m) const {
  const double excess_k = std::max(0.0, (ambient - kRatingTemperature).base());
  const double hot = std::clamp(1.0 - temperature_derate_per_k * excess_k, 0.0, 1.0);
  const double high = std::clamp(1.0 - altitude_derate_per_km_frac * elevation_m / 1000.0, 0.0, 1.0);
  return unit_power * (hot * high);
}

}  // namespace gw::supply
