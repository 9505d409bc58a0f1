#pragma once
// `gw dispatch --json`: format gigawatt.dispatch/1 (docs/supply.md).

#include "gw/planning/dispatch_run.h"
#include "gw/report/document.h"

namespace gw::report {

Json dispatch_document(const planning::DispatchRun& run);

}  // namespace gw::report
