#pragma once
// What a person sees: the headline in about 15 aligned lines, a formula tree, a comparison.

#include <string>

#include "gw/planning/run.h"

namespace gw::report {

/// The headline block printed by `gw run`.
std::string headline_text(const planning::Run& run);
/// One figure and everything below it, indented: value, unit, formula; source and grade at the leaves.
std::string explain_text(const FigureBook& figures, const std::string& id);
/// A number with four significant digits; large ones with a decimal prefix word (30.2 trillion).
std::string people_number(double value);

}  // namespace gw::report
