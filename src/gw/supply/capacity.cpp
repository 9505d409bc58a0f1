#include "gw/supply/capacity.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <tuple>

#include "gw/base/assert.h"
#include "gw/base/random.h"
#include "gw/supply/horizon_weather.h"
#include "gw/supply/maintenance.h"
#include "gw/supply/repairable.h"
#include "gw/supply/solar_position.h"
#include "gw/supply/unit_outages.h"

namespace gw::supply {
namespace {

constexpr double kColdestC = -15, kHottestC = 45;  ///< where the derate is meant to hold

/// What every builder needs.
struct Frame {
  Horizon horizon;
  const catalog::WeatherYear& weather;
  std::vector<int> weather_hour;      ///< by hour of the horizon
  std::vector<double> temperature_c;  ///< by hour of the horizon
};

/// Streams by name, so that a source keeps its draws when others come and go (source_names, source.h).
std::uint64_t stream_of(const std::string& name) { return stream_id("supply.outage/" + name); }

/// The source whose units these are; its circuits fail apart from the whole of it.
struct PartOf {
  int source = 0;
  std::string stream;
  int online_hour = 0;
  bool circuit = false;
};

void add_forced(const Frame& frame, const Repairable& part, const PartOf& of, std::uint64_t seed, CapacityTable& table) {
  if (part.forced.points.empty()) return;
  std::vector<double> rate_frac(frame.temperature_c.size());
  std::int64_t outside = 0;
  for (std::size_t h = 0; h < rate_frac.size(); ++h) {
    const Temperature ambient = Temperature::celsius(frame.temperature_c[h]);
    rate_frac[h] = part.forced.rate_at(ambient);
    outside += part.forced.covers(ambient) ? 0 : 1;
  }
  if (outside > 0)
    table.warnings.push_back({of.source, "ambient temperature outside the forced-outage curve; its end value is used", outside});
  const OutageProcess process(rate_frac, part.mean_time_to_repair_h);
  for (int unit = 0; unit < part.units; ++unit)
    for (auto [from, to] : process.draw(Random(seed, stream_of(of.stream), std::uint64_t(unit)), of.online_hour))
      table.outages.push_back({of.source, unit, from, to, false, of.circuit});
}

void add_forced(const Frame& frame, std::span<const Source> sources, std::uint64_t seed, CapacityTable& table) {
  const std::vector<std::string> names = source_names(sources);
  for (std::size_t i = 0; i < sources.size(); ++i) {
    const int online = hour_of(frame.horizon, in_service_on(sources[i], frame.horizon.start));
    if (const auto whole = repairable(sources[i])) add_forced(frame, *whole, {int(i), names[i], online, false}, seed, table);
    if (const auto circuits = circuits_of(sources[i]))
      add_forced(frame, *circuits, {int(i), names[i] + "/circuit", online, true}, seed, table);
  }
}

void add_maintenance(const Frame& frame, std::span<const Source> sources, CapacityTable& table) {
  std::vector<MaintenanceNeed> needs;
  for (std::size_t i = 0; i < sources.size(); ++i) {
    if (const std::optional<Repairable> part = repairable(sources[i]))
      needs.push_back({int(i), common(sources[i]).bus, part->units, part->unit_mw, part->maintenance_frac,
                       hour_of(frame.horizon, in_service_on(sources[i], frame.horizon.start))});
  }
  const auto planned = plan_maintenance(needs, frame.temperature_c);
  table.outages.insert(table.outages.end(), planned.begin(), planned.end());
}

/// Units of each source, or circuits, away in each hour; an hour that is both forced and planned counts once.
std::vector<std::vector<int>> units_away(const CapacityTable& table, bool circuits) {
  std::vector<std::vector<int>> away(table.sources.size());
  int source = -1, unit = -1, covered_to = 0;
  for (const UnitOutage& outage : table.outages) {
    if (outage.circuit != circuits) continue;
    if (outage.source != source || outage.unit != unit) covered_to = 0;
    source = outage.source, unit = outage.unit;
    auto& change = away[std::size_t(source)];
    if (change.empty()) change.assign(std::size_t(table.horizon.hours) + 1, 0);
    const int from = std::max(outage.from_hour, covered_to);
    if (from >= outage.to_hour) continue;
    ++change[std::size_t(from)], --change[std::size_t(outage.to_hour)];
    covered_to = outage.to_hour;
  }
  for (auto& change : away)
    for (std::size_t h = 1; h < change.size(); ++h) change[h] += change[h - 1];
  return away;
}

/// Fills one source's capacity.
struct Filler {
  const Frame& frame;
  const std::vector<int>& away;  ///< units away by hour, or empty
  const std::vector<int>& circuits_away;
  SourceCapacity& out;
  Date in_service;
  int online = hour_of(frame.horizon, in_service);

