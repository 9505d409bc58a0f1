#include "gw/power/grid_check.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <deque>
#include <span>

#include "gw/base/text.h"

namespace gw::power {
namespace {

// Periods of a band's lowest frequency in a piece: as many, and no fewer, since the window blurs two lines into the mean.
constexpr double kPeriods = 10, kLeastPeriods = 3;

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

class Check {
 public:
  explicit Check(const PointOfInterconnection& load) : load_(load), mw_(load.power.mw) {}

  ClauseResult operator()(const RampClause& c) const {
    if (!c.limit && !c.limit_per_min_frac) return not_assessed(c.name, "no limit is published", c.note);
    const std::size_t n = samples(c.over);
    if (mw_.size() < 2 * n) return too_short(c.name, 2.0 * c.over);
    double worst_mw = 0, before = window_sum(0, n), after = window_sum(n, n);
    std::size_t at = 0;
    for (std::size_t i = 0;; ++i) {
      const double change = (after - before) / double(n);
      const double counted = c.direction == Direction::up ? change : c.direction == Direction::down ? -change : std::abs(change);
      if (counted > worst_mw) worst_mw = counted, at = i + n;
      if (i + 2 * n >= mw_.size()) break;
      before += mw_[i + n] - mw_[i];
      after += mw_[i + 2 * n] - mw_[i + n];
    }
    const double limit = c.limit ? c.limit->in(MW / minute) : *c.limit_per_min_frac * load_.contracted.in(MW);
    return judge(c.name, limit, worst_mw / (double(n) * load_.power.step.in(minute)), "MW/min", load_.power.time(at), c.note);
  }

  ClauseResult operator()(const RangeClause& c) const {
    if (!c.limit && !c.limit_frac) return not_assessed(c.name, "no limit is published", c.note);
    const auto [worst, at] = largest_range(samples(c.within));
    const double limit = c.limit ? c.limit->in(MW) : *c.limit_frac * load_.contracted.in(MW);
    const ClauseResult result = judge(c.name, limit, worst, "MW", load_.power.time(at), c.note);
    const bool whole = mw_.size() >= samples(c.within);
    return whole || result.verdict == Verdict::fail ? result : too_short(c.name, c.within);
  }

  ClauseResult operator()(const BandClause& c) const {
    if (!c.limit && !c.limit_frac) return not_assessed(c.name, "no limit is published", c.note);
    const Frequency highest = 0.5 / load_.power.step;
    if (highest < c.from * (1 + 1e-9))
      return not_assessed(c.name, fmt::format("samples of {} s show nothing above {} Hz", significant(load_.power.step.in(s)),
                                              significant(highest.base())), c.note);
    const Time least = kLeastPeriods / c.from, over = c.over ? max(*c.over, least) : kPeriods / c.from;
    if (load_.power.duration() < least * (1 - 1e-9)) return too_short(c.name, least);
    const WorstPiece worst = worst_piece(c, over);
    std::string note = fmt::format("largest line at {} Hz", significant(worst.swing.line_at.base(), 3));
    if (highest < c.to) note += fmt::format("; seen up to {} Hz", significant(highest.base(), 3));
    if (!c.note.empty()) note += "; " + c.note;
    if (c.measure == BandMeasure::share) return judge(c.name, *c.limit_frac, worst.share, "of the swing's energy", {}, note);
    const double limit = c.limit ? c.limit->in(MW) : *c.limit_frac * load_.contracted.in(MW);
    return judge(c.name, limit, worst.measure(c.measure).in(MW), "MW", worst.at, note);
  }

  ClauseResult operator()(const FlickerClause& c) const {
    if (!c.limit_pst || !c.short_circuit_mva) return not_assessed(c.name, "no limit or no short-circuit power is given", c.note);
    if (load_.power.step > kFlickerSample * (1 + 1e-9))
      return not_assessed(c.name, fmt::format("samples of {} s show no flicker: {} s or less", significant(load_.power.step.in(s)),
                                              significant(kFlickerSample.in(s))), c.note);
    const double change_per_mw = 1.0 / *c.short_circuit_mva / std::hypot(1.0, c.x_over_r);
    std::vector<double> change(mw_.size());
    std::ranges::transform(mw_, change.begin(), [&](double mw) { return mw * change_per_mw; });
    const FlickerSeverity worst = flicker_severity(change, load_.power.step, c.lamp);
    return judge(c.name, *c.limit_pst, worst.pst, "Pst", load_.power.start + worst.at, c.note);
  }

  ClauseResult operator()(const VoltageRideThroughClause& c) const {
    static const std::vector<VoltagePoint> none;
    const RideThrough* load = load_.ride_through;
    return ride_through(c, load ? load->low : none, load ? load->high : none, "of nominal");
  }
  ClauseResult operator()(const FrequencyRideThroughClause& c) const {
    static const std::vector<FrequencyPoint> none;
    const RideThrough* load = load_.ride_through;
    return ride_through(c, load ? load->low_frequency : none, load ? load->high_frequency : none, "Hz");
  }

