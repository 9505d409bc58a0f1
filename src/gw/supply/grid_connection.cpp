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

}  // namespace gw::supply
