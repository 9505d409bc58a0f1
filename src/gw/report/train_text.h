#pragma once
// `gw train` on a terminal.

#include <string>

#include "gw/planning/train_run.h"

namespace gw::report {

/// The step: speed, timeline, memory, what binds, what to do next.
std::string step_text(const planning::TrainRun& run);
/// Every kernel of a micro-batch, block by block.
std::string operators_text(const planning::TrainRun& run);
/// Counts, the best plans with their reasons, and the front of speed against memory and energy.
std::string search_text(const planning::TrainRun& run);
/// Why no plan runs, and what would change that: for standard error.
std::string nothing_fits_text(const planning::TrainOutcome& outcome);

/// "TP 8, PP 4 (interleaved, VP 5), DP 32, ZeRO 1, micro-batch 1, recompute none": only what is not 1.
std::string plan_text(const training::Plan& plan, std::int64_t accelerators);
/// The command that was given, for the shell, without --search and what belongs to it.
std::string train_command(const planning::TrainFlags& flags);
/// "matrix products", ...
const char* label_of(training::PartKind kind);

/// Points of the front are shown when they are at most kFrontTail times slower than the fastest, and save at
/// least one of the two steps on every point shown before.
inline constexpr double kFrontTail = 2.0, kFrontMemoryStep = 0.10, kFrontEnergyStep = 0.02;

}  // namespace gw::report
