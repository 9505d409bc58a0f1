#include "gw/base/assert.h"
#include "gw/describe/record.h"

namespace gw::describe::detail {
namespace {

const ValueType& leaf_of(const ValueType& type) { return type.element ? leaf_of(*type.element) : type; }

bool fits(const ValueType& leaf) {
  if (leaf.kind == Kind::quantity || leaf.kind == Kind::temperature)
    return leaf.unit && leaf.unit->dimension == leaf.dimension &&
           (!leaf.unit->point || leaf.kind == Kind::temperature);
  return !leaf.unit || leaf.kind == Kind::number;
}

}  // namespace

void refine(ValueType& type, const Unit* unit, const Options& options,
            const std::vector<std::string>& choices) {
  type.options = options;
  type.unit = unit;
  type.choices = choices;
  if (!type.element) return;
  auto element = std::make_shared<ValueType>(*type.element);
  refine(*element, unit, options, choices);
  type.element = element;
}

void complete(Field& field) {
  static const std::string kEnding = "_frac";
  const ValueType& leaf = leaf_of(field.type);
  GW_ASSERT(fits(leaf), "field '{}': its unit '{}' is not one of its C++ type", field.key,
            leaf.unit ? leaf.unit->symbol : "none");
  if (leaf.kind != Kind::number || leaf.unit) return;
  if (!field.key.ends_with(kEnding) || field.key.size() == kEnding.size()) return;
  field.name = field.key.substr(0, field.key.size() - kEnding.size());
  const ValueType copy = field.type;
  refine(field.type, &unit_by_suffix("frac"), copy.options, copy.choices);
}

}  // namespace gw::describe::detail
