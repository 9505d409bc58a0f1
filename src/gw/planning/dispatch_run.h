#pragma once
// The year's dispatch of a campus, merit order beside the least-cost linear program.

#include <string>
#include <vector>

#include "gw/planning/peak_value.h"
#include "gw/planning/run.h"
#include "gw/supply/optimal_dispatch.h"
#include "gw/supply/unit_commitment.h"

namespace gw::planning {

/// One bus: what the run did, and the least that any dispatch of its sources could cost on the same hours.
struct BusComparison {
  supply::OptimalBus optimal;
  double load_mwh = 0;
  double merit_cost_usd = 0, merit_objective_usd = 0;  ///< without and with the price of CO2
  double merit_co2_t = 0, merit_unserved_mwh = 0;
  /// (merit - optimal) / optimal of the objective; 0 where the optimum is no cost. Says nothing where unserved energy differs.
  double gap_frac() const;
};

/// What stopping work for an hour is worth to the supply and costs the campus, per MWh of facility energy not taken.
struct Curtailment {
  double dearest_usd_per_mwh = 0;   ///< mean marginal price of the dearest hours of all buses, lost load left out
  int dearest_hours = 0;            ///< of each bus: one in a hundred
  PeakValue peak;                   ///< demand charge saved by less draw at the month's peak, besides the energy
  double compute_usd_per_mwh = 0;   ///< capital and operation but energy, over facility energy: the time that stands idle
};

struct DispatchFlags {
  bool integer = false;     ///< also the schedule of whole units (unit_commitment.h)
  double gap_frac = 5e-3;   ///< of each of its windows
};

struct DispatchRun {
  Run run;
  std::vector<BusComparison> buses;
  std::vector<supply::CommittedBus> committed;  ///< as the buses; empty unless asked for
  Curtailment curtailment;
};

struct DispatchOutcome {
  RunStatus status = RunStatus::done;
  Diagnostics diagnostics;
  std::optional<DispatchRun> run;
};

/// GW2302: the solver found no optimum (it failed: unserved energy makes every load feasible).
DispatchOutcome run_dispatch(const std::string& path, const RunOptions& options, const DispatchFlags& flags = {});

}  // namespace gw::planning
