#pragma once
// What else comes from a description: JSON Schema, reference pages, canonical YAML.

#include <string>

#include "gw/describe/document.h"
#include "gw/describe/record.h"

namespace gw::describe {

/// JSON Schema (draft 2020-12) of documents of this type. Agrees with the reader: additionalProperties false,
/// `kind` alternatives by oneOf, both spellings of a quantity, {value, source, grade} forms, catalogue names.
/// `title` names the document; nested records go to $defs.
std::string json_schema(const RecordType& type, const std::string& title);
/// A Markdown reference: one table per record (key, unit, range, default, meaning, source), nested records
/// below.
std::string reference_markdown(const RecordType& type, const std::string& title);
/// Canonical YAML of a value: suffix keys, every field, defaults included.
std::string to_yaml(const RecordType& type, const void* value);
/// The tree as JSON, as the reader sees it, for JSON Schema validators: plain numbers, true, false and null
/// as such, everything else as text.
std::string to_json(const Node& node);

}  // namespace gw::describe
