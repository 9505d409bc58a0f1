#include "gw/supply/bridging.h"

#include <algorithm>

namespace gw::supply {
namespace {

/// The n-th unit of a source stopped at this hour.
struct Stop {
  int unit = 0;
  std::size_t hour = 0;
};

/// True if keeping unit `stop.unit` on until `to` is possible and cheaper than its start.
bool worth_keeping(const MeritRun& run, std::span<const double> room_mw, const std::vector<int>& kept, Stop stop,
                   std::size_t to) {
  double usd = 0;
  const bool too_short = int(to - stop.hour) < run.min_down_h;
  for (std::size_t h = stop.hour; h < to; ++h) {
    const int others = kept.empty() ? run.running[h] : std::max(run.running[h], kept[h]);
    if (others != stop.unit - 1 || run.available[h] < stop.unit) return false;
    if (room_mw[h] < run.unit_min_mw && !(too_short && run.hold)) return false;
    usd += run.keep_usd[h];
    if (usd >= run.start_usd && !too_short) return false;
  }
  return true;
}

void keep(const MeritRun& run, std::span<double> room_mw, std::vector<int>& kept, Stop stop, std::size_t to) {
  if (kept.empty()) kept.assign(run.running.size(), 0);
  for (std::size_t h = stop.hour; h < to; ++h) {
    kept[h] = stop.unit;
    room_mw[h] -= run.unit_min_mw;
  }
}

}  // namespace

std::vector<int> units_to_keep(const MeritRun& run, std::span<double> room_mw) {
  std::vector<int> kept;
  if (run.start_usd <= 0 && run.min_down_h <= 0) return kept;
  std::vector<Stop> stopped;  // highest unit first: the last one in is the first to start again
  for (std::size_t h = 1; h < run.running.size(); ++h) {
    for (int unit = run.running[h - 1]; unit > run.running[h]; --unit) stopped.push_back({unit, h});
    for (int unit = run.running[h - 1] + 1; unit <= run.running[h] && !stopped.empty(); ++unit) {
      if (worth_keeping(run, room_mw, kept, stopped.back(), h)) keep(run, room_mw, kept, stopped.back(), h);
      stopped.pop_back();
    }
  }
  return kept;
}

}  // namespace gw::supply
