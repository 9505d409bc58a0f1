#pragma once
// What limits the campus most, and the next thing to try.

#include "gw/planning/run.h"

namespace gw::planning {

/// In order: power that was short, cooling that was short, a job waiting for accelerators or none to do, then what
/// the lead training step spends most of its time on.
Binding binding_constraint(const Run& run);

}  // namespace gw::planning
