#pragma once
// `gw evidence --power`: published power of racks, nodes and accelerators beside the model's.

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "gw/evidence/power_evidence.h"
#include "gw/report/document.h"

namespace gw::report {

std::string power_evidence_text(const std::vector<evidence::PowerComparison>& comparisons);
/// Format gigawatt.power_evidence/1; members: docs/evidence.md.
Json power_evidence_document(const std::vector<evidence::PowerComparison>& comparisons);

}  // namespace gw::report
