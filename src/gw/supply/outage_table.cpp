#include "gw/supply/outage_table.h"

#include <algorithm>
#include <cmath>

namespace gw::supply {
namespace {

constexpr double kLeast = 1e-15;
constexpr double kMetMw = 1e-6;  // a load met to this is met

// [j]: probability that j of n are out.
std::vector<double> binomial(int n, double rate) {
  std::vector<double> out{1.0};
  for (int unit = 0; unit < n; ++unit) {
    out.push_back(0.0);
    for (std::size_t j = out.size(); j-- > 0;) out[j] = out[j] * (1 - rate) + (j > 0 ? out[j - 1] * rate : 0.0);
  }
  return out;
}

}  // namespace

std::vector<double> UnitGroup::probabilities() const {
  std::vector<double> out = binomial(units, std::min(rate_frac, 1.0));
  for (double& p : out) p *= 1 - together_frac;
  out.back() += together_frac;
  return out;
}

OutageStates::OutageStates(std::span<const UnitGroup> groups) {
  for (const UnitGroup& group : groups) {
    if (group.units <= 0 || !(group.unit_mw > 0)) continue;
    total_mw_ += group.available_mw(0);
    const std::vector<double> weights = group.probabilities();
    std::vector<State> next;
    for (const State& state : states_)
      for (std::size_t j = 0; j < weights.size(); ++j)
        if (const double p = state.probability * weights[j]; p >= kLeast) next.push_back({state.out_mw + group.lost_mw(int(j)), p});
    states_ = std::move(next);
  }
}

double OutageStates::count(std::span<const UnitGroup> groups) {
  double out = 1;
  for (const UnitGroup& group : groups)
    if (group.units > 0 && group.unit_mw > 0 && (group.rate_frac > 0 || group.together_frac > 0)) out *= group.units + 1;
  return out;
}

double OutageStates::loss_of_load_probability(double load_mw) const {
  double sum = 0;
  for (const State& state : states_)
    if (load_mw - (total_mw_ - state.out_mw) > kMetMw) sum += state.probability;
  return std::min(sum, 1.0);
}

double OutageStates::expected_unserved_mw(double load_mw) const {
  double sum = 0;
  for (const State& state : states_)
    if (const double missing_mw = load_mw - (total_mw_ - state.out_mw); missing_mw > kMetMw) sum += state.probability * missing_mw;
  return sum;
}

OutageTable::OutageTable(std::span<const UnitGroup> groups, double step_mw) : step_mw_(step_mw) {
  for (const UnitGroup& group : groups) {
    if (group.units <= 0 || !(group.unit_mw > 0)) continue;
    total_mw_ += group.available_mw(0);
    if (group.rate_frac > 0 || group.together_frac > 0) add(group);
  }
}

void OutageTable::add(const UnitGroup& group) {
  const std::vector<double> weights = group.probabilities();
  std::vector<double> sum;
  for (std::size_t j = 0; j < weights.size(); ++j) {
    if (weights[j] < kLeast) continue;
    const double steps = group.lost_mw(int(j)) / step_mw_;
    const auto whole = std::size_t(steps + 1e-9);
    const double rest = std::max(0.0, steps - double(whole));
    const std::size_t needed = out_.size() + whole + (rest > 0 ? 1 : 0);
    if (sum.size() < needed) sum.resize(needed, 0.0);
    for (std::size_t k = 0; k < out_.size(); ++k) {
      const double p = out_[k] * weights[j];
      sum[k + whole] += p * (1 - rest);
      if (rest > 0) sum[k + whole + 1] += p * rest;
    }
  }
  while (sum.size() > 1 && sum.back() < kLeast) sum.pop_back();
  out_ = std::move(sum);
}

double OutageTable::loss_of_load_probability(double load_mw) const {
  const double spare_steps = (total_mw_ - load_mw) / step_mw_;
  double sum = 0;
  for (std::size_t k = out_.size(); k-- > 0 && double(k) > spare_steps + 1e-6;) sum += out_[k];
  return std::min(sum, 1.0);
}

double OutageTable::expected_unserved_mw(double load_mw) const {
  const double spare_steps = (total_mw_ - load_mw) / step_mw_;
  double sum = 0;
  for (std::size_t k = out_.size(); k-- > 0 && double(k) > spare_steps + 1e-6;) sum += out_[k] * (double(k) - spare_steps);
  return sum * step_mw_;
}

}  // namespace gw::supply
