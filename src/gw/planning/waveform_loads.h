#pragma once
// From a simulated campus and one hour of it to the groups of accelerators that swing together.
//
// Who runs where is that of the hour (campus/operations.h), with no compute shed. Every instance of a training job
// draws its step's waveform (campus/prepare.h: job_waveform), its ranks' starts spread by `jitter`; instances are in
// step (the worst case: periods of equal jobs drift through it) or at random phases of the seed. Events happen to all
// instances of every training job at once, a fault to the first instance of the first one; in each
//   start        idle, then work
//   checkpoint   waits (accelerators awake, no work) while the write blocks
//   stall        waits: a link, a file system or the next batch is late
//   fault        waits until the failure is detected, is idle while the job starts again, then waits for the reload
//   stop         work, then idle
// Neglected: the power of start-up itself, faults of the others that follow one.

#include <deque>
#include <string>
#include <vector>

#include "gw/planning/run.h"
#include "gw/planning/waveform_settings.h"
#include "gw/power/facility_trace.h"
#include "gw/power/system_response.h"

namespace gw::planning {

/// One stretch of a training job's life in the window, for reports.
struct EventAt {
  JobEvent event;
  Time begin, end;
};

/// Moves, but is not copied: the tracks point into it.
struct WaveformLoads {
  WaveformLoads() = default;
  WaveformLoads(WaveformLoads&&) = default;
  WaveformLoads& operator=(WaveformLoads&&) = default;
  std::deque<power::Waveform> waveforms;  ///< what the groups' tracks point to
  std::vector<power::LoadGroup> groups;
  std::vector<power::HallFeed> halls;     ///< energised, on the chosen bus
  std::vector<std::string> hall_names;
  std::vector<EventAt> events;
  std::string job;                        ///< the training job with the most accelerators; "" without one
  power::Waveform job_waveform;           ///< of one of its accelerators, without jitter
  power::Waveform swing;                  ///< of all its accelerators in step, at the point of interconnection
  double accelerators = 0, swinging = 0;  ///< installed; in training jobs
  Power contracted;                       ///< provisioned facility power of the halls
  int hour = 0;
  std::vector<std::string> buses;
};

/// The samples of the window that stand for the job at work: the end of the longest stretch between its events, as many
/// whole iterations (up to kMostIterations) as come nearest to whole samples. Empty where none fits.
power::Cycle cycle_of(const WaveformLoads& loads, const WaveformSettings& settings);
inline constexpr int kMostIterations = 20;

/// GW2703: nothing is energised then; GW2704: the events do not fit into the window.
WaveformLoads waveform_loads(const Run& run, const WaveformSettings& settings, Diagnostics& diagnostics);

/// "2026-10-01 14:00" of an hour of the horizon.
std::string moment_text(const Scenario& scenario, int hour);

}  // namespace gw::planning
