#pragma once
// Energy arbitrage: when batteries of use `price` charge and discharge, from prices known a day ahead. Internal to the room.
//
//   min sum over the window of  sum c_k m_k - sum c_k l_k + (v + w / out) discharge  -  r E(last) + p missing
//   charge = sum m_k,  discharge = sum l_k,   0 <= m_k <= M_k(h),  0 <= l_k <= L_k(h)
//   E(h) = E(h-1) + in charge - discharge / out,   min_state Emax <= E <= Emax
//   E(last) + missing >= E(0) of the horizon          in windows that reach its end
//
// M_k and L_k: what source k could give more and less in the hour without these batteries, at its cost c_k: the price of a connection,
// the incremental fuel and O&M of what runs. v the variable O&M of the battery, w its wear: what a full cycle takes of its cells at
// their capital cost (fade_per_cycle x capex_energy), r what it costs at least to store a MWh again (refill_usd_per_mwh()), p a price
// above all others. Sources move in merit order: c_k counts as no less than that of what is loaded before k and of what discharge
// saves (no more than that of what is unloaded before). With that, and with no discharge that one would have to pay for, nothing is
// won by charging and discharging in one hour, at negative prices neither. Each day decides its own 24 h and looks 24 h further, as a
// day-ahead market with tomorrow's forecast: perfect foresight of 48 h, none beyond. Failures to come are not known. Neglected:
// units that need not start at all, sales to the grid from the cells, demand charges saved (use peak_shaving).

#include <span>
#include <vector>

#include "gw/supply/battery.h"

namespace gw::supply {

/// What the sources of a bus leave to move in an hour, in the order in which they are loaded.
struct HourMargin {
  struct Step {
    double mw = 0, usd_per_mwh = 0;
    int source = -1;  ///< that gives it; -1 = surplus
  };
  std::vector<Step> more, less;  ///< what is loaded last is the first to give `less`
};

struct PriceStore {
  const Battery* battery = nullptr;
  std::span<const double> available_mw;  ///< by hour of the horizon
};

/// By hour of the horizon; never both in one hour.
struct StoreSchedule {
  std::vector<double> charge_mw, discharge_mw;
};

struct PriceSchedule {
  std::vector<StoreSchedule> stores;  ///< as the batteries
  int unplanned_hours = 0;            ///< whose program has no answer: nothing moves in them
};

/// Least cost of storing a MWh in the cells in these hours; never negative, 0 where nothing is to buy.
double refill_usd_per_mwh(const Battery& battery, std::span<const HourMargin> margins);

/// One schedule a battery, together the cheapest of each window. Batteries alike but for their size move as one. `start`: of the horizon.
PriceSchedule price_schedule(std::span<const PriceStore> stores, std::span<const HourMargin> margins, Date start);

}  // namespace gw::supply
