#pragma once
// The parts of a source that are away and come back: units of a plant, or a grid connection. Internal to the room.

#include <cstdint>
#include <optional>
#include <string>

#include "gw/supply/outage_curve.h"
#include "gw/supply/source.h"

namespace gw::supply {

struct Repairable {
  int units = 1;
  double unit_mw = 0, maintenance_frac = 0, mean_time_to_repair_h = 1;
  OutageCurve forced;
};

/// Nothing for solar, wind and batteries.
std::optional<Repairable> repairable(const Source& source);

}  // namespace gw::supply
