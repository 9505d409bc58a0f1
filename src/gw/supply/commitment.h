#pragma once
// Which units run in one hour, and how they share the load.
//
// In the given order each source starts as many units as the load still needs and as the minimum loads of all
// running units allow; if that leaves load uncovered, units with the smallest minimum load are added although
// the surplus must then go elsewhere. Units to keep (bridging.h) are added while minimum loads fit, reserve last. A greedy rule,
// not an optimum: optimal_dispatch.h and unit_commitment.h say by how much.

#include <algorithm>
#include <limits>
#include <span>
#include <vector>

namespace gw::supply {

/// A source in one hour. A grid connection is one unit without a minimum. Where ramps bind, units that ran in the hour before
/// (`was`) have other limits than those just started.
struct Committable {
  double unit_limit_mw = 0;
  double unit_min_mw = 0;
  int available = 0;
  int keep = 0;          ///< so many are to stay on although the load does not need them
  int must = 0;          ///< so many have to stay on, whatever surplus they make
  int was = std::numeric_limits<int>::max();          ///< units beyond it are just started
  double started_limit_mw = 0, started_min_mw = 0;    ///< of one of those
  int running = 0;       ///< result
  double output_mw = 0;  ///< result

  /// Most and least output of so many units.
  double limit_mw(int units) const { return std::min(units, was) * unit_limit_mw + std::max(0, units - was) * started_limit_mw; }
  double min_mw(int units) const { return std::min(units, was) * unit_min_mw + std::max(0, units - was) * started_min_mw; }
  double next_limit_mw() const { return running < was ? unit_limit_mw : started_limit_mw; }
  double next_min_mw() const { return running < was ? unit_min_mw : started_min_mw; }
};

struct CommitmentNeed {
  double load_mw = 0;     ///< to be served by the sources
  double reserve_mw = 0;  ///< capacity above the load
  double room_mw = 0;     ///< minimum loads may add up to this when units start for reserve only
  double storage_mw = 0;  ///< batteries could cover so much of a gap
};

/// Sets `running`; `order` lists indices, first choice first. Returns the capacity that runs.
double commit(std::span<Committable> sources, std::span<const int> order, const CommitmentNeed& need);

/// Sets `output_mw` of the running units: minimum loads, then up to the limits in order. Returns load minus
/// output: positive = not covered, negative = surplus of minimum loads.
double load_units(std::span<Committable> sources, std::span<const int> order, double load_mw);

/// Lowers running units towards their minimum loads, last choice first, by at most `surplus_mw`. Returns what
/// could not be lowered.
double lower_units(std::span<Committable> sources, std::span<const int> order, double surplus_mw);

}  // namespace gw::supply
