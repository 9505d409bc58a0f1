#pragma once
// Dispatch of one bus, hour after hour. Internal to the room; the rules are in dispatch.h.

#include <map>
#include <optional>
#include <span>
#include <vector>

#include "gw/supply/battery_state.h"
#include "gw/supply/commitment.h"
#include "gw/supply/dispatch.h"
#include "gw/supply/price_schedule.h"
#include "gw/supply/unit_clock.h"

namespace gw::supply {

/// Battery reserve counts for as long as replacing it takes, in h: a unit starts well within this time (assumed).
inline constexpr double kReserveHours = 0.5;

class BusDispatcher {
 public:
  /// Writes the hourly vectors of the bus's sources in `out.sources` and of `bus`.
  BusDispatcher(std::span<const Source> sources, const CapacityTable& capacity,
                const DispatchOptions& options, Dispatch& out, BusDispatch& bus);
  /// Merit order; then again with the units kept on whose starts would cost more or come too late, if that serves more
  /// or costs less. Batteries of use `price` trade where that costs no more, lost load counted, than standing by as backup.
  void run();

 private:
  struct Machine {  // dispatchable: thermal or grid
    int source = 0;
    const ThermalPlant* plant = nullptr;
    const GridConnection* grid = nullptr;
    int was_running = -1;  // -1 = first hour: running units are taken as already started
    double was_mw = 0;
    double ramp_mw = 0;    // of one unit, from hour to hour; 0 = it covers its range within the hour
    double no_load_mmbtu = 0, incremental_mmbtu = 0;
    HourlySeries series;
    std::vector<int> keep;       // by hour; empty = none
    std::vector<int> forced_out; // units by hour, or a grid connection; empty = never
    std::optional<UnitClock> clock;  // absent = starts within the hour, no minimum times
  };
  struct Store {
    int source = 0;
    const Battery* battery = nullptr;
    BatteryState state;
    double charge_mw = 0, discharge_mw = 0;
    double charge_limit_mw = 0, discharge_limit_mw = 0;  // of this hour
    StoreSchedule plan = {};  // of use `price`, by hour
    bool trades() const { return battery->use == BatteryUse::price; }
  };
  /// What batteries of use `price` do in a run: the same as backup, nothing, their schedule.
  enum class Trade { backup, still, planned };
  /// Of a run, with demand charges, wear and lost load.
  struct Outcome {
    double usd = 0;
    std::vector<double> stored_mwh;  // at the end, as stores_
  };
  /// Sums of the hour being solved, MW.
  struct Hour {
    int hour = 0;
    double load_mw = 0, renewable_mw = 0;
    double curtailed_mw = 0, export_mw = 0, dumped_mw = 0, unserved_mw = 0;
    int seller = -1;  // the grid connection that plants sell to: it does not import in this hour
    double seller_limit_mw = 0;
    double withheld_mw = 0;  // of units that are not out but still starting, or off too briefly to start again
  };
  /// What is kept on, and whether units need time.
  struct Way {
    bool timed = false, hold = false;
    std::vector<std::vector<int>> keep = {};  // by machine and hour
  };

  void add_source(std::span<const Source> sources, int index, const DispatchOptions& options);
  void sort_order(int hour);
  double rank(const Machine& machine, int hour) const;
  void refresh(int hour);
  double discharge_by_use(int hour, double net_mw);
  double charge_from_surplus(double surplus_mw);
  double most_bought_mw(const Store& store, int hour) const;
  double charge_wish_mw(int hour, double net_mw) const;
  double charge_from_sources(int hour, double net_mw, double wish_mw);
  double sellable_mw(int hour, double price_usd_per_mwh, double& usd) const;
  void choose_seller(Hour& now, double load_mw);
  void drop_seller(Hour& now, double load_mw);
  double sale_mw(const Hour& now, double load_mw) const;
  double reserve_mw(const Hour& now) const;
  void commit_units(Hour& now, double target_mw);
  double cover_gap(Hour& now, double gap_mw);
  double run_backup(double gap_mw);
  double hold_backup();
  void place_surplus(Hour& now, double surplus_mw, double sold_mw);
  void solve(int hour);
  void solve_all(const Way& way);
  void add_times(Machine& machine);
  void limit_ramp(Committable& unit, const Machine& machine) const;
  static void lose_failed(Machine& machine, int hour, int available);
  void limit_starts(Hour& now, double target_mw);
  static int failed_since(const Machine& machine, int hour, int lead_h);
  bool known_before(int hour, int lead_h) const;
  std::vector<int> scheduled(Hour& now, double target_mw, int lead_h);
  int most_running(const Machine& machine, std::size_t m, int hour, const std::map<int, std::vector<int>>& plans) const;
  double cost_usd() const;
  double fuel_price(const Machine& machine, int hour) const;
  double incremental_usd_per_mwh(const Machine& machine, int hour) const;
  double emission_kg(const Machine& machine, int hour) const;
  double fuel_merit(const Machine& machine, int hour) const;
  double incremental_merit(const Machine& machine, int hour) const;
  Way find_best_way();
  void note_margin(const Hour& now);
  void trade_by_price(const Way& way);
  void plan_by_price();
  std::vector<std::vector<double>> billed_mw() const;
  void keep_billed(const std::vector<std::vector<double>>& billed_mw);
  std::vector<std::size_t> spoilt_hours(const std::vector<double>& unserved_mw, const std::vector<std::vector<double>>& billed_mw) const;
  void drop_plans(std::size_t from, std::size_t to);
  Outcome outcome() const;
  double demand_usd() const;
  double excess_usd(const Outcome& run, const Outcome& other) const;
  void note_room(int hour);
  Way bridge(bool timed, bool hold);
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
  bool any_timed_ = false, timed_ = false, hold_ = false;  // units that need time; and of the way being solved
  std::vector<int> leads_h_;  // start times that occur, without zero
  // Of the last run, by hour: what sources above minimum load could go down by, and what the last of them costs.
  std::vector<double> room_mw_, last_usd_per_mwh_;
  Trade trade_ = Trade::backup;
  std::vector<HourMargin> margins_;  // of the last run with batteries of use `price` standing still
};

}  // namespace gw::supply
