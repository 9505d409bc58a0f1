#pragma once
// Everything that can be said about a campus file without running it.

#include "gw/planning/run.h"

namespace gw::planning {

struct CheckOutcome {
  Diagnostics diagnostics;
  bool cancelled = false; ///< progress said stop
  std::string summary;    ///< a few lines when there is no error: halls, jobs, plan, power
};

CheckOutcome check_scenario(const std::string& path, const RunOptions& options);

}  // namespace gw::planning
