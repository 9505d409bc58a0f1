#pragma once
// A plant of identical fuel-burning units: combined cycle, gas turbine, engine, fuel cell, nuclear, backup.
//
// Fuel of one running unit at output P (MW), in MMBtu/h (higher heating value):
//   F(P) = a + b P,   b = (h1 - m hm)/(1 - m),   a = Pu m (hm - h1)/(1 - m)
// with h1, hm the heat rates (MMBtu/MWh) at full and at minimum load, m the minimum-load fraction and Pu the
// unit's size: the straight line through the two published points (Willans line; the form of NREL REopt's
// generator.jl). Output limit: Pu (1 - d max(0, T - 15 C)) (1 - e z), d derate per K, e derate per km, z
// elevation in km. Valid: -15 to 45 C, m < 1, h1 <= hm < h1/m. Neglected: gain below 15 C, worse heat rate
// when hot, start-up fuel (inside the start cost).

#include "gw/supply/flexibility.h"
#include "gw/supply/outage_curve.h"
#include "gw/supply/source_common.h"

namespace gw::describe {
struct RecordType;
}

namespace gw::supply {

struct ThermalPlant : SourceCommon, Flexibility {
  int units = 1;
  Power unit_power;                    ///< net output of one unit at 15 C, sea level
  double heat_rate_mmbtu_per_mwh = 0;  ///< full load, HHV
  double min_load_heat_rate_mmbtu_per_mwh = 0;
  double min_load_frac = 0.5;
  double temperature_derate_per_k = 0;
  double altitude_derate_per_km_frac = 0;
  OutageCurve forced_outage;
  Time mean_time_to_repair = 48.0 * unit::hour;
  double maintenance_frac = 0;            ///< share of the year each unit is away, in the mildest weeks
  double fuel_price_usd_per_mmbtu = 0;    ///< delivered, HHV
  double fuel_emission_kg_per_mmbtu = 0;  ///< CO2 of combustion, HHV
  double start_cost_usd_per_mw = 0;       ///< per start and MW of the unit

  Power installed() const { return double(units) * unit_power; }
  /// a and b of the fuel line, for one unit.
  double no_load_mmbtu_per_h() const;
  double incremental_mmbtu_per_mwh() const;
  /// Fuel of `running` units sharing `output`; zero when none runs.
  double fuel_mmbtu_per_h(int running, Power output) const;
  /// Average variable cost at full load: fuel and variable O&M.
  double full_load_cost_usd_per_mwh() const;
  /// Least output of a unit whose limit of the hour is this.
  double unit_min_mw(double unit_limit_mw) const;
  /// Change of one unit's output from one hour's mean to the next, where that binds; 0 = it covers its range within the hour.
  double hourly_ramp_mw() const;
  /// Limit of one unit at this weather.
  Power unit_limit(Temperature ambient, double elevation_m) const;
};

/// `kind: gas_combined_cycle`; a unit is one power block. All in catalogue folder `generators`.
struct GasCombinedCycle : ThermalPlant {
  GasCombinedCycle();
  static const describe::RecordType& description();
};
/// `kind: gas_turbine`: simple cycle, frame or aeroderivative.
struct GasTurbine : ThermalPlant {
  GasTurbine();
  static const describe::RecordType& description();
};
/// `kind: gas_engine`: reciprocating.
struct GasEngine : ThermalPlant {
  GasEngine();
  static const describe::RecordType& description();
};
/// `kind: fuel_cell`.
struct FuelCell : ThermalPlant {
  FuelCell();
  static const describe::RecordType& description();
};
/// `kind: nuclear`.
struct Nuclear : ThermalPlant {
  Nuclear();
  static const describe::RecordType& description();
};
/// `kind: backup`: diesel or gas sets that run only when everything else falls short.
struct Backup : ThermalPlant {
  Backup();
  static const describe::RecordType& description();
};

}  // namespace gw::supply
