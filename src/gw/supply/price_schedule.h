#pragma once
// Energy arbitrage: when batteries of use `price` charge and discharge, from prices known a day ahead. Internal to the room.
//
//   min sum over the window of  sum c_k m_k - sum c_k l_k + (v + w / out) discharge
//   charge = sum m_k,  discharge = sum l_k,   0 <= m_k <= M_k(h),  0 <= l_k <= L_k(h)
//   E(h) = E(h-1) + in charge - discharge / out,   min_state Emax <= E <= Emax
//
// M_k and L_k: what source k could give more and less in the hour without these batteries, at its cost c_k: the price of a connection,
// the incremental fuel and O&M of what runs. v the variable O&M of the battery, w its wear: what a full cycle takes of its cells at
// their capital cost (fade_per_cycle x capex_energy). Each day decides its own 24 h and looks 24 h further, as a day-ahead market
// with tomorrow's forecast: perfect foresight of 48 h, none beyond. Failures to come are not known. Neglected: units that need not
// start at all, sales to the grid from the cells, demand charges saved (use peak_shaving).

#include <span>
#include <vector>

#include "gw/supply/battery.h"

namespace gw::supply {

/// What the sources of a bus leave to move in an hour.
struct HourMargin {
  struct Step {
    double mw = 0, usd_per_mwh = 0;
    int source = -1;  ///< that gives it; -1 = surplus
  };
  std::vector<Step> more, less;  ///< `more` in the order in which it is loaded
};

struct PriceStore {
  const Battery* battery = nullptr;
  std::span<const double> available_mw;  ///< by hour of the horizon
};

/// By hour of the horizon; never both in one hour.
struct StoreSchedule {
  std::vector<double> charge_mw, discharge_mw;
};

/// One schedule a battery, together the cheapest of each window. `start`: of the horizon.
std::vector<StoreSchedule> price_schedule(std::span<const PriceStore> stores, std::span<const HourMargin> margins, Date start);

}  // namespace gw::supply
