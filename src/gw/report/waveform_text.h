#pragma once
// `gw waveform` on the terminal: the swing, its frequencies, the verdict of each clause, the grid's answer, what would
// pass and what that costs.

#include <string>

#include "gw/planning/waveform_run.h"

namespace gw::report {

std::string waveform_text(const planning::WaveformRun& run);

}  // namespace gw::report
