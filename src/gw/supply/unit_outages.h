#pragma once
// Forced outages of one unit as a two-state Markov chain in whole hours.
//
// Up -> down in hour h with p(h) = r(h)/((1 - r(h)) MTTR); down -> up with 1/MTTR: at a constant r the share
// of hours down is r [Billinton and Allan, Reliability Evaluation of Power Systems, section 2.2]. The chain
// is drawn event by event: an exponential against the cumulative hazard -log(1 - p), and a geometric repair
// time.

#include <span>
#include <utility>
#include <vector>

#include "gw/base/random.h"

namespace gw::supply {

class OutageProcess {
 public:
  /// rate_frac: forced-outage rate in each hour, [0, 0.95].
  OutageProcess(std::span<const double> rate_frac, double mean_time_to_repair_h);
  /// Outages [from, to) within [first_hour, hours), drawn for one unit. At first_hour the unit is down with
  /// the rate of that hour.
  std::vector<std::pair<int, int>> draw(Random random, int first_hour) const;
  /// Probability that a unit so drawn is down, by hour; zero before first_hour. It follows the rate with a lag of the repair
  /// time:  q(h) = q(h-1) (1 - 1/MTTR) + (1 - q(h-1)) p(h).
  std::vector<double> probability_down(int first_hour) const;

 private:
  int next_failure(int up_since, double exponential) const;
  int repair_hours(double uniform) const;
  std::vector<double> rate_frac_;
  std::vector<double> hazard_;  ///< cumulative, hazard_[h] = sum over hours before h
  double repair_per_h_;
};

}  // namespace gw::supply
