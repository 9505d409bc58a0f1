#include "gw/supply/grid_connection.h"

namespace gw::supply {

Power GridConnection::service_on(Date day) const {
  if (day < online) return Power{};
  const GridStage* latest = nullptr;
  for (const GridStage& stage : service)
    if (stage.date <= day && (!latest || latest->date <= stage.date)) latest = &stage;
  return latest ? latest->service : Power{};
}

Power GridConnection::largest_service() const {
  Power largest;
  for (const GridStage& stage : service) largest = max(largest, stage.service);
  return largest;
}

}  // namespace gw::supply
