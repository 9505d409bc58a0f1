#include "gw/describe/record.h"
#include "gw/planning/scenario.h"

namespace gw::planning {

const describe::RecordType& PowerContract::description() {
  using C = PowerContract;
  static const auto type =
      describe::record<C>("power_contract", "A power purchase agreement with carbon-free plants.")
          .value("name", &C::name, "name in reports", {.required = true})
          .choice("settlement", &C::settlement, {"physical", "virtual"},
                  "physical: its energy replaces energy bought from the grid; virtual: settled against the grid's price")
          .nested("plants", &C::plants, "plants whose whole output is taken, on the campus's weather", {.required = true})
          .value("grid", &C::grid, "grid connection whose price it settles at; absent = the first")
          .quantity("price", "usd_per_mwh", &C::price_usd_per_mwh, "paid for each MWh made, in the first year",
                    {.min = -1000, .max = 20000, .required = true})
          .value("escalation_frac", &C::escalation_frac, "growth of the price, a year", {.min = -0.5, .max = 1})
          .value("start", &C::start, "first day; absent = the horizon's start")
          .quantity("term", "years", &C::term_years, "length from the first day", {.min = 0.01, .max = 100})
          .build();
  return type;
}

const describe::RecordType& Scenario::description() {
  static const auto type =
      describe::record<Scenario>("campus", "An AI data-centre campus, its work, its supply and its prices.")
          .inherit<campus::Campus>()
          .nested("economics", &Scenario::economics, "prices, lives, tax and financing", {.required = true})
          .nested("contracts", &Scenario::contracts, "power purchase agreements")
          .build();
  return type;
}

}  // namespace gw::planning
