// After all layers are read: what is missing, and where the defaults come from.

#include <fmt/format.h>

#include "gw/base/assert.h"
#include "gw/describe/reading.h"

namespace gw::describe::detail {
namespace {

// Descriptions reach fields through void*; reading a field does not change its struct.
const void* address_of(const Field& field, const void* owner) {
  return field.address(const_cast<void*>(owner));
}

}  // namespace

// `given`: the record stands in a document; otherwise it is a default as a whole and nothing in it is
// missing.
void Reading::finish(const RecordType& type, const void* at, const std::string& path, bool given) {
  if (broken_.contains(path)) return;
  // Under a misspelt key, taken as given, the default stands: what is in it was read from nowhere.
  given = given && given_.contains(path);
  for (const Field& field : type.fields) {
    const std::string below = child_path(path, field.key);
    const bool field_given = given && given_.contains(below);
    if (given && !field_given && field.type.options.required && !patched_.contains(path)) {
      const Given& record = given_.at(path);
      Context here;
      here.document = record.document;
      here.path = below;
      const bool two = field.name != field.key;
      error("GW1103", record.where, here, fmt::format("missing required key '{}': {}", field.key, field.doc),
            two ? fmt::format("write {}: ... or {}: ... {}", field.key, field.name, field.type.unit->symbol)
                : "");
      continue;
    }
    finish_value(field, field.type, address_of(field, at), below, field_given);
  }
}

void Reading::finish_value(const Field& field, const ValueType& type, const void* at, const std::string& path,
                           bool given) {
  if (given && broken_.contains(path)) return;
  switch (type.kind) {
    case Kind::record:
      return finish(type.record(), at, path, given);
    case Kind::variant:
      return finish(type.kinds[type.index(at)](), type.at(at, 0), path, given);
    case Kind::optional:
      if (type.size(at) > 0) finish_value(field, *type.element, type.at(at, 0), path, given);
      return;
    case Kind::list:
      for (std::size_t i = 0; i < type.size(at); ++i)
        finish_value(field, *type.element, type.at(at, i), fmt::format("{}[{}]", path, i), given);
      return;
    default:
      if (!given) default_provenance(field, type, at, path);
  }
}

void Reading::default_provenance(const Field& field, const ValueType& type, const void* at,
                                 const std::string& path) {
  Provenance out{path, 0.0, {}, type.unit ? type.unit->symbol : "", field.doc, {}, is_text(type)};
  if (type.get_text)
    out.text = type.get_text(at);
  else
    out.value = in_field_unit(type, type.get_number(at));
  if (type.kind == Kind::boolean) out.text = out.value != 0.0 ? "true" : "false";
  if (type.kind == Kind::choice && out.value >= 0 && out.value < double(type.choices.size()))
    out.text = type.choices[std::size_t(out.value)];
  const std::string grade = type.options.grade;
  const auto parsed = parse_grade(grade);
  GW_ASSERT(grade.empty() || parsed, "field '{}': unknown grade '{}'", field.key, grade);
  out.origin.source = type.options.source;
  out.origin.place = "default";
  if (parsed)
    out.origin.grade = *parsed;
  else
    out.origin.grade = out.origin.source.empty() ? Grade::assumed : Grade::published;
  provenance_[path] = std::move(out);
}

}  // namespace gw::describe::detail
