// What a bus's hour leaves behind: the hourly vectors, fuel, emissions and cost.

#include <algorithm>
#include <cmath>

#include "gw/supply/bus_dispatcher.h"

namespace gw::supply {

void BusDispatcher::record_machine(Machine& machine, const Committable& unit, int hour, double export_mw) {
  const auto h = std::size_t(hour);
  SourceDispatch& out = out_.sources[std::size_t(machine.source)];
  const double output_mwh = unit.output_mw;
  out.output_mw[h] = output_mwh;
  if (machine.grid) {
    const double export_usd = export_mw * export_price(*machine.grid, machine.series, hour);
    if (!out.export_usd.empty()) out.export_usd[h] = export_usd;
    out.cost_usd[h] = output_mwh * incremental_usd_per_mwh(machine, hour) - export_usd;
    out.co2_kg[h] =
        output_mwh * value_at(machine.series.emission_kg_per_mwh, machine.grid->emission_kg_per_mwh, hour);
    return;
  }
  const ThermalPlant& plant = *machine.plant;
  const int started = machine.was_running < 0 ? 0 : std::max(0, unit.running - machine.was_running);
  machine.was_running = unit.running;
  machine.was_mw = output_mwh;
  if (timed_ && machine.clock) machine.clock->step(hour, unit.running);
  out.units_running[h] = unit.running;
  out.total.starts += started;
  const double fuel_mmbtu = unit.running * machine.no_load_mmbtu + machine.incremental_mmbtu * output_mwh;
  out.fuel_mmbtu[h] = fuel_mmbtu;
  out.co2_kg[h] = fuel_mmbtu * plant.fuel_emission_kg_per_mmbtu;
  out.cost_usd[h] = fuel_mmbtu * fuel_price(machine, hour) + output_mwh * plant.variable_om_usd_per_mwh +
                    started * plant.start_cost_usd_per_mw * plant.unit_power.in(unit::MW);
}

void BusDispatcher::record_store(Store& store, int hour) {
  const auto h = std::size_t(hour);
  SourceDispatch& out = out_.sources[std::size_t(store.source)];
  store.state.step(store.charge_mw, store.discharge_mw);
  out.output_mw[h] = store.discharge_mw;
  out.charge_mw[h] = store.charge_mw;
  out.stored_mwh[h] = store.state.stored_mwh();
  out.full_mwh[h] = out.total.full_mwh_end = store.state.full_mwh();
  out.total.full_cycles = store.state.cycles();
  out.cost_usd[h] = store.discharge_mw * store.battery->variable_om_usd_per_mwh;
}

/// Writes the hour and checks its balance.
void BusDispatcher::record(const Hour& now) {
  const auto h = std::size_t(now.hour);
  double in_mw = now.unserved_mw, out_mw = now.load_mw + now.export_mw + now.dumped_mw;
  const double kept = now.renewable_mw > 0 ? 1.0 - now.curtailed_mw / now.renewable_mw : 0.0;
  for (int i : renewables_) {
    SourceDispatch& out = out_.sources[std::size_t(i)];
    const double available_mw = capacity_.sources[std::size_t(i)].available_mw[h];
    out.output_mw[h] = available_mw * kept;
    out.curtailed_mw[h] = available_mw - out.output_mw[h];
    in_mw += out.output_mw[h];
  }
  for (std::size_t m = 0; m < machines_.size(); ++m) {
    SourceDispatch& out = out_.sources[std::size_t(machines_[m].source)];
    record_machine(machines_[m], hourly_[m], now.hour, out.export_mw.empty() ? 0.0 : out.export_mw[h]);
    in_mw += hourly_[m].output_mw;
  }
  for (Store& store : stores_) {
    record_store(store, now.hour);
    in_mw += store.discharge_mw, out_mw += store.charge_mw;
  }
  bus_.unserved_mw[h] = now.unserved_mw;
  if (now.unserved_mw > 0 && now.withheld_mw > 0) ++bus_.starting_hours;
  bus_.dumped_mw[h] = now.dumped_mw;
  bus_.worst_imbalance_mw = std::max(bus_.worst_imbalance_mw, std::abs(in_mw - out_mw));
}

}  // namespace gw::supply
