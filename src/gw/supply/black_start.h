#pragma once
// How an islanded bus comes back after a blackout: which unit starts from which, and when the load is served.
//
//   minute by minute:  units whose start is over run;
//                      further ones are ordered, the quickest kind first, until what runs and starts carries
//                      the load:
//                        units that start by themselves, or where the bus gives n s P at once and has it to
//                        spare;
//                      the load is picked up by what is left of the step, keeping the start power of units
//                      still needed
//   step of a minute = sum of n min(B P, P - g) over what runs + what the batteries have left (block_load.h)
// P the rating of a unit, s its start power over P, B its block load, g its output: running units share the
// load alike. Batteries start full, form the grid alone and give power to start with; the load is left to the
// units. A start takes the warm time, for units ran until the blackout.
//
// Neglected: outages and weather (every unit is there), minimum loads (load banks and house load stand in),
// switching, the time an operator takes, inrush of transformers, starting motors above their mean power, the
// minute that a step needs to settle beyond the minute of the model.

#include <span>
#include <string>
#include <vector>

#include "gw/supply/source.h"

namespace gw::supply {

/// Units ordered together.
struct StartOrder {
  int minute = 0;
  std::string plant;
  int units = 0;
  double start_power_mw = 0;  ///< of all of them, from the bus; 0 = they start by themselves
};

struct BlackStart {
  bool islanded = true;  ///< no grid connection on the bus: else it is restored from there
  std::vector<StartOrder> orders;
  double load_mw = 0;           ///< to serve
  double served_mw = 0;         ///< in the end
  int first_power_minute = -1;  ///< a unit runs; -1 = never
  int served_minute = -1;       ///< all of the load is served; -1 = never
  std::string obstacle;         ///< what stops it; "" = nothing
};

/// Of the bus, for this load; all of its units and batteries are there.
BlackStart black_start(std::span<const Source> sources, const std::string& bus, double load_mw);

}  // namespace gw::supply
