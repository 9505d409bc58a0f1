// Helpers of the reader, the schema and the reference: units, numbers and how things read in a message.

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "gw/describe/parse_text.h"
#include "gw/describe/reading.h"

namespace gw::describe::detail {

std::string number_text(double value) {
  std::string rounded = fmt::format("{:.12g}", value);  // hides the last bits of a unit conversion
  return std::abs(value) < 1e15 && rounded.find('e') != std::string::npos && value == std::floor(value)
             ? fmt::format("{:.0f}", value)
             : rounded;
}

std::string range_text(const Options& options) {
  if (options.min && options.max)
    return fmt::format("[{}, {}]", number_text(*options.min), number_text(*options.max));
  if (options.min) return fmt::format("[{}, ...)", number_text(*options.min));
  if (options.max) return fmt::format("(..., {}]", number_text(*options.max));
  return "";
}

// Units of no dimension (litres, metres, pascals) convert only within one suffix: % to frac.
bool converts(const Unit& from, const Unit& to) {
  if (from.dimension != to.dimension) return false;
  if (to.dimension == Dimension{} && std::string_view(from.suffix) != to.suffix) return false;
  return to.point || !from.point;
}

double convert(double value, const Unit& from, const Unit& to) {
  if (from.factor == to.factor && from.offset == to.offset) return value;
  return (value * from.factor + from.offset - to.offset) / to.factor;
}

std::vector<std::string> symbols_like(const Unit& unit) {
  std::vector<std::string> out = {unit.symbol};
  for (const Unit& other : all_units())
    if (converts(other, unit) && std::ranges::find(out, other.symbol) == out.end())
      out.emplace_back(other.symbol);
  return out;
}

bool looks_like_number(const Node& node) {
  if (node.kind != Node::Kind::scalar || node.quoted) return false;
  if (node.text == "true" || node.text == "false") return true;
  const auto parsed = parse_number(node.text);
  return parsed && parsed->unit.empty();
}

std::string child_path(const std::string& path, const std::string& key) {
  return path.empty() ? key : path + "." + key;
}

std::vector<std::pair<std::string, const Unit*>> suffix_splits(const std::string& key) {
  std::vector<std::pair<std::string, const Unit*>> out;
  for (const Unit& unit : all_units()) {
    const std::string ending = std::string("_") + unit.suffix;
    if (key.size() > ending.size() && key.ends_with(ending))
      out.emplace_back(key.substr(0, key.size() - ending.size()), &unit);
  }
  return out;
}

// A quantity is stored in base units; a plain number with a unit, in that unit.
double in_field_unit(const ValueType& type, double stored) {
  if (!type.unit || type.kind == Kind::number || type.kind == Kind::integer) return stored;
  const Unit& unit = *type.unit;
  const auto to_base = [&](double v) { return v * unit.factor + unit.offset; };
  const double exact = (stored - unit.offset) / unit.factor;
  const double round = std::strtod(fmt::format("{:.15g}", exact).c_str(), nullptr);
  return to_base(round) == stored ? round : exact;
}

double to_stored(const ValueType& type, double in_unit) {
  if (!type.unit || type.kind == Kind::number || type.kind == Kind::integer) return in_unit;
  return in_unit * type.unit->factor + type.unit->offset;
}

std::string describe_node(const Node& node) {
  switch (node.kind) {
    case Node::Kind::null:
      return "nothing";
    case Node::Kind::sequence:
      return "a list";
    case Node::Kind::mapping:
      return "a mapping";
    case Node::Kind::scalar:
      break;
  }
  constexpr std::size_t kLongest = 60;
  return node.text.size() <= kLongest ? fmt::format("'{}'", node.text)
                                      : fmt::format("'{}...'", clip(node.text, kLongest));
}

}  // namespace gw::describe::detail
