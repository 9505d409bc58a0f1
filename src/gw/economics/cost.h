#pragma once
// What the horizon cost: capital charged to it in two views, operation, and the unit costs.
//
//   annuity view        charge of an item = cost x CRF(r, life) x years in service within the horizon
//   straight-line view  charge of an item = cost / life x years in service within the horizon
//   cost = sum of charges + operating lines
//   $/accelerator-hour = cost / accelerator-hours; $/million tokens = cost / tokens x 1e6
//   on-site LCOE = (charges of generation and storage + their fixed and variable O&M + fuel + CO2) / on-site
//   energy
// An item older than its life is charged as long as it serves (it is then assumed replaced at its cost).
// The straight-line view is what an income statement shows; the annuity adds the return on capital.
// Units: money nominal, undiscounted within the horizon. Source of the LCOE form: NREL/TP-462-5173,
// section 4.

#include <string>
#include <vector>

#include "gw/economics/capital.h"

namespace gw::economics {

/// What the horizon used and made; sums over the horizon.
struct CostInputs {
  Time horizon = 1.0 * year;
  std::vector<CapitalItem> capital = {};
  Money fuel = {}, variable_om = {}, start_costs = {};  ///< on-site generation and storage
  Money grid_energy = {}, demand_charges = {};          ///< paid to the utility
  Money contracts = {};                                 ///< power contracts, less what their energy is worth
  Money heat_sales = {};                                ///< paid by a heat network
  Money other = {};                                     ///< anything else the caller knows
  Mass co2 = {};                                        ///< priced at operating.co2
  Mass co2_on_site = {};                                ///< part of `co2` from on-site plants
  double water_m3 = 0;
  Energy it_capacity_energy = {};  ///< installed IT power x time (capital.h)
  Energy it_energy, facility_energy;
  Energy on_site_energy = {};              ///< generated on site
  double accelerator_hours_available = 0;  ///< installed and powered
  double accelerator_hours_used = 0;       ///< given to jobs
  double tokens = 0;                       ///< trained
};

/// One line of the cost split.
struct CostLine {
  std::string name = {};
  Money amount = {};
  double share_frac = 0;
};

/// One way to charge capital, and the unit costs that follow. A unit cost without a divisor is 0.
struct CostView {
  Money capital = {};
  Money total = {};                     ///< capital + operating
  double usd_per_accelerator_hour = 0;  ///< available hours
  double usd_per_used_accelerator_hour = 0;
  double usd_per_million_tokens = 0;
  double usd_per_it_mwh = 0;
  std::vector<CostLine> split = {};  ///< layers, then operating lines; sums to total
};

struct CostReport {
  Money capex = {};
  std::array<Money, kLayers> capex_by_layer = {};
  std::vector<CostLine> operating = {};  ///< sums to opex
  Money opex = {};
  CostView annuity, straight_line;
  Money energy_cost =
      {};  ///< fuel, variable and fixed O&M of plants, starts, grid, demand, CO2, plant capital
  double energy_usd_per_mwh = 0;  ///< the above over facility energy
  double on_site_lcoe_usd_per_mwh = 0;
  std::vector<std::string> warnings = {};
};

CostReport cost_report(const Economics& config, const CostInputs& inputs);

/// Charge of one item to the horizon.
Money annuity_charge(const Economics& config, const CapitalItem& item, Time horizon);
Money straight_line_charge(const CapitalItem& item, Time horizon);

/// Largest difference between a total and the sum of its parts; more than a cent is a defect.
Money balance_residual(const CostReport& report);

}  // namespace gw::economics
