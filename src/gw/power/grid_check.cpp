#include "gw/power/grid_check.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "gw/base/text.h"
#include "gw/power/band_meter.h"
#include "gw/power/clause_meters.h"
#include "gw/power/flicker.h"

namespace gw::power {
namespace {

// Periods of a band's lowest frequency in a piece: as many, and no fewer, since the window blurs two lines into the mean.
constexpr double kPeriods = 10;
// A swing of a few seconds does not stand for ten minutes.
constexpr Time kLeastFlicker = 10.0 * s;

ClauseResult not_assessed(const std::string& clause, const std::string& why, const std::string& note) {
  ClauseResult out;
  out.clause = clause;
  out.note = note.empty() ? why : why + ": " + note;
  return out;
}

ClauseResult judge(const std::string& clause, double limit, double worst, const char* unit, std::optional<Time> at,
                   std::string note) {
  // A limit met to rounding is met.
  const bool kept = worst <= limit * (1 + 1e-9);
  const double margin = limit > 0 ? (limit - worst) / limit : (kept ? 0.0 : -1.0);
  return {clause, kept ? Verdict::pass : Verdict::fail, limit, worst, unit, margin, at, std::move(note)};
}

// The trace as the clauses see it.
struct Grid {
  Time start, step;
  LoadFacts load;
  std::size_t samples = 0;

  Time duration() const { return double(samples) * step; }
  Time time(std::size_t i) const { return start + double(i) * step; }
  std::size_t samples_of(Time span) const { return std::max<std::size_t>(1, std::size_t(std::llround(span / step))); }
  ClauseResult too_short(const std::string& clause, Time needed) const {
    return not_assessed(clause, fmt::format("the window of {} s is shorter than the {} s that it takes", significant(duration().in(s)),
                                            significant(needed.in(s))), "");
  }
  ClauseResult too_coarse(const std::string& clause, Time span) const {
    return not_assessed(clause, fmt::format("samples of {} s do not show what happens within {} s", significant(step.in(s)),
                                            significant(span.in(s))), "");
  }
};

// One a kind of clause: `add` takes samples in, `result` judges them.
class RampCheck {
 public:
  RampCheck(const RampClause& clause, const Grid& grid) : c_(clause), meter_(grid.samples_of(clause.over)) {}
  void add(std::span<const double> mw) {
    if (c_.limit || c_.limit_per_min_frac)
      for (const double x : mw) meter_.add(x);
  }
  ClauseResult result(const Grid& grid) {
    if (!c_.limit && !c_.limit_per_min_frac) return not_assessed(c_.name, "no limit is published", c_.note);
    if (!meter_.seen()) return grid.too_short(c_.name, needed_span(c_));
    const RampMeter::Change &up = meter_.up(), &down = meter_.down();
    const bool rises = c_.direction == Direction::up || (c_.direction == Direction::both && up.mw >= down.mw);
    const RampMeter::Change& worst = rises ? up : down;
    const double limit = c_.limit ? c_.limit->in(MW / minute) : *c_.limit_per_min_frac * grid.load.contracted.in(MW);
    const double span_min = double(grid.samples_of(c_.over)) * grid.step.in(minute);
    const ClauseResult out = judge(c_.name, limit, worst.mw / span_min, "MW/min", grid.time(worst.at), c_.note);
    // Over a longer span a ramp is no faster.
    return c_.over >= grid.step * (1 - 1e-9) || out.verdict == Verdict::fail ? out : grid.too_coarse(c_.name, c_.over);
  }

 private:
  const RampClause& c_;
  RampMeter meter_;
};

class RangeCheck {
 public:
  RangeCheck(const RangeClause& clause, const Grid& grid) : c_(clause), meter_(grid.samples_of(clause.within)) {}
  void add(std::span<const double> mw) {
    if (c_.limit || c_.limit_frac)
      for (const double x : mw) meter_.add(x);
  }
  ClauseResult result(const Grid& grid) {
    if (!c_.limit && !c_.limit_frac) return not_assessed(c_.name, "no limit is published", c_.note);
    if (grid.samples_of(c_.within) < 2) return grid.too_coarse(c_.name, c_.within);
    const double limit = c_.limit ? c_.limit->in(MW) : *c_.limit_frac * grid.load.contracted.in(MW);
    ClauseResult out = judge(c_.name, limit, meter_.worst_mw(), "MW", grid.time(meter_.at()), c_.note);
    return meter_.whole() || out.verdict == Verdict::fail ? out : grid.too_short(c_.name, c_.within);
  }

