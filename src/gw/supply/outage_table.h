#pragma once
// The capacity outage probability table of units that fail independently, in one hour.
//
//   p_0 = 1 (nothing out);  for each group of n alike units of C MW, each out with the rate r:
//   p(x) = sum over j of  C(n, j) r^j (1 - r)^(n - j) p_before(x - j C)
//   LOLP(L) = P(out > total - L),   EUE(L) = sum over x of p(x) max(0, L - (total - x))
//
// [Billinton and Allan, Reliability Evaluation of Power Systems, 2nd ed., sections 2.2.2 and 2.2.4]. Capacity is counted in
// steps; a size between two steps is shared between them so that the mean is kept (section 2.2.5), which makes an expected
// unserved energy slightly too large, never too small. Terms below 1e-15 are dropped.

#include <span>
#include <vector>

namespace gw::supply {

/// Units alike in an hour: `rate_frac` the probability that one is out, in [0, 1].
struct UnitGroup {
  int units = 0;
  double unit_mw = 0;
  double rate_frac = 0;
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

}  // namespace gw::supply
