#include "gw/supply/battery.h"
#include "gw/supply/common_fields.h"

namespace gw::supply {
namespace {

using B = Battery;

void add_state(describe::Builder<B>& builder) {
  builder
      .quantity("fade_per_year", "frac", &B::fade_per_year_frac,
                "usable energy lost each year of service since `online`; 0: cells are added as it fades, "
                "which the fixed O&M of NREL "
                "ATB pays for",
                {.min = 0, .max = 0.2})
      .quantity("fade_per_cycle", "frac", &B::fade_per_cycle_frac,
                "share of `energy` lost with each full equivalent cycle, besides the fade by years",
                {.min = 0, .max = 0.01})
      .quantity("round_trip_efficiency", "frac", &B::round_trip_efficiency_frac, "AC to AC",
                {.min = 0.01, .max = 1, .source = detail::kAtb, .grade = "published"})
      .quantity("charge_efficiency", "frac", &B::charge_efficiency_frac,
                "AC to cells; what is left of the round trip is the way back; absent = the root of the round trip each way",
                {.min = 0.01, .max = 1})
      .quantity("initial_state", "frac", &B::initial_state_frac, "stored energy over `energy` at the start",
                {.min = 0, .max = 1})
      .quantity("min_state", "frac", &B::min_state_frac, "never discharged below this share of `energy`",
                {.min = 0, .max = 0.99})
      .quantity("availability", "frac", &B::availability_frac,
                "share of the power that is in service on average",
                {.min = 0,
                 .max = 1,
                 .source = "NREL ReEDS 2025: forced outage 2 %, scheduled 0.6 %",
                 .grade = "published"});
}

}  // namespace

const describe::RecordType& Battery::description() {
  static const auto type = [] {
    auto builder = describe::record<B>("battery", "A grid battery at its AC terminals.");
    builder.catalogue("storage");
    detail::add_common(builder, detail::kAtb);
    builder
        .quantity("capex_energy", "usd_per_kwh", &B::capex_usd_per_kwh,
                  "capital cost per kWh of `energy`, besides capex per kW",
                  {.min = 0, .max = 1e5, .source = detail::kAtb, .grade = "published"})
        .quantity("power", "mw", &B::power, "rated power, charge and discharge",
                  {.min = 0, .max = 1e5, .required = true})
        .quantity("energy", "mwh", &B::energy, "usable energy when full",
                  {.min = 0, .max = 1e6, .required = true});
    add_state(builder);
    builder
        .choice(
            "use", &B::use, {"backup", "shift", "peak_shaving", "price"},
            "backup: kept full, for shortages; shift: stores surplus, discharges before other sources run; "
            "peak_shaving: holds the net load of the bus at peak_target; price: energy arbitrage, charges in the "
            "cheapest hours of the two days ahead and discharges in the dearest, net of losses and wear")
        .quantity("peak_target", "mw", &B::peak_target, "net load of the bus to hold, for peak_shaving",
                  {.min = 0, .max = 1e5});
    return builder.build();
  }();
  return type;
}

}  // namespace gw::supply
