// JSON Schema from descriptions.
//
// A record has up to four forms: as a whole or as changes to a catalogue row (nothing required), and each of
// these plain or as an alternative with `kind`. Each form used becomes one entry of $defs.

#include "gw/describe/schema.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <set>

#include "gw/describe/scalar_schema.h"

namespace gw::describe {
namespace {

using detail::Json;
using detail::Spelling;

struct Form {
  bool changes = false;  ///< on top of a catalogue row
  bool kind = false;     ///< an alternative of a variant
  bool root = false;     ///< the top of a document
  friend auto operator<=>(const Form&, const Form&) = default;
};

bool has_field(const RecordType& type, const std::string& key) {
  for (const Field& field : type.fields)
    if (field.key == key || field.name == key) return true;
  return false;
}

class SchemaWriter {
 public:
  Json document(const RecordType& type, const std::string& title) {
    Json out;
    out["$schema"] = "https://json-schema.org/draft/2020-12/schema";
    out["title"] = title;
    out["description"] = type.doc;
    const Json whole = object(type, {.root = true});
    if (type.catalogue.empty())
      out.update(whole);
    else
      out["oneOf"] = {whole, on_row(object(type, {.changes = true, .root = true}))};
    for (auto& [name, schema] : detail::attribution_schemas().items()) defs_[name] = schema;
    out["$defs"] = defs_;
    return out;
  }

 private:
  static Json on_row(Json schema) { return {{"allOf", {std::move(schema), {{"required", {"base"}}}}}}; }
  static Json row_name(const std::string& folder) {
    return {{"type", "string"}, {"description", fmt::format("name of a row of catalog/{}", folder)}};
  }

  // The form's entry of $defs, written on first use; the name is taken first, since records may nest in
  // themselves.
  Json ref(const RecordType& type, Form form) {
    const auto [entry, is_new] = names_.try_emplace({&type, form}, "");
    if (is_new) {
      const std::string name = type.name + (form.kind ? "_kind" : "") + (form.changes ? "_changes" : "");
      std::string unique = name;
      for (int i = 2; detail::attribution_schemas().contains(unique) || !taken_.insert(unique).second; ++i)
        unique = fmt::format("{}_{}", name, i);
      entry->second = unique;
      Json schema = object(type, form);
      defs_[unique] = std::move(schema);
    }
    return {{"$ref", "#/$defs/" + names_.at({&type, form})}};
  }

  Json record(const RecordType& type, bool changes) {
    if (type.catalogue.empty()) return ref(type, {.changes = changes});
    Json changed = ref(type, {.changes = true});
    if (changes) return {{"anyOf", {row_name(type.catalogue), changed}}};
    return {{"oneOf", {row_name(type.catalogue), ref(type, {}), on_row(std::move(changed))}}};
  }

  Json variant(const ValueType& type, bool changes) {
    std::string folder;
    Json wholes = Json::array(), changed = Json::array();
    for (const auto& kind : type.kinds) {
      if (!kind().catalogue.empty()) folder = kind().catalogue;
      wholes.push_back(ref(kind(), {.kind = true}));
    }
    if (changes || !folder.empty())
      for (const auto& kind : type.kinds) changed.push_back(ref(kind(), {.changes = true, .kind = true}));
    Json& options = changes ? changed : wholes;
    if (!folder.empty() && !changes) options.push_back({{"required", {"base"}}, {"anyOf", changed}});
    if (!folder.empty()) options.push_back(row_name(folder));
    return {{changes ? "anyOf" : "oneOf", options}};
  }

  Json value(const ValueType& type, Spelling spelling, bool changes) {
    switch (type.kind) {
      case Kind::record:
        return record(type.record(), changes);
      case Kind::variant:
        return variant(type, changes);
      case Kind::list:
        return {{"type", "array"}, {"items", value(*type.element, spelling, false)}};
      case Kind::optional:
        return {{"anyOf", {value(*type.element, spelling, changes), {{"type", "null"}}}}};
      default:
        return detail::scalar_schema(type, spelling);
    }
  }

  Json property(const Field& field, Spelling spelling, bool changes, const void* defaults) {
    Json out = value(field.type, spelling, changes);
    const std::string unit = field.type.unit ? fmt::format(" [{}]", field.type.unit->symbol) : "";
    out["description"] = field.doc + unit;
    const Json standard = detail::default_value(field, defaults);
    if (!field.type.options.required && !standard.is_null() && spelling == Spelling::with_suffix)
      out["default"] = standard;
    return out;
  }

  Json object(const RecordType& type, Form form) {
    Json properties = Json::object(), conditions = Json::array(), required = Json::array();
    special_keys(type, form, properties, required);
    const std::shared_ptr<void> defaults = type.make();
    for (const Field& field : type.fields) {
      properties[field.key] = property(field, Spelling::with_suffix, form.changes, defaults.get());
      const bool must = field.type.options.required && !form.changes;
      if (field.name == field.key) {
        if (must) required.push_back(field.key);
        continue;
      }
      const bool shared = short_spelling(type, field, properties,
                                         property(field, Spelling::without_suffix, form.changes, nullptr));
      if (must)
        conditions.push_back({{"anyOf", {{{"required", {field.key}}}, {{"required", {field.name}}}}}});
      if (!shared) conditions.push_back({{"not", {{"required", {field.key, field.name}}}}});
    }
    Json out = {{"type", "object"}, {"description", type.doc}, {"properties", properties}};
    if (!required.empty()) out["required"] = required;
    if (!conditions.empty()) out["allOf"] = conditions;
    out["additionalProperties"] = false;
    return out;
  }

  // `power: 50 MW`. Several fields may share a name and differ by unit; a field's own key wins over a name.
  static bool short_spelling(const RecordType& type, const Field& field, Json& properties, Json schema) {
    bool shared = false;
    for (const Field& other : type.fields) {
      if (other.key == field.name) return true;
      shared = shared || (&other != &field && other.name == field.name);
    }
    if (!properties.contains(field.name))
      properties[field.name] = std::move(schema);
    else
      properties[field.name] = {{"anyOf", {properties[field.name], std::move(schema)}}};
    return shared;
  }

  static void special_keys(const RecordType& type, Form form, Json& properties, Json& required) {
    const auto add = [&](const std::string& key, Json schema) {
      if (has_field(type, key)) return false;
      properties[key] = std::move(schema);
      return true;
    };
    if (form.root) add("format", {{"const", fmt::format("gigawatt.{}/1", type.name)}});
    if ((form.root || form.kind) && add("kind", {{"const", type.name}}) && form.kind && !form.changes)
      required.push_back("kind");
    if (form.changes && !type.catalogue.empty()) add("base", row_name(type.catalogue));
    for (const auto& [name, schema] : detail::attribution_schemas().items())
      add(name, {{"$ref", "#/$defs/" + name}});
  }

  Json defs_ = Json::object();
  std::map<std::pair<const RecordType*, Form>, std::string> names_;
  std::set<std::string> taken_;
};

}  // namespace

std::string json_schema(const RecordType& type, const std::string& title) {
  return SchemaWriter().document(type, title).dump(2) + "\n";
}

}  // namespace gw::describe
