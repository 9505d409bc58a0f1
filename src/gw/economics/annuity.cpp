#include "gw/economics/annuity.h"

#include <algorithm>
#include <cmath>

#include "gw/base/assert.h"

namespace gw::economics {
namespace {

/// Below this rate 1 - (1+r)^-n has no digits left: the limit r -> 0 is used.
constexpr double kNoRate = 1e-12;
// The range in which a rate of return is looked for, and the steps of ln(1+r) it is scanned in.
constexpr double kLowestRate = -0.99, kHighestRate = 10.0;
constexpr int kScanSteps = 700;

double npv_usd(double rate, std::span<const Money> flows) { return net_present_value(rate, flows).base(); }

double rate_at(int step) {
  const double low = std::log1p(kLowestRate), high = std::log1p(kHighestRate);
  return std::expm1(low + (high - low) * step / kScanSteps);
}

double bisect(double low, double high, std::span<const Money> flows) {
  const bool rising = npv_usd(low, flows) < 0;
  for (int i = 0; i < 100; ++i) {
    const double middle = 0.5 * (low + high);
    ((npv_usd(middle, flows) < 0) == rising ? low : high) = middle;
  }
  return 0.5 * (low + high);
}

int count_sign_changes(std::span<const Money> flows) {
  int changes = 0, sign = 0;
  for (Money flow : flows) {
    const int now = (flow.base() > 0) - (flow.base() < 0);
    changes += now != 0 && sign != 0 && now != sign;
    if (now != 0) sign = now;
  }
  return changes;
}

}  // namespace

double annuity_present_value(double rate, double years) {
  GW_ASSERT(rate > -1 && years > 0, "rate {} years {}", rate, years);
  if (std::abs(rate) < kNoRate) return years;
  return -std::expm1(-years * std::log1p(rate)) / rate;
}

double capital_recovery_factor(double rate, double years) { return 1 / annuity_present_value(rate, years); }

double nominal_rate(double real_rate, double inflation) { return (1 + real_rate) * (1 + inflation) - 1; }

double construction_factor(double rate, double years) {
  if (!(years > 0) || std::abs(rate) < kNoRate) return 1;
  const double growth = years * std::log1p(rate);
  return std::expm1(growth) / growth;
}

Money net_present_value(double rate, std::span<const Money> flows) {
  Money sum;
  double factor = 1;
  for (Money flow : flows) {
    sum += flow * factor;
    factor /= 1 + rate;
  }
  return sum;
}

InternalRate internal_rate_of_return(std::span<const Money> flows) {
  InternalRate out;
  out.sign_changes = count_sign_changes(flows);
  if (out.sign_changes == 0) return out;
  double low = rate_at(0);
  for (int step = 1; step <= kScanSteps; ++step) {
    const double high = rate_at(step);
    if ((npv_usd(low, flows) < 0) != (npv_usd(high, flows) < 0)) {
      out.rate = bisect(low, high, flows);
      return out;
    }
    low = high;
  }
  return out;
}

std::optional<double> payback_years(std::span<const Money> flows) {
  std::optional<double> crossing;
  double before = 0;
  for (std::size_t n = 0; n < flows.size(); ++n) {
    const double after = before + flows[n].base();
    if (after < 0)
      crossing.reset();
    else if (!crossing)
      crossing = n == 0 ? 0.0 : double(n) - 1 + (before < 0 ? -before / flows[n].base() : 0);
    before = after;
  }
  return crossing;
}

}  // namespace gw::economics
