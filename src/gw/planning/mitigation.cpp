#include "gw/planning/mitigation.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "gw/base/text.h"
#include "gw/describe/record.h"
#include "gw/economics/annuity.h"

namespace gw::planning {
namespace {

using power::SmoothingDesign;

constexpr double kFloors[] = {0.5, 0.6, 0.7, 0.8, 0.9};
constexpr double kBallastLevels[] = {0.6, 0.8};
// Discharge times of the campus battery that are tried; its average is over half of it: a step then takes half of what
// is stored at most.
constexpr Time kDischarges[] = {60.0 * s, 900.0 * s, 3600.0 * s};
constexpr int kBisections = 8;  // to 0.4 % of the swing
// Dearer ones are simulated until so many pass, or so many more were tried.
constexpr std::size_t kAlternatives = 4, kMostOthers = 16;
// Most groups of a staggered start.
constexpr int kMostGroups = 20;

std::optional<PowerRamp> slowest_ramp(const power::GridCode& code, Power contracted) {
  std::optional<PowerRamp> out;
  for (const power::Clause& clause : code.clauses) {
    const auto* ramp = std::get_if<power::RampClause>(&clause);
    if (!ramp || (!ramp->limit && !ramp->limit_per_min_frac)) continue;
    const PowerRamp limit = ramp->limit ? *ramp->limit : *ramp->limit_per_min_frac * contracted / (1.0 * minute);
    out = out ? min(*out, limit) : limit;
  }
  return out;
}

std::string describe_design(const SmoothingDesign& d) {
  std::vector<std::string> parts;
  if (d.power_smoothing)
    parts.push_back(fmt::format("floor {:.0f} % of TDP", 100 * d.power_smoothing->percent_tmp_floor_frac) +
                    (d.power_smoothing->ramp_up_rate > PowerRamp{}
                         ? fmt::format(", ramps {} W/s", significant(d.power_smoothing->ramp_up_rate.in(W / s), 3))
                         : std::string()));
  if (d.ballast) parts.push_back(fmt::format("ballast at {:.0f} % of TDP", 100 * d.ballast->level_frac));
  if (d.accelerator_storage)
    parts.push_back(fmt::format("{} J at each accelerator", significant(d.accelerator_storage->energy.in(J), 3)));
  if (d.rack_battery)
    parts.push_back(fmt::format("rack battery {} kW, {} kWh", significant(d.rack_battery->power.in(kW), 3),
                                significant(d.rack_battery->energy.in(kWh), 3)));
  if (d.campus_battery)
    parts.push_back(fmt::format("campus battery {} MW, {} MWh", significant(d.campus_battery->power.in(MW), 3),
                                significant(d.campus_battery->energy.in(MWh), 3)));
  if (d.staggered_start)
    parts.push_back(fmt::format("start in {} groups, {} s apart", d.staggered_start->groups,
                                significant(d.staggered_start->spacing.in(s), 3)));
  std::string out;
  for (const std::string& part : parts) out += (out.empty() ? "" : "; ") + part;
  return out.empty() ? "none" : out;
}

// Whether a design uses every option that another uses: then it is no alternative to it.
bool has_all_of(const SmoothingDesign& design, const SmoothingDesign& other) {
  const auto covers = [](const auto& mine, const auto& theirs) { return mine.has_value() || !theirs.has_value(); };
  return covers(design.power_smoothing, other.power_smoothing) && covers(design.ballast, other.ballast) &&
         covers(design.accelerator_storage, other.accelerator_storage) && covers(design.rack_battery, other.rack_battery) &&
         covers(design.campus_battery, other.campus_battery) && covers(design.staggered_start, other.staggered_start);
}

// By how much the worst failing clause misses its limit.
double worst_miss(const std::vector<power::ClauseResult>& clauses) {
  double out = 0;
  for (const power::ClauseResult& c : clauses)
    if (c.verdict == power::Verdict::fail) out = std::max(out, -c.margin_frac);
  return out;
}

power::FacilityTrace trace_of(const WaveformLoads& loads, const SmoothingDesign& design, const WaveformSettings& settings) {
  const auto samples = std::size_t(settings.window / settings.step + 1e-9);
  return power::facility_trace(loads.groups, loads.halls, design, 0.0 * s, settings.step, samples);
}

class Search {
 public:
  Search(const Run& run, const WaveformSettings& settings, const SmoothingPrices& prices, const SmoothingOffers& offers = {})
      : run_(run), settings_(settings), prices_(prices), offers_(offers) {
    Diagnostics ignored;
    loads_ = waveform_loads(run_, settings_, ignored);
    steady_ = settings_;
    steady_.events.clear();
    steady_loads_ = waveform_loads(run_, steady_, ignored);
  }

