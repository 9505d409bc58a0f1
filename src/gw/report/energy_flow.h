#pragma once
// The energy flow of the horizon for a Sankey diagram: sources to buses to losses, cooling and IT, to what used it.

#include <nlohmann/json_fwd.hpp>

#include "gw/planning/run.h"

namespace gw::report {

/// Nodes with a column 0..5 and links in GWh. What enters a node leaves it, storage change and rounding apart.
nlohmann::ordered_json energy_flow(const planning::Run& run);

}  // namespace gw::report
