#pragma once
// `gw waveform`: the power of a campus at its point of interconnection, from milliseconds up, against a grid code.

#include <optional>
#include <string>
#include <vector>

#include "gw/planning/mitigation.h"
#include "gw/planning/run.h"
#include "gw/planning/waveform_loads.h"
#include "gw/power/spectrum.h"
#include "gw/power/system_response.h"
#include "gw/power/trace.h"

namespace gw::planning {

/// A smoothing design at work on the window.
struct SmoothedWaveform {
  std::string what;                  ///< "as built", "cheapest that passes"
  power::SmoothingDesign design;
  power::FacilityTrace trace;
  power::Spectrum spectrum;
  std::vector<power::ClauseResult> clauses;
  std::optional<power::SystemResponse> response;
  std::optional<SmoothingCost> cost; ///< of a design that is not empty
};

/// One level of the single-line diagram, means over the window.
struct LineLevel {
  std::string hall, part, stage;     ///< part: "critical", "mechanical", "site"
  Power out, loss, in;
  double loading_frac = 0, installed = 0;
};

struct WaveformRun {
  Run run;                           ///< the campus over its horizon
  WaveformFlags flags;
  WaveformSettings settings;
  WaveformLoads loads;
  SmoothedWaveform as_built;         ///< with the smoothing that was given
  std::optional<MitigationResult> search;
  std::optional<SmoothedWaveform> mitigated;
  std::vector<power::ResonancePoint> resonance;
  std::vector<LineLevel> single_line;
};

struct WaveformOutcome {
  RunStatus status = RunStatus::done;
  bool infeasible = false;           ///< --mitigate found nothing that passes: `run` is set and says how near it came
  Diagnostics diagnostics;
  std::optional<WaveformRun> run;
};

WaveformOutcome run_waveform(const std::string& path, const WaveformFlags& flags, const RunOptions& options);

}  // namespace gw::planning
