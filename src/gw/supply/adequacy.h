#pragma once
// When the supply fell short: each run of unserved hours on a bus, and the summary planners use.

#include <span>
#include <string>
#include <vector>

#include "gw/supply/dispatch.h"

namespace gw::supply {

/// One run of consecutive hours with unserved load.
struct Shortage {
  std::string bus;
  int first_hour = 0, hours = 0;  ///< of the horizon
  double energy_mwh = 0;
  double peak_mw = 0;
  int peak_hour = 0;
};

struct Adequacy {
  std::vector<Shortage> shortages;  ///< by bus, then hour
  int loss_of_load_hours = 0;       ///< hours in which any bus is short
  double unserved_mwh = 0;
  double served_frac = 1;  ///< of the load's energy
  /// "2026-07-14 16:00, bus main: 41.2 MW of 350 MW not served" for the worst hour; "" if adequate.
  std::string worst;
  bool adequate() const { return shortages.empty(); }
};

/// Shortfalls below `tolerance_mw` are rounding.
Adequacy adequacy(const Dispatch& dispatch, double tolerance_mw = 1e-6);

/// "2026-07-14 16:00" for an hour of the horizon.
std::string hour_label(const Horizon& horizon, int hour);

}  // namespace gw::supply
