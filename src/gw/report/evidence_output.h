#pragma once
// A comparison with measurements as files.

#include <span>
#include <string>
#include <vector>

#include "gw/base/diagnostics.h"
#include "gw/report/evidence_document.h"
#include "gw/report/tables.h"

namespace gw::report {

/// rows.csv and groups.csv, each heading ending in its unit.
std::vector<TextFile> evidence_tables(std::span<const evidence::Comparison> comparisons);

/// Writes a file under a temporary name and renames it. False with GW5001 and the system's reason.
bool write_whole(const std::string& path, const std::string& text, Diagnostics& problems);

/// Writes evidence.json, evidence.html, rows.csv and groups.csv into `directory`, each whole or not at all. A
/// folder that holds anything else is refused (GW5002).
bool write_evidence(std::span<const evidence::Comparison> comparisons, const EvidenceSource& source,
                    const std::string& directory, Diagnostics& problems);

}  // namespace gw::report
