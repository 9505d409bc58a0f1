#pragma once
// From what was simulated to what it cost: quantities for the economics room.

#include "gw/planning/run.h"

namespace gw::planning {

/// What the utility bills besides energy, USD by hour: each month's bill spread evenly over its billed hours, those
/// of the horizon with service. A month that the horizon or the service cuts is billed for its part.
///   demand charge   = max(peak, minimum take x mean service) x price x billed hours / hours of the month
///   capacity charge = service of the hour x price a year / 8,760
std::vector<double> utility_charges_usd(const supply::GridConnection& grid, const std::vector<double>& output_mw,
                                        Date start);

Accounts account(const Scenario& scenario, const campus::Simulation& simulation, const Markets& markets = {});

}  // namespace gw::planning
