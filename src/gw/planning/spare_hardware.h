#pragma once
// Accelerators held as spares against those that repairs keep out of service.

#include <vector>

#include "gw/planning/run.h"

namespace gw::planning {

/// What a training job needs and has. A job is served by the spares of the halls it may run in.
struct SpareNeed {
  std::size_t job = 0;
  double in_repair = 0;  ///< accelerators, on average
  double needed = 0;     ///< accelerators; enough with the job's spares_confidence_frac
  double held = 0;       ///< in its halls: spare_frac, or what jobs leave over when that is more
};

std::vector<SpareNeed> spare_needs(const Scenario& scenario, const campus::Simulation& simulation);

/// GW2202 for every job whose halls hold fewer spares than it needs.
std::vector<campus::Issue> spare_issues(const Scenario& scenario, const campus::Simulation& simulation);

}  // namespace gw::planning
