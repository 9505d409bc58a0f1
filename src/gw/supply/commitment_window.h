#pragma once
// One window of unit_commitment.h as a program, and the state between windows. Internal to the room.

#include <span>
#include <vector>

#include "gw/base/linear_program.h"
#include "gw/supply/dispatch.h"
#include "gw/supply/optimal_dispatch.h"
#include "gw/supply/unit_commitment.h"

namespace gw::supply {

/// A source of the bus over the horizon: what is decided so far, by hour.
struct Scheduled {
  int source = 0;
  const ThermalPlant* plant = nullptr;
  const GridConnection* grid = nullptr;
  const Battery* battery = nullptr;
  HourlySeries series = {};
  double variable_om_usd_per_mwh = 0;
  int min_up_h = 0, min_down_h = 0;
  double ramp_mw = 0;  ///< of one unit in an hour; 0 = does not bind
  std::vector<int> running = {}, started = {}, stopped = {};
  std::vector<double> output = {}, charge = {}, exported = {}, stored = {};
};

/// The bus over the horizon.
struct BusSchedule {
  const CapacityTable& capacity;
  const BusLoad& load;
  const DispatchOptions& options;
  std::vector<double> surplus_mw,
      reserve_mw;  ///< of sun, wind and minimum loads; to be held where no grid is in service
  std::vector<Scheduled> sources;
  std::vector<double> unserved, dumped, reserve_short;

  BusSchedule(std::span<const Source> all, const CapacityTable& table, const BusLoad& bus_load, const DispatchOptions& dispatch);
  std::size_t hours() const { return load.load_mw.size(); }
};

/// Hours [from, to).
class CommitmentWindow {
 public:
  CommitmentWindow(const BusSchedule& bus, int from, int to);
  LinearProgram::IntegerSolution solve(const LinearProgram::IntegerLimits& limits) const { return lp_.solve_integer(limits); }
  /// Writes the first hours of a solution.
  void keep(const std::vector<double>& values, int hours, BusSchedule& bus) const;

 private:
  using Term = LinearProgram::Term;
  /// Variables by hour of the window; -1 = none, the value is zero.
  struct Columns {
    std::vector<int> running, started, stopped, output, charge, exported, stored, held;
  };
  std::size_t size() const { return std::size_t(to_ - from_); }
  void add_plant(const Scheduled& source, Columns& out);
  void add_minimum_times(const Scheduled& source, std::vector<std::vector<Term>>& running, std::vector<std::vector<Term>>& started,
                         std::vector<std::vector<Term>>& stopped);
  void add_ramps(const Scheduled& source, std::vector<std::vector<Term>>& output, std::vector<std::vector<Term>>& running,
                 std::vector<std::vector<Term>>& started, std::vector<std::vector<Term>>& stopped);
  void add_battery(const Scheduled& source, Columns& out);
  double full_mwh(const Scheduled& source) const;
  void add_simple(const Scheduled& source, Columns& out);

  const BusSchedule& bus_;
  int from_, to_;
  LinearProgram lp_;
  std::vector<int> balance_, reserve_, unserved_, dumped_, reserve_short_;
  std::vector<Columns> columns_;
};

}  // namespace gw::supply
