#pragma once
// Model shapes from the config.json that Hugging Face repositories carry.

#include <string>
#include <vector>

#include "gw/base/result.h"
#include "gw/catalog/model.h"
#include "gw/describe/document.h"

namespace gw::catalog {

/// The `model_type` values understood, sorted.
std::vector<std::string> hugging_face_families();

/// Reads the shape from a parsed config.json (JSON is YAML: describe::parse_file reads it). Keys that do not
/// change shape are ignored. `name` becomes the model's name; empty = `_name_or_path`, else the family.
/// Codes: GW1302 not a mapping, GW1303 unknown family, GW1304 key missing, GW1305 not an integer or out of
/// range, GW1306 contradictory values (for example heads not divisible by key-value heads).
Result<Model> model_from_hugging_face(const describe::Document& document, const std::string& name = {});

}  // namespace gw::catalog