  MitigationResult find(const std::function<bool(double)>& progress) {
    std::vector<Mitigation> candidates;
    for (const SmoothingDesign& design : combinations()) candidates.push_back({design, describe_design(design), cost(design), {}});
    std::ranges::stable_sort(candidates, {}, [](const Mitigation& m) { return m.cost.total(); });
    nearest_miss_ = std::numeric_limits<double>::infinity();
    Money best = std::numeric_limits<double>::infinity() * USD;
    std::size_t others = 0;
    for (std::size_t i = 0; i < candidates.size(); ++i) {
      Mitigation& candidate = candidates[i];
      const bool dearer = candidate.cost.total() >= best;
      if (dearer && std::ranges::any_of(out_.passing, [&](const Mitigation& m) { return has_all_of(candidate.design, m.design); }))
        continue;
      if (dearer && (out_.passing.size() >= kAlternatives || ++others > kMostOthers)) break;
      out_.cancelled = progress && !progress(double(i) / double(candidates.size()));
      if (out_.cancelled) break;
      for (Mitigation& passing : dearer ? as_it_is(candidate) : cheapest_of(candidate)) {
        best = min(best, passing.cost.total());
        out_.passing.push_back(std::move(passing));
      }
    }
    std::ranges::stable_sort(out_.passing, {}, [](const Mitigation& m) { return m.cost.total(); });
    return std::move(out_);
  }

  SmoothingCost cost(const SmoothingDesign& design) const {
    SmoothingCost out;
    const power::FacilityTrace trace = trace_of(steady_loads_, design, steady_);
    const Time window = trace.poi.duration();
    const Energy extra = trace.energy.burned + trace.energy.storage_loss;
    // What is burned in the racks comes through the conversion chain; the campus battery's losses do not.
    const bool works = trace.energy.it > Energy{};
    const double chain = works ? (trace.energy.it + trace.energy.conversion_loss) / trace.energy.it : 1.0;
    out.energy_used = extra * chain * (year / window);
    out.energy = out.energy_used.in(MWh) * run_.accounts.report.energy_usd_per_mwh * USD;
    for (const power::DeviceCost& device : trace.devices) out.slowdown_frac += device.slowdown_frac;
    out.time = out.slowdown_frac * steady_loads_.swinging * year.in(hour) *
               run_.accounts.report.annuity.usd_per_used_accelerator_hour * USD;
    out.capital = capital(design);
    return out;
  }

 private:
  Money capital(const SmoothingDesign& design) const {
    const double rate = run_.input.scenario.economics.discount_rate_frac;
    Money out;
    const auto add = [&](const power::Buffer& battery, double count, double usd_per_kw, double usd_per_kwh, Time life) {
      out += count * (battery.power.in(kW) * usd_per_kw + battery.energy.in(kWh) * usd_per_kwh) *
             economics::capital_recovery_factor(rate, life.in(year)) * USD;
    };
    if (design.campus_battery)
      add(*design.campus_battery, 1, prices_.campus_battery_usd_per_kw, prices_.campus_battery_usd_per_kwh,
          prices_.campus_battery_life);
    if (design.rack_battery) {
      double racks = 0;
      for (const power::LoadGroup& group : loads_.groups) racks += group.accelerators() / group.accelerators_per_rack;
      add(*design.rack_battery, racks, prices_.rack_battery_usd_per_kw, prices_.rack_battery_usd_per_kwh,
          prices_.rack_battery_life);
    }
    return out;
  }

