#include "gw/supply/adequacy_study.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <utility>

#include "gw/base/parallel.h"
#include "gw/supply/adequacy_sampling.h"
#include "gw/supply/fleet.h"

namespace gw::supply {
namespace {

constexpr std::size_t kHoursOfYear = 8760;
constexpr double kShortMw = 1e-6;
constexpr std::size_t kRiskyHours = 10;
// Steps of the outage table over all units; a hundredth of a unit of a plant of forty. As many states are as quick without steps.
constexpr double kSteps = 4000;

double total_mw(const Fleet& fleet) {
  double out = 0;
  for (const FleetSource& source : fleet.sources)
    out += source.units * (source.unit_mw.empty() ? 0.0 : *std::ranges::max_element(source.unit_mw));  // circuits carry more than the service
  return out;
}

std::vector<RiskyHour> convolve(const Fleet& fleet, const BusLoad& load, int threads) {
  std::vector<RiskyHour> out(load.load_mw.size());
  const double step_mw = std::max(total_mw(fleet) / kSteps, 1e-6);
  parallel_for(out.size(), threads, [&](std::size_t h) {
    const double net_mw = load.load_mw[h] - fleet.renewable_mw[h];
    out[h] = {.hour = int(h), .load_mw = load.load_mw[h]};
    if (net_mw <= 0) return;
    std::vector<UnitGroup> groups;
    for (const FleetSource& source : fleet.sources) groups.push_back(source.group(h));
    const auto note = [&](const auto& states) {
      out[h].loss_of_load_probability = states.loss_of_load_probability(net_mw);
      out[h].expected_unserved_mw = states.expected_unserved_mw(net_mw);
    };
    if (OutageStates::count(groups) <= kSteps) note(OutageStates(groups));
    else note(OutageTable(groups, step_mw));
  });
  return out;
}

AdequacyIndices indices_of(const std::vector<RiskyHour>& hours, double load_mwh) {
  AdequacyIndices out;
  const double per_year = 1 / index_years(hours.size());
  double worst_of_day = 0;
  for (std::size_t h = 0; h < hours.size(); ++h) {
    out.lolh_h += hours[h].loss_of_load_probability * per_year;
    out.eue_mwh += hours[h].expected_unserved_mw * per_year;
    worst_of_day = std::max(worst_of_day, hours[h].loss_of_load_probability);
    if (h % 24 == 23 || h + 1 == hours.size()) out.lole_days += std::exchange(worst_of_day, 0.0) * per_year;
  }
  out.neue_ppm = load_mwh > 0 ? 1e6 * out.eue_mwh / (load_mwh * per_year) : 0.0;
  return out;
}

std::vector<RiskyHour> worst_of(std::vector<RiskyHour> hours) {
  std::erase_if(hours, [](const RiskyHour& h) { return !(h.expected_unserved_mw > 0); });
  const std::size_t keep = std::min(kRiskyHours, hours.size());
  std::ranges::partial_sort(hours, hours.begin() + std::ptrdiff_t(keep), [](const RiskyHour& a, const RiskyHour& b) {
    return a.expected_unserved_mw != b.expected_unserved_mw ? a.expected_unserved_mw > b.expected_unserved_mw : a.hour < b.hour;
  });
  hours.resize(keep);
  return hours;
}

// The k units away that leave least in the worst hour, k = 0, 1, ... until the load is not carried in [from, to).
class Removals {
 public:
  Removals(const Fleet& fleet, const BusLoad& load, std::size_t from, std::size_t to) : fleet_(fleet), load_(load), from_(from), to_(to) {}

  std::vector<RemovalCase> until_short(int most) const {
    std::vector<int> away(fleet_.sources.size(), 0);
    std::vector<RemovalCase> out{hour_by_hour(0, away, "")};
    const std::vector<int> worst_hours = worst_hour_of_each(most);
    for (int k = 1; k <= most && out.back().short_hours == 0; ++k) {
      if (worst_hours[std::size_t(k)] < 0) break;
      const std::vector<int> next = largest_losses(std::size_t(worst_hours[std::size_t(k)]), k).away_of(k);
      out.push_back(hour_by_hour(k, next, added(away, next)));
      away = next;
    }
    return out;
  }

