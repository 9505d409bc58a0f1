#pragma once
// Which idle stretches of a unit cost more in starts than in fuel. Internal to the room.
//
// Merit order alone stops a unit as soon as it is not needed and pays for its next start. A unit is kept at
// minimum load over an idle stretch when that costs less than the start it saves:
//   sum over the stretch of  (a f + m (b f + v - c))  <  start cost
//   a, b fuel line, f fuel price, m minimum load, v variable O&M of the unit; c cost of the energy that its
//   minimum load takes from the last source in merit order.
// Stretches are those of the merit order's own run, so the rule knows the load ahead as a day-ahead schedule
// does. A stretch is bridged only where the unit is available and other sources can go down by its minimum
// load all along. Valid for starts that cost the same after every pause. Neglected: that m may reach past the
// last source into a cheaper one.
//
// A stretch shorter than the unit's minimum down time is bridged at any cost: the unit could not start again at its end.

#include <span>
#include <vector>

namespace gw::supply {

/// One source as the merit order ran it; every span has one value an hour.
struct MeritRun {
  std::span<const int> running, available;  ///< units
  std::span<const double> keep_usd;         ///< of one unit at minimum load for the hour
  double unit_min_mw = 0;
  double start_usd = 0;  ///< of one unit
  int min_down_h = 0;
  bool hold = false;     ///< bridge stretches shorter than min_down_h also where there is no room for the minimum load
};

/// Units to keep by hour: 0, or the number that runs in a bridged hour. Empty when nothing is worth bridging.
/// `room_mw`, what other sources can go down by, is used up.
std::vector<int> units_to_keep(const MeritRun& run, std::span<double> room_mw);

}  // namespace gw::supply
