#pragma once
// From what was simulated to what it cost: quantities for the economics room.

#include "gw/planning/run.h"

namespace gw::planning {

/// Cost, cash flow and the utility's bill of what was simulated.
Accounts account(const Scenario& scenario, const campus::Simulation& simulation, const Markets& markets = {});

}  // namespace gw::planning
