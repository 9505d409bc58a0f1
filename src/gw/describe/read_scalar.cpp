// Numbers, quantities, booleans, choices, text and dates.

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "gw/base/text.h"
#include "gw/describe/reading.h"

namespace gw::describe::detail {
namespace {

constexpr double kRounding = 1e-12;  // relative, of one unit conversion

const char* expected_word(const ValueType& type) {
  switch (type.kind) {
    case Kind::boolean:
      return "true or false";
    case Kind::integer:
      return "a whole number";
    case Kind::date:
      return "a date";
    case Kind::text:
      return "text";
    case Kind::choice:
      return "one of its choices";
    default:
      return "a number";
  }
}

std::string in_unit(const ValueType& type) {
  return type.unit ? fmt::format(" in {}", type.unit->symbol) : "";
}

bool same_unit(const Unit& a, const Unit& b) {
  return std::string_view(a.suffix) == b.suffix && a.factor == b.factor && a.offset == b.offset;
}

// Conversion may push a bound itself just outside.
double snap(double value, const Options& options) {
  for (const auto& bound : {options.min, options.max})
    if (bound && std::abs(value - *bound) <= kRounding * std::abs(*bound)) return *bound;
  return value;
}

}  // namespace

void Reading::scalar(const Node& node, const Field& field, const ValueType& type, void* at, Spelling spelling,
                     const Context& context) {
  give(context.path, node, context.document);
  if (node.kind != Node::Kind::mapping) return plain_scalar(node, field, type, at, spelling, context);
  const Node* inner = node.find("value");
  if (!inner) {
    error("GW1108", node.where, context,
          fmt::format("expected {}{}, or a mapping with 'value'; found a mapping without",
                      expected_word(type), in_unit(type)));
    return;
  }
  for (std::size_t i = 0; i < std::min(node.keys.size(), node.children.size()); ++i) {
    if (node.keys[i] == "value" || is_attribution_key(node.keys[i])) continue;
    static const std::vector<std::string> kKeys = {"value", "source", "grade", "note", "url", "seen"};
    error("GW1101", node.key_places.size() > i ? node.key_places[i] : node.where, context,
          fmt::format("unknown key '{}' beside a value", node.keys[i]),
          fmt::format("a value may have: {}", list_names(kKeys)));
  }
  Context below = context;
  below.from = attribution(node, nullptr, context);
  plain_scalar(*inner, field, type, at, spelling, below);
}

void Reading::plain_scalar(const Node& node, const Field& field, const ValueType& type, void* at,
                           Spelling spelling, const Context& context) {
  if (node.kind != Node::Kind::scalar) {
    error("GW1108", node.where, context,
          fmt::format("expected {}{}, found {}", expected_word(type), in_unit(type), describe_node(node)));
    return;
  }
  if (type.kind == Kind::text) {
    type.set_text(at, node.text);
    record_number(node, field, type, 0.0, node.text, context);
    return;
  }
  if (type.kind == Kind::date) return date(node, field, type, at, context);
  std::optional<double> number_read;
  std::string text;
  if (type.kind == Kind::boolean)
    number_read = boolean(node, context), text = node.text;
  else if (type.kind == Kind::choice)
    number_read = choice(node, type, context), text = node.text;
  else
    number_read = number(node, field, type, spelling, context);
  if (!number_read) return;
  type.set_number(at, to_stored(type, *number_read));
  record_number(node, field, type, *number_read, text, context);
}

std::optional<double> Reading::number(const Node& node, const Field& field, const ValueType& type,
                                      Spelling spelling, const Context& context) {
  const auto parsed = parse_number(node.text);
  if (!parsed || (node.quoted && parsed->unit.empty())) {
    error("GW1104", node.where, context,
          fmt::format("expected {}{}, found {}", expected_word(type), in_unit(type), describe_node(node)),
          parsed ? "a number has no quotes" : "");
    return {};
  }
  std::optional<double> value = parsed->value;
  if (type.unit) {
    value = with_unit(node, *parsed, field, type, spelling, context);
  } else if (!parsed->unit.empty()) {
    const bool percent = parsed->unit == "%";
    error("GW1105", node.where, context,
          fmt::format("expected {} without unit, found '{}'", expected_word(type), node.text),
          percent ? fmt::format("write {}", number_text(parsed->value / 100))
                  : (parsed->unit[0] == ',' ? "group digits with _, as in 1_000_000" : ""));
    return {};
  }
  if (!value) return {};
  if (type.kind == Kind::integer && *value != std::floor(*value)) {
    error("GW1112", node.where, context, fmt::format("expected a whole number, found {}", node.text));
    return {};
  }
  if (!in_range(node, *value, type, context)) return {};
  return value;
}

std::optional<double> Reading::with_unit(const Node& node, const ParsedNumber& parsed, const Field& field,
                                         const ValueType& type, Spelling spelling, const Context& context) {
  const Unit& own = *type.unit;
  const std::string value = number_text(parsed.value);
  if (parsed.unit.empty()) {
    if (spelling == Spelling::with_suffix) return parsed.value;
    error("GW1105", node.where, context, fmt::format("{} has no unit", node.text),
          fmt::format("write {}: {} or {}: {} {}", field.key, value, field.name, value, own.symbol));
    return {};
  }
  const Unit* unit = find_unit(parsed.unit);
  const std::vector<std::string> symbols = symbols_like(own);
  if (!unit) {
    const std::string near = did_you_mean(parsed.unit, symbols);
    error("GW1105", node.where, context, fmt::format("unknown unit '{}'", parsed.unit),
          near.empty() ? fmt::format("units here: {}", list_names(symbols)) : near);
    return {};
  }
  if (!converts(*unit, own)) {
    error("GW1105", node.where, context, fmt::format("{} does not convert to {}", unit->symbol, own.symbol),
          fmt::format("units here: {}", list_names(symbols)));
    return {};
  }
  if (same_unit(*unit, own)) return parsed.value;
  const double converted = snap(convert(parsed.value, *unit, own), type.options);
  if (spelling == Spelling::without_suffix) return converted;
  error("GW1106", node.where, context,
        fmt::format("the key says {}, the value says {}", own.symbol, unit->symbol),
        fmt::format("write {}: {} or {}: {} {}", field.key, number_text(converted), field.name, value,
                    unit->symbol));
  return {};
}

bool Reading::in_range(const Node& node, double number, const ValueType& type, const Context& context) {
  const Options& options = type.options;
  const std::string unit = type.unit ? fmt::format(" {}", type.unit->symbol) : "";
  if ((options.min && number < *options.min) || (options.max && number > *options.max)) {
    error("GW1102", node.where, context,
          fmt::format("{}{} is outside {}{}", number_text(number), unit, range_text(options), unit));
    return false;
  }
  if (type.kind == Kind::integer && (number < type.type_min || number > type.type_max)) {
    error("GW1102", node.where, context,
          fmt::format("{} is outside [{}, {}]", number_text(number), number_text(type.type_min),
                      number_text(type.type_max)));
    return false;
  }
  const double stored = to_stored(type, number);
  if (std::isfinite(stored)) return true;
  error("GW1102", node.where, context,
        fmt::format("{}{} is too large to compute with", number_text(number), unit));
  return false;
}

std::optional<double> Reading::boolean(const Node& node, const Context& context) {
  if (!node.quoted && node.text == "true") return 1.0;
  if (!node.quoted && node.text == "false") return 0.0;
  const std::string word = to_lower(node.text);
  const bool yes = word == "yes" || word == "on" || word == "y" || word == "true";
  const bool no = word == "no" || word == "off" || word == "n" || word == "false";
  error("GW1116", node.where, context, fmt::format("expected true or false, found {}", describe_node(node)),
        yes ? "write true" : (no ? "write false" : ""));
  return {};
}

std::optional<double> Reading::choice(const Node& node, const ValueType& type, const Context& context) {
  const auto found = std::ranges::find(type.choices, node.text);
  if (found != type.choices.end()) return double(found - type.choices.begin());
  const std::string near = did_you_mean(node.text, type.choices);
  const std::string all = fmt::format("one of: {}", list_names(type.choices, 40));
  error("GW1107", node.where, context, fmt::format("unknown choice '{}'", node.text),
        near.empty() ? all : near + " " + all);
  return {};
}

void Reading::date(const Node& node, const Field& field, const ValueType& type, void* at,
                   const Context& context) {
  if (!parse_date(node.text)) {
    error("GW1109", node.where, context,
          fmt::format("expected a date such as 2028-06-01, found {}", describe_node(node)));
    return;
  }
  type.set_text(at, node.text);
  record_number(node, field, type, 0.0, node.text, context);
}

}  // namespace gw::describe::detail
