#include "gw/cooling/wetted_media.h"

#include <algorithm>

#include "gw/cooling/psychrometrics.h"

namespace gw::cooling {

double media_air_c(double effectiveness_frac, double set_c, const OutdoorAir& air) {
  if (air.dry_bulb_c <= set_c) return set_c;
  const double depression = std::max(0.0, air.dry_bulb_c - air.wet_bulb_c);
  return std::max(set_c, air.dry_bulb_c - effectiveness_frac * depression);
}

double media_water_kg_per_kg(double supply_c, double least_humidity_ratio, const OutdoorAir& air) {
  const double cooled = humidity_ratio_from_wet_bulb(supply_c, air.wet_bulb_c, air.pressure_pa);
  return std::max({0.0, cooled - air.humidity_ratio, least_humidity_ratio - air.humidity_ratio});
}

double outdoor_air_frac(double heat_j_per_kg, double return_c, double humidity_ratio, const OutdoorAir& air) {
  const double rise =
      enthalpy_j_per_kg(return_c, humidity_ratio) - enthalpy_j_per_kg(air.dry_bulb_c, air.humidity_ratio);
  return std::min(1.0, heat_j_per_kg / rise);
}

}  // namespace gw::cooling
