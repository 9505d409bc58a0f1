#pragma once
// What step of load an islanded bus takes at once, and whether it outlives the failure of its largest running unit.
//
//   step(h)     = sum over plants of  n min(B P, L - g/n)  +  batteries: power + charge - discharge, while energy lasts
//   failure(h)  : the same less one unit of the plant whose unit gives most, against that unit's output g/n
// n running units, P the rating, B the share that a running unit takes in one step (flexibility.h), L the limit of a unit in the
// hour, g the output. B is a catalogue value: classes G1 to G3 of ISO 8528-5 bound the dip of frequency and the time to recover
// that follow from a step of a reciprocating engine, not the step; a load that needs a better class has a smaller B.
// Steps are also held against the largest rise of the load from one hour to the next. Hours with a grid connection in service
// do not count. Neglected: inertia and governors by themselves, rises faster than the hourly mean shows, loads shed by frequency.

#include <span>

#include "gw/supply/dispatch.h"

namespace gw::supply {

struct BlockLoad {
  int islanded_hours = 0;          ///< with load
  double least_step_mw = 0;        ///< that the bus takes, over those hours
  int least_step_hour = -1;
  double largest_failure_mw = 0;   ///< output of one unit
  int failure_short_hours = 0;     ///< in which the rest does not take that unit's output at once
  int worst_failure_hour = -1;
  double worst_failure_short_mw = 0;
  int rise_short_hours = 0;        ///< in which the load rises by more than the hour before could take
  double worst_rise_short_mw = 0;
};

/// Of one bus of a dispatch of these sources.
BlockLoad block_load(std::span<const Source> sources, const CapacityTable& capacity, const Dispatch& dispatch, std::size_t bus);

}  // namespace gw::supply
