#include "gw/supply/adequacy_study.h"

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

constexpr double kHoursOfYear = 8760;
constexpr double kShortMw = 1e-6;
constexpr std::size_t kRiskyHours = 10;
// Steps of the outage table over all units; a hundredth of a unit of a plant of forty.
constexpr double kSteps = 4000;

double total_mw(const Fleet& fleet) {
  double out = 0;
  for (const FleetSource& source : fleet.sources)
    out += source.units * (source.unit_mw.empty() ? 0.0 : *std::ranges::max_element(source.unit_mw));
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
    const OutageTable table(groups, step_mw);
    out[h].loss_of_load_probability = table.loss_of_load_probability(net_mw);
    out[h].expected_unserved_mw = table.expected_unserved_mw(net_mw);
  });
  return out;
}

AdequacyIndices indices_of(const std::vector<RiskyHour>& hours, double load_mwh) {
  AdequacyIndices out;
  const double per_year = hours.empty() ? 0.0 : kHoursOfYear / double(hours.size());
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

// The k largest units away, k = 0, 1, ... until the load is not carried.
class Removals {
 public:
  Removals(const Fleet& fleet, const BusLoad& load) : fleet_(fleet), load_(load), away_(fleet.sources.size(), 0) {}

  std::vector<RemovalCase> until_short(int most) {
    std::vector<RemovalCase> out{hour_by_hour(0, "")};
    for (int k = 1; k <= most && out.back().short_hours == 0; ++k) {
      const std::optional<std::size_t> next = largest_left();
      if (!next) break;
      ++away_[*next];
      out.push_back(hour_by_hour(k, fleet_.sources[*next].name));
    }
    return out;
  }

 private:
  std::optional<std::size_t> largest_left() const {
    std::optional<std::size_t> best;
    for (std::size_t i = 0; i < fleet_.sources.size(); ++i)
      if (away_[i] < fleet_.sources[i].units && size_of(i) > 0 && (!best || size_of(i) > size_of(*best))) best = i;
    return best;
  }
  double size_of(std::size_t i) const {
    const auto& mw = fleet_.sources[i].unit_mw;
    return mw.empty() ? 0.0 : *std::ranges::max_element(mw);
  }
  RemovalCase hour_by_hour(int k, std::string removed) const {
    RemovalCase out{.k = k, .removed = std::move(removed), .least_spare_mw = std::numeric_limits<double>::infinity()};
    for (std::size_t h = 0; h < load_.load_mw.size(); ++h) {
      if (!(load_.load_mw[h] > 0)) continue;
      double spare_mw = fleet_.renewable_mw[h] - load_.load_mw[h];
      for (std::size_t i = 0; i < fleet_.sources.size(); ++i)
        spare_mw += std::max(0, fleet_.sources[i].present[h] - away_[i]) * fleet_.sources[i].unit_mw[h];
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
  std::vector<int> away_;
};

BusAdequacy study_bus(const Fleet& fleet, const BusLoad& load, const AdequacyOptions& options) {
  BusAdequacy out;
  out.bus = load.bus;
  for (const double mw : load.load_mw) out.load_mwh += mw;
  const auto peak = std::ranges::max_element(load.load_mw);
  const auto at_peak = std::size_t(peak - load.load_mw.begin());
  if (peak != load.load_mw.end()) out.peak_load_mw = *peak;
  for (const FleetSource& source : fleet.sources) {
    out.units += source.units;
    if (at_peak < source.unit_mw.size()) out.installed_mw += source.units * source.unit_mw[at_peak];
  }
  const std::vector<RiskyHour> hours = convolve(fleet, load, options.threads);
  out.convolution = indices_of(hours, out.load_mwh);
  out.risky = worst_of(hours);
  SampledYears sampled = sample_years(fleet, load, options);
  out.sampled = sampled.plain, out.with_batteries = sampled.with_batteries;
  out.removals = Removals(fleet, load).until_short(options.most_removed);
  return out;
}

}  // namespace

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
