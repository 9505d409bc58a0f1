#include "gw/cooling/adiabatic_dry_cooler.h"

#include <algorithm>

#include "gw/cooling/exchanger.h"
#include "gw/cooling/psychrometrics.h"

namespace gw::cooling {
namespace {

double entering_air_c(const AdiabaticDryCooler& design, double dry_bulb_c, double wet_bulb) {
  const double switch_c = design.wet_above.in_celsius();
  if (dry_bulb_c <= switch_c) return dry_bulb_c;
  const double coldest = dry_bulb_c - design.pad_effectiveness_frac * std::max(0.0, dry_bulb_c - wet_bulb);
  return std::max(switch_c, coldest);
}

}  // namespace

SizedAdiabaticDryCooler size_adiabatic(const AdiabaticDryCooler& design, const LoopDuty& duty,
                                       const DesignConditions& hottest, SizingNotes& notes) {
  // Hottest and most humid hour rarely coincide: taking both extremes is the safe side.
  DesignConditions entering = hottest;
  entering.dry_bulb = Temperature::celsius(
      entering_air_c(design, hottest.dry_bulb.in_celsius(), hottest.wet_bulb.in_celsius()));
  return {design, size_dry_cooler(design.dry_cooler, duty, entering, notes)};
}

PlantHour run_adiabatic(const SizedAdiabaticDryCooler& plant, const LoopDuty& duty, const OutdoorAir& air) {
  const double air_c = entering_air_c(plant.design, air.dry_bulb_c, air.wet_bulb_c);
  PlantHour hour = run_dry_cooler(plant.dry, duty, air_c);
  if (air_c >= air.dry_bulb_c || hour.fan_w <= 0) return hour;
  const double wetted = humidity_ratio_from_wet_bulb(air_c, air.wet_bulb_c, air.pressure_pa);
  const double uptake = dry_uptake_j_per_kg(plant.dry, duty.supply_c, duty.return_c, air_c);
  const double air_flow = uptake > 0 ? hour.carried_w / uptake : plant.dry.air_kg_per_s;
  hour.evaporated_kg_per_s = air_flow * std::max(0.0, wetted - air.humidity_ratio);
  hour.blowdown_kg_per_s = blowdown(hour.evaporated_kg_per_s, 0.0, plant.design.cycles_of_concentration);
  return hour;
}

}  // namespace gw::cooling
