// A bus's second run: units whose starts cost more than staying on (bridging.h).

#include <algorithm>

#include "gw/base/sum.h"
#include "gw/supply/bridging.h"
#include "gw/supply/bus_dispatcher.h"

namespace gw::supply {

double BusDispatcher::fuel_price(const Machine& machine, int hour) const {
  return value_at(machine.series.fuel_price_usd_per_mmbtu, machine.plant->fuel_price_usd_per_mmbtu, hour);
}

/// Cost of one more MWh of a running source.
double BusDispatcher::incremental_usd_per_mwh(const Machine& machine, int hour) const {
  if (machine.grid)
    return value_at(machine.series.energy_price_usd_per_mwh, machine.grid->energy_price_usd_per_mwh, hour) +
           machine.grid->variable_om_usd_per_mwh;
  return machine.incremental_mmbtu * fuel_price(machine, hour) + machine.plant->variable_om_usd_per_mwh;
}

/// Of an MMBtu of a plant's fuel, of an MWh from a grid.
double BusDispatcher::emission_kg(const Machine& machine, int hour) const {
  return machine.grid ? value_at(machine.series.emission_kg_per_mwh, machine.grid->emission_kg_per_mwh, hour)
                      : machine.plant->fuel_emission_kg_per_mmbtu;
}

/// What decides who runs: the costs above with the price of CO2.
double BusDispatcher::fuel_merit(const Machine& machine, int hour) const {
  return fuel_price(machine, hour) + options_.co2_price_usd_per_kg * emission_kg(machine, hour);
}

double BusDispatcher::incremental_merit(const Machine& machine, int hour) const {
  return incremental_usd_per_mwh(machine, hour) + (machine.grid ? 1.0 : machine.incremental_mmbtu) *
                                                      options_.co2_price_usd_per_kg * emission_kg(machine, hour);
}

/// What the hour just solved leaves for a unit more at minimum load.
void BusDispatcher::note_room(int hour) {
  const auto h = std::size_t(hour);
  room_mw_.resize(std::size_t(capacity_.horizon.hours));
  last_usd_per_mwh_.resize(room_mw_.size());
  room_mw_[h] = last_usd_per_mwh_[h] = 0;
  for (int i : order_) {
    const Committable& unit = hourly_[std::size_t(i)];
    const double above_mw = unit.output_mw - unit.min_mw(unit.running);
    if (above_mw <= 0) continue;
    room_mw_[h] += above_mw;
    last_usd_per_mwh_[h] = incremental_merit(machines_[std::size_t(i)], hour);
  }
}

/// What each plant keeps on, from the hours just solved; `keep` is empty if none keeps a unit.
BusDispatcher::Way BusDispatcher::bridge(bool timed, bool hold) {
  Way way{.timed = timed, .hold = hold};
  std::vector<double> keep_usd(room_mw_.size()), room_mw = room_mw_;
  for (int i : order_) {
    const Machine& machine = machines_[std::size_t(i)];
    const int min_down_h = timed && machine.clock ? machine.clock->min_down_h() : 0;
    if (!machine.plant || (machine.plant->start_cost_usd_per_mw <= 0 && min_down_h == 0)) continue;
    if (out_.sources[std::size_t(machine.source)].total.starts <= 0) continue;
    const double unit_mw = machine.plant->unit_power.in(unit::MW);
    const double min_mw = machine.plant->min_load_frac * unit_mw;
    for (std::size_t h = 0; h < keep_usd.size(); ++h)
      keep_usd[h] = machine.no_load_mmbtu * fuel_merit(machine, int(h)) +
                    min_mw * (incremental_merit(machine, int(h)) - last_usd_per_mwh_[h]);
    std::vector<int> kept =
        units_to_keep({out_.sources[std::size_t(machine.source)].units_running,
                       capacity_.sources[std::size_t(machine.source)].units_available, keep_usd, min_mw,
                       machine.plant->start_cost_usd_per_mw * unit_mw, min_down_h, hold},
                      room_mw);
    if (kept.empty()) continue;
    way.keep.resize(machines_.size());
    way.keep[std::size_t(i)] = std::move(kept);
  }
  return way;
}

/// With the price of CO2.
double BusDispatcher::cost_usd() const {
  double sum = 0;
  for (const Machine& machine : machines_) {
    const SourceDispatch& done = out_.sources[std::size_t(machine.source)];
    sum += sum_of(done.cost_usd) + options_.co2_price_usd_per_kg * sum_of(done.co2_kg);
  }
  for (const Store& store : stores_) sum += sum_of(out_.sources[std::size_t(store.source)].cost_usd);
  return sum;
}

/// Back to the state before the first hour.
void BusDispatcher::forget() {
  for (Machine& machine : machines_) {
    machine.was_running = -1;
    machine.was_mw = 0;
    if (machine.clock) machine.clock->forget();
    SourceDispatch& out = out_.sources[std::size_t(machine.source)];
    out.total.starts = 0;
    std::fill(out.export_mw.begin(), out.export_mw.end(), 0.0);
  }
  for (Store& store : stores_) store.state = BatteryState(*store.battery, capacity_.horizon.start);
  std::fill(bus_.reserve_short_mw.begin(), bus_.reserve_short_mw.end(), 0.0);
  bus_.starting_hours = 0;
  sort_order(0);
}

}  // namespace gw::supply
