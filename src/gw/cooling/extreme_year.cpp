#include "gw/cooling/extreme_year.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace gw::cooling {
namespace {

std::optional<TemperatureDelta> dry_bulb_std(const CoolingDesign& design, const OutdoorYear& weather) {
  if (design.extreme_dry_bulb_std) return design.extreme_dry_bulb_std;
  if (weather.extremes) return weather.extremes->std;
  return {};
}

bool dry_only(const HeatRejection& plant) {
  return std::holds_alternative<DryCooler>(plant) || std::holds_alternative<AirCooledChiller>(plant);
}

bool uses_wet_bulb(const CoolingDesign& design) {
  return !dry_only(design.air.plant) || design.air.economiser || (design.liquid && !dry_only(design.liquid->plant));
}

}  // namespace

double extreme_factor(double years) {
  return -std::sqrt(6.0) / std::numbers::pi * (std::numbers::egamma + std::log(std::log(years / (years - 1.0))));
}

std::vector<std::string> design_weather_problems(const CoolingDesign& design, const OutdoorYear& weather) {
  std::vector<std::string> out;
  if (!design.return_period) return out;
  if (!design.design_dry_bulb && !dry_bulb_std(design, weather))
    out.push_back("the weather file states no standard deviation of the annual highest dry bulb: give extreme_dry_bulb_std_k");
  if (!design.design_wet_bulb && !design.extreme_wet_bulb_std && uses_wet_bulb(design))
    out.push_back("no weather file states the standard deviation of the annual highest wet bulb, and a plant depends on it: "
                  "give extreme_wet_bulb_std_k or design_wet_bulb_c");
  return out;
}

DesignConditions design_weather(const CoolingDesign& design, const OutdoorYear& weather) {
  DesignConditions out = design_conditions(weather, design.extreme_allowance);
  if (design.return_period) {
    const DesignConditions hottest = design_conditions(weather, {});
    const double factor = extreme_factor(*design.return_period);
    const auto dry_std = dry_bulb_std(design, weather);
    if (dry_std) out.dry_bulb = (weather.extremes ? weather.extremes->mean : hottest.dry_bulb) + factor * *dry_std;
    if (design.extreme_wet_bulb_std) out.wet_bulb = hottest.wet_bulb + factor * *design.extreme_wet_bulb_std;
  }
  if (design.design_dry_bulb) out.dry_bulb = *design.design_dry_bulb;
  if (design.design_wet_bulb) out.wet_bulb = *design.design_wet_bulb;
  out.wet_bulb = std::min(out.wet_bulb, out.dry_bulb);
  return out;
}

}  // namespace gw::cooling
