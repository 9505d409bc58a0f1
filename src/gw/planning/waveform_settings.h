#pragma once
// What `gw waveform` is asked for, as typed and as read.

#include <optional>
#include <string>
#include <vector>

#include "gw/base/diagnostics.h"
#include "gw/planning/load.h"
#include "gw/power/grid_code.h"
#include "gw/power/smoothing.h"
#include "gw/power/system_response.h"

namespace gw::planning {

/// As typed; "" = not given.
struct WaveformFlags {
  std::string at;            ///< date, or date and hour "2026-10-01T14"
  std::string bus;           ///< electrical bus; else those with a grid connection
  std::string limits;        ///< row of grid_codes or a file
  std::string smoothing;     ///< row of smoothing or a file
  std::string ride_through;  ///< row of ride_through or a file
  std::string system;        ///< row of grid_systems or a file
  std::string events;        ///< "start,stall"
  std::string phases = "aligned";
  std::optional<double> window_s;  ///< absent: kWindow, or as long as the limits take, up to kLongestOwnWindow
  double step_s = 0.01, stall_s = 5, jitter_s = 0.01;
  bool mitigate = false;
};

/// What happens to the training jobs inside the window, in this order, evenly spaced.
enum class JobEvent { start, checkpoint, stall, fault, stop };
const char* to_string(JobEvent event);

struct WaveformSettings {
  std::optional<int> hour;  ///< of the horizon; absent: that of the highest facility power
  std::string bus;
  std::vector<JobEvent> events;
  bool random_phases = false;
  Time window, step, stall, jitter;
  std::optional<power::GridCode> limits;
  power::SmoothingDesign smoothing;
  std::optional<power::RideThrough> ride_through;
  std::optional<power::GridSystem> system;
  bool mitigate = false;
  describe::ProvenanceMap provenance;  ///< of every number of the records above
};

/// Of a window that nobody chose.
inline constexpr Time kWindow = 60.0 * s, kLongestOwnWindow = 3600.0 * s;
/// Most samples of one answer: they are held in memory.
inline constexpr double kMostSamples = 4e6;

/// Reads and checks the flags and every file they name; all problems at once. GW2701 a flag that makes no sense,
/// GW2702 records whose fields contradict each other, and those of reading (describe/reader.h).
WaveformSettings read_waveform_settings(const WaveformFlags& flags, const LoadedScenario& input,
                                        const LoadOptions& options, Diagnostics& diagnostics);

}  // namespace gw::planning
