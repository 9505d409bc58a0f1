#pragma once
// Resource adequacy of a campus: the plant of each bus against the load as wanted, studied apart from the run.

#include <string>
#include <vector>

#include "gw/planning/run.h"
#include "gw/supply/adequacy_study.h"
#include "gw/supply/black_start.h"
#include "gw/supply/block_load.h"

namespace gw::planning {

struct AdequacyFlags {
  int years = 1000;      ///< of Monte Carlo; 0 = convolution alone
  std::string bus;       ///< "" = every bus that has sources
};

struct AdequacyRun {
  Run run;
  AdequacyFlags flags;
  std::vector<supply::BusAdequacy> buses;
  std::vector<supply::BlackStart> black_starts;  ///< as the buses, for their peak loads
  std::vector<supply::BlockLoad> block_loads;  ///< as the buses, in the year that the run drew
};

struct AdequacyOutcome {
  RunStatus status = RunStatus::done;
  Diagnostics diagnostics;
  std::optional<AdequacyRun> run;
};

/// GW2301: no such bus.
AdequacyOutcome run_adequacy(const std::string& path, const AdequacyFlags& flags, const RunOptions& options);

}  // namespace gw::planning
