#include "gw/supply/unit_clock.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace gw::supply {
namespace {

// Before the horizon; hours are added to it.
constexpr int kLongAgo = std::numeric_limits<int>::min() / 2;

int nearest_hours(Time t) { return int(std::lround(t.in(unit::hour) - 1e-9)); }

}  // namespace

UnitClock::UnitClock(const ThermalPlant& plant)
    : warm_lead_h_(nearest_hours(plant.start_time)),
      cold_lead_h_(std::max(warm_lead_h_, nearest_hours(plant.cold_start_time))),
      cold_after_h_(whole_hours(plant.cold_after)),
      min_up_h_(whole_hours(plant.min_up_time)),
      min_down_h_(whole_hours(plant.min_down_time)),
      units_(plant.units) {}

int UnitClock::must_run(int hour) const {
  const auto young = std::upper_bound(on_since_.begin(), on_since_.end(), hour - min_up_h_);
  return int(on_since_.end() - young);
}

UnitClock::Startable UnitClock::startable(int hour) const {
  const auto resting = std::upper_bound(off_since_.begin(), off_since_.end(), hour - min_down_h_);
  const auto warm = std::upper_bound(off_since_.begin(), resting, hour - cold_after_h_);
  return {units_ - running() - int(off_since_.end() - resting), int(resting - warm)};
}

void UnitClock::step(int hour, int running) {
  while (int(on_since_.size()) > running) {
    on_since_.erase(on_since_.begin());
    off_since_.push_back(hour);
  }
  while (int(on_since_.size()) < running) {
    const auto resting = std::upper_bound(off_since_.begin(), off_since_.end(), hour - min_down_h_);
    if (resting != off_since_.begin()) off_since_.erase(resting - 1);
    on_since_.push_back(hour == 0 ? kLongAgo : hour);
  }
}

void UnitClock::fail(int units) { on_since_.erase(on_since_.begin(), on_since_.begin() + std::min(units, running())); }

void UnitClock::forget() {
  on_since_.clear();
  off_since_.clear();
}

}  // namespace gw::supply
