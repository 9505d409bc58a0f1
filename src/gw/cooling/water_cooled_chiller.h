#pragma once
// Water-cooled chillers with a cooling tower and a plate-exchanger (water-side) economiser.
// Modes: full (tower alone holds the supply), partial (fans full, the exchanger pre-cools, the chiller does the
// rest), none. The condenser is held at or above `condenser_water_min` by slowing the fans (head-pressure control).
//
// Integrated: the exchanger is in series before the chiller; tower water passes it first, then the condenser; all
// three modes. Where the fans would have to run full for less than they save, the exchanger is bypassed.
// Parallel: exchanger or chiller, never both: full or none.

#include "gw/cooling/chiller.h"
#include "gw/cooling/cooling_tower.h"

namespace gw::cooling {

/// How the plate exchanger stands to the chiller; `none` - no exchanger.
enum class PlateEconomiser { integrated, parallel, none };

struct WaterCooledChiller {
  ChillerCurves chiller;
  CoolingTower tower;  ///< its exchanger_approach is that of the economiser's plate exchanger
  PlateEconomiser economiser = PlateEconomiser::integrated;
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
