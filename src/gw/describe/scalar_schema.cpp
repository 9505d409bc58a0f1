#include "gw/describe/scalar_schema.h"

#include <fmt/format.h>

#include <cmath>

namespace gw::describe::detail {
namespace {

// The numbers parse_number takes.
constexpr const char* kNumber =
    "[+-]?([0-9]+(_[0-9]+)*\\.?([0-9]+(_[0-9]+)*)?|\\.[0-9]+(_[0-9]+)*)([eE][+-]?[0-9]+)?";
// A calendar date but for 29 February of common years.
constexpr const char* kDate =
    "^[0-9]{4}-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|[12]["
    "0-9]))$";

std::string escaped(const std::string& symbol) {
  std::string out;
  for (char c : symbol) {
    if (std::string_view("$^.*+?()[]{}|\\/").find(c) != std::string_view::npos) out += '\\';
    out += c;
  }
  return out;
}

Json text_with_unit(const Unit& own, bool only_own) {
  std::string symbols;
  for (const std::string& symbol : symbols_like(own)) {
    const Unit& unit = *find_unit(symbol);
    const bool same = std::string_view(unit.suffix) == own.suffix && unit.factor == own.factor;
    if (only_own && !same) continue;
    symbols += (symbols.empty() ? "" : "|") + escaped(symbol);
  }
  return {{"type", "string"}, {"pattern", fmt::format("^[ \\t]*{}[ \\t]*({})[ \\t]*$", kNumber, symbols)}};
}

Json number_schema(const ValueType& type) {
  const bool whole = type.kind == Kind::integer;
  Json out = {{"type", whole ? "integer" : "number"}};
  std::optional<double> low = type.options.min, high = type.options.max;
  if (whole) {
    low = std::max(low.value_or(type.type_min), type.type_min);
    high = std::min(high.value_or(type.type_max), type.type_max);
  }
  const auto number = [](double v) {
    return v == std::floor(v) && std::abs(v) < 1e15 ? Json(std::int64_t(v)) : Json(v);
  };
  if (low) out["minimum"] = number(*low);
  if (high) out["maximum"] = number(*high);
  return out;
}

Json plain_schema(const ValueType& type, Spelling spelling) {
  switch (type.kind) {
    case Kind::boolean:
      return {{"type", "boolean"}};
    case Kind::text:
      return {{"type", {"string", "number", "boolean"}}};
    case Kind::date:
      return {{"type", "string"}, {"pattern", kDate}};
    case Kind::choice:
      return {{"enum", type.choices}};
    default:
      break;
  }
  if (!type.unit) return number_schema(type);
  if (spelling == Spelling::without_suffix) return text_with_unit(*type.unit, false);
  return {{"anyOf", {number_schema(type), text_with_unit(*type.unit, true)}}};
}

}  // namespace

Json scalar_schema(const ValueType& type, Spelling spelling) {
  const Json plain = plain_schema(type, spelling);
  Json properties = {{"value", plain}};
  for (const auto& [name, schema] : attribution_schemas().items())
    properties[name] = {{"$ref", "#/$defs/" + name}};
  const Json with_source = {{"type", "object"},
                            {"properties", properties},
                            {"required", {"value"}},
                            {"additionalProperties", false}};
  if (!plain.contains("anyOf")) return {{"anyOf", {plain, with_source}}};
  Json out = plain;
  out["anyOf"].push_back(with_source);
  return out;
}

const Json& attribution_schemas() {
  static const Json kText = {{"type", {"string", "number", "boolean"}}};
  static const Json schemas = [] {
    const auto text = [](const char* doc) {
      Json out = kText;
      out["description"] = doc;
      return out;
    };
    Json out;
    out["source"] = text("document, table and page of the number, or of every number below");
    out["grade"] = {{"enum", grade_names()}, {"description", "how far the number may be trusted"}};
    out["note"] = text("what a reader should know about the number");
    out["url"] = text("address of the source");
    out["seen"] = {{"type", "string"}, {"pattern", kDate}, {"description", "date the source was read"}};
    return out;
  }();
  return schemas;
}

Json default_value(const Field& field, const void* record) {
  const ValueType* type = &field.type;
  if (!record) return nullptr;
  const void* at = field.address(const_cast<void*>(record));
  if (type->kind == Kind::optional) {
    if (type->size(at) == 0) return nullptr;
    at = type->at(at, 0);
    type = type->element.get();
  }
  if (type->get_text) return type->get_text(at);
  if (!type->get_number) return nullptr;
  const double value = in_field_unit(*type, type->get_number(at));
  if (!std::isfinite(value)) return nullptr;
  if (type->kind == Kind::boolean) return value != 0.0;
  if (type->kind != Kind::choice)
    return value == std::floor(value) && std::abs(value) < 1e15 ? Json(std::int64_t(value)) : Json(value);
  return value >= 0 && value < double(type->choices.size()) ? Json(type->choices[std::size_t(value)])
                                                            : Json(nullptr);
}

}  // namespace gw::describe::detail
