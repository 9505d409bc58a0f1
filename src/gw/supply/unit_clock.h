#pragma once
// Since when the units of one plant run or stand, hour by hour: which must stay on, how many may be started. Internal to the room.
//
// Units are alike: the one that has run longest stops first, the one that stopped last and is rested starts first. A unit
// that failed comes back cold. Units running in the horizon's first hour have been up long enough, those
// standing then are cold.

#include <vector>

#include "gw/supply/thermal_plant.h"

namespace gw::supply {

class UnitClock {
 public:
  explicit UnitClock(const ThermalPlant& plant);
  /// False: starts within the hour, no minimum times above one: nothing to count.
  bool binds() const { return warm_lead_h_ > 0 || cold_lead_h_ > 0 || min_up_h_ > 1 || min_down_h_ > 1; }
  int warm_lead_h() const { return warm_lead_h_; }
  int cold_lead_h() const { return cold_lead_h_; }
  int min_down_h() const { return min_down_h_; }
  int running() const { return int(on_since_.size()); }

  /// Running units still within their minimum up time.
  int must_run(int hour) const;
  /// Units off for their minimum down time; of them, warm ones.
  struct Startable {
    int all = 0, warm = 0;
  };
  Startable startable(int hour) const;
  /// So many run in this hour.
  void step(int hour, int running);
  /// So many fail.
  void fail(int units);
  void forget();

 private:
  int warm_lead_h_, cold_lead_h_, cold_after_h_, min_up_h_, min_down_h_, units_;
  std::vector<int> on_since_, off_since_;  // ascending
};

}  // namespace gw::supply
