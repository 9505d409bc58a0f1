#pragma once
// Least-cost dispatch of a bus with whole units: mixed-integer programs over windows that roll through the horizon.
//
//   min sum over hours of  sum_i [ f_i (a_i n_i + b_i g_i) + v_i g_i + S_i s_i ] + grid, storage as in optimal_dispatch.h
//                          + 20,000 USD/MWh x unserved + 1,000 USD/MWh x reserve not held
//   m_i n_i(h) <= g_i(h) <= P_i(h) n_i(h),   n_i whole, n_i <= units that are not out
//   n_i(h) - n_i(h-1) = s_i(h) - t_i(h)                             starts and stops
//   sum of s_i over the minimum up time <= n_i(h) + failures in it;  sum of t_i over the minimum down time <= units - n_i(h)
//   g_i(h) - g_i(h-1) <= r_i n_i(h) + m_i s_i(h),  g_i(h-1) - g_i(h) <= r_i n_i(h) + P_i t_i(h)      where ramps bind
//   sum_i (P_i n_i - g_i) + what batteries hold for half an hour >= share x load                   on an islanded bus
//
// n units alike that run, g their output, a and b the fuel line, f the price of fuel with CO2, S a start, m and P least and most
// output of a unit, r its change in an hour: the clustered form of unit commitment [Palmintier and Webster, IEEE Trans. Power
// Syst. 29(3), 2014; Knueven, Ostrowski and Watson, INFORMS J. Comput. 32(4), 2020]: few whole numbers, exact for units alike.
// Each window sees `window_h` ahead and keeps its first `step_h`; runs, starts, stops, output and stored energy carry over.
// Units running in the first hour are taken as already started. What the windows cannot see past their end is lost: the cost is
// that of a feasible schedule and above the best; the linear program over the whole horizon bounds that best from below.
// Neglected: that starts take time when a failure was not known (everything in the window is), the cost of cold against warm
// starts, unlike outputs of units alike.

#include <functional>
#include <span>
#include <string>
#include <vector>

#include "gw/supply/dispatch.h"

namespace gw::supply {

/// Above any plant's cost, below that of lost load. Assumed.
inline constexpr double kReserveShortUsdPerMwh = 1'000;

struct UnitCommitmentOptions {
  int window_h = 48, step_h = 24;
  double gap_frac = 5e-3;  ///< of each window
  int nodes = 500;         ///< of each window's search; more where none has been found by then
  std::function<bool(double)> progress = {};  ///< told the share done; returning false cancels
};

struct CommittedSource {
  int source = 0;                  ///< index in the list
  std::vector<double> output_mw;   ///< by hour; battery: discharge less charge; grid: import less export
  std::vector<int> units_running;  ///< thermal
  double output_mwh = 0;           ///< battery: discharge; grid: import
  double cost_usd = 0;             ///< without the price of CO2
  double co2_t = 0, starts = 0;
};

struct CommittedBus {
  std::string bus;
  std::string status;              ///< "solved", "cancelled", or what the solver says
  double cost_usd = 0, objective_usd = 0;  ///< of all sources, without and with the price of CO2; without penalties
  double co2_t = 0, unserved_mwh = 0, dumped_mwh = 0, reserve_short_mwh = 0, starts = 0;
  int windows = 0, windows_at_limit = 0;   ///< those that ended by nodes before the gap
  double worst_gap_frac = 0;               ///< of the windows
  double worst_imbalance_mw = 0;
  std::vector<CommittedSource> sources;
};

/// One result a load. Same arguments as dispatch(); `prefer` is ignored, `reserve_covers_largest_unit` too.
std::vector<CommittedBus> commit_units(std::span<const Source> sources, const CapacityTable& capacity, std::span<const BusLoad> loads,
                                       const DispatchOptions& options, const UnitCommitmentOptions& commitment = {});

}  // namespace gw::supply