  // All of floor, ballast, rack battery and staggering, over what the campus already has.
  std::vector<SmoothingDesign> combinations() const {
    std::vector<SmoothingDesign> out{settings_.smoothing};
    const auto widen = [&](auto&& variants) {
      const std::vector<SmoothingDesign> before = out;
      for (const SmoothingDesign& design : before) variants(design, out);
    };
    const std::optional<PowerRamp> ramp = slowest_ramp(*settings_.limits, loads_.contracted);
    if (!settings_.smoothing.power_smoothing) widen([&](const SmoothingDesign& design, auto& all) { add_floors(design, ramp, all); });
    if (!settings_.smoothing.ballast)
      widen([&](const SmoothingDesign& design, auto& all) {
        for (const double level : kBallastLevels) {
          all.push_back(design);
          all.back().ballast = power::Ballast{.level_frac = level};
        }
      });
    if (!settings_.smoothing.rack_battery && offers_.rack_battery)
      widen([&](const SmoothingDesign& design, auto& all) {
        all.push_back(design);
        all.back().rack_battery = offers_.rack_battery;
      });
    if (!settings_.smoothing.staggered_start && moves() && ramp)
      widen([&](const SmoothingDesign& design, auto& all) {
        if (!fits_stagger(*ramp)) return;
        all.push_back(design);
        all.back().staggered_start = stagger(*ramp);
      });
    return out;
  }

  void add_floors(const SmoothingDesign& design, std::optional<PowerRamp> ramp, std::vector<SmoothingDesign>& all) const {
    for (const double floor : kFloors) {
      if (floor > highest_floor()) continue;
      for (const bool ramps : {false, true}) {
        if (ramps && (!ramp || loads_.swinging <= 0)) continue;
        power::PowerSmoothing smoothing{.percent_tmp_floor_frac = floor, .ramp_up_rate = {}, .ramp_down_rate = {},
                                        .ramp_down_hysteresis = kHysteresis};
        if (ramps) smoothing.ramp_up_rate = smoothing.ramp_down_rate = (kRampMargin / loads_.swinging) * *ramp;
        all.push_back(design);
        all.back().power_smoothing = smoothing;
      }
    }
  }

  // The cap is the top of what an accelerator may draw.
  double highest_floor() const {
    double out = 1;
    for (const campus::PreparedHall& hall : run_.simulation.prepared.halls)
      if (hall.design.cap) out = std::min(out, *hall.design.cap / hall.design.accelerator.tdp);
    return out;
  }

  bool moves() const {
    return std::ranges::any_of(settings_.events, [](JobEvent e) { return e == JobEvent::start || e == JobEvent::stop; });
  }
  // Groups no larger than what a second of the ramp allows, or as many as there may be.
  power::StaggeredStart stagger(PowerRamp ramp) const {
    const Power swing = loads_.swing.peak();
    const int groups = int(std::clamp(std::ceil(swing / (ramp * (1.0 * s))), 2.0, double(kMostGroups)));
    return {groups, swing / ramp / double(groups)};
  }
  bool fits_stagger(PowerRamp ramp) const {
    const power::StaggeredStart s = stagger(ramp);
    return double(s.groups) * s.spacing < settings_.window / double(settings_.events.size() + 1);
  }

  std::vector<power::ClauseResult> check(const SmoothingDesign& design, power::FacilityTrace* trace = nullptr) {
    ++out_.simulated;
    WaveformSettings changed = settings_;
    changed.smoothing = design;
    Diagnostics ignored;
    power::FacilityTrace made = design.staggered_start && !settings_.smoothing.staggered_start
                                    ? trace_of(waveform_loads(run_, changed, ignored), design, settings_)
                                    : trace_of(loads_, design, settings_);
    auto out = power::check_grid_code(*settings_.limits, {made.poi, loads_.contracted,
                                                          settings_.ride_through ? &*settings_.ride_through : nullptr});
    if (trace) *trace = std::move(made);
    return out;
  }

  void remember_nearest(const Mitigation& candidate) {
    const double miss = worst_miss(candidate.clauses);
    if (miss >= nearest_miss_) return;
    nearest_miss_ = miss;
    out_.nearest = candidate;
  }

