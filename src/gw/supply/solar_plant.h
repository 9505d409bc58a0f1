#pragma once
// A photovoltaic plant: irradiance on the module plane, cell temperature, inverter.
//
//   P_dc = dc (G/1000) (1 + gamma (Tc - 25)) (1 - losses),  P_ac = min(dc/ILR, eta P_dc)
// G plane-of-array irradiance (W/m2; beam x incidence loss + Hay-Davies sky + ground), gamma temperature
// coefficient (1/K), Tc cell temperature (C): Tc = Ta + G exp(-3.56 - 0.075 v) + 3 G/1000 [King, Boyson,
// Kratochvil, SAND2004-3535, glass/polymer open rack], eta the inverter's part-load curve [Dobos, PVWatts
// Version 5 Manual, NREL/TP-6A20-62641, 2014]. Tracker: horizontal north-south axis with backtracking.
// Against pvlib with equal parameters: within 1 % at Phoenix (docs/supply.md). Neglected: snow, spectrum,
// terrain, shading of fixed rows, sub-hourly clipping (low by up to about 1-2 % of energy at ILR 1.3).

#include "gw/catalog/epw.h"
#include "gw/supply/source_common.h"

namespace gw::describe {
struct RecordType;
}

namespace gw::supply {

enum class Mounting { fixed_tilt, single_axis_tracker };

/// `kind: solar`, catalogue folder `solar`.
struct SolarPlant : SourceCommon {
  SolarPlant();
  Power dc_power;                       ///< module nameplate at standard test conditions
  double inverter_loading_ratio = 1.34;  ///< DC nameplate over AC nameplate
  Mounting mounting = Mounting::single_axis_tracker;
  double tilt_deg = 25;                ///< fixed tilt
  double azimuth_deg = 180;            ///< fixed tilt: 180 faces south
  double rotation_limit_deg = 60;      ///< tracker
  double ground_coverage_ratio = 0.4;  ///< tracker: module width over row pitch
  double temperature_coefficient_per_k = -0.0037;
  double loss_frac = 0.1408;               ///< soiling, wiring, mismatch, availability...
  double inverter_efficiency_frac = 0.96;  ///< nominal
  double albedo_frac = 0.2;
  double degradation_per_year_frac = 0.007;
  static const describe::RecordType& description();

  Power ac_power() const { return dc_power / inverter_loading_ratio; }
};

/// Irradiance on the plane, W/m2, incidence losses included.
struct PlaneOfArray {
  double beam_w_per_m2 = 0, sky_w_per_m2 = 0, ground_w_per_m2 = 0;
  double total_w_per_m2() const { return beam_w_per_m2 + sky_w_per_m2 + ground_w_per_m2; }
};
/// In hour `hour` (0..8759) of the weather year, sun at mid-hour.
PlaneOfArray plane_of_array(const SolarPlant& plant, const catalog::WeatherYear& weather, int hour);

/// AC output of a new plant, MW, at this irradiance on its plane (W/m2, incidence losses included), air and wind.
double solar_output_mw(const SolarPlant& plant, double irradiance_w_per_m2, double ambient_c, double wind_m_per_s);
/// DC power of the modules of a new plant in each hour of the weather year, losses taken; and what inverters make of
/// such a power.
std::vector<double> solar_dc_mw(const SolarPlant& plant, const catalog::WeatherYear& weather);
double solar_ac_mw(const SolarPlant& plant, double dc_mw);
/// AC output of a new plant in each hour of the weather year.
std::vector<double> solar_output_mw(const SolarPlant& plant, const catalog::WeatherYear& weather);

}  // namespace gw::supply
