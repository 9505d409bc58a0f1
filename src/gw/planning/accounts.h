#pragma once
// From what was simulated to what it cost: quantities for the economics room.

#include "gw/planning/run.h"

namespace gw::planning {

/// What the utility bills besides energy: demand and capacity charges over the horizon, USD.
///   demand charge  = sum over calendar months of max(peak, minimum take x service) x price
///   capacity charge = largest service x price x years
double demand_charges_usd(const supply::GridConnection& grid, const std::vector<double>& output_mw, Date start);

Accounts account(const Scenario& scenario, const campus::Simulation& simulation);

}  // namespace gw::planning