  // Without a battery: what else would do, for comparison.
  std::vector<Mitigation> as_it_is(Mitigation candidate) {
    candidate.clauses = check(candidate.design);
    if (power::fails(candidate.clauses)) return {};
    return {std::move(candidate)};
  }

  // The combination as it is, or with the smallest campus battery that passes.
  std::vector<Mitigation> cheapest_of(Mitigation candidate) {
    power::FacilityTrace bare;
    candidate.clauses = check(candidate.design, &bare);
    remember_nearest(candidate);
    if (!power::fails(candidate.clauses)) return {candidate};
    if (candidate.design.campus_battery) return {};
    std::optional<Mitigation> best;
    const Power swing = bare.poi.peak() - bare.poi.lowest();
    for (const Time discharge : kDischarges)
      if (auto found = smallest_battery(candidate, swing, discharge))
        if (!best || found->cost.total() < best->cost.total()) best = std::move(found);
    if (!best) return {};
    return {*best};
  }

  std::optional<Mitigation> smallest_battery(Mitigation candidate, Power swing, Time discharge) {
    std::optional<Mitigation> passing;
    double low = 0, high = 1;
    for (int i = 0; i <= kBisections; ++i) {
      const double share = i == 0 ? high : 0.5 * (low + high);
      candidate.design.campus_battery = power::Buffer{.power = share * swing, .energy = share * swing * discharge,
                                                      .time_constant = 0.5 * discharge, .recovery = 5.0 * discharge};
      candidate.clauses = check(candidate.design);
      remember_nearest(candidate);
      const bool passes = !power::fails(candidate.clauses);
      if (passes) passing = candidate;
      if (!passes && i == 0) return {};
      (passes ? high : low) = share;
    }
    passing->what = describe_design(passing->design);
    passing->cost = cost(passing->design);
    return passing;
  }

  static constexpr Time kHysteresis = 10.0 * s;  // longer than the stalls that are worth riding out
  static constexpr double kRampMargin = 0.95;    // the chain's losses are steeper than its load

  const Run& run_;
  const WaveformSettings& settings_;
  const SmoothingPrices& prices_;
  SmoothingOffers offers_;
  WaveformSettings steady_;
  WaveformLoads loads_, steady_loads_;
  MitigationResult out_;
  double nearest_miss_ = 0;
};

}  // namespace

const describe::RecordType& SmoothingPrices::description() {
  using P = SmoothingPrices;
  static const auto type =
      describe::record<P>("smoothing_prices", "Prices of smoothing hardware, US dollars.")
          .catalogue("smoothing_prices")
          .value("name", &P::name, "name for people")
          .quantity("campus_battery", "usd_per_kw", &P::campus_battery_usd_per_kw, "of rated power", {.min = 0, .max = 1e5})
          .quantity("campus_battery_energy", "usd_per_kwh", &P::campus_battery_usd_per_kwh, "of usable energy",
                    {.min = 0, .max = 1e5})
          .quantity("rack_battery", "usd_per_kw", &P::rack_battery_usd_per_kw, "of rated power", {.min = 0, .max = 1e5})
          .quantity("rack_battery_energy", "usd_per_kwh", &P::rack_battery_usd_per_kwh, "of usable energy",
                    {.min = 0, .max = 1e6})
          .quantity("campus_battery_life", "years", &P::campus_battery_life, "until replacement", {.min = 0.1, .max = 100})
          .quantity("rack_battery_life", "years", &P::rack_battery_life, "until replacement", {.min = 0.1, .max = 100})
          .build();
  return type;
}

SmoothingCost smoothing_cost(const SmoothingDesign& design, const Run& run, const WaveformSettings& settings,
                             const SmoothingPrices& prices) {
  return Search(run, settings, prices).cost(design);
}

MitigationResult find_mitigation(const Run& run, const WaveformSettings& settings, const SmoothingPrices& prices,
                                 const SmoothingOffers& offers, const std::function<bool(double)>& progress) {
  return Search(run, settings, prices, offers).find(progress);
}

}  // namespace gw::planning
