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

 private:
  double full_mwh_, floor_mwh_, efficiency_, stored_mwh_;
};

}  // namespace gw::supply
