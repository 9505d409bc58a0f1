#pragma once
// Make-up water flow that pipes, tanks and treatment are sized by.
//
//   design flow of a hall = max over weather of evaporation + drift + blowdown, all racks at provisioned power
//   design flow of the campus = sum over halls
//   peak flow of the horizon = largest hour as simulated
// Weather: the hottest design hour of the cooling and every hour of the weather's year, since a hot dry hour may
// evaporate more than the one of the highest wet bulb. Means of an hour. Neglected: filling and cleaning, domestic
// water, heat that a network takes away, what a tank adds while it is charged, storage on site that levels the flow.

#include <cstddef>
#include <vector>

#include "gw/planning/scenario.h"

namespace gw::campus {
struct Simulation;
}

namespace gw::planning {

struct MakeUpWater {
  std::vector<double> hall_m3_per_h;  ///< design flow by hall; 0 for one that the horizon does not reach
  double design_m3_per_h = 0;
  double peak_m3_per_h = 0;           ///< of the horizon
  std::size_t peak_hour = 0;          ///< of the horizon, the first of several
};

MakeUpWater make_up_water(const Scenario& scenario, const campus::Simulation& simulation);

}  // namespace gw::planning
