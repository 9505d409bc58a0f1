#include "gw/cooling/direct_air.h"

#include <fmt/format.h>

#include <algorithm>

#include "gw/cooling/exchanger.h"
#include "gw/cooling/psychrometrics.h"
#include "gw/cooling/wetted_media.h"

namespace gw::cooling {
namespace {

/// Water per kg of supply air, from outside air alone or mixed with return air.
double evaporated_kg_per_kg(const DirectAir& design, const LoopDuty& duty, double supply_c,
                            const OutdoorAir& air) {
  const double least = saturation_humidity_ratio(design.dew_point_min.in_celsius(), air.pressure_pa);
  if (air.dry_bulb_c > duty.supply_c) return media_water_kg_per_kg(supply_c, least, air);
  if (air.humidity_ratio >= least) return 0.0;
  const double hall_rise = kDryAirSpecificHeat * duty.range_k();
  return outdoor_air_frac(hall_rise, duty.return_c, least, air) * (least - air.humidity_ratio);
}

/// Supply air against the highest dew point; too dry it never is: the media humidify it.
Moisture moisture_of(const DirectAir& design, double evaporated, const OutdoorAir& air) {
  const double most = saturation_humidity_ratio(design.dew_point_max.in_celsius(), air.pressure_pa);
  return air.humidity_ratio + evaporated > most ? Moisture::too_moist : Moisture::within;
}

}  // namespace

SizedDirectAir size_direct_air(const DirectAir& design, const LoopDuty& duty, const DesignConditions& hottest,
                               SizingNotes& notes) {
  SizedDirectAir plant{.design = design};
  const OutdoorAir air = outdoor_air(hottest);
  const double supply = media_air_c(design.media_effectiveness_frac, duty.supply_c, air);
  // Up to half of the rise may be lost to a warmer supply: more would need more than twice the air.
  const double warmest = duty.supply_c + 0.5 * duty.range_k();
  if (supply > warmest)
    notes.shortfalls.push_back({notes.loop,
                                fmt::format("direct air: evaporation reaches {:.1f} C at design weather; "
                                            "{:.1f} C is the warmest the fans are "
                                            "sized for",
                                            supply, warmest),
                                (supply - warmest) * unit::K});
  const double rise = duty.return_c - std::min(supply, warmest);
  plant.air_kg_per_s = duty.design_w / (kDryAirSpecificHeat * rise);
  plant.fan_w =
      design.fan_power_frac * duty.design_w * duty.range_k() / rise * thin_air_power(hottest.pressure_pa);
  return plant;
}

PlantHour run_direct_air(const SizedDirectAir& plant, const LoopDuty& duty, const OutdoorAir& air) {
  PlantHour hour;
  if (!(duty.heat_w > 0)) return hour;
  const double supply = media_air_c(plant.design.media_effectiveness_frac, duty.supply_c, air);
  const double uptake = kDryAirSpecificHeat * std::max(0.0, duty.return_c - supply);
  const double capacity = plant.air_kg_per_s * uptake;
  hour.carried_w = std::min(duty.heat_w, capacity);
  const double flow = duty.heat_w < capacity ? duty.heat_w / capacity : 1.0;
  hour.fan_w =
      fan_power_w(plant.fan_w, flow, plant.design.minimum_fan_speed_frac, plant.design.fan_static_frac);
  const double evaporated = evaporated_kg_per_kg(plant.design, duty, supply, air);
  hour.moisture = moisture_of(plant.design, evaporated, air);
  hour.evaporated_kg_per_s = flow * plant.air_kg_per_s * evaporated;
  hour.blowdown_kg_per_s = blowdown(hour.evaporated_kg_per_s, 0.0, plant.design.cycles_of_concentration);
  hour.rejected_w = hour.carried_w + hour.fan_w;
  hour.mode = hour.carried_w > 0 ? Economiser::full : Economiser::none;
  return hour;
}

}  // namespace gw::cooling
