#pragma once
// From accelerators that draw the same to the power at the point of interconnection, sample by sample.
//
//   group        IT power per accelerator (render.h) -> power smoothing, ballast, accelerator storage, rack battery
//   hall         sum over groups of accelerators x group + the rest of its IT power -> conversion chain (power_chain.h)
//   campus       sum over halls -> campus battery -> point of interconnection
//
// Mechanical power is that of the window's weather and mean heat: water and air carry minutes of heat, so it does not
// follow the iteration. Balance, checked to 1e-9 on every call:
//   input = IT as the work wants it + burned + storage losses + change of stored energy - withheld
//           + mechanical + other + conversion losses
// Cost: samples x (groups + halls), whatever the number of accelerators.

#include <string>
#include <vector>

#include "gw/power/power_chain.h"
#include "gw/power/render.h"
#include "gw/power/smoothing.h"
#include "gw/power/trace.h"

namespace gw::power {

/// Accelerators that draw the same power at the same time.
struct LoadGroup {
  std::vector<WaveformTrack> tracks;  ///< of one accelerator: `copies` are 1; their sum is its IT power
  AcceleratorLevels levels;
  double accelerators_per_rack = 1;
  struct Share {
    std::size_t hall = 0;
    double accelerators = 0;
  };
  std::vector<Share> shares;          ///< where its accelerators are
  Time delay;                         ///< of its start, by staggering
  double accelerators() const;
};

/// What a hall draws besides its groups.
struct HallFeed {
  SizedChain chain;
  Power base_it;     ///< accelerators in no group
  Power mechanical;
  Power other;       ///< lighting, offices: joins at the point of interconnection
};

/// Energies over the window at each level.
struct FacilityEnergy {
  Energy work;         ///< IT as the work wants it
  Energy burned, withheld, storage_loss, stored;
  Energy it, mechanical, other, conversion_loss, input;
  /// Left side less right side of the balance over the input.
  double residual() const;
};

struct FacilityTrace {
  Trace it, poi;                   ///< with the design's smoothing
  FacilityEnergy energy;
  std::vector<DeviceCost> devices; ///< in the order of the design, all groups together
};

/// With storage, the window begins in the steady state of what the groups do first: that runs before it for up to three
/// recovery times. Throws std::logic_error when the balance does not close.
FacilityTrace facility_trace(const std::vector<LoadGroup>& groups, const std::vector<HallFeed>& halls,
                             const SmoothingDesign& design, Time start, Time step, std::size_t samples);

}  // namespace gw::power
