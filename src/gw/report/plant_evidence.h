#pragma once
// `gw evidence --plant`: published figures of cooling and supply beside the model's.

#include <string>
#include <vector>

#include "gw/evidence/plant_evidence.h"
#include "gw/report/document.h"

namespace gw::report {

std::string plant_evidence_text(const std::vector<evidence::PlantComparison>& comparisons);
/// Format gigawatt.plant_evidence/1; members: docs/evidence.md.
Json plant_evidence_document(const std::vector<evidence::PlantComparison>& comparisons);

}  // namespace gw::report
