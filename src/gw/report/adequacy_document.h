#pragma once
// `gw adequacy --json`: format gigawatt.adequacy/1 (docs/supply.md).

#include "gw/planning/adequacy_run.h"
#include "gw/report/document.h"

namespace gw::report {

Json adequacy_document(const planning::AdequacyRun& run);

}  // namespace gw::report
