#include "gw/supply/common_fields.h"
#include "gw/supply/solar_plant.h"

namespace gw::supply {
namespace {

using P = SolarPlant;
constexpr const char* kPvwatts = "NREL PVWatts default";
/// PVWatts' part-load curve peaks 0.26 % above the nominal efficiency, which may not be above one.
constexpr double kMostInverter = 0.997;

void add_array(describe::Builder<P>& builder) {
  builder
      .quantity("dc_power", "mw", &P::dc_power, "module nameplate at standard test conditions",
                {.min = 0, .max = 1e5, .required = true})
      .value("inverter_loading_ratio", &P::inverter_loading_ratio, "DC nameplate over AC nameplate",
             {.min = 0.5, .max = 3})
      .choice("mounting", &P::mounting, {"fixed_tilt", "single_axis_tracker"}, "how the modules stand")
      .quantity("tilt", "deg", &P::tilt_deg, "from horizontal, fixed_tilt only", {.min = 0, .max = 90})
      .quantity("azimuth", "deg", &P::azimuth_deg, "clockwise from north, 180 = south, fixed_tilt only",
                {.min = 0, .max = 360})
      .quantity("rotation_limit", "deg", &P::rotation_limit_deg, "largest tracker rotation from flat",
                {.min = 0, .max = 90})
      .value("ground_coverage_ratio", &P::ground_coverage_ratio,
             "module width over row pitch; sets the backtracking", {.min = 0.05, .max = 1});
}

void add_losses(describe::Builder<P>& builder) {
  builder
      .quantity("temperature_coefficient", "per_k", &P::temperature_coefficient_per_k, "of module power",
                {.min = -0.01,
                 .max = 0,
                 .source = "NREL/ssc cmod_pvwattsv8.cpp, standard module",
                 .grade = "published"})
      .quantity("loss", "frac", &P::loss_frac,
                "soiling, wiring, mismatch, availability and the like, of DC power",
                {.min = 0, .max = 0.99, .source = kPvwatts, .grade = "published"})
      .quantity("inverter_efficiency", "frac", &P::inverter_efficiency_frac, "nominal, at the rating",
                {.min = 0.5, .max = kMostInverter, .source = kPvwatts, .grade = "published"})
      .quantity("albedo", "frac", &P::albedo_frac, "reflected share of the light on the ground",
                {.min = 0, .max = 1})
      .value("degradation_per_year_frac", &P::degradation_per_year_frac, "output lost each year of service",
             {.min = 0, .max = 0.1});
}

}  // namespace

const describe::RecordType& SolarPlant::description() {
  static const auto type = [] {
    auto builder = describe::record<P>("solar", "A photovoltaic plant on the weather file's irradiance.");
    builder.catalogue("solar");
    detail::add_common(builder, detail::kAtb);
    add_array(builder);
    add_losses(builder);
    return builder.build();
  }();
  return type;
}

}  // namespace gw::supply
