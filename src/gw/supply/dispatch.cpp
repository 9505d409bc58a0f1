#include "gw/supply/dispatch.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "gw/base/assert.h"
#include "gw/base/sum.h"
#include "gw/base/text.h"
#include "gw/supply/bus_dispatcher.h"

namespace gw::supply {
namespace {

void check_input(std::span<const Source> sources, const CapacityTable& capacity,
                 std::span<const BusLoad> loads, const DispatchOptions& options) {
  GW_ASSERT(capacity.sources.size() == sources.size(), "{} sources, capacity of {}", sources.size(),
            capacity.sources.size());
  GW_ASSERT(options.series.empty() || options.series.size() == sources.size(), "{} series for {} sources",
            options.series.size(), sources.size());
  const auto hours = std::size_t(capacity.horizon.hours);
  for (const HourlySeries& series : options.series)
    for (const auto& span :
         {series.energy_price_usd_per_mwh, series.emission_kg_per_mwh, series.fuel_price_usd_per_mmbtu, series.export_price_usd_per_mwh})
      GW_ASSERT(span.empty() || span.size() >= hours, "a series of {} hours for {}", span.size(), hours);
  for (const BusLoad& load : loads) {
    const auto same = [&](const BusLoad& other) { return other.bus == load.bus; };
    GW_ASSERT(std::count_if(loads.begin(), loads.end(), same) == 1, "bus {} has two loads", load.bus);
    GW_ASSERT(load.load_mw.size() == hours, "bus {}: {} load hours for {}", load.bus, load.load_mw.size(),
              hours);
    for (double mw : load.load_mw)
      GW_ASSERT(std::isfinite(mw) && mw >= 0, "bus {}: load of {} MW", load.bus, mw);
  }
}

/// Vectors of zeros that a kind uses.
SourceDispatch blank(const Source& source, int hours) {
  const std::vector<double> zeros(std::size_t(hours), 0.0);
  SourceDispatch out;
  out.output_mw = out.cost_usd = zeros;
  const auto* grid = std::get_if<GridConnection>(&source);
  if (grid || thermal(source)) out.co2_kg = zeros;
  if (grid && grid->export_allowed) out.export_mw = out.export_usd = zeros;
  if (thermal(source)) {
    out.fuel_mmbtu = zeros;
    out.units_running.assign(std::size_t(hours), 0);
  }
  if (std::holds_alternative<SolarPlant>(source) || std::holds_alternative<WindPlant>(source))
    out.curtailed_mw = zeros;
  if (std::holds_alternative<Battery>(source)) out.charge_mw = out.stored_mwh = out.full_mwh = zeros;
  return out;
}

/// Costs of renewables do not depend on the other sources.
void cost_renewables(const Source& source, SourceDispatch& out) {
  if (out.curtailed_mw.empty()) return;
  const double rate = common(source).variable_om_usd_per_mwh;
  for (std::size_t h = 0; h < out.output_mw.size(); ++h) out.cost_usd[h] = rate * out.output_mw[h];
}

void add_totals(const Source& source, Date start, SourceDispatch& out) {
  SourceTotals& total = out.total;
  total.output_mwh = sum_of(out.output_mw);
  total.fuel_mmbtu = sum_of(out.fuel_mmbtu);
  total.co2_t = sum_of(out.co2_kg) / 1000.0;
  total.cost_usd = sum_of(out.cost_usd);
  total.curtailed_mwh = sum_of(out.curtailed_mw);
  total.charge_mwh = sum_of(out.charge_mw);
  total.export_mwh = sum_of(out.export_mw);
  for (double mw : out.output_mw) total.peak_mw = std::max(total.peak_mw, mw);
  const double nameplate_mw = nameplate(source).in(unit::MW);
  total.full_load_hours = nameplate_mw > 0 ? total.output_mwh / nameplate_mw : 0.0;
  if (const auto* battery = std::get_if<Battery>(&source); battery && !out.stored_mwh.empty()) {
    const double gained_mwh = out.stored_mwh.back() - battery->full_mwh(start) * battery->initial_state_frac;
    total.loss_mwh = total.charge_mwh - total.output_mwh - gained_mwh;
  }
}

void add_totals(BusDispatch& bus) {
  bus.load_mwh = sum_of(bus.load_mw);
  bus.unserved_mwh = sum_of(bus.unserved_mw);
  bus.dumped_mwh = sum_of(bus.dumped_mw);
  const auto positive = [](double mw) { return mw > 0; };
  bus.unserved_hours = int(std::count_if(bus.unserved_mw.begin(), bus.unserved_mw.end(), positive));
  bus.reserve_short_hours =
      int(std::count_if(bus.reserve_short_mw.begin(), bus.reserve_short_mw.end(), positive));
}

BusDispatch blank(const BusLoad& load) {
  BusDispatch bus;
  bus.bus = load.bus;
  bus.load_mw = load.load_mw;
  bus.unserved_mw.assign(load.load_mw.size(), 0.0);
  bus.dumped_mw = bus.reserve_short_mw = bus.unserved_mw;
  return bus;
}

/// Reserve that no unit was left to hold.
void warn_reserve(const BusDispatch& bus, Dispatch& out) {
  if (bus.reserve_short_hours == 0) return;
  const double worst_mw = *std::max_element(bus.reserve_short_mw.begin(), bus.reserve_short_mw.end());
  out.warnings.push_back({-1,
                          fmt::format("bus '{}': the spinning reserve is not held in full, short by {} MW at worst",
                                      bus.bus, significant(worst_mw, 3)),
                          bus.reserve_short_hours});
}

/// Load lost for want of time.
void warn_starting(const BusDispatch& bus, Dispatch& out) {
  if (bus.starting_hours > 0)
    out.warnings.push_back({-1, fmt::format("bus '{}': load is not served while units are still starting or may not start again yet", bus.bus),
                            bus.starting_hours});
}

/// On such a bus a battery that stands still may have held the spinning reserve.
bool holds_reserve(std::span<const Source> sources, const CapacityTable& capacity, const std::string& bus, const DispatchOptions& options) {
  if (options.islanded_reserve_frac <= 0 && !options.reserve_covers_largest_unit) return false;
  std::vector<double> service_mw(std::size_t(capacity.horizon.hours), 0.0);
  for (std::size_t i = 0; i < sources.size(); ++i)
    if (std::holds_alternative<GridConnection>(sources[i]) && common(sources[i]).bus == bus)
      for (std::size_t h = 0; h < service_mw.size(); ++h) service_mw[h] += capacity.sources[i].available_mw[h];
  return std::ranges::any_of(service_mw, [](double mw) { return mw <= 0; });
}

/// Batteries that cost capital and never worked: giving what they began with is no work.
void warn_standing(std::span<const Source> sources, const CapacityTable& capacity, const DispatchOptions& options, Dispatch& out) {
  for (const BusDispatch& bus : out.buses)
    for (std::size_t i = 0; i < sources.size(); ++i) {
      const auto* battery = std::get_if<Battery>(&sources[i]);
      if (!battery || battery->bus != bus.bus || out.sources[i].total.charge_mwh > 0) continue;
      const bool serves = std::ranges::any_of(capacity.sources[i].available_mw, [](double mw) { return mw > 0; });
      if (!serves || !(battery->capex_usd_per_kw > 0 || battery->capex_usd_per_kwh > 0)) continue;
      if (holds_reserve(sources, capacity, bus.bus, options)) continue;
      out.warnings.push_back({int(i),
                              "the battery was never charged in the whole run, while its capital is paid for; `use` is backup (for shortages), "
                              "shift (stores surplus), peak_shaving (holds peak_target) or price (energy arbitrage)",
                              1});
    }
}

/// Sources that feed no load of this run.
void warn_idle(std::span<const Source> sources, std::span<const BusLoad> loads, Dispatch& out) {
  for (std::size_t i = 0; i < sources.size(); ++i) {
    const std::string& bus = common(sources[i]).bus;
    const bool used =
        std::any_of(loads.begin(), loads.end(), [&](const BusLoad& load) { return load.bus == bus; });
    if (!used)
      out.warnings.push_back({int(i), fmt::format("no load is on bus '{}': the source stays idle", bus), 1});
  }
}

}  // namespace

Dispatch dispatch(std::span<const Source> sources, const CapacityTable& capacity,
                  std::span<const BusLoad> loads, const DispatchOptions& options) {
  check_input(sources, capacity, loads, options);
  Dispatch out;
  out.horizon = capacity.horizon;
  out.warnings = capacity.warnings;
  warn_idle(sources, loads, out);
  for (const Source& source : sources) out.sources.push_back(blank(source, capacity.horizon.hours));
  for (const BusLoad& load : loads) {
    out.buses.push_back(blank(load));
    BusDispatcher(sources, capacity, options, out, out.buses.back()).run();
    add_totals(out.buses.back());
    warn_reserve(out.buses.back(), out);
    warn_starting(out.buses.back(), out);
  }
  for (std::size_t i = 0; i < sources.size(); ++i) {
    cost_renewables(sources[i], out.sources[i]);
    add_totals(sources[i], capacity.horizon.start, out.sources[i]);
  }
  warn_standing(sources, capacity, options, out);
  return out;
}

SourceTotals total(const Dispatch& dispatch) {
  SourceTotals all;
  for (const SourceDispatch& source : dispatch.sources) {
    const SourceTotals& one = source.total;
    all.output_mwh += one.output_mwh, all.fuel_mmbtu += one.fuel_mmbtu, all.co2_t += one.co2_t;
    all.cost_usd += one.cost_usd, all.starts += one.starts, all.curtailed_mwh += one.curtailed_mwh;
    all.charge_mwh += one.charge_mwh, all.loss_mwh += one.loss_mwh, all.export_mwh += one.export_mwh;
  }
  return all;  // peaks and full-load hours of different sources do not add up and stay zero
}

}  // namespace gw::supply