  ClauseResult operator()(const PowerFactorClause& c) const {
    if (!c.minimum) return not_assessed(c.name, "no limit is published", c.note);
    if (!load_.ride_through || !load_.ride_through->power_factor)
      return not_assessed(c.name, "the load's power factor is not known", c.note);
    const double least = *c.minimum, has = *load_.ride_through->power_factor;
    return {c.name, has >= least ? Verdict::pass : Verdict::fail, least, has, "", (has - least) / std::max(least, 1e-9), {}, c.note};
  }

 private:
  std::size_t samples(Time span) const {
    return std::max<std::size_t>(1, std::size_t(std::llround(span / load_.power.step)));
  }
  double window_sum(std::size_t first, std::size_t n) const {
    double sum = 0;
    for (std::size_t i = first; i < first + n; ++i) sum += mw_[i];
    return sum;
  }
  ClauseResult too_short(const std::string& clause, Time needed) const {
    return not_assessed(clause, fmt::format("the window of {} s is shorter than the {} s that it takes",
                                            significant(load_.power.duration().in(s)), significant(needed.in(s))), "");
  }

  struct Range {
    double mw = 0;
    std::size_t at = 0;
  };
  // Highest less lowest of any n samples.
  Range largest_range(std::size_t n) const {
    std::deque<std::size_t> lows, highs;  // candidates inside the span, the best in front
    Range worst;
    for (std::size_t i = 0; i < mw_.size(); ++i) {
      while (!lows.empty() && mw_[lows.back()] >= mw_[i]) lows.pop_back();
      while (!highs.empty() && mw_[highs.back()] <= mw_[i]) highs.pop_back();
      lows.push_back(i), highs.push_back(i);
      if (lows.front() + n <= i) lows.pop_front();
      if (highs.front() + n <= i) highs.pop_front();
      const double range = mw_[highs.front()] - mw_[lows.front()];
      if (range > worst.mw) worst = {range, std::min(lows.front(), highs.front())};
    }
    return worst;
  }

  struct WorstPiece {
    BandSwing swing;
    Time at;
    double share = 0;  // of the energy of all pieces
    Power measure(BandMeasure m) const { return m == BandMeasure::rms ? swing.rms : swing.line; }
  };
  WorstPiece worst_piece(const BandClause& c, Time over) const {
    PieceTransform transform(load_.power.step, std::min(samples(over), mw_.size()));
    WorstPiece worst;
    const std::size_t n = transform.samples();
    if (n == 0) return worst;
    double inside = 0, all = 0;
    for (std::size_t first = 0;; first = std::min(first + n / 2, mw_.size() - n)) {
      const Spectrum& lines = transform(std::span(mw_).subspan(first, n));
      const BandSwing swing = band_swing(lines, c.from, c.to);
      if (first == 0 || WorstPiece{swing, {}}.measure(c.measure) > worst.measure(c.measure))
        worst.swing = swing, worst.at = load_.power.time(first);
      if (c.measure == BandMeasure::share) {
        inside += std::pow(swing.rms.in(MW), 2);
        all += std::pow(band_swing(lines, Frequency{}, lines.highest()).rms.in(MW), 2);
      }
      if (first + n >= mw_.size()) break;
    }
    worst.share = all > 0 ? inside / all : 0.0;
    return worst;
  }

  static double value_of(const VoltagePoint& p) { return p.voltage_frac; }
  static double value_of(const FrequencyPoint& p) { return p.frequency.base(); }

  // How long the load stays at this value. A low curve counts from its nearest graver point, so does a high one.
  template <class Point>
  static Time stays(const std::vector<Point>& curve, double value, bool low) {
    Time out;
    for (const Point& p : curve)
      if (low ? value_of(p) <= value * (1 + 1e-12) : value_of(p) >= value * (1 - 1e-12)) out = max(out, p.duration);
    return out;
  }

  template <class C, class Point>
  static ClauseResult ride_through(const C& c, const std::vector<Point>& load_low, const std::vector<Point>& load_high,
                                   const char* unit) {
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

  const PointOfInterconnection& load_;
  const std::vector<double>& mw_;
};

}  // namespace

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

std::vector<ClauseResult> check_grid_code(const GridCode& code, const PointOfInterconnection& load) {
  const Check check(load);
  std::vector<ClauseResult> out;
  for (const Clause& clause : code.clauses) out.push_back(std::visit(check, clause));
  return out;
}

bool fails(const std::vector<ClauseResult>& results) {
  return std::ranges::any_of(results, [](const ClauseResult& r) { return r.verdict == Verdict::fail; });
}

}  // namespace gw::power
