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

}  // namespace gw::supply
