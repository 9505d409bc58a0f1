#pragma once
// What limits the campus most, and the next thing to try.

#include "gw/planning/run.h"

namespace gw::planning {

/// In order: cooling that was short in at least as many hours as power, power that was short, accelerators in no
/// job, then what the lead training step spends most of its time on. The next command repeats the flags of the run
/// and can be pasted into a shell.
Binding binding_constraint(const Run& run);

}  // namespace gw::planning
