#pragma once
// Adiabatic dry cooler: a dry cooler whose entering air is cooled by wetted pads on hot hours.
//
//   T_air = max(T_switch, T_db - pad_effectiveness * (T_db - T_wb))   while T_db > T_switch, else T_db
// The pads are staged to hold the switch temperature, so a hotter hour never needs less fan power. Water
// evaporated: m_air * (rise of humidity ratio along constant wet bulb).
//
// Blowdown = evaporation / (cycles - 1).
//
// Source of the pad model: ASHRAE Handbook - HVAC Systems and Equipment 2016, ch. 41 (direct evaporative
// coolers).
//
// Neglected: the pads' air pressure drop when dry (in the fan power), drift, carry-over.

#include "gw/cooling/dry_cooler.h"

namespace gw::cooling {

struct AdiabaticDryCooler {
  DryCooler dry_cooler;
  Temperature wet_above = Temperature::celsius(24.0);  ///< dry bulb above which pads are wetted
  double pad_effectiveness_frac = 0.80;                ///< of the wet-bulb depression
  double cycles_of_concentration = 3.0;
  static const describe::RecordType& description();
};

struct SizedAdiabaticDryCooler {
  AdiabaticDryCooler design;
  SizedDryCooler dry;
};

SizedAdiabaticDryCooler size_adiabatic(const AdiabaticDryCooler& design, const LoopDuty& duty,
                                       const DesignConditions& hottest, SizingNotes& notes);
PlantHour run_adiabatic(const SizedAdiabaticDryCooler& plant, const LoopDuty& duty, const OutdoorAir& air);

}  // namespace gw::cooling
