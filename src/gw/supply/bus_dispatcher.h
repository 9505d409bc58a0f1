#pragma once
// Dispatch of one bus, hour after hour. Internal to the room; the rules are in dispatch.h.

#include <span>
#include <vector>

#include "gw/supply/battery_state.h"
#include "gw/supply/commitment.h"
#include "gw/supply/dispatch.h"

namespace gw::supply {

/// A series where there is one, else the constant.
inline double value_at(std::span<const double> series, double constant, int hour) {
  return series.empty() ? constant : series[std::size_t(hour)];
}

class BusDispatcher {
 public:
  /// Writes the hourly vectors of the bus's sources in `out.sources` and of `bus`.
  BusDispatcher(std::span<const Source> sources, const CapacityTable& capacity,
                const DispatchOptions& options, Dispatch& out, BusDispatch& bus);
  /// Merit order; then again with the units kept on whose starts would cost more, if that is cheaper.
  void run();

 private:
  struct Machine {  // dispatchable: thermal or grid
    int source = 0;
    const ThermalPlant* plant = nullptr;
    const GridConnection* grid = nullptr;
    int was_running = -1;  // -1 = first hour: running units are taken as already started
    double no_load_mmbtu = 0, incremental_mmbtu = 0;
    HourlySeries series;
    std::vector<int> keep;  // by hour; empty = none
  };
  struct Store {
    int source = 0;
    const Battery* battery = nullptr;
    BatteryState state;
    double charge_mw = 0, discharge_mw = 0;
    double charge_limit_mw = 0, discharge_limit_mw = 0;  // of this hour
  };
  /// Sums of the hour being solved, MW.
  struct Hour {
    int hour = 0;
    double load_mw = 0, renewable_mw = 0;
    double curtailed_mw = 0, export_mw = 0, dumped_mw = 0, unserved_mw = 0;
  };

  void add_source(std::span<const Source> sources, int index, const DispatchOptions& options);
  void sort_order(int hour);
  double rank(const Machine& machine, int hour) const;
  void refresh(int hour);
  double discharge_by_use(double net_mw);
  double charge_from_surplus(double surplus_mw);
  double charge_wish_mw(double net_mw) const;
  double charge_from_sources(double net_mw, double wish_mw);
  double reserve_mw(const Hour& now) const;
  void commit_units(Hour& now, double target_mw);
  double cover_gap(Hour& now, double gap_mw);
  double run_backup(double gap_mw);
  void place_surplus(Hour& now, double surplus_mw);
  void solve(int hour);
  void solve_all();
  double cost_usd() const;
  double fuel_price(const Machine& machine, int hour) const;
  double incremental_usd_per_mwh(const Machine& machine, int hour) const;
  double emission_kg(const Machine& machine, int hour) const;
  double fuel_merit(const Machine& machine, int hour) const;
  double incremental_merit(const Machine& machine, int hour) const;
  void note_room(int hour);
  bool bridge();
  void forget();
  void record(const Hour& now);
  void record_machine(Machine& machine, const Committable& unit, int hour, double export_mw);
  void record_store(Store& store, int hour);

  const CapacityTable& capacity_;
  const DispatchOptions& options_;
  Dispatch& out_;
  BusDispatch& bus_;
  std::vector<int> renewables_;      // source indices
  std::vector<Machine> machines_;    // merit-order sources, then backup sets
  std::vector<Committable> hourly_;  // as machines_
  std::vector<int> order_, backup_;  // indices into machines_
  std::vector<Store> stores_;
  bool order_moves_ = false;  // prices change by the hour
  // Of the last run, by hour: what sources above minimum load could go down by, and what the last of them costs.
  std::vector<double> room_mw_, last_usd_per_mwh_;
};

}  // namespace gw::supply