 private:
  // The largest sum of losses by number of units away, source by source from the last to the first.
  struct Losses {
    std::vector<std::vector<double>> mw;   // [source][k] of the sources from this one on; below zero: not so many units
    std::vector<std::vector<int>> taken;   // of this source
    std::vector<int> away_of(int k) const {
      std::vector<int> out;
      for (std::size_t i = 0, left = std::size_t(k); i < taken.size(); ++i) out.push_back(taken[i][left]), left -= std::size_t(out.back());
      return out;
    }
  };
  // In one hour, of up to `most` units. Of equals the first source.
  Losses largest_losses(std::size_t hour, int most) const {
    constexpr double kLessMw = 1e-9, kNone = -1;
    const std::size_t n = fleet_.sources.size(), counts = std::size_t(most) + 1;
    Losses out{std::vector(n + 1, std::vector<double>(counts, kNone)), std::vector(n, std::vector<int>(counts, 0))};
    out.mw[n][0] = 0;
    for (std::size_t i = n; i-- > 0;) {
      const FleetSource& source = fleet_.sources[i];
      const double all_mw = source.mw(hour);
      const int units = all_mw > 0 ? std::min(most, source.present[hour]) : 0;
      for (int m = units; m >= 0; --m) {
        const double loss_mw = all_mw - source.mw(hour, m);
        for (int k = m; k <= most; ++k)
          if (const double rest = out.mw[i + 1][std::size_t(k - m)]; rest >= 0 && loss_mw + rest > out.mw[i][std::size_t(k)] + kLessMw)
            out.mw[i][std::size_t(k)] = loss_mw + rest, out.taken[i][std::size_t(k)] = m;
      }
    }
    return out;
  }
  // [k]: the hour in which the k worst units away leave least; -1 where so many are never there.
  std::vector<int> worst_hour_of_each(int most) const {
    std::vector<int> out(std::size_t(most) + 1, -1);
    std::vector<double> least_mw(out.size(), std::numeric_limits<double>::infinity());
    for (std::size_t h = from_; h < to_; ++h) {
      if (!(load_.load_mw[h] > 0)) continue;
      const Losses losses = largest_losses(h, most);
      const double spare_mw = spare_in(h, std::vector<int>(fleet_.sources.size(), 0));
      for (std::size_t k = 1; k < out.size(); ++k)
        if (losses.mw[0][k] >= 0 && spare_mw - losses.mw[0][k] < least_mw[k]) least_mw[k] = spare_mw - losses.mw[0][k], out[k] = int(h);
    }
    return out;
  }
  double spare_in(std::size_t hour, const std::vector<int>& away) const {
    double out = fleet_.renewable_mw[hour] - load_.load_mw[hour];
    for (std::size_t i = 0; i < fleet_.sources.size(); ++i) out += fleet_.sources[i].mw(hour, away[i]);
    return out;
  }
  std::string label(std::size_t i) const { return fleet_.sources[i].name + (fleet_.sources[i].most_mw.empty() ? "" : " circuit"); }
  // The unit that this case adds; all of them where it is another choice.
  std::string added(const std::vector<int>& before, const std::vector<int>& now) const {
    std::string one, all;
    int more = 0, less = 0;
    for (std::size_t i = 0; i < now.size(); ++i) {
      if (now[i] > before[i]) more += now[i] - before[i], one = label(i);
      less += std::max(0, before[i] - now[i]);
      if (now[i] > 0) all += fmt::format("{}{} x {}", all.empty() ? "" : ", ", now[i], label(i));
    }
    return more == 1 && less == 0 ? one : "in all " + all;
  }
  RemovalCase hour_by_hour(int k, const std::vector<int>& away, std::string removed) const {
    RemovalCase out{.k = k, .removed = std::move(removed), .least_spare_mw = std::numeric_limits<double>::infinity()};
    for (std::size_t h = from_; h < to_; ++h) {
      if (!(load_.load_mw[h] > 0)) continue;
      const double spare_mw = spare_in(h, away);
      if (spare_mw < out.least_spare_mw) out.least_spare_mw = spare_mw, out.worst_hour = int(h);
      if (spare_mw >= -kShortMw) continue;
      if (out.short_hours++ == 0) out.first_short_hour = int(h);
    }
    if (out.worst_hour < 0) out.least_spare_mw = 0;
    out.worst_mw = std::max(0.0, -out.least_spare_mw);
    return out;
  }

