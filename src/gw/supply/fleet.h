#pragma once
// The units of a bus as a study of adequacy sees them: what each can give in every hour, how often it is out, and what is
// given without failing. Internal to the room.

#include <string>
#include <utility>
#include <vector>

#include "gw/supply/capacity.h"
#include "gw/supply/outage_table.h"

namespace gw::supply {

/// Units of one source: of a plant, or a grid connection as one unit. Series by hour of the horizon.
struct FleetSource {
  int source = 0;
  std::string name;
  int units = 0;                    ///< installed
  std::vector<double> unit_mw;      ///< of one unit at the hour's weather; 0 before it is in service
  std::vector<int> present;         ///< units not in planned maintenance
  std::vector<double> rate_frac;    ///< forced-outage rate; empty = never
  std::vector<double> down_frac;    ///< probability that a unit is out: the rate, with the lag of repairs
  double mean_time_to_repair_h = 1;
  int first_hour = 0;               ///< of service
  std::vector<std::vector<std::pair<int, int>>> planned;  ///< by unit: [from, to) in maintenance

  UnitGroup group(std::size_t hour) const {
    return {present[hour], unit_mw[hour], down_frac.empty() ? 0.0 : down_frac[hour]};
  }
};

struct FleetBattery {
  const Battery* battery = nullptr;
  int first_hour = 0;  ///< of service
};

struct Fleet {
  std::vector<FleetSource> sources;
  std::vector<double> renewable_mw;  ///< solar and wind, as the weather gives them
  std::vector<FleetBattery> batteries;
  Date start = {};  ///< of the horizon
};

/// The sources of one bus. They must outlive the fleet.
Fleet fleet_of(std::span<const Source> sources, const catalog::WeatherYear& weather, Horizon horizon, const std::string& bus);

}  // namespace gw::supply
