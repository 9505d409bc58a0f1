#include "gw/supply/grid_connection.h"

#include <algorithm>

namespace gw::supply {

Power GridConnection::service_on(Date day) const {
  if (online && day < *online) return Power{};
  const GridStage* latest = nullptr;
  for (const GridStage& stage : service)
    if (stage.date <= day && (!latest || latest->date <= stage.date)) latest = &stage;
  return latest ? latest->service : Power{};
}

std::optional<Date> GridConnection::first_service() const {
  std::optional<Date> first;
  for (const GridStage& stage : service) first = first ? std::min(*first, stage.date) : stage.date;
  return first;
}

Power GridConnection::largest_service() const {
  Power largest;
  for (const GridStage& stage : service) largest = max(largest, stage.service);
  return largest;
}

Power GridConnection::short_line_limit() const {
  struct Class {
    double kv, ohm;
  };
  // Single conductors up to 230 kV, bundles above.
  constexpr Class kClasses[] = {{287, 380}, {420, 285}, {600, 250}, {1e9, 257}};
  constexpr double kShortLine = 3.0;
  const double ohm = std::ranges::find_if(kClasses, [&](const Class& c) { return voltage_kv <= c.kv; })->ohm;
  const double natural_mw = voltage_kv * voltage_kv / ohm;  // kV^2 / ohm = MW
  return kShortLine * natural_mw * std::max(1, circuits - 1) * unit::MW;
}

Power GridConnection::circuit_limit(Power contracted) const {
  return circuit.value_or(contracted / double(std::max(1, circuits - 1)));
}

bool GridConnection::firm(Power contracted) const {
  constexpr double kRounding = 1e-9;  // a third of the service, three times
  return circuits > 1 && carried(contracted, circuits - 1) >= contracted * (1 - kRounding);
}

GridConnection::CircuitOutages GridConnection::circuit_outages() const {
  struct Class {
    double from_kv, station_per_year, line_per_mile_year, repair_h;
  };
  // Above 230 kV: the numbers of 230 kV (assumed). Without a voltage: those of 138 kV.
  constexpr Class kClasses[] = {{200, 0.29, 0.0034, 11}, {0, 0.22, 0.0052, 10}};
  constexpr double kYearHours = 8760, kKmOfMile = 1.609344;
  const Class& c = *std::ranges::find_if(kClasses, [&](const Class& k) { return voltage_kv >= k.from_kv; });
  CircuitOutages out{0, circuit_mean_time_to_repair.value_or(c.repair_h * unit::hour)};
  const double out_h = (c.station_per_year + c.line_per_mile_year * line_length_km / kKmOfMile) * c.repair_h;
  out.rate_frac = circuit_forced_outage_frac.value_or(out_h / (kYearHours + out_h));
  return out;
}

}  // namespace gw::supply
