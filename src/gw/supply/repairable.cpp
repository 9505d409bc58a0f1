#include "gw/supply/repairable.h"

namespace gw::supply {

std::optional<Repairable> repairable(const Source& source) {
  if (const ThermalPlant* plant = thermal(source))
    return Repairable{plant->units, plant->unit_power.in(unit::MW), plant->maintenance_frac,
                      plant->mean_time_to_repair.in(unit::hour), plant->forced_outage};
  if (const auto* grid = std::get_if<GridConnection>(&source))
    return Repairable{1, grid->largest_service().in(unit::MW), grid->planned_outage_frac,
                      grid->mean_time_to_repair.in(unit::hour), OutageCurve::constant(grid->forced_outage_frac)};
  return {};
}

std::optional<Repairable> circuits_of(const Source& source) {
  const auto* grid = std::get_if<GridConnection>(&source);
  if (!grid) return {};
  const GridConnection::CircuitOutages outages = grid->circuit_outages();
  return Repairable{grid->circuits, grid->circuit_limit(grid->largest_service()).in(unit::MW), 0, outages.repair.in(unit::hour),
                    OutageCurve::constant(outages.rate_frac)};
}

}  // namespace gw::supply
