// Every record that a campus file can hold, with every field set off its default: written out and read back
// it is the same, and its schema names every field in both spellings.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <set>

#include "gw/describe/reader.h"
#include "gw/describe/schema.h"
#include "gw/planning/record_types.h"
#include "gw/planning/scenario.h"

using namespace gw;
using namespace gw::describe;

namespace {

std::vector<const RecordType*> every_record() {
  std::vector<const RecordType*> out;
  std::set<const RecordType*> seen;
  const auto walk = [&](const auto& self, const RecordType& type) -> void {
    if (!seen.insert(&type).second) return;
    out.push_back(&type);
    const auto inside = [&](const auto& again, const ValueType& value) -> void {
      if (value.record) self(self, value.record());
      for (const auto& kind : value.kinds) self(self, kind());
      if (value.element) again(again, *value.element);
    };
    for (const Field& field : type.fields) inside(inside, field.type);
  };
  walk(walk, planning::Scenario::description());
  return out;
}

void fill(const RecordType& type, void* at, int salt);

/// A number inside the field's range, differing with `salt`; lists get two elements, variants another kind.
void fill(const ValueType& type, void* at, int salt) {
  if (type.kind == Kind::record) return fill(type.record(), at, salt);
  if (type.kind == Kind::variant) {
    const std::size_t kind = std::size_t(salt) % type.kinds.size();
    return fill(type.kinds[kind](), type.emplace(at, kind), salt);
  }
  if (type.kind == Kind::optional) return fill(*type.element, type.emplace(at, 0), salt);
  if (type.kind == Kind::list) {
    type.clear(at);
    for (int i = 0; i < 2; ++i) fill(*type.element, type.push_back(at), salt + i);
    return;
  }
  if (type.kind == Kind::date) return type.set_text(at, "2028-02-29");
  if (type.kind == Kind::text) return type.set_text(at, "a: 'text' # " + std::to_string(salt));
  if (type.kind == Kind::boolean) return type.set_number(at, type.get_number(at) == 0.0);
  if (type.kind == Kind::choice) return type.set_number(at, double(type.choices.size() - 1));
  const double low = type.options.min.value_or(type.options.max.value_or(100) - 100);
  const double high = std::min(type.options.max.value_or(low + 100), low + 100);
  double value = low + (high - low) * (0.1 + 0.07 * (salt % 10));
  if (type.kind == Kind::integer) value = std::min(std::ceil(value), std::floor(high));
  const bool stored_in_unit = !type.unit || type.kind == Kind::number || type.kind == Kind::integer;
  type.set_number(at, stored_in_unit ? value : value * type.unit->factor + type.unit->offset);
}

void fill(const RecordType& type, void* at, int salt) {
  for (const Field& field : type.fields) fill(field.type, field.address(at), ++salt);
}

}  // namespace

TEST_CASE("every record of a campus file, filled, is written out and read back the same") {
  for (const RecordType* type : every_record())
    for (int salt = 0; salt < 7; ++salt) {
      CAPTURE(type->name);
      const auto filled = type->make(), again = type->make();
      fill(*type, filled.get(), salt);
      const std::string text = to_yaml(*type, filled.get());
      const auto document = parse_text(text, type->name);
      REQUIRE(document);
      ProvenanceMap provenance;
      Diagnostics diagnostics;
      read(*document, *type, again.get(), {}, provenance, diagnostics);
      CHECK_MESSAGE(diagnostics.list().empty(), diagnostics.render());
      CHECK(to_yaml(*type, again.get()) == text);
      for (const auto& [path, number] : provenance) CHECK_MESSAGE(number.origin.place != "default", path);
    }
}

TEST_CASE("the schema of every catalogue folder is JSON and names every field, by key and by name") {
  const auto folders = planning::catalogue_folders();
  CHECK(folders.size() >= 10);
  for (const planning::CatalogueFolder& folder : folders)
    for (const RecordType* type : folder.types) {
      CAPTURE(type->name);
      const auto schema = nlohmann::json::parse(json_schema(*type, folder.name));
      for (std::size_t form : {0u, 1u}) {  // a whole row, and changes to another row
        const auto& whole = schema["oneOf"][form];
        const auto& properties = form == 0 ? whole["properties"] : whole["allOf"][0]["properties"];
        for (const Field& field : type->fields) {
          CHECK_MESSAGE(properties.contains(field.key), field.key);
          CHECK_MESSAGE(properties.contains(field.name), field.name);
        }
      }
    }
}