 private:
  const RangeClause& c_;
  RangeMeter meter_;
};

class BandCheck {
 public:
  BandCheck(const BandClause& clause, const Grid& grid)
      : c_(clause), visible_(0.5 / grid.step >= clause.from * (1 + 1e-9)),
        meter_(c_.from, c_.to, visible_ ? grid.samples_of(c_.over.value_or(kPeriods / c_.from)) : 0, grid.step) {}
  void add(std::span<const double> mw) {
    if ((c_.limit || c_.limit_frac) && visible_) meter_.add(mw);
  }
  ClauseResult result(const Grid& grid) {
    if (!c_.limit && !c_.limit_frac) return not_assessed(c_.name, "no limit is published", c_.note);
    const Frequency highest = 0.5 / grid.step;
    if (!visible_)
      return not_assessed(c_.name, fmt::format("samples of {} s show nothing above {} Hz", significant(grid.step.in(s)),
                                               significant(highest.base())), c_.note);
    if (grid.duration() < needed_span(c_) * (1 - 1e-9)) return grid.too_short(c_.name, needed_span(c_));
    meter_.finish();
    const BandMeter::Piece& worst = c_.measure == BandMeasure::rms ? meter_.largest_rms() : meter_.largest_line();
    std::string note = worst.swing.line > 0.0 * W ? fmt::format("largest line at {} Hz", significant(worst.swing.line_at.base(), 3))
                                                  : std::string("no line");
    if (highest < c_.to) note += fmt::format("; seen up to {} Hz", significant(highest.base(), 3));
    if (meter_.length() < grid.duration() * 0.9) note += fmt::format("; in the {} s from there", significant(meter_.length().in(s), 3));
    if (!c_.note.empty()) note += "; " + c_.note;
    if (c_.measure == BandMeasure::share) return judge(c_.name, *c_.limit_frac, meter_.share_frac(), "of the swing's energy", {}, note);
    const double limit = c_.limit ? c_.limit->in(MW) : *c_.limit_frac * grid.load.contracted.in(MW);
    const Power swing = c_.measure == BandMeasure::rms ? worst.swing.rms : worst.swing.line;
    return judge(c_.name, limit, swing.in(MW), "MW", grid.time(worst.first), note);
  }

 private:
  const BandClause& c_;
  bool visible_;
  BandMeter meter_;
};

class FlickerCheck {
 public:
  FlickerCheck(const FlickerClause& clause, const Grid& grid) : c_(clause) {
    if (!c_.limit_pst || !c_.short_circuit_mva || grid.step > kFlickerSample * (1 + 1e-9)) return;
    meter_.emplace(c_.lamp, grid.step);
    change_per_mw_ = 1.0 / *c_.short_circuit_mva / std::hypot(1.0, c_.x_over_r);
  }
  void add(std::span<const double> mw) {
    if (meter_)
      for (const double x : mw) meter_->add(x * change_per_mw_);
  }
  ClauseResult result(const Grid& grid) {
    if (!c_.limit_pst || !c_.short_circuit_mva) return not_assessed(c_.name, "no limit or no short-circuit power is given", c_.note);
    if (!meter_)
      return not_assessed(c_.name, fmt::format("samples of {} s do not show flicker, those of {} s or less do",
                                               significant(grid.step.in(s)), significant(kFlickerSample.in(s))), c_.note);
    if (grid.duration() < kLeastFlicker * (1 - 1e-9)) return grid.too_short(c_.name, kLeastFlicker);
    const FlickerSeverity worst = meter_->worst();
    std::string note = fmt::format("of {} s{}", significant(worst.span.in(s), 3),
                                   worst.span < 600.0 * s ? ", as if ten minutes went on like that" : "");
    if (!c_.note.empty()) note += "; " + c_.note;
    return judge(c_.name, *c_.limit_pst, worst.pst, "Pst", grid.start + worst.at, note);
  }

 private:
  const FlickerClause& c_;
  double change_per_mw_ = 0;
  std::optional<FlickerMeter> meter_;
};

double value_of(const VoltagePoint& p) { return p.voltage_frac; }
double value_of(const FrequencyPoint& p) { return p.frequency.base(); }

// How long the load stays at this value. A low curve counts from its nearest graver point, so does a high one.
template <class Point>
Time stays(const std::vector<Point>& curve, double value, bool low) {
  Time out;
  for (const Point& p : curve)
    if (low ? value_of(p) <= value * (1 + 1e-12) : value_of(p) >= value * (1 - 1e-12)) out = max(out, p.duration);
  return out;
}

template <class C, class Point>
ClauseResult ride_through(const C& c, const std::vector<Point>& load_low, const std::vector<Point>& load_high, const char* unit) {
  if (c.low.empty() && c.high.empty()) return not_assessed(c.name, "no curve is published", c.note);
  if ((!c.low.empty() && load_low.empty()) || (!c.high.empty() && load_high.empty()))
    return not_assessed(c.name, "what the load rides through is not known", c.note);
  // The point with the least of what the load has over what is asked.
  double worst_ratio = std::numeric_limits<double>::infinity();
  ClauseResult out{c.name, Verdict::pass, 0, 0, "s", 0, {}, c.note};
  const auto look = [&](const std::vector<Point>& asked, const std::vector<Point>& has, bool low) {
    for (const Point& p : asked) {
      const Time kept = stays(has, value_of(p), low);
      const double ratio = p.duration > 0.0 * s ? kept / p.duration : 1.0;
      if (ratio >= worst_ratio) continue;
      worst_ratio = ratio;
      out.limit = p.duration.in(s), out.worst = kept.in(s), out.margin_frac = ratio - 1;
      out.verdict = ratio < 1 ? Verdict::fail : Verdict::pass;
      out.note = fmt::format("at {} {}", significant(value_of(p)), unit) + (c.note.empty() ? "" : "; " + c.note);
    }
  };
  look(c.low, load_low, true);
  look(c.high, load_high, false);
  return out;
}

// Clauses that the power does not enter.
class FactCheck {
 public:
  explicit FactCheck(const Clause& clause) : clause_(clause) {}
  void add(std::span<const double>) {}
  ClauseResult result(const Grid& grid) {
    static const RideThrough unknown;
    const RideThrough& load = grid.load.ride_through ? *grid.load.ride_through : unknown;
    if (const auto* c = std::get_if<VoltageRideThroughClause>(&clause_)) return ride_through(*c, load.low, load.high, "of nominal");
    if (const auto* c = std::get_if<FrequencyRideThroughClause>(&clause_))
      return ride_through(*c, load.low_frequency, load.high_frequency, "Hz");
    return power_factor(std::get<PowerFactorClause>(clause_), load.power_factor);
  }

