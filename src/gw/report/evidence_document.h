#pragma once
// A comparison with measurements as one JSON document, `gigawatt.evidence/1` (docs/evidence.md): what `gw
// evidence --json` prints and its page embeds.

#include <span>
#include <string>

#include "gw/evidence/breakdown.h"
#include "gw/evidence/held_out.h"
#include "gw/evidence/statistics.h"
#include "gw/report/document.h"

namespace gw::report {

/// What was compared, for the head of a document.
struct EvidenceSource {
  std::string table;  ///< its path, or its place in the source tree
  std::string table_hash, catalogue_hash;
  std::vector<std::string> set;  ///< --set of the command
  evidence::HeldOutTable held_out = {};  ///< beside the shipped table as it is; else empty
};

Json evidence_document(std::span<const evidence::Comparison> comparisons, const EvidenceSource& source);
/// One row in full, under "row".
Json evidence_row_document(const evidence::Breakdown& row, const EvidenceSource& source);

}  // namespace gw::report
