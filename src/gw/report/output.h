#pragma once
// The output directory of a run, whole or not at all.

#include <exception>
#include <functional>
#include <string>

#include "gw/base/diagnostics.h"
#include "gw/planning/run.h"

namespace gw::report {

struct OutputOptions {
  Time trace_step;                        ///< 0 = no trace.nc
  std::function<bool(double)> progress;   ///< told the share done; returning false cancels and leaves nothing
  /// Told the folder that holds the half-written result, and "" when there is none any more: for a process that must
  /// end at once and would leave it.
  std::function<void(const std::string&)> staging;
};

/// Thrown when progress said stop.
struct Cancelled : std::exception {
  const char* what() const noexcept override { return "cancelled"; }
};

/// Writes result.json, hourly.nc, tables/*.csv, report.html (and trace.nc) into `directory`. Everything is first
/// written into a sibling folder, which then takes the directory's place; an earlier result there is replaced, any
/// other non-empty folder is refused (GW5002). A link is followed. GW5001: cannot create or write, with the system's
/// reason; a mount point. Throws std::runtime_error when writing fails midway (disk full), Cancelled when told to stop;
/// nothing is left behind. What killed runs have left beside the directory is removed.
bool write_output(const planning::Run& run, const Diagnostics& warnings, const std::string& directory,
                  const OutputOptions& options, Diagnostics& diagnostics);

/// Whether write_output() could start: asked before a run, so that a bad -o costs no waiting.
bool check_output(const std::string& directory, Diagnostics& diagnostics);

}  // namespace gw::report