 private:
  static ClauseResult power_factor(const PowerFactorClause& c, std::optional<double> has) {
    if (!c.minimum) return not_assessed(c.name, "no limit is published", c.note);
    if (!has) return not_assessed(c.name, "the load's power factor is not known", c.note);
    const double least = *c.minimum;
    return {c.name, *has >= least ? Verdict::pass : Verdict::fail, least, *has, "", (*has - least) / std::max(least, 1e-9), {}, c.note};
  }
  const Clause& clause_;
};

using AnyCheck = std::variant<RampCheck, RangeCheck, BandCheck, FlickerCheck, FactCheck>;

AnyCheck check_of(const Clause& clause, const Grid& grid) {
  if (const auto* c = std::get_if<RampClause>(&clause)) return RampCheck(*c, grid);
  if (const auto* c = std::get_if<RangeClause>(&clause)) return RangeCheck(*c, grid);
  if (const auto* c = std::get_if<BandClause>(&clause)) return BandCheck(*c, grid);
  if (const auto* c = std::get_if<FlickerClause>(&clause)) return FlickerCheck(*c, grid);
  return FactCheck(clause);
}

}  // namespace

struct GridCheck::Meters {
  Grid grid;
  std::vector<AnyCheck> checks;
};

GridCheck::GridCheck(const GridCode& code, const LoadFacts& load, Time start, Time step)
    : meters_(std::make_unique<Meters>(Meters{{start, step, load}, {}})) {
  for (const Clause& clause : code.clauses) meters_->checks.push_back(check_of(clause, meters_->grid));
}
GridCheck::~GridCheck() = default;
GridCheck::GridCheck(GridCheck&&) noexcept = default;
GridCheck& GridCheck::operator=(GridCheck&&) noexcept = default;

void GridCheck::add(std::span<const double> mw) {
  meters_->grid.samples += mw.size();
  for (AnyCheck& check : meters_->checks) std::visit([&](auto& c) { c.add(mw); }, check);
}

std::vector<ClauseResult> GridCheck::results() {
  std::vector<ClauseResult> out;
  for (AnyCheck& check : meters_->checks) out.push_back(std::visit([&](auto& c) { return c.result(meters_->grid); }, check));
  return out;
}

std::vector<ClauseResult> check_grid_code(const GridCode& code, const PointOfInterconnection& load) {
  GridCheck check(code, {load.contracted, load.ride_through}, load.power.start, load.power.step);
  check.add(load.power.mw);
  return check.results();
}

const char* to_string(Verdict verdict) {
  switch (verdict) {
    case Verdict::pass: return "pass";
    case Verdict::fail: return "fail";
    case Verdict::not_assessed: return "not assessed";
  }
  return "";
}

std::optional<Power> line_limit(const BandClause& band, Power contracted) {
  if (band.measure != BandMeasure::line || (!band.limit && !band.limit_frac)) return {};
  return band.limit ? *band.limit : *band.limit_frac * contracted;
}

Time needed_span(const Clause& clause) {
  if (const auto* c = std::get_if<RampClause>(&clause)) return c->limit || c->limit_per_min_frac ? 2.0 * c->over : Time{};
  if (const auto* c = std::get_if<RangeClause>(&clause)) return c->limit || c->limit_frac ? c->within : Time{};
  if (const auto* c = std::get_if<BandClause>(&clause)) return c->limit || c->limit_frac ? kLeastPeriods / c->from : Time{};
  if (const auto* c = std::get_if<FlickerClause>(&clause)) return c->limit_pst ? kLeastFlicker : Time{};
  return {};
}

bool fails(const std::vector<ClauseResult>& results) {
  return std::ranges::any_of(results, [](const ClauseResult& r) { return r.verdict == Verdict::fail; });
}

}  // namespace gw::power
