#include "gw/describe/record.h"
#include "gw/planning/scenario.h"

namespace gw::planning {

const describe::RecordType& Scenario::description() {
  static const auto type =
      describe::record<Scenario>("campus", "An AI data-centre campus, its work, its supply and its prices.")
          .inherit<campus::Campus>()
          .nested("economics", &Scenario::economics, "prices, lives, tax and financing", {.required = true})
          .build();
  return type;
}

}  // namespace gw::planning
