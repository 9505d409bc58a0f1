#pragma once
// One run: load, simulate, value, and the figures of the headline with their formulas.

#include <optional>
#include <string>
#include <vector>

#include "gw/campus/simulate.h"
#include "gw/economics/cash_flow.h"
#include "gw/economics/cost.h"
#include "gw/planning/load.h"
#include "gw/planning/make_up_water.h"
#include "gw/planning/markets.h"
#include "gw/planning/utility_bill.h"
#include "gw/units/figure.h"

namespace gw::planning {

struct RunOptions {
  LoadOptions load;
  std::uint64_t seed = 1;
  int threads = 1;                        ///< 0 = all cores; results do not depend on it
  std::function<bool(double)> progress;   ///< told the share done; returning false cancels
};

/// What the campus cost.
struct Accounts {
  std::vector<BillMonth> bill;  ///< of the utility
  economics::CostInputs inputs;
  economics::CostReport report;
  std::vector<economics::OperatingYear> years;  ///< of the horizon, one by one
  economics::CashFlow cash_flow;
};

/// What limits the answer most.
struct Binding {
  std::string constraint;   ///< "power supply", "cooling", "accelerators", ...
  std::string detail;       ///< one sentence with numbers
  std::string next_command; ///< what to try
};

struct Run {
  Markets markets;
  LoadedScenario input;
  LoadOptions load;                       ///< the flags it was loaded with
  campus::Simulation simulation;
  Accounts accounts;
  MakeUpWater make_up;
  FigureBook figures;
  std::vector<std::string> headline;      ///< ids, in the order of the report
  struct Undefined { std::string id, label, unit, reason; };
  std::vector<Undefined> undefined;       ///< headline figures that this run does not have, and why
  Binding binding;
  std::uint64_t seed = 1;
};

enum class RunStatus { done, bad_input, failed, cancelled };

struct RunOutcome {
  RunStatus status = RunStatus::done;
  Diagnostics diagnostics;                ///< errors, or the warnings of a run that is done
  std::optional<Run> run;
};

RunOutcome run_scenario(const std::string& path, const RunOptions& options);

}  // namespace gw::planning
