#pragma once
// Closed-circuit cooling tower (evaporative fluid cooler): the loop's fluid in a coil, sprayed from above, air drawn
// over it.
//
// Two conductances in series, fluid to film of spray water (UA) and film to air (mass transfer, KA), on Merkel's
// enthalpy potential with the slope b of saturated air's enthalpy between cold and hot fluid:
//   q / m_air = e (h_sat(T_hot) - h_air),  e as a counterflow exchanger with c = (h_sat(T_hot) - h_sat(T_cold)) / (q /
//   m_air), 1 / NTU = m_air / KA + b m_air / UA,  KA ~ m_air^0.6 at constant spray,  UA ~ fluid flow^0.8
// KA follows from the rated point 102 / 90 / 75 F (entering, leaving, wet bulb) once the coil's own NTU, UA / (m_fluid
// c), is given. Leaving air is saturated.
//
// Dry (sprays off, below `dry_below` where that carries the heat): the same coil on temperatures, air-side conductance
// KA c_air by the Lewis relation (bare tubes).
//
// Sources: Braun, Klein, Mitchell, ASHRAE Transactions 95(2), 1989 (effectiveness form); Stabat, Marchio: Simplified
// model for indirect-contact evaporative cooling-tower behaviour, Applied Energy 78, 2004 (two conductances in series,
// exponents); rated point of CTI STD-201 and ASHRAE 90.1, closed-circuit towers.
//
// Valid: wet bulb below the fluid's cold end.
//
// Neglected: the film's temperature profile (taken to follow the fluid), the tower's fall of fan power by warm light
// air, freezing, heat of the spray pump to the fluid.

#include "gw/cooling/rejection.h"

namespace gw::describe {
struct RecordType;
}

namespace gw::cooling {

struct ClosedCircuitTower {
  TemperatureDelta approach = 6.0 * unit::K;          ///< leaving fluid above wet bulb the sizing aims at
  TemperatureDelta minimum_approach = 3.5 * unit::K;  ///< smallest the sizing may choose
  double liquid_to_gas_ratio = 1.0;                   ///< kg of fluid per kg of air at the rated point
  double coil_ntu = 2.5;           ///< fluid-to-film conductance over the fluid's capacity rate, at the rated point
  double fan_power_frac = 0.0213;  ///< fan power over heat at the rated point
  double fan_static_frac = 0.0;
  double minimum_fan_speed_frac = 0.10;
  double spray_power_frac = 0.005;  ///< spray pump over heat at the rated point; constant while wet
  Temperature dry_below = Temperature::celsius(5.0);
  double cycles_of_concentration = 5.0;
  double drift_frac = 0.00002;  ///< of the spray, which is as much as the fluid at the rated point
  static const describe::RecordType& description();
};

struct SizedClosedCircuitTower {
  ClosedCircuitTower design;
  double mass_ntu = 1.0;      ///< KA / m_air at full air
  double air_kg_per_s = 0.0;  ///< at full fan speed
  double fan_w = 0.0;         ///< at full fan speed
  double spray_w = 0.0;
};

SizedClosedCircuitTower size_closed_circuit_tower(const ClosedCircuitTower& design, const LoopDuty& duty,
                                                  const DesignConditions& hottest, SizingNotes& notes);
PlantHour run_closed_circuit_tower(const SizedClosedCircuitTower& plant, const LoopDuty& duty, const OutdoorAir& air);
/// What cannot be: a coil too small to meet the rated point with any air. Empty = sound.
std::vector<std::string> physics_problems(const ClosedCircuitTower& design);

}  // namespace gw::cooling
