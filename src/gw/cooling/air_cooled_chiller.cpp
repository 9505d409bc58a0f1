#include "gw/cooling/air_cooled_chiller.h"

#include <fmt/format.h>

#include <algorithm>

#include "gw/cooling/exchanger.h"

namespace gw::cooling {
namespace {

constexpr double kRoundingFrac = 1e-9;
/// Air through a condenser warms by about this at sea level: assumed.
constexpr double kCondenserAirRiseK = 10.0;

/// Air at sea level that would leave the condenser as warm: fans of a given speed move less mass of thin air.
double as_at_sea_level(double air_c, double pressure_pa) {
  return air_c + kCondenserAirRiseK * (kStandardPressurePa / pressure_pa - 1.0);
}

PlantHour compressor_only(const SizedAirCooledChiller& plant, const LoopDuty& duty, double left_w,
                          const OutdoorAir& air) {
  PlantHour hour;
  if (air.dry_bulb_c > plant.design.cut_out.in_celsius()) return hour;
  const ChillerPoint point =
      run_chiller(plant.chiller, left_w, duty.supply_c, as_at_sea_level(air.dry_bulb_c, air.pressure_pa));
  hour.carried_w = std::min(left_w, point.available_w);
  hour.compressor_w = point.power_w;
  hour.outside_curves = point.outside_curves && left_w > 0;
  return hour;
}

PlantHour with_economiser(const SizedAirCooledChiller& plant, const LoopDuty& duty, const OutdoorAir& air) {
  PlantHour full = run_dry_cooler(plant.economiser, duty, air.dry_bulb_c);
  if (full.carried_w >= duty.heat_w) return full;
  const double taken = dry_precooling_w(plant.economiser, duty, air.dry_bulb_c);
  PlantHour hour = compressor_only(plant, duty, duty.heat_w - taken, air);
  hour.carried_w += taken;
  hour.fan_w += plant.economiser.fan_w;
  hour.mode = taken > 0 ? Economiser::partial : Economiser::none;
  return hour;
}

}  // namespace

SizedAirCooledChiller size_air_cooled_chiller(const AirCooledChiller& design, const LoopDuty& duty,
                                              const DesignConditions& hottest, SizingNotes& notes) {
  SizedAirCooledChiller plant{.design = design};
  plant.chiller = size_chiller(design.chiller, duty.design_w, duty.supply_c,
                               as_at_sea_level(hottest.dry_bulb.in_celsius(), hottest.pressure_pa), notes);
  if (hottest.dry_bulb > design.cut_out)
    notes.shortfalls.push_back({notes.loop,
                                fmt::format("design air of {:.1f} C is above the {:.1f} C at which the chillers cut out",
                                            hottest.dry_bulb.in_celsius(), design.cut_out.in_celsius()), {}});
  if (!design.economiser) return plant;
  DesignConditions free_cooling = hottest;
  free_cooling.dry_bulb = Temperature::celsius(duty.supply_c) - design.economiser_cooler.approach;
  SizingNotes none;  // a large approach only means fewer free hours
  plant.economiser = size_dry_cooler(design.economiser_cooler, duty, free_cooling, none);
  return plant;
}

PlantHour run_air_cooled_chiller(const SizedAirCooledChiller& plant, const LoopDuty& duty,
                                 const OutdoorAir& air) {
  if (!(duty.heat_w > 0)) return {};
  PlantHour best;
  bool economised = false;
  if (plant.design.economiser && plant.economiser.air_kg_per_s > 0 && air.dry_bulb_c < duty.return_c) {
    best = with_economiser(plant, duty, air);
    economised = true;
  }
  if (best.mode != Economiser::full) {
    // The coil runs only where it carries more heat or saves power.
    const PlantHour plain = compressor_only(plant, duty, duty.heat_w, air);
    // What both carry is compared to rounding: the coil's part and the machine's add up to a bit more or less than the heat.
    const double more_w = best.carried_w - plain.carried_w, rounding_w = kRoundingFrac * duty.heat_w;
    const bool no_gain = more_w <= rounding_w && best.power_w() >= plain.power_w();
    if (!economised || more_w < -rounding_w || no_gain) best = plain;
  }
  best.rejected_w = best.carried_w + best.power_w();
  return best;
}

}  // namespace gw::cooling
