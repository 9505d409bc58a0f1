#pragma once
// Outside-air cooling of a hall: filtered outside air, mixed with return air when it is too cold, cooled by
// direct evaporation when it is too hot, humidified by the same media when the hall is too dry. Serves an
// air loop only.
//
//   cold: share x of outside air with x (h_return - h_outside) = h_return - h_supply; water holds the dew
//   point
//
//   hot:  T_supply = max(T_set, T_db - effectiveness * (T_db - T_wb))
//
// Where T_supply is above T_set the air flow is raised to hold the return temperature; what the fans cannot
// carry is unmet.
//
// Source: the design published for outside-air halls [Open Compute Project, "Cooling an OCP data center in
// a hot and humid climate", 2012].
//
// There is no other plant to turn to: hours whose supply air is above the highest dew point are counted, not closed.
//
// Neglected: upper limit of relative humidity, smoke and dust hours, heat of supply fans to the hall.

#include "gw/cooling/rejection.h"

namespace gw::describe {
struct RecordType;
}

namespace gw::cooling {

struct DirectAir {
  double media_effectiveness_frac = 0.85;                  ///< of the wet-bulb depression
  Temperature dew_point_min = Temperature::celsius(-9.0);  ///< of the supply air, held by humidifying
  Temperature dew_point_max = Temperature::celsius(15.0);  ///< of the supply air; hours above it are counted
  double fan_power_frac = 0.045;                           ///< supply and exhaust fans over heat at design
  double fan_static_frac = 0.1;
  double minimum_fan_speed_frac = 0.15;
  double cycles_of_concentration = 3.0;
  static const describe::RecordType& description();
};

struct SizedDirectAir {
  DirectAir design;
  double air_kg_per_s = 0.0, fan_w = 0.0;  ///< at full fan speed
};

SizedDirectAir size_direct_air(const DirectAir& design, const LoopDuty& duty, const DesignConditions& hottest,
                               SizingNotes& notes);
PlantHour run_direct_air(const SizedDirectAir& plant, const LoopDuty& duty, const OutdoorAir& air);

}  // namespace gw::cooling
