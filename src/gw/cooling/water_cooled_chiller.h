#pragma once
// Water-cooled chillers with a cooling tower and an integrated plate-exchanger (water-side) economiser.
// Tower water passes the economiser first, then the condenser. Modes: full (tower alone holds the supply),
// partial (fans full, the exchanger pre-cools, the chiller does the rest), none. The condenser is held at
// or above `condenser_min` by slowing the fans (head-pressure control).

#include "gw/cooling/chiller.h"
#include "gw/cooling/cooling_tower.h"

namespace gw::cooling {

struct WaterCooledChiller {
  ChillerCurves chiller;
  CoolingTower tower;  ///< its exchanger_approach is that of the economiser's plate exchanger
  bool economiser = true;
  TemperatureDelta condenser_range = 5.56 * unit::K;  ///< condenser water warms by this at design
  Temperature condenser_water_min = Temperature::celsius(18.0);
  static const describe::RecordType& description();
};

struct SizedWaterCooledChiller {
  WaterCooledChiller design;
  Chiller chiller{};
  SizedCoolingTower tower{};
  double tower_design_w = 0.0;  ///< heat of load and compressor at design
};

SizedWaterCooledChiller size_water_cooled_chiller(const WaterCooledChiller& design, const LoopDuty& duty,
                                                  const DesignConditions& hottest, SizingNotes& notes);
PlantHour run_water_cooled_chiller(const SizedWaterCooledChiller& plant, const LoopDuty& duty,
                                   const OutdoorAir& air);

}  // namespace gw::cooling
