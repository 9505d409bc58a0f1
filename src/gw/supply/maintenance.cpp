#include "gw/supply/maintenance.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>

namespace gw::supply {
namespace {

constexpr double kMildC = 15.0;     ///< heating and cooling are both least about here
constexpr double kWeightK = 100.0;  ///< K of discomfort that one whole plant away is worth; assumption
constexpr int kYearHours = 8760;

/// One year (or what is left of the horizon) of one bus, in days.
class YearPlan {
 public:
  YearPlan(std::span<const double> temperature_c, int from_hour, int to_hour, double installed_mw)
      : from_hour_(from_hour), to_hour_(to_hour), installed_mw_(installed_mw) {
    for (int h = from_hour; h < to_hour; h += 24) {
      const int end = std::min(h + 24, to_hour);
      double sum_c = 0;
      for (int i = h; i < end; ++i) sum_c += temperature_c[std::size_t(i)];
      harshness_k_.push_back(std::abs(sum_c / (end - h) - kMildC));
    }
    away_mw_.assign(harshness_k_.size(), 0.0);
  }

  /// Books `hours` for a unit that is on line from `first_hour`; start hour, or -1 if it does not fit.
  int place(int hours, double unit_mw, int first_hour) {
    const int days = (hours + 23) / 24;
    const int earliest = std::max(0, (first_hour - from_hour_ + 23) / 24);
    int best = -1;
    double best_cost = 0, cost = 0;
    for (int day = earliest; from_hour_ + day * 24 + hours <= to_hour_; ++day) {
      cost = day == earliest ? cost_of(day, days) : cost - day_cost(day - 1) + day_cost(day + days - 1);
      if (best < 0 || cost < best_cost - 1e-9) best = day, best_cost = cost;
    }
    if (best < 0) return -1;
    for (int day = best; day < best + days; ++day) away_mw_[std::size_t(day)] += unit_mw;
    return from_hour_ + best * 24;
  }

 private:
  double day_cost(int day) const {
    const auto d = std::size_t(day);
    return harshness_k_[d] + (installed_mw_ > 0 ? kWeightK * away_mw_[d] / installed_mw_ : 0.0);
  }
  double cost_of(int day, int days) const {
    double sum = 0;
    for (int d = day; d < day + days && d < int(harshness_k_.size()); ++d) sum += day_cost(d);
    return sum;
  }

  int from_hour_, to_hour_;
  double installed_mw_;
  std::vector<double> harshness_k_, away_mw_;
};

double installed_mw(std::span<const MaintenanceNeed> needs, const std::string& bus) {
  double sum = 0;
  for (const MaintenanceNeed& need : needs)
    if (need.bus == bus) sum += need.units * need.unit_mw;
  return sum;
}

}  // namespace

std::vector<UnitOutage> plan_maintenance(std::span<const MaintenanceNeed> needs,
                                         std::span<const double> temperature_c) {
  std::vector<UnitOutage> out;
  const int hours = int(temperature_c.size());
  for (int from = 0; from < hours; from += kYearHours) {
    const int to = std::min(hours, from + kYearHours);
    std::map<std::string, YearPlan> plans;
    for (const MaintenanceNeed& need : needs) {
      auto plan = plans.try_emplace(need.bus, temperature_c, from, to, installed_mw(needs, need.bus)).first;
      const int online = std::clamp(need.first_hour, from, to);
      const int away = int(std::lround(need.share_frac * (to - online)));
      for (int unit = 0; unit < need.units && away > 0; ++unit) {
        const int start = plan->second.place(away, need.unit_mw, online);
        if (start >= 0) out.push_back({need.source, unit, start, start + away, true});
      }
    }
  }
  std::sort(out.begin(), out.end(), [](const UnitOutage& a, const UnitOutage& b) {
    return std::tie(a.source, a.unit, a.from_hour) < std::tie(b.source, b.unit, b.from_hour);
  });
  return out;
}

}  // namespace gw::supply
