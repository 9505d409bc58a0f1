#include "gw/supply/fleet.h"

#include <fmt/format.h>

#include <algorithm>

#include "gw/base/text.h"
#include "gw/supply/horizon_weather.h"
#include "gw/supply/repairable.h"
#include "gw/supply/unit_outages.h"

namespace gw::supply {
namespace {

FleetOutages outages_of(const Repairable& part, const std::vector<double>& temperature_c, int first_hour) {
  FleetOutages out{.rate_frac = {}, .down_frac = {}, .mean_time_to_repair_h = part.mean_time_to_repair_h};
  if (std::ranges::none_of(part.forced.points, [](const OutagePoint& p) { return p.rate_frac > 0; })) return out;
  for (const double c : temperature_c) out.rate_frac.push_back(part.forced.rate_at(Temperature::celsius(c)));
  out.down_frac = OutageProcess(out.rate_frac, out.mean_time_to_repair_h).probability_down(first_hour);
  return out;
}

// Units not in maintenance by hour, and when each is: of a connection all circuits at once.
void add_maintenance(const CapacityTable& table, bool all_at_once, FleetSource& out) {
  out.planned.resize(std::size_t(out.units));
  out.present.assign(std::size_t(table.horizon.hours), out.units);
  for (const UnitOutage& outage : table.outages) {
    if (outage.source != out.source) continue;
    for (int unit = 0; unit < out.units; ++unit)
      if (all_at_once || unit == outage.unit) out.planned[std::size_t(unit)].emplace_back(outage.from_hour, outage.to_hour);
    for (int h = outage.from_hour; h < outage.to_hour; ++h) out.present[std::size_t(h)] -= all_at_once ? out.units : 1;
  }
}

FleetSource units_of(std::span<const Source> sources, const CapacityTable& table, std::size_t i, const std::string& name,
                     const std::vector<double>& temperature_c) {
  const Repairable whole = *repairable(sources[i]);
  const auto* grid = std::get_if<GridConnection>(&sources[i]);
  FleetSource out;
  out.source = int(i), out.name = name;
  out.first_hour = hour_of(table.horizon, in_service_on(sources[i], table.horizon.start));
  const Repairable part = grid ? *circuits_of(sources[i]) : whole;
  out.units = part.units;
  add_maintenance(table, grid, out);
  out.forced = outages_of(part, temperature_c, out.first_hour);
  if (grid) out.together = outages_of(whole, temperature_c, out.first_hour);
  const std::vector<double>& available_mw = table.sources[i].available_mw;
  if (grid) out.most_mw = available_mw;
  out.unit_mw.assign(available_mw.size(), 0.0);
  for (std::size_t h = 0; h < available_mw.size(); ++h) {
    const Date day = date_from_days(days_since_epoch(table.horizon.start) + std::int64_t(h / 24));
    if (grid && available_mw[h] > 0) out.unit_mw[h] = grid->circuit_limit(grid->service_on(day)).in(unit::MW);
    else if (!grid && out.present[h] > 0) out.unit_mw[h] = available_mw[h] / out.present[h];
  }
  return out;
}

// Connections that serve without any outage, or without one of all circuits.
void note_never_out(const FleetSource& connection, Fleet& out) {
  const bool serves = std::ranges::any_of(connection.unit_mw, [](double mw) { return mw > 0; });
  const bool planned = std::ranges::any_of(connection.planned, [](const auto& away) { return !away.empty(); });
  if (!serves || planned || !connection.together.rate_frac.empty()) return;
  (connection.forced.rate_frac.empty() ? out.never_out : out.never_whole).push_back(connection.name);
}

// Within the horizon: the stages of a connection, the first day of anything else.
void add_changes(const Source& source, const std::string& name, const Horizon& horizon, std::vector<FleetChange>& out) {
  const auto add = [&](Date day, std::string what) {
    if (const int hour = hour_of(horizon, day); hour > 0 && hour < horizon.hours) out.push_back({hour, std::move(what)});
  };
  const auto* grid = std::get_if<GridConnection>(&source);
  if (!grid) return add(in_service_on(source, horizon.start), name);
  for (const GridStage& stage : grid->service)
    add(grid->online ? std::max(*grid->online, stage.date) : stage.date,
        fmt::format("{} {} MW", name, significant(stage.service.in(unit::MW))));
}

}  // namespace

Fleet fleet_of(std::span<const Source> sources, const catalog::WeatherYear& weather, Horizon horizon, const std::string& bus) {
  const CapacityTable table = capacity(sources, weather, horizon, {.seed = 1, .forced_outages = false, .maintenance = true});
  const std::vector<std::string> names = source_names(sources);
  std::vector<double> temperature_c;
  for (const int h : weather_hours(weather, horizon)) temperature_c.push_back(weather.dry_bulb_c[std::size_t(h)]);
  Fleet out;
  out.start = horizon.start;
  out.renewable_mw.assign(std::size_t(horizon.hours), 0.0);
  for (std::size_t i = 0; i < sources.size(); ++i) {
    if (common(sources[i]).bus != bus) continue;
    add_changes(sources[i], names[i], horizon, out.changes);
    if (repairable(sources[i])) {
      out.sources.push_back(units_of(sources, table, i, names[i], temperature_c));
      if (std::holds_alternative<GridConnection>(sources[i])) note_never_out(out.sources.back(), out);
    } else if (const auto* battery = std::get_if<Battery>(&sources[i])) {
      const int first_hour = hour_of(horizon, in_service_on(sources[i], horizon.start));
      if (first_hour < horizon.hours) out.batteries.push_back({battery, first_hour});
    }
    else
      for (std::size_t h = 0; h < out.renewable_mw.size(); ++h) out.renewable_mw[h] += table.sources[i].available_mw[h];
  }
  std::ranges::stable_sort(out.changes, {}, &FleetChange::hour);
  return out;
}

}  // namespace gw::supply