  const Fleet& fleet_;
  const BusLoad& load_;
  std::size_t from_, to_;
};

// The horizon cut where the supply changes.
std::vector<PeriodAdequacy> periods_of(const Fleet& fleet) {
  std::vector<PeriodAdequacy> out(1);
  for (const FleetChange& change : fleet.changes) {
    if (change.hour > out.back().from_hour) {
      out.back().to_hour = change.hour;
      out.push_back({.from_hour = change.hour, .begins = {}});
    }
    out.back().begins.push_back(change.what);
  }
  out.back().to_hour = int(fleet.renewable_mw.size());
  return out;
}

std::vector<PeriodAdequacy> study_periods(const Fleet& fleet, const BusLoad& load, const std::vector<RiskyHour>& hours, int most) {
  if (hours.empty()) return {};
  std::vector<PeriodAdequacy> out = periods_of(fleet);
  for (PeriodAdequacy& period : out) {
    for (int h = period.from_hour; h < period.to_hour; ++h) {
      period.peak_load_mw = std::max(period.peak_load_mw, load.load_mw[std::size_t(h)]);
      period.lolh_h += hours[std::size_t(h)].loss_of_load_probability;
      period.eue_mwh += hours[std::size_t(h)].expected_unserved_mw;
    }
    const auto cases = Removals(fleet, load, std::size_t(period.from_hour), std::size_t(period.to_hour)).until_short(most);
    period.at_least = cases.back().short_hours == 0 && cases.back().k == most;
    period.can_lose = cases.back().short_hours == 0 ? cases.back().k : cases.back().k - 1;
  }
  return out;
}

BusAdequacy study_bus(const Fleet& fleet, const BusLoad& load, const AdequacyOptions& options) {
  BusAdequacy out;
  out.bus = load.bus;
  out.never_out = fleet.never_out, out.never_whole = fleet.never_whole;
  for (const double mw : load.load_mw) out.load_mwh += mw;
  const auto peak = std::ranges::max_element(load.load_mw);
  const auto at_peak = std::size_t(peak - load.load_mw.begin());
  if (peak != load.load_mw.end()) out.peak_load_mw = *peak;
  for (const FleetSource& source : fleet.sources) {
    if (at_peak >= source.unit_mw.size() || !(source.unit_mw[at_peak] > 0)) continue;
    const double all_mw = source.units * source.unit_mw[at_peak];
    out.units += source.units, out.installed_mw += source.most_mw.empty() ? all_mw : std::min(all_mw, source.most_mw[at_peak]);
  }
  const std::vector<RiskyHour> hours = convolve(fleet, load, options.threads);
  out.convolution = indices_of(hours, out.load_mwh);
  out.risky = worst_of(hours);
  SampledYears sampled = sample_years(fleet, load, options);
  out.sampled = sampled.plain, out.with_batteries = sampled.with_batteries;
  out.removals = Removals(fleet, load, 0, load.load_mw.size()).until_short(options.most_removed);
  out.periods = study_periods(fleet, load, hours, options.most_removed);
  return out;
}

}  // namespace

bool indices_a_year(std::size_t hours) { return hours > 0 && hours % kHoursOfYear == 0; }

double index_years(std::size_t hours) { return indices_a_year(hours) ? double(hours / kHoursOfYear) : 1.0; }

double BusAdequacy::disagreement() const {
  const double error = sampled.error.lolh_h;
  return sampled.years > 0 && error > 0 ? (sampled.mean.lolh_h - convolution.lolh_h) / error : 0.0;
}

std::vector<BusAdequacy> study_adequacy(std::span<const Source> sources, const catalog::WeatherYear& weather, Horizon horizon,
                                        std::span<const BusLoad> loads, const AdequacyOptions& options) {
  std::vector<BusAdequacy> out;
  for (const BusLoad& load : loads) out.push_back(study_bus(fleet_of(sources, weather, horizon, load.bus), load, options));
  return out;
}

}  // namespace gw::supply
