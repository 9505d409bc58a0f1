#pragma once
// A battery's stored energy, hour by hour. Internal to the room.

#include "gw/supply/battery.h"

namespace gw::supply {

class BatteryState {
 public:
  /// Of a horizon that begins on `start`.
  BatteryState(const Battery& battery, Date start);
  /// Most it could take or give at the AC terminals during one hour, with `available_mw` of power in service.
  double charge_limit_mw(double available_mw) const;
  double discharge_limit_mw(double available_mw) const;
  /// One hour of charge and discharge within those limits.
  void step(double charge_mw, double discharge_mw);
  double stored_mwh() const { return stored_mwh_; }
  /// What it holds when full, now; full equivalent cycles since the beginning.
  double full_mwh() const { return full_mwh_; }
  double cycles() const { return cycles_; }

 private:
  void fade();
  double energy_mwh_, min_state_frac_, fade_per_cycle_frac_;
  double charge_efficiency_, discharge_efficiency_;
  int hour_ = 0, first_hour_ = 0;  // of service
  double aged_mwh_, full_mwh_, stored_mwh_;  // aged: what years alone leave of the energy
  double kept_per_hour_, cycles_ = 0;
};

}  // namespace gw::supply
