#pragma once
// The hourly series of a run: one list of columns for JSON, CSV and netCDF alike.

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "gw/planning/run.h"

namespace gw::report {

/// One hourly column. The id ends in its unit.
struct Column {
  std::string id, label, unit, group;   ///< group: power, supply, cooling, weather, work
  const std::vector<double>* values;    ///< valid while the run lives
};

std::vector<Column> columns(const planning::Run& run);

nlohmann::ordered_json series(const planning::Run& run);
/// Load duration curves of facility and IT power: up to 200 points, hours at or above each power.
nlohmann::ordered_json load_duration(const planning::Run& run);

}  // namespace gw::report
