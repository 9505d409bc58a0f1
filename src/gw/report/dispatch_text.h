#pragma once
// `gw dispatch` on the terminal: merit order and least cost beside each other, by bus and source.

#include <string>

#include "gw/planning/dispatch_run.h"

namespace gw::report {

std::string dispatch_text(const planning::DispatchRun& run);

}  // namespace gw::report
