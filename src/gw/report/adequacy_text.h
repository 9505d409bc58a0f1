#pragma once
// `gw adequacy` on the terminal: indices of each bus by both methods, the hours at risk, and the largest units away.

#include <string>

#include "gw/planning/adequacy_run.h"

namespace gw::report {

std::string adequacy_text(const planning::AdequacyRun& run);

}  // namespace gw::report
