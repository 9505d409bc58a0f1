#pragma once
// Merit-order dispatch over a horizon: who runs in each hour, what it burns, costs and emits, what is not
// served.
//
// Each bus by itself, hour after hour: (1) solar and wind are taken first; (2) units are committed in order
// of full-load variable cost with the CO2 price (grid: the hour's price) until they cover what is left and the spinning reserve;
// (3) all committed units run at minimum load or above and are loaded in the same order; (4) batteries by
// their use; (5) emergency backup; (6) what is still missing is unserved. Surplus goes to batteries, then to
// export where allowed, then solar and wind are curtailed, then the rest (minimum loads) is dumped in a load
// bank and counted. Every hour:  output + unserved = load + charge + export + dumped, to rounding. Neglected:
// foresight of batteries but those of use `price`, which know the two days ahead (price_schedule.h), power flow. The list price of a start is charged each
// time the number of running units rises; a unit whose next start would cost more than staying on at minimum load
// until then stays on (bridging.h).
//
// Units need time (flexibility.h): a start is ordered its start time ahead, by a schedule that knows load, weather and
// maintenance, but not the failures to come. A failure is met by what runs, what starts within the hour, batteries and
// the grid until a unit ordered then is up; so is a service that is lost with its circuits. Minimum up and down times hold, so a unit that could not be back in time is
// kept on where the others can go down; ramps bound the change of the hourly mean. Of the ways - not keeping units,
// keeping them where there is room, keeping them in any case - the one that serves most is taken, then the cheapest.

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "gw/supply/capacity.h"
#include "gw/supply/source.h"

namespace gw::supply {

/// Load of one bus, one value an hour of the horizon.
struct BusLoad {
  std::string bus = "main";
  std::vector<double> load_mw;
};

/// Hourly series of one source that replace its constants; an empty span keeps the constant.
struct HourlySeries {
  std::span<const double> energy_price_usd_per_mwh = {};  ///< grid; one value an hour of the horizon
  std::span<const double> emission_kg_per_mwh = {};       ///< grid
  std::span<const double> fuel_price_usd_per_mmbtu = {};  ///< thermal
  std::span<const double> export_price_usd_per_mwh = {};  ///< grid, paid for what flows out
};

/// A series where there is one, else the constant.
inline double value_at(std::span<const double> series, double constant, int hour) {
  return series.empty() ? constant : series[std::size_t(hour)];
}

/// What a connection pays for an MWh that flows out, USD/MWh.
inline double export_price(const GridConnection& grid, const HourlySeries& series, int hour) {
  return value_at(series.export_price_usd_per_mwh, grid.export_price_usd_per_mwh, hour);
}

/// What is loaded first when several could serve.
enum class Prefer { cost, on_site, grid };

struct DispatchOptions {
  Prefer prefer = Prefer::cost;
  /// Committed capacity above the load, as a share of the load, on buses without a grid connection in
  /// service.
  double islanded_reserve_frac = 0;
  /// On such buses also hold the capacity of the largest running unit in reserve.
  bool reserve_covers_largest_unit = false;
  /// Added to the cost that orders the units, at each source's emission rate; cost_usd does not hold it.
  double co2_price_usd_per_kg = 0;
  std::vector<HourlySeries> series = {};  ///< empty, or one a source
};

/// Sums over the horizon.
struct SourceTotals {
  double output_mwh = 0;  ///< delivered to the bus; battery: discharge; grid: import
  double fuel_mmbtu = 0;
  double co2_t = 0;
  double cost_usd = 0;  ///< fuel, variable O&M, starts, imported energy less export revenue
  double starts = 0;
  double curtailed_mwh = 0;    ///< solar, wind: available and not taken
  double charge_mwh = 0;       ///< battery, at the AC terminals
  double loss_mwh = 0;         ///< battery: charge - discharge - change of the stored energy
  double full_cycles = 0;      ///< battery: energy out of the cells over `energy`
  double full_mwh_end = 0;     ///< battery: what it holds when full at the end
  double export_mwh = 0;       ///< grid
  double peak_mw = 0;          ///< largest output of an hour
  double full_load_hours = 0;  ///< output over nameplate
};

/// Hour by hour; a vector that has no meaning for the kind is empty.
struct SourceDispatch {
  std::vector<double> output_mw, fuel_mmbtu, co2_kg, cost_usd;
  std::vector<int> units_running;             ///< thermal
  std::vector<double> curtailed_mw;           ///< solar, wind
  std::vector<double> charge_mw, stored_mwh;  ///< battery; stored at the end of the hour
  std::vector<double> full_mwh;               ///< battery; what it holds when full, at the end of the hour
  std::vector<double> export_mw, export_usd;  ///< grid with export, and what it is paid for it
  SourceTotals total;
};

struct BusDispatch {
  std::string bus;
  std::vector<double> load_mw, unserved_mw, dumped_mw, reserve_short_mw;
  double load_mwh = 0, unserved_mwh = 0, dumped_mwh = 0;
  int unserved_hours = 0, reserve_short_hours = 0;
  int starting_hours = 0;         ///< short while units stood that were not out: still starting, or within their minimum down time
  double worst_imbalance_mw = 0;  ///< largest residual of the hourly balance: rounding only
};

struct Dispatch {
  Horizon horizon;
  std::vector<SourceDispatch> sources;  ///< as the list of sources
  std::vector<BusDispatch> buses;       ///< as the loads
  std::vector<SupplyWarning> warnings;  ///< those of the capacity table first
};

/// `loads` name each bus once and hold one finite, non-negative value an hour; sources on a bus without a
/// load stay idle, with a warning.
Dispatch dispatch(std::span<const Source> sources, const CapacityTable& capacity,
                  std::span<const BusLoad> loads, const DispatchOptions& options = {});

/// Sum over all sources.
SourceTotals total(const Dispatch& dispatch);

}  // namespace gw::supply