  int gone(int hour) const { return away.empty() ? 0 : away[std::size_t(hour)]; }
  int circuits_in(const GridConnection& grid, int hour) const {
    return grid.circuits - (circuits_away.empty() ? 0 : circuits_away[std::size_t(hour)]);
  }

  void operator()(const GridConnection& grid) {
    const std::int64_t first_day = days_since_epoch(frame.horizon.start);
    const std::vector<std::uint8_t> called =
        grid.interruptible ? called_hours(*grid.interruptible, frame.temperature_c, frame.horizon.start) : std::vector<std::uint8_t>{};
    Power service;
    for (int h = 0; h < frame.horizon.hours; ++h) {
      if (h % 24 == 0) service = grid.service_on(date_from_days(first_day + h / 24));
      const double carried_mw = grid.carried(service, circuits_in(grid, h)).in(unit::MW);
      const double most_mw =
          !called.empty() && called[std::size_t(h)] ? std::min(carried_mw, grid.interruptible->firm.in(unit::MW)) : carried_mw;
      out.available_mw[std::size_t(h)] = gone(h) ? 0.0 : most_mw;
    }
  }
  void operator()(const ThermalPlant& plant) {
    out.units_available.assign(std::size_t(frame.horizon.hours), 0);
    for (int h = online; h < frame.horizon.hours; ++h) {
      const auto i = std::size_t(h);
      const Temperature ambient = Temperature::celsius(frame.temperature_c[i]);
      out.units_available[i] = std::max(0, plant.units - gone(h));
      out.available_mw[i] =
          out.units_available[i] * plant.unit_limit(ambient, frame.weather.elevation_m).in(unit::MW);
    }
  }
  void operator()(const SolarPlant& plant) {
    const auto year_mw = solar_dc_mw(plant, frame.weather);  // modules age; inverters clip what is left
    const std::int64_t age_days = days_since_epoch(frame.horizon.start) - days_since_epoch(in_service);
    for (int h = online; h < frame.horizon.hours; ++h) {
      const double years = double(age_days + h / 24) / 365.25;
      const double aged = std::pow(1.0 - plant.degradation_per_year_frac, std::max(0.0, years));
      out.available_mw[std::size_t(h)] =
          solar_ac_mw(plant, aged * year_mw[std::size_t(frame.weather_hour[std::size_t(h)])]);
    }
  }
  void operator()(const WindPlant& plant) {
    const auto year_mw = wind_output_mw(plant, frame.weather);
    for (int h = online; h < frame.horizon.hours; ++h)
      out.available_mw[std::size_t(h)] = year_mw[std::size_t(frame.weather_hour[std::size_t(h)])];
  }
  void operator()(const Battery& battery) {
    const double power_mw = battery.power.in(unit::MW)*battery.availability_frac;
    std::fill(out.available_mw.begin() + online, out.available_mw.end(), power_mw);
  }
};

void warn_temperature(const Frame& frame, std::span<const Source> sources, CapacityTable& table) {
  const std::int64_t outside = std::count_if(frame.temperature_c.begin(), frame.temperature_c.end(),
                                             [](double c) { return c < kColdestC || c > kHottestC; });
  const bool burns = std::any_of(sources.begin(), sources.end(), [](const Source& s) { return thermal(s); });
  if (outside > 0 && burns)
    table.warnings.push_back(
        {-1, "ambient temperature outside -15 to 45 C, where the derate of plants is meant to hold",
         outside});
}

/// Light while the sun is well below the horizon: the file's clock, or its longitude, is wrong. And no light at all.
void warn_light(const Frame& frame, std::span<const Source> sources, CapacityTable& table) {
  constexpr double kDarkDeg = 100;       // zenith; 90 is the horizon, the sun may rise within the hour
  constexpr double kLittleFrac = 0.005;  // of the year's light
  const catalog::WeatherYear& w = frame.weather;
  if (!std::ranges::any_of(sources, [](const Source& s) { return std::holds_alternative<SolarPlant>(s); })) return;
  double dark = 0, all = 0;
  std::int64_t hours = 0;
  for (std::size_t h = 0; h < w.global_horizontal_wh_per_m2.size(); ++h) {
    const double light = w.global_horizontal_wh_per_m2[h] + w.direct_normal_wh_per_m2[h];
    const SolarPosition sun = solar_position(w.latitude_deg, w.longitude_deg, w.time_zone_h, double(h) + 0.5);
    all += light;
    if (light > 0 && sun.zenith_deg > kDarkDeg) dark += light, ++hours;
  }
  if (!(all > 0))
    table.warnings.push_back({-1, "the weather file has no sunlight all year: solar plants give nothing", frame.horizon.hours});
  else if (dark > kLittleFrac * all)
    table.warnings.push_back(
        {-1, fmt::format("{:.0f} % of the weather file's sunlight falls while the sun is down: its clock, time zone or "
                         "coordinates are wrong, and solar plants with them", 100 * dark / all), hours});
}

}  // namespace

CapacityTable capacity(std::span<const Source> sources, const catalog::WeatherYear& weather, Horizon horizon,
                       const CapacityOptions& options) {
  Frame frame{horizon, weather, weather_hours(weather, horizon), {}};
  for (int h : frame.weather_hour) frame.temperature_c.push_back(weather.dry_bulb_c[std::size_t(h)]);
  CapacityTable table;
  table.horizon = horizon;
  table.sources.resize(sources.size());
  warn_temperature(frame, sources, table);
  warn_light(frame, sources, table);
  if (options.forced_outages) add_forced(frame, sources, options.seed, table);
  if (options.maintenance) add_maintenance(frame, sources, table);
  std::sort(table.outages.begin(), table.outages.end(), [](const UnitOutage& a, const UnitOutage& b) {
    return std::tie(a.source, a.circuit, a.unit, a.from_hour, a.to_hour, a.planned) <
           std::tie(b.source, b.circuit, b.unit, b.from_hour, b.to_hour, b.planned);
  });
  const auto away = units_away(table, false), circuits_away = units_away(table, true);
  for (std::size_t i = 0; i < sources.size(); ++i) {
    SourceCapacity& out = table.sources[i];
    out.available_mw.assign(std::size_t(horizon.hours), 0.0);
    Filler fill{frame, away[i], circuits_away[i], out, in_service_on(sources[i], horizon.start)};
    std::visit([&](const auto& source) { fill(source); }, sources[i]);
  }
  return table;
}

std::vector<double> bus_available_mw(std::span<const Source> sources, const CapacityTable& table,
                                     const std::string& bus, const BusCapacityOptions& options) {
  std::vector<double> sum_mw(std::size_t(table.horizon.hours), 0.0);
  for (std::size_t i = 0; i < sources.size(); ++i) {
    if (common(sources[i]).bus != bus) continue;
    if (!options.batteries && std::holds_alternative<Battery>(sources[i])) continue;
    if (!options.backup && std::holds_alternative<Backup>(sources[i])) continue;
    const auto& available_mw = table.sources[i].available_mw;
    for (std::size_t h = 0; h < sum_mw.size(); ++h) sum_mw[h] += available_mw[h];
  }
  return sum_mw;
}

double surplus_mw(std::span<const Source> sources, const CapacityTable& table, const std::string& bus,
                  double load_mw, std::size_t hour) {
  double free_mw = 0, least_mw = 0;
  for (std::size_t i = 0; i < sources.size(); ++i) {
    if (common(sources[i]).bus != bus) continue;
    const SourceCapacity& source = table.sources[i];
    if (std::holds_alternative<SolarPlant>(sources[i]) || std::holds_alternative<WindPlant>(sources[i]))
      free_mw += source.available_mw[hour];
    const ThermalPlant* plant = thermal(sources[i]);
    if (const int units = plant ? source.units_available[hour] : 0; units > 0)
      least_mw += plant->hourly_ramp_mw() > 0  // it may not come down in time
                      ? source.available_mw[hour]
                      : units * plant->unit_min_mw(source.available_mw[hour] / units);
  }
  return free_mw + std::max(0.0, least_mw - load_mw);
}

}  // namespace gw::supply
