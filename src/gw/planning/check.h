#pragma once
// Everything that can be said about a campus file without running it.

#include "gw/planning/run.h"

namespace gw::planning {

struct CheckOutcome {
  Diagnostics diagnostics;
  bool cancelled = false; ///< progress said stop
  std::string summary;    ///< a few lines when there is no error: halls, jobs, plan, power
};

/// A file whose `format:` names a catalogue record is checked as a row of its own (check_row.h). `physics`:
/// every cooling plant is also put through all weathers and loads (cooling/physics_sweep.h); GW2404 for what
/// cannot be.
CheckOutcome check_scenario(const std::string& path, const RunOptions& options, bool physics = false);

}  // namespace gw::planning
