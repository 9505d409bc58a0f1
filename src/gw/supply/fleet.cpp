#include "gw/supply/fleet.h"

#include <algorithm>

#include "gw/supply/horizon_weather.h"
#include "gw/supply/repairable.h"
#include "gw/supply/unit_outages.h"

namespace gw::supply {
namespace {

FleetSource units_of(std::span<const Source> sources, const CapacityTable& table, std::size_t i, const std::string& name,
                     const std::vector<double>& temperature_c) {
  const Repairable part = *repairable(sources[i]);
  const auto hours = std::size_t(table.horizon.hours);
  FleetSource out{.source = int(i), .name = name, .units = part.units, .unit_mw = {}, .present = {}, .rate_frac = {}, .down_frac = {},
                  .mean_time_to_repair_h = part.mean_time_to_repair_h,
                  .first_hour = hour_of(table.horizon, in_service_on(sources[i], table.horizon.start)), .planned = {}};
  out.planned.resize(std::size_t(part.units));
  out.present.assign(hours, part.units);
  for (const UnitOutage& outage : table.outages) {
    if (outage.source != int(i)) continue;
    out.planned[std::size_t(outage.unit)].emplace_back(outage.from_hour, outage.to_hour);
    for (int h = outage.from_hour; h < outage.to_hour; ++h) --out.present[std::size_t(h)];
  }
  out.unit_mw.assign(hours, 0.0);
  const SourceCapacity& capacity = table.sources[i];
  for (std::size_t h = 0; h < hours; ++h)
    if (out.present[h] > 0) out.unit_mw[h] = capacity.available_mw[h] / out.present[h];
  const bool fails = std::ranges::any_of(part.forced.points, [](const OutagePoint& p) { return p.rate_frac > 0; });
  for (std::size_t h = 0; fails && h < hours; ++h)
    out.rate_frac.push_back(part.forced.rate_at(Temperature::celsius(temperature_c[h])));
  if (fails) out.down_frac = OutageProcess(out.rate_frac, out.mean_time_to_repair_h).probability_down(out.first_hour);
  return out;
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
    if (repairable(sources[i])) out.sources.push_back(units_of(sources, table, i, names[i], temperature_c));
    else if (const auto* battery = std::get_if<Battery>(&sources[i])) {
      const int first_hour = hour_of(horizon, in_service_on(sources[i], horizon.start));
      if (first_hour < horizon.hours) out.batteries.push_back({battery, first_hour});
    }
    else
      for (std::size_t h = 0; h < out.renewable_mw.size(); ++h) out.renewable_mw[h] += table.sources[i].available_mw[h];
  }
  return out;
}

}  // namespace gw::supply
