#pragma once
// How fast a unit of a plant starts, stops and changes its output, and what step it takes at once (block_load.h).
//
// In the dispatch by the hour: a start takes its time rounded to whole hours and is ordered that long ahead; minimum up and
// down times are rounded up. A unit off for `cold_after` or longer starts cold. The output of a running unit changes by
// at most 60 x ramp from one hour's mean to the next; a unit just started reaches its minimum load plus that.
// Valid: units that follow one rate at every output. Neglected: faster ramps at a price, hot starts below the warm time,
// the fuel of the run-up (it is in the start cost), the run-down.

#include <cmath>

#include "gw/units/quantity.h"

namespace gw::supply {

struct Flexibility {
  double ramp_frac_per_min = 1;               ///< of the rating
  Time start_time = 10.0 * unit::minute;      ///< from the order to the minimum load, warm
  Time cold_start_time = 10.0 * unit::minute;
  Time cold_after = 48.0 * unit::hour;        ///< off so long, the unit is cold
  Time min_up_time, min_down_time;
  double block_load_frac = 0.25;              ///< of the rating: load that a running unit takes in one step
  bool black_start = false;                   ///< starts without power from the bus
  double start_power_frac = 0.02;             ///< of the rating, from the bus while a unit starts (black_start.h)

  bool operator==(const Flexibility&) const = default;
};

/// Hours of a dispatch that cover a time; rounding of units does not add one.
inline int whole_hours(Time t) { return int(std::ceil(t.in(unit::hour) - 1e-9)); }

}  // namespace gw::supply
