#include "gw/cooling/air_economiser.h"

#include <algorithm>

#include "gw/cooling/exchanger.h"
#include "gw/cooling/psychrometrics.h"
#include "gw/cooling/wetted_media.h"

namespace gw::cooling {
namespace {

bool humidifies(const AirEconomiser& design) { return design.media_effectiveness_frac > 0; }

double most_humidity_ratio(const AirEconomiser& design, const OutdoorAir& air) {
  return saturation_humidity_ratio(design.dew_point_max.in_celsius(), air.pressure_pa);
}

double least_humidity_ratio(const AirEconomiser& design, const OutdoorAir& air) {
  return humidifies(design) ? saturation_humidity_ratio(design.dew_point_min.in_celsius(), air.pressure_pa) : 0.0;
}

/// Air warmer than the coil's, after media that wet it no further than to the highest dew point.
double wetted_air_c(const AirEconomiser& design, double set_c, const OutdoorAir& air) {
  constexpr double kToleranceK = 1e-9;
  const double reached = media_air_c(design.media_effectiveness_frac, set_c, air), most = most_humidity_ratio(design, air);
  const auto excess = [&](double t) { return humidity_ratio_from_wet_bulb(t, air.wet_bulb_c, air.pressure_pa) - most; };
  if (!humidifies(design) || excess(reached) <= 0) return reached;
  return find_root(excess, reached, air.dry_bulb_c, kToleranceK);
}

/// All of the air from outdoors, or, where the media reach the set temperature, the coil idle.
OutdoorShare warm_outdoor_air(const AirEconomiser& design, const HallAir& hall, const OutdoorAir& air) {
  const double reached = wetted_air_c(design, hall.off_coil_c, air);
  if (reached >= hall.return_c) return {};
  OutdoorShare share{.free_frac = 1.0, .outdoor_frac = 1.0};
  if (humidifies(design)) share.water_kg_per_kg = media_water_kg_per_kg(reached, least_humidity_ratio(design, air), air);
  if (reached <= hall.off_coil_c) return share;
  share.free_frac = (hall.return_c - reached) / (hall.return_c - hall.off_coil_c);
  const double dry_coil = saturation_humidity_ratio(hall.water_c, air.pressure_pa);
  const bool coil_wet = air.humidity_ratio + share.water_kg_per_kg > dry_coil;
  return design.mode == AirEconomiserMode::integrated && !coil_wet ? share : OutdoorShare{};
}

OutdoorShare cold_outdoor_air(const AirEconomiser& design, const HallAir& hall, const OutdoorAir& air) {
  const double supply = std::max(air.humidity_ratio, least_humidity_ratio(design, air));
  const double heat = enthalpy_j_per_kg(hall.return_c, supply) - enthalpy_j_per_kg(hall.off_coil_c, supply);
  const double outdoor = outdoor_air_frac(heat, hall.return_c, supply, air);
  return {1.0, outdoor, outdoor * (supply - air.humidity_ratio)};
}

}  // namespace

HallAir hall_air(const SizedAirEconomiser& economiser, double heat_w, double peak_w, double fan_w, double water_c) {
  const double heat = std::min(heat_w, peak_w), rise = economiser.air_rise_k;
  return {.off_coil_c = economiser.supply_c - rise * fan_w / heat,
          .return_c = economiser.supply_c + rise,
          .water_c = water_c,
          .air_kg_per_s = heat / (kDryAirSpecificHeat * rise),
          .flow_frac = heat / peak_w};
}

Moisture moisture_of(const AirEconomiser& design, const OutdoorAir& air) {
  if (air.humidity_ratio > most_humidity_ratio(design, air)) return Moisture::too_moist;
  const double least = saturation_humidity_ratio(design.dew_point_min.in_celsius(), air.pressure_pa);
  return !humidifies(design) && air.humidity_ratio < least ? Moisture::too_dry : Moisture::within;
}

OutdoorShare outdoor_share(const AirEconomiser& design, const HallAir& hall, const OutdoorAir& air) {
  if (!(hall.return_c > hall.off_coil_c) || moisture_of(design, air) != Moisture::within) return {};
  if (air.dry_bulb_c > hall.off_coil_c) return warm_outdoor_air(design, hall, air);
  return cold_outdoor_air(design, hall, air);
}

PlantHour run_outdoor_path(const SizedAirEconomiser& economiser, const HallAir& hall, const OutdoorShare& share) {
  PlantHour hour;
  if (!(share.outdoor_frac > 0)) return hour;
  const AirEconomiser& design = economiser.design;
  hour.fan_w = fan_power_w(economiser.fan_w, hall.flow_frac * share.outdoor_frac, design.minimum_fan_speed_frac,
                           design.fan_static_frac);
  hour.evaporated_kg_per_s = hall.air_kg_per_s * share.water_kg_per_kg;
  hour.blowdown_kg_per_s = blowdown(hour.evaporated_kg_per_s, 0.0, design.cycles_of_concentration);
  return hour;
}

}  // namespace gw::cooling
