#pragma once
// The parts of a source that are away and come back: units of a plant, a grid connection and its circuits. Internal to the room.

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

/// Nothing for solar, wind and batteries; a grid connection as a whole.
std::optional<Repairable> repairable(const Source& source);
/// The circuits of a grid connection, `unit_mw` of its largest service; nothing for other sources. They go into no maintenance of
/// their own.
std::optional<Repairable> circuits_of(const Source& source);

}  // namespace gw::supply
