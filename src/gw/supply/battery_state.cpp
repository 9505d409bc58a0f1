#include "gw/supply/battery_state.h"

#include <algorithm>
#include <cmath>

namespace gw::supply {
namespace {

constexpr double kHoursOfYear = 365.25 * 24;

}  // namespace

BatteryState::BatteryState(const Battery& battery, Date start)
    : energy_mwh_(battery.energy.in(unit::MWh)),
      min_state_frac_(battery.min_state_frac),
      fade_per_cycle_frac_(battery.fade_per_cycle_frac),
      charge_efficiency_(battery.charge_efficiency()),
      discharge_efficiency_(battery.discharge_efficiency()),
      aged_mwh_(battery.full_mwh(start)),
      full_mwh_(aged_mwh_),
      stored_mwh_(full_mwh_ * battery.initial_state_frac),
      kept_per_hour_(std::pow(1.0 - battery.fade_per_year_frac, 1.0 / kHoursOfYear)) {
  if (const auto began = battery.begins()) first_hour_ = 24 * int(days_since_epoch(*began) - days_since_epoch(start));
}

double BatteryState::charge_limit_mw(double available_mw) const {
  return std::max(0.0, std::min(available_mw, (full_mwh_ - stored_mwh_) / charge_efficiency_));
}

double BatteryState::discharge_limit_mw(double available_mw) const {
  const double floor_mwh = full_mwh_ * min_state_frac_;
  return std::max(0.0, std::min(available_mw, (stored_mwh_ - floor_mwh) * discharge_efficiency_));
}

void BatteryState::step(double charge_mw, double discharge_mw) {
  const double given_mwh = discharge_mw / discharge_efficiency_;
  stored_mwh_ += charge_efficiency_ * charge_mw - given_mwh;
  if (energy_mwh_ > 0) cycles_ += given_mwh / energy_mwh_;
  fade();
  stored_mwh_ = std::min(stored_mwh_, full_mwh_);  // rounding, and what faded cells no longer hold
}

void BatteryState::fade() {
  if (++hour_ > first_hour_) aged_mwh_ *= kept_per_hour_;
  full_mwh_ = std::max(0.0, aged_mwh_ - fade_per_cycle_frac_ * cycles_ * energy_mwh_);
}

}  // namespace gw::supply
