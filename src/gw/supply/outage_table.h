#pragma once
// The capacity outage probability table of units that fail independently, in one hour.
//
//   p_0 = 1 (nothing out);  for each group of n alike units of C MW, each out with the rate r:
//   p(x) = sum over j of  C(n, j) r^j (1 - r)^(n - j) p_before(x - j C)
//   LOLP(L) = P(out > total - L),   EUE(L) = sum over x of p(x) max(0, L - (total - x))
//
// [Billinton and Allan, Reliability Evaluation of Power Systems, 2nd ed., sections 2.2.2 and 2.2.4]. Capacity is counted in
// steps; a size between two steps is shared between them so that the mean is kept (section 2.2.5), which makes an expected
// unserved energy slightly too large, never too small - and, where the load is within a step of what a state leaves, a
// probability wrong by as much as that state's. Few groups need no steps: OutageStates. Terms below 1e-15 are dropped.
//
// Units behind a common limit - circuits of a service - lose less than their size, and may go all at once with probability s:
//   available with j out  a(j) = min(most, (n - j) C),   p(j out) = (1 - s) binomial(j) + s [j = n]

#include <algorithm>
#include <limits>
#include <span>
#include <vector>

namespace gw::supply {

/// Units alike in an hour: `rate_frac` the probability that one is out, in [0, 1].
struct UnitGroup {
  int units = 0;
  double unit_mw = 0;
  double rate_frac = 0;
  double most_mw = std::numeric_limits<double>::infinity();  ///< all together give no more
  double together_frac = 0;  ///< probability that all are out at once, besides

  double available_mw(int out) const { return std::min(most_mw, std::max(0, units - out) * unit_mw); }
  double lost_mw(int out) const { return available_mw(0) - available_mw(out); }
  /// [j]: probability that j are out.
  std::vector<double> probabilities() const;
};

class OutageTable {
 public:
  /// `step_mw` is positive.
  OutageTable(std::span<const UnitGroup> groups, double step_mw);

  double total_mw() const { return total_mw_; }
  /// Probability that less than the load is available; a load met to a millionth of a step is met.
  double loss_of_load_probability(double load_mw) const;
  /// Mean of what of the load is not available, MW.
  double expected_unserved_mw(double load_mw) const;
  /// [k]: probability that k steps are out.
  const std::vector<double>& probabilities() const { return out_; }

 private:
  void add(const UnitGroup& group);
  double step_mw_, total_mw_ = 0;
  std::vector<double> out_{1.0};
};

/// All states of all groups with their probabilities, no steps.
class OutageStates {
 public:
  explicit OutageStates(std::span<const UnitGroup> groups);
  double loss_of_load_probability(double load_mw) const;
  double expected_unserved_mw(double load_mw) const;
  /// How many there would be.
  static double count(std::span<const UnitGroup> groups);

 private:
  struct State {
    double out_mw, probability;
  };
  double total_mw_ = 0;
  std::vector<State> states_{{0.0, 1.0}};
};

}  // namespace gw::supply
