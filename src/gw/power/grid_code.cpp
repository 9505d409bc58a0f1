#include "gw/power/grid_code.h"

#include <fmt/format.h>

#include "gw/base/text.h"

namespace gw::power {
namespace {

double value_of(const VoltagePoint& p) { return p.voltage_frac; }
double value_of(const FrequencyPoint& p) { return p.frequency.base(); }

class Checker {
 public:
  std::vector<FieldProblem> found;
  std::string at;

  void add(const std::string& field, std::string message) {
    found.push_back({at.empty() ? field : at + "." + field, std::move(message)});
  }

  void operator()(const RampClause& c) { one_limit(c.limit.has_value(), c.limit_per_min_frac.has_value(), "limit_per_min_frac"); }
  void operator()(const RangeClause& c) { one_limit(c.limit.has_value(), c.limit_frac.has_value(), "limit_frac"); }
  void operator()(const BandClause& c) {
    if (!(c.to > c.from))
      add("to_hz", fmt::format("the band ends at {} Hz, not above its beginning at {} Hz", significant(c.to.base()),
                               significant(c.from.base())));
    one_limit(c.limit.has_value(), c.limit_frac.has_value(), "limit_frac");
    if (c.measure == BandMeasure::share && c.limit)
      add("limit_mw", "a share has no unit: give limit_frac");
  }
  void operator()(const FlickerClause& c) {
    if (c.limit_pst && !c.short_circuit_mva) add("limit_pst", "flicker needs short_circuit_mva of the network as well");
  }
  void operator()(const VoltageRideThroughClause& c) { voltage_curves(c.low, c.high); }
  void operator()(const FrequencyRideThroughClause& c) { curves(c.low, c.high, "low", "high", "Hz"); }
  void operator()(const PowerFactorClause&) {}

  void voltage_curves(const std::vector<VoltagePoint>& low, const std::vector<VoltagePoint>& high) {
    curves(low, high, "low", "high", "of nominal");
  }

  // Low curves rise to the normal value, high ones rise away from it: durations grow towards the normal value.
  template <class Point>
  void curves(const std::vector<Point>& low, const std::vector<Point>& high, const char* low_name, const char* high_name,
              const char* unit) {
    in_order(low, low_name, unit, 1);
    in_order(high, high_name, unit, -1);
    if (low.empty() || high.empty() || value_of(low.back()) < value_of(high.front())) return;
    add(high_name, fmt::format("the curves cross: the low one reaches {} {}, the high one begins at {}",
                               significant(value_of(low.back())), unit, significant(value_of(high.front()))));
  }

 private:
  void one_limit(bool absolute, bool relative, const char* relative_name) {
    if (absolute && relative) add(relative_name, "the limit is given twice: keep one of the two");
  }

  template <class Point>
  void in_order(const std::vector<Point>& points, const char* name, const char* unit, int sign) {
    for (std::size_t i = 1; i < points.size(); ++i) {
      const Point &before = points[i - 1], &here = points[i];
      if (value_of(here) <= value_of(before))
        add(fmt::format("{}[{}]", name, i), fmt::format("{} {} is not above the point before it ({})",
                                                        significant(value_of(here)), unit, significant(value_of(before))));
      else if (double(sign) * (here.duration - before.duration).base() < 0)
        add(fmt::format("{}[{}]", name, i),
            fmt::format("{} s at {} {}: a milder disturbance cannot be ridden through for less time than a graver one",
                        significant(here.duration.base()), significant(value_of(here)), unit));
    }
  }
};

}  // namespace

namespace {

// What two clauses must share for a second limit to contradict or repeat the first; "" where nothing is limited.
std::string subject(const RampClause& c) {
  if (!c.limit && !c.limit_per_min_frac) return "";
  const char* const directions[] = {"either way", "up", "down"};
  return fmt::format("the ramp {} over {} s", directions[int(c.direction)], significant(c.over.in(s)));
}
std::string subject(const RangeClause& c) {
  return c.limit || c.limit_frac ? fmt::format("the range within {} s", significant(c.within.in(s))) : "";
}
std::string subject(const BandClause& c) {
  if (!c.limit && !c.limit_frac) return "";
  const char* const measures[] = {"line", "rms", "share"};
  return fmt::format("the {} of {} to {} Hz{}", measures[int(c.measure)], significant(c.from.base()), significant(c.to.base()),
                     c.over ? fmt::format(" over {} s", significant(c.over->in(s))) : "");
}
std::string subject(const FlickerClause& c) { return c.limit_pst ? "flicker" : ""; }
std::string subject(const VoltageRideThroughClause& c) { return c.low.empty() && c.high.empty() ? "" : "voltage ride-through"; }
std::string subject(const FrequencyRideThroughClause& c) {
  return c.low.empty() && c.high.empty() ? "" : "frequency ride-through";
}
std::string subject(const PowerFactorClause& c) { return c.minimum ? "the power factor" : ""; }

}  // namespace

std::vector<FieldProblem> problems(const GridCode& code) {
  Checker check;
  if (code.clauses.empty()) check.add("clauses", "there is no clause to check");
  for (std::size_t i = 0; i < code.clauses.size(); ++i) {
    check.at = fmt::format("clauses[{}]", i);
    std::visit([&](const auto& clause) { check(clause); }, code.clauses[i]);
    const std::string here = std::visit([](const auto& clause) { return subject(clause); }, code.clauses[i]);
    check.at.clear();
    for (std::size_t k = 0; k < i && !here.empty(); ++k)
      if (std::visit([](const auto& clause) { return subject(clause); }, code.clauses[k]) == here) {
        check.add(fmt::format("clauses[{}]", i), fmt::format("limits {} again: clauses[{}] does already", here, k));
        break;
      }
  }
  return check.found;
}

std::vector<FieldProblem> problems(const RideThrough& load) {
  Checker check;
  check.voltage_curves(load.low, load.high);
  check.curves(load.low_frequency, load.high_frequency, "low_frequency", "high_frequency", "Hz");
  return check.found;
}

}  // namespace gw::power
