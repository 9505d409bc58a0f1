#pragma once
// IT power of a hall: accelerators running jobs, accelerators idle, and what serves them.
//
//   P_hall = sum over jobs n_j p_j + n_idle p_idle
//
// p_j is the time mean, over the job's activity cycle, of its rack's power divided by the rack's
// accelerators, with the service power (network, storage, support) on top. Everything is linear in the
// number of accelerators: jobs add up exactly and an hour costs a few multiplications. Means are of
// powers, not powers of mean activities: TDP clips segment by segment.
//
// Boundary: category 3 of ISO/IEC 30134-2 (input of the racks). Valid for jobs that fill whole racks.

#include <optional>
#include <string>
#include <vector>

#include "gw/power/campus_network.h"
#include "gw/power/rack.h"

namespace gw::power {

/// Itemised IT power; adds and scales part by part.
struct ItPower {
  Power accelerators, host, nics, scale_up_switches, fans, pumps, supply_loss;
  Power network, storage, support;
  Power total() const;
  bool operator==(const ItPower&) const = default;
  ItPower& operator+=(const ItPower& other);
  friend ItPower operator+(ItPower a, const ItPower& b) { return a += b; }
  friend ItPower operator*(double n, const ItPower& a);
};

/// A rack design in a campus: what the functions below need, made once.
struct LoadDesign {
  Rack rack;
  catalog::Accelerator accelerator;
  NetworkPower network;
  std::optional<Power> cap;  ///< power cap of one accelerator
};

/// An activity cycle as it runs under the cap: segments stretched, clocks lowered.
struct CappedCycle {
  struct Segment {
    std::string name;
    Time duration;
    Activity activity;
  };
  std::vector<Segment> segments;
  double speed = 1.0;  ///< cycle time without the cap over cycle time under it
  Power excess;        ///< largest power above the cap that the lowest clock leaves
};
/// Segments with matrix work slow with the clock; the others keep their duration.
CappedCycle cycle_under_cap(const LoadDesign& design, const workload::ActivityProfile& profile);

/// Power of one rack in each segment of the cycle; the fans run at the cycle's mean heat throughout.
std::vector<RackPower> rack_powers(const LoadDesign& design, const CappedCycle& cycle);

/// Mean power per accelerator of a job with this cycle, and of an accelerator without a job.
ItPower running_power(const LoadDesign& design, const workload::ActivityProfile& profile);
ItPower running_power(const LoadDesign& design, const Activity& activity);
/// The lowest cap that this work can keep, when the lowest clock leaves it above the design's cap.
std::optional<Power> lowest_cap(const LoadDesign& design, const workload::ActivityProfile& profile);
std::optional<Power> lowest_cap(const LoadDesign& design, const Activity& activity);
ItPower idle_power(const LoadDesign& design);
/// Most power per accelerator that can be drawn for long: every part at full rate under the cap.
ItPower provisioned_power(const LoadDesign& design);

/// A hall of `accelerators` of which `idle_frac` have no job and the rest draw `running` each.
ItPower hall_power(double accelerators, double idle_frac, const ItPower& running, const ItPower& idle);

}  // namespace gw::power
