#include "gw/describe/record.h"
#include "gw/power/power_chain.h"

namespace gw::power {

const describe::RecordType& LossStage::description() {
  static const describe::Options fraction{.min = 0, .max = 0.5};
  static const auto type =
      describe::record<LossStage>("loss_stage", "A stage of power conversion or transport and its losses.")
          .value("name", &LossStage::name, "name of the stage")
          .quantity("unit_rating", "kw", &LossStage::unit_rating,
                    "output rating of one unit; 0 = one unit as large as the load needs",
                    {.min = 0, .max = 5e6})
          .value("no_load_frac", &LossStage::no_load_frac, "no-load loss over rating", fraction)
          .value("proportional_frac", &LossStage::proportional_frac,
                 "proportional loss at full load over rating", fraction)
          .value("square_frac", &LossStage::square_frac, "square-law loss at full load over rating", fraction)
          .choice("redundancy", &LossStage::redundancy, {"N", "N+1", "N+2", "2N", "4/3"},
                  "units installed for N needed; all share the load")
          .build();
  return type;
}

const describe::RecordType& PowerChain::description() {
  static const auto type =
      describe::record<PowerChain>("power_chain",
                                   "Conversion stages from the rack PDU to the utility service.")
          .catalogue("power_chains")
          .value("name", &PowerChain::name, "name for people")
          .nested("critical", &PowerChain::critical, "stages of IT power, from the rack PDU up to the MV bus")
          .nested("mechanical", &PowerChain::mechanical, "stages of cooling power, up to the MV bus")
          .nested("site", &PowerChain::site, "stages from the MV bus up to the utility service")
          .value("ups_stage", &PowerChain::ups_stage, "critical stage that rides through; empty = none")
          .value("mechanical_ups_frac", &PowerChain::mechanical_ups_frac,
                 "share of cooling power (pumps) on the output of the ups_stage", {.min = 0, .max = 1})
          .nested("rack_supply", &PowerChain::rack_supply,
                  "power supply of the racks in place of their row's own: the chain hands over another voltage")
          .build();
  return type;
}

}  // namespace gw::power
