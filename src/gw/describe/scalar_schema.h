#pragma once
// Inside this room only: schemas of single values.

#include <nlohmann/json.hpp>
#include <string>

#include "gw/describe/reading.h"

namespace gw::describe::detail {

using Json = nlohmann::ordered_json;

/// The value itself, or {value: ..., source: ...}.
Json scalar_schema(const ValueType& type, Spelling spelling);
/// Schemas of source, grade, note, url and seen.
const Json& attribution_schemas();
/// The default of a scalar field in its own unit; null when it has none. `record` may be null.
Json default_value(const Field& field, const void* record);

}  // namespace gw::describe::detail
