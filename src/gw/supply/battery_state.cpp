#include "gw/supply/battery_state.h"

#include <algorithm>

namespace gw::supply {

BatteryState::BatteryState(const Battery& battery, Date start)
    : full_mwh_(battery.full_mwh(start)),
      floor_mwh_(full_mwh_ * battery.min_state_frac),
      efficiency_(battery.one_way_efficiency()),
      stored_mwh_(full_mwh_ * battery.initial_state_frac) {}

double BatteryState::charge_limit_mw(double available_mw) const {
  return std::max(0.0, std::min(available_mw, (full_mwh_ - stored_mwh_) / efficiency_));
}

double BatteryState::discharge_limit_mw(double available_mw) const {
  return std::max(0.0, std::min(available_mw, (stored_mwh_ - floor_mwh_) * efficiency_));
}

void BatteryState::step(double charge_mw, double discharge_mw) {
  stored_mwh_ += efficiency_ * charge_mw - discharge_mw / efficiency_;
  stored_mwh_ = std::min(stored_mwh_, full_mwh_);  // rounding only
}

}  // namespace gw::supply
