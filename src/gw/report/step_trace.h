#pragma once
// One step on every pipeline stage as a Chrome trace: open trace.json in https://ui.perfetto.dev or
// chrome://tracing.
//
// Rows: one a stage, with forward (F), backward (B) and weight-gradient (W) blocks of each micro-batch in the
// order of the schedule (training/schedule_replay.h), then exposed data-parallel traffic, the optimizer,
// offload, host time and stragglers. A second group of rows shows the messages between stages. Times are
// those of the step's closed form; the replayed length of the step stands beside the closed form's in
// `otherData`. Simplified: exposed data-parallel traffic stands after the last backward, also where it shows
// within the micro-batches (zero_stage 3).

#include <cstdint>
#include <string>

#include "gw/planning/train_run.h"

namespace gw::report {

/// At most this many blocks and messages are written: the first half and the last half of them.
inline constexpr std::int64_t kMostTraceEvents = 200'000;

/// The trace as JSON text; `most_events` is for tests.
std::string step_trace(const planning::TrainRun& run, std::int64_t most_events = kMostTraceEvents);

/// Whole step as replayed: pipeline, data-parallel, optimizer, host and stragglers.
Time replayed_step(const planning::TrainRun& run);

}  // namespace gw::report
