#include "gw/base/assert.h"
#include "gw/describe/record.h"

namespace gw::describe::detail {

void refine(ValueType& type, const Unit* unit, const Options& options, const std::vector<std::string>& choices) {
  type.options = options;
  type.unit = unit;
  type.choices = choices;
  if (!type.element) return;
  auto element = std::make_shared<ValueType>(*type.element);
  refine(*element, unit, options, choices);
  type.element = element;
}

}  // namespace gw::describe::detail
