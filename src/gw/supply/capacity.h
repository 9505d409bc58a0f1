#pragma once
// What each source can give in each hour of a horizon, before anyone asks for it.
//
// Available = on line by date x units neither on forced outage nor in maintenance x weather limit; solar and
// wind: their output; grid: contracted service, as far as the circuits that are in carry it; battery: power x availability. Forced
// outages: one two-state Markov chain a unit and hour, failure probability r/((1 - r) MTTR) with r the outage
// curve at the hour's temperature and repair probability 1/MTTR, so that r is the stationary share at a
// steady temperature. Units fail independently given the temperature and age also while idle.
// Draws are keyed by (seed, source name, unit). A source without a name is called by its kind and number of that
// kind: only another source of the same kind before it in the list moves its outages.

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "gw/catalog/epw.h"
#include "gw/supply/source.h"

namespace gw::supply {

/// `hours` whole hours from 00:00 of `start`.
struct Horizon {
  Date start;
  int hours = 8760;
};

/// Absence of one unit, [from_hour, to_hour) of the horizon. Of a grid connection: the whole of it, or one of its circuits.
struct UnitOutage {
  int source = 0, unit = 0;
  int from_hour = 0, to_hour = 0;
  bool planned = false;
  bool circuit = false;
};

struct SourceCapacity {
  std::vector<double> available_mw;  ///< per hour
  std::vector<int> units_available;  ///< per hour; thermal only, else empty
};

/// A result outside a model's validated range, or an odd input: said once with a count.
struct SupplyWarning {
  int source = -1;  ///< index, -1 = none
  std::string message;
  std::int64_t count = 1;  ///< hours
};

struct CapacityTable {
  Horizon horizon;
  std::vector<SourceCapacity> sources;  ///< as the list of sources
  std::vector<UnitOutage> outages;      ///< by source, unit, hour
  std::vector<SupplyWarning> warnings;
};

struct CapacityOptions {
  std::uint64_t seed = 1;
  bool forced_outages = true;
  bool maintenance = true;
};

CapacityTable capacity(std::span<const Source> sources, const catalog::WeatherYear& weather, Horizon horizon,
                       const CapacityOptions& options = {});

/// Sum over the sources of a bus, per hour. Batteries are left out (they hold energy, not capacity) unless
/// asked for; emergency backup is included unless left out.
struct BusCapacityOptions {
  bool batteries = false;
  bool backup = true;
};
std::vector<double> bus_available_mw(std::span<const Source> sources, const CapacityTable& table,
                                     const std::string& bus, const BusCapacityOptions& options = {});

/// The most that a bus may have beyond its load without running anything for sale: all that sun and wind
/// give, and what minimum loads of its thermal units - all they can, where ramps bind - exceed the load by.
double surplus_mw(std::span<const Source> sources, const CapacityTable& table, const std::string& bus,
                  double load_mw, std::size_t hour);

}  // namespace gw::supply
