#include "gw/supply/common_fields.h"
#include "gw/supply/wind_plant.h"

namespace gw::supply {

const describe::RecordType& WindPoint::description() {
  static const auto type = describe::record<WindPoint>("wind_point", "One point of a wind turbine's power curve.")
                               .quantity("speed", "m_per_s", &WindPoint::speed_m_per_s,
                                         "at hub height, in air of 1.225 kg/m3", {.min = 0, .max = 60, .required = true})
                               .quantity("power", "frac", &WindPoint::power_frac, "output over nameplate",
                                         {.min = 0, .max = 1, .required = true})
                               .build();
  return type;
}

const describe::RecordType& WindPlant::description() {
  using P = WindPlant;
  static const auto type = [] {
    auto builder =
        describe::record<P>("wind", "A wind plant on the weather file's wind, with a power curve of its own or an idealised one.");
    builder.catalogue("generators");
    detail::add_common(builder, detail::kAtb);
    builder
        .quantity("power", "mw", &P::power, "nameplate of the plant",
                  {.min = 0, .max = 1e5, .required = true})
        .quantity("hub_height", "m", &P::hub_height_m, "of the turbines", {.min = 10, .max = 300})
        .value("shear_exponent", &P::shear_exponent, "of the power law of wind speed with height",
               {.min = 0, .max = 0.6, .source = "one-seventh power law over open land", .grade = "standard"})
        .nested("power_curve", &P::power_curve,
                "output against hub speed, by rising speed, linear between, zero outside; in place of the three speeds")
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
