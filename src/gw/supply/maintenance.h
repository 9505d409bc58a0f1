#pragma once
// When each unit goes into planned maintenance.
//
// One block a unit and year (share of the year x hours on line), placed one unit after another where the sum
// over its days of |daily mean temperature - 15 C| plus 100 K x (share of the bus's plant already away) is
// least: the mildest weeks, few at a time. The weight is an assumption. Neglected: crews, multi-year overhaul
// cycles, load.

#include <span>
#include <string>
#include <vector>

#include "gw/supply/capacity.h"

namespace gw::supply {

/// A group of identical units to be maintained.
struct MaintenanceNeed {
  int source = 0;
  std::string bus;
  int units = 1;
  double unit_mw = 0;
  double share_frac = 0;  ///< of the year
  int first_hour = 0;     ///< on line from here
};

/// `temperature_c` has one value an hour of the horizon. Result by source, unit, hour.
std::vector<UnitOutage> plan_maintenance(std::span<const MaintenanceNeed> needs,
                                         std::span<const double> temperature_c);

}  // namespace gw::supply
