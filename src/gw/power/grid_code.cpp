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
    if (const Time least = kLeastPeriods / c.from; c.over && *c.over < least * (1 - 1e-9))
      add("over_s", fmt::format("pieces of {} s hold fewer than {} periods of from_hz: {} s or more", significant(c.over->in(s)),
                                kLeastPeriods, significant(least.in(s))));
  }
  void operator()(const FlickerClause& c) {
    if (c.limit_pst && !c.short_circuit_mva) add("limit_pst", "flicker needs short_circuit_mva of the network as well");
  }
  void operator()(const VoltageRideThroughClause& c) { voltage_curves(c.low, c.high); }
  void operator()(const FrequencyRideThroughClause& c) { curves(c.low, c.high, "low", "high", "Hz"); }
  void operator()(const PowerFactorClause&) {}

  void voltage_curves(const std::vector<VoltagePoint>& low, const std::vector<VoltagePoint>& high) {
    if (curves(low, high, "low", "high", "of nominal")) return;
    beside_nominal(low, "low", -1, "a sag", "below");
    beside_nominal(high, "high", 1, "a swell", "above");
  }

  // Low curves rise to the normal value, high ones rise away from it: durations grow towards the normal value. Whether they
  // cross.
  template <class Point>
  bool curves(const std::vector<Point>& low, const std::vector<Point>& high, const char* low_name, const char* high_name,
              const char* unit) {
    in_order(low, low_name, unit, 1);
    in_order(high, high_name, unit, -1);
    if (low.empty() || high.empty() || value_of(low.back()) < value_of(high.front())) return false;
    add(high_name, fmt::format("the curves cross: the low one reaches {} {}, the high one begins at {}",
                               significant(value_of(low.back())), unit, significant(value_of(high.front()))));
    return true;
  }

 private:
  void one_limit(bool absolute, bool relative, const char* relative_name) {
    if (absolute && relative) add(relative_name, "the limit is given twice: keep one of the two");
  }

  void beside_nominal(const std::vector<VoltagePoint>& points, const char* name, int side, const char* what, const char* where) {
    for (std::size_t i = 0; i < points.size(); ++i)
      if (double(side) * (points[i].voltage_frac - 1) <= 0)
        add(fmt::format("{}[{}]", name, i), fmt::format("{} is {} nominal: {} of it is none", what, where, significant(points[i].voltage_frac)));
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
std::string subject(const VoltageRideThroughClause&) { return ""; }
std::string subject(const FrequencyRideThroughClause&) { return ""; }
std::string subject(const PowerFactorClause& c) { return c.minimum ? "the power factor" : ""; }

// Why the later of two clauses cannot stand beside the earlier, `number`; "" where it can.
std::string conflict(const Clause& earlier, const Clause& later, std::size_t number) {
  const auto name = [](const Clause& clause) { return std::visit([](const auto& c) { return subject(c); }, clause); };
  const std::string here = name(later);
  return !here.empty() && name(earlier) == here ? fmt::format("limits {} again: clauses[{}] does already", here, number) : "";
}

// Bands of one measure that overlap: the narrower one inside a wider must be the stricter, others must agree. Limits in MW
// and shares of the demand are not compared.
std::string conflict(const BandClause& a, const BandClause& b, std::size_t number) {
  if (a.measure != b.measure || a.over != b.over || !(max(a.from, b.from) < min(a.to, b.to))) return "";
  if (!(a.limit && b.limit) && !(a.limit_frac && b.limit_frac)) return "";
  const double of_a = a.limit ? a.limit->in(MW) : *a.limit_frac, of_b = b.limit ? b.limit->in(MW) : *b.limit_frac;
  const char* unit = a.limit ? " MW" : "";
  const bool a_inside = a.from >= b.from && a.to <= b.to, b_inside = b.from >= a.from && b.to <= a.to;
  if (a_inside && b_inside) return "";  // one band twice: told as such
  if (a_inside || b_inside) {
    const double inner = a_inside ? of_a : of_b, outer = a_inside ? of_b : of_a;
    if (inner <= outer) return "";
    return fmt::format("the limit of {}{} is {} than the {}{} of clauses[{}], whose band is {}: one of the two never counts",
                       significant(of_b), unit, a_inside ? "stricter" : "looser", significant(of_a), unit, number,
                       a_inside ? "inside this one" : "around this one");
  }
  if (of_a == of_b) return "";
  return fmt::format("{} to {} Hz is limited to {}{} here and to {}{} by clauses[{}]: end one band where the other begins",
                     significant(max(a.from, b.from).base()), significant(min(a.to, b.to).base()), significant(of_b), unit,
                     significant(of_a), unit, number);
}

// Two parts of one ride-through: each curve once, and not across each other.
template <class C>
std::string conflict_of_curves(const C& a, const C& b, std::size_t number) {
  if ((!a.low.empty() && !b.low.empty()) || (!a.high.empty() && !b.high.empty()))
    return fmt::format("gives a curve again: clauses[{}] has it already", number);
  const auto& low = a.low.empty() ? b.low : a.low;
  const auto& high = a.high.empty() ? b.high : a.high;
  if (low.empty() || high.empty() || value_of(low.back()) < value_of(high.front())) return "";
  return fmt::format("the curve crosses that of clauses[{}]: the low one reaches {}, the high one begins at {}", number,
                     significant(value_of(low.back())), significant(value_of(high.front())));
}

std::string conflict_of(const Clause& earlier, const Clause& later, std::size_t number) {
  if (earlier.index() != later.index()) return "";
  if (const auto* a = std::get_if<VoltageRideThroughClause>(&earlier))
    return conflict_of_curves(*a, std::get<VoltageRideThroughClause>(later), number);
  if (const auto* a = std::get_if<FrequencyRideThroughClause>(&earlier))
    return conflict_of_curves(*a, std::get<FrequencyRideThroughClause>(later), number);
  if (const auto* a = std::get_if<BandClause>(&earlier))
    if (std::string why = conflict(*a, std::get<BandClause>(later), number); !why.empty()) return why;
  return conflict(earlier, later, number);
}

}  // namespace

std::vector<FieldProblem> problems(const GridCode& code) {
  Checker check;
  if (code.clauses.empty()) check.add("clauses", "there is no clause to check");
  for (std::size_t i = 0; i < code.clauses.size(); ++i) {
    check.at = fmt::format("clauses[{}]", i);
    std::visit([&](const auto& clause) { check(clause); }, code.clauses[i]);
    check.at.clear();
    for (std::size_t k = 0; k < i; ++k)
      if (const std::string why = conflict_of(code.clauses[k], code.clauses[i], k); !why.empty()) {
        check.add(fmt::format("clauses[{}]", i), why);
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
