#pragma once
// A source of power: one of the kinds. In YAML each element of a list of sources has `kind:`.

#include <span>
#include <string>
#include <variant>
#include <vector>

#include "gw/supply/battery.h"
#include "gw/supply/grid_connection.h"
#include "gw/supply/solar_plant.h"
#include "gw/supply/thermal_plant.h"
#include "gw/supply/wind_plant.h"

namespace gw::supply {

using Source = std::variant<GridConnection, GasCombinedCycle, GasTurbine, GasEngine, FuelCell, Nuclear,
                            SolarPlant, WindPlant, Battery, Backup>;

const SourceCommon& common(const Source& source);
/// The fuel-burning plant, or nullptr.
const ThermalPlant* thermal(const Source& source);
/// Value of `kind:`: "gas_turbine".
const char* kind_name(const Source& source);
/// The names to report, each once: given ones, else kind and number among the sources of that kind
/// ("gas_turbine 2"); the second source of a name becomes "name (2)". Same order as `sources`.
std::vector<std::string> source_names(std::span<const Source> sources);
/// First day of service in a horizon from `start`: `online`; without it a grid connection serves from its
/// first stage, anything else a lead time after its order, or is new on the horizon's first day. Capacity, ageing and money go by it.
Date in_service_on(const Source& source, Date start);
/// A lead time before the service begins; nothing without a lead time.
std::optional<Date> order_by(const Source& source, Date start);
/// What capex and fixed O&M are per: installed units; AC of solar; largest service of a grid connection.
Power nameplate(const Source& source);

/// What single-field ranges cannot refuse (a minimum-load heat rate below the full-load one, a cut-out speed
/// below the rated one, two sources of one name...). Empty = consistent. Each is one sentence for the user.
struct SourceProblem {
  int source = 0;     ///< index
  std::string field;  ///< "min_load_heat_rate_mmbtu_per_mwh"
  std::string message;
  bool warning = false;  ///< possible, and yet no plant that can be bought
  const char* code() const { return warning ? "GW3021" : "GW3005"; }
};
std::vector<SourceProblem> problems(std::span<const Source> sources);

}  // namespace gw::supply
