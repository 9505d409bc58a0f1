#pragma once
// The units of a bus as a study of adequacy sees them: what each can give in every hour, how often it is out, and what is
// given without failing. Internal to the room.

#include <algorithm>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "gw/supply/capacity.h"
#include "gw/supply/outage_table.h"

namespace gw::supply {

/// Forced outages of a unit: empty series = never. Series by hour of the horizon.
struct FleetOutages {
  std::vector<double> rate_frac;    ///< forced-outage rate
  std::vector<double> down_frac;    ///< probability that a unit is out: the rate, with the lag of repairs
  double mean_time_to_repair_h = 1;
};

/// Units of one source: of a plant, or the circuits of a grid connection. Series by hour of the horizon.
struct FleetSource {
  int source = 0;
  std::string name;
  int units = 0;                    ///< installed
  std::vector<double> unit_mw;      ///< of one unit at the hour's weather; 0 before it is in service
  std::vector<double> most_mw;      ///< of all together: a connection's service; empty = no limit
  std::vector<int> present;         ///< units not in planned maintenance
  FleetOutages forced;              ///< of each unit
  FleetOutages together;            ///< of all at once, besides: a connection as a whole
  int first_hour = 0;               ///< of service
  std::vector<std::vector<std::pair<int, int>>> planned;  ///< by unit: [from, to) in maintenance

  UnitGroup group(std::size_t hour) const {
    const auto of = [hour](const std::vector<double>& series, double otherwise) { return series.empty() ? otherwise : series[hour]; };
    return {present[hour], unit_mw[hour], of(forced.down_frac, 0), of(most_mw, std::numeric_limits<double>::infinity()),
            of(together.down_frac, 0)};
  }
  /// What they give with so many away besides those in maintenance.
  double mw(std::size_t hour, int away = 0) const {
    const double all_mw = std::max(0, present[hour] - away) * unit_mw[hour];
    return most_mw.empty() ? all_mw : std::min(all_mw, most_mw[hour]);
  }
};

struct FleetBattery {
  const Battery* battery = nullptr;
  int first_hour = 0;  ///< of service
};

/// What enters service at an hour within the horizon.
struct FleetChange {
  int hour = 0;
  std::string what;  ///< "utility 100 MW", "engines"
};

struct Fleet {
  std::vector<FleetSource> sources;
  std::vector<double> renewable_mw;  ///< solar and wind, as the weather gives them
  std::vector<FleetBattery> batteries;
  Date start = {};  ///< of the horizon
  std::vector<FleetChange> changes;  ///< by hour, then in the order of the sources
  std::vector<std::string> never_out;    ///< connections that serve within the horizon and have no outages
  std::vector<std::string> never_whole;  ///< those of which only single circuits are ever out
};

/// The sources of one bus. They must outlive the fleet.
Fleet fleet_of(std::span<const Source> sources, const catalog::WeatherYear& weather, Horizon horizon, const std::string& bus);

}  // namespace gw::supply
