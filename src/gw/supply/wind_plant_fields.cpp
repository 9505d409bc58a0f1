#include "gw/supply/common_fields.h"
#include "gw/supply/wind_plant.h"

namespace gw::supply {

const describe::RecordType& WindPlant::description() {
  using P = WindPlant;
  static const auto type = [] {
    auto builder =
        describe::record<P>("wind", "A wind plant with an idealised power curve on the weather file's wind.");
    builder.catalogue("generators");
    detail::add_common(builder, detail::kAtb);
    builder
        .quantity("power", "mw", &P::power, "nameplate of the plant",
                  {.min = 0, .max = 1e5, .required = true})
        .quantity("hub_height", "m", &P::hub_height_m, "of the turbines", {.min = 10, .max = 300})
        .value("shear_exponent", &P::shear_exponent, "of the power law of wind speed with height",
               {.min = 0, .max = 0.6, .source = "one-seventh power law over open land", .grade = "standard"})
        .quantity("cut_in", "m_per_s", &P::cut_in_m_per_s, "hub speed at which output begins",
                  {.min = 0, .max = 20})
        .quantity("rated", "m_per_s", &P::rated_m_per_s, "hub speed of full output", {.min = 1, .max = 40})
        .quantity("cut_out", "m_per_s", &P::cut_out_m_per_s, "hub speed at which the turbines stop",
                  {.min = 2, .max = 60})
        .quantity("loss", "frac", &P::loss_frac, "wakes, electrical losses and outages",
                  {.min = 0, .max = 1});
    return builder.build();
  }();
  return type;
}

}  // namespace gw::supply
