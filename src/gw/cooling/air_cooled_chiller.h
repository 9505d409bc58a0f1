#pragma once
// Air-cooled chillers with an integrated dry-cooler economiser: return fluid passes the economiser coil
// first, the chiller does what is left. The economiser runs only when it saves power, so a hotter hour
// never costs less. Above the cut-out air temperature the machines stop: nothing is carried.

#include "gw/cooling/chiller.h"
#include "gw/cooling/dry_cooler.h"

namespace gw::cooling {

struct AirCooledChiller {
  ChillerCurves chiller = ChillerCurves::air_cooled();
  bool economiser = true;
  Temperature cut_out = Temperature::celsius(52.0);  ///< warmer air trips the machines on condenser pressure
  DryCooler economiser_cooler;  ///< carries the whole load at (supply - its approach) dry bulb
  static const describe::RecordType& description();
};

struct SizedAirCooledChiller {
  AirCooledChiller design;
  Chiller chiller{};
  SizedDryCooler economiser{};
};

SizedAirCooledChiller size_air_cooled_chiller(const AirCooledChiller& design, const LoopDuty& duty,
                                              const DesignConditions& hottest, SizingNotes& notes);
PlantHour run_air_cooled_chiller(const SizedAirCooledChiller& plant, const LoopDuty& duty,
                                 const OutdoorAir& air);

}  // namespace gw::cooling
