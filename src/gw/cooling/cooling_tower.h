#pragma once
// Cooling tower, open, or closed by a plate heat exchanger.
//
// Merkel's enthalpy potential in effectiveness form [Braun, Klein, Mitchell: Effectiveness models for
// cooling towers and cooling coils, ASHRAE Transactions 95(2), 1989]:
//   q / m_air = e * (h_sat(T_hot) - h_air),  e as a counterflow exchanger with
//   c = (h_sat(T_hot) - h_sat(T_cold)) / (q / m_air),  NTU = C * (m_water / m_air)^(1 + n),  n = -0.6
// C follows from the rated point (wet bulb, approach, range, liquid-to-gas ratio). Leaving air is
// saturated, so the water evaporated is m_air * (w_out - w_in): between 60 % (winter) and 100 % of heat /
// vaporisation heat.
//
// Blowdown = evaporation / (cycles - 1) - drift.
//
// Fans by affinity laws with a static share.
//
// Valid: any wet bulb below the cold water; compared in the test with the YorkCalc correlation.
//
// Neglected: freezing and basin heaters, natural draught at zero fan speed, make-up water's own heat.

#include "gw/cooling/rejection.h"

namespace gw::describe {
struct RecordType;
}

namespace gw::cooling {

struct CoolingTower {
  TemperatureDelta approach = 4.0 * unit::K;          ///< cold water above wet bulb the sizing aims at
  TemperatureDelta minimum_approach = 2.2 * unit::K;  ///< smallest the sizing may choose
  TemperatureDelta exchanger_approach =
      2.0 * unit::K;                 ///< plate exchanger between tower and loop; 0 = open loop
  double liquid_to_gas_ratio = 1.2;  ///< kg of water per kg of air at the rated point
  double fan_power_frac = 0.0125;    ///< fan power over heat at the rated point
  double fan_static_frac = 0.0;
  double minimum_fan_speed_frac = 0.10;
  double pump_power_frac = 0.0128;  ///< tower-water pumps over heat at design
  double pump_static_frac = 0.3;    ///< lift to the fill and spray pressure over total head
  double cycles_of_concentration = 5.0;
  double drift_frac = 0.00002;  ///< of circulating water
  static const describe::RecordType& description();
};

struct SizedCoolingTower {
  CoolingTower design;
  double merkel_coefficient = 1.0;
  double air_kg_per_s = 0.0;  ///< at full fan speed
  double fan_w = 0.0;         ///< at full fan speed
  double pump_w = 0.0;        ///< at design heat
};

/// `duty` is the loop's; the exchanger approach is taken off both temperatures inside.
SizedCoolingTower size_cooling_tower(const CoolingTower& design, const LoopDuty& duty,
                                     const DesignConditions& hottest, SizingNotes& notes);
PlantHour run_cooling_tower(const SizedCoolingTower& plant, const LoopDuty& duty, const OutdoorAir& air);

/// Heat per kg of air between water temperatures hot_c and cold_c; 0 when the wet bulb is not below cold_c.
double tower_uptake_j_per_kg(const SizedCoolingTower& plant, double cold_c, double hot_c,
                             const OutdoorAir& air);
/// Cold-water temperature at full fans for a heat and a range held constant.
double tower_cold_water_c(const SizedCoolingTower& plant, double heat_w, double range_k,
                          const OutdoorAir& air);
/// Water taken up by air that takes this heat and leaves saturated.
double saturated_evaporation_kg_per_s(double heat_w, double air_kg_per_s, const OutdoorAir& air);
/// Fans, pumps and water of a tower rejecting heat_w with air_kg_per_s of air. Adds to `hour`.
void tower_water_and_power(const SizedCoolingTower& plant, double heat_w, double range_k,
                           double uptake_j_per_kg, double design_w, const OutdoorAir& air, PlantHour& hour);

}  // namespace gw::cooling
