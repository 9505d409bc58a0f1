#pragma once
// Steps that several verbs share.

#include "gw/planning/run.h"
#include "options.h"

namespace gw::app {

/// Library options from the flags.
planning::RunOptions run_options(const Options& options);
/// Prints diagnostics to standard error: errors always, warnings unless quiet. Returns the exit code of a status.
int report_outcome(const planning::RunOutcome& outcome, const Options& options);
void print_problems(const Diagnostics& diagnostics);
void print_warnings(const Diagnostics& diagnostics, bool quiet);
/// Writes text to standard output; throws when the other end has closed or the disk is full.
void print(const std::string& text);

}  // namespace gw::app
