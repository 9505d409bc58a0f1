#pragma once
// The result of a run as one JSON document, `gigawatt.result/1`: what --json prints, result.json holds and the HTML
// report embeds. Schema and meaning of every member: docs/result.md.

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "gw/planning/run.h"

namespace gw::report {

using Json = nlohmann::ordered_json;

/// Which version wrote a result.
std::string code_version();

/// The whole document. `with_series` = false leaves out the hourly series (for --json on a terminal pipe they stay).
Json result_document(const planning::Run& run, const Diagnostics& diagnostics, bool with_series = true);
/// Just one figure with everything below it, for `gw explain --json`.
Json figure_document(const planning::Run& run, const std::string& id);
/// Every number that was read: path, value or text, unit, source, grade and the place that gave it.
Json provenance_json(const describe::ProvenanceMap& provenance);
/// Text of a document: two-space indentation, numbers by shortest round trip; a non-finite number is a defect and throws.
std::string to_text(const Json& document);

}  // namespace gw::report
