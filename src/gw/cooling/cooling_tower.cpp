#include "gw/cooling/cooling_tower.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "gw/cooling/exchanger.h"
#include "gw/cooling/psychrometrics.h"

namespace gw::cooling {
namespace {

/// The rated point of the YorkCalc correlation: 78 F wet bulb, 85 F cold, 95 F hot water.
constexpr double kRatedWetBulbC = 25.55, kRatedApproachK = 3.89, kRatedRangeK = 5.56;
constexpr double kHottestWaterC = 95.0;
/// Approaches are nearly always below this: a first bracket.
constexpr double kUsualApproachK = 20.0;

/// Coefficient C of NTU = C (m_water / m_air)^0.4 that meets the rated point.
double merkel_coefficient(double liquid_to_gas) {
  const double cold = kRatedWetBulbC + kRatedApproachK, hot = cold + kRatedRangeK;
  const double h_hot = saturation_enthalpy_j_per_kg(hot, kStandardPressurePa);
  const double span = h_hot - saturation_enthalpy_j_per_kg(cold, kStandardPressurePa);
  const double top = h_hot - saturation_enthalpy_j_per_kg(kRatedWetBulbC, kStandardPressurePa);
  const double uptake = std::min(kWaterSpecificHeat * kRatedRangeK * liquid_to_gas, 0.95 * top);
  return counterflow_ntu(uptake / top, span / uptake) / std::pow(liquid_to_gas, kNtuExponent);
}

/// Temperature of saturated air of this enthalpy.
double saturated_air_c(double enthalpy, double guess_c, double pressure_pa) {
  double t = guess_c;
  for (int step = 0; step < 20; ++step) {
    // dh/dT of saturated air from the Clausius-Clapeyron slope of the humidity ratio.
    const double w = saturation_humidity_ratio(t, pressure_pa), h = enthalpy_j_per_kg(t, w),
                 kelvin = t + 273.15;
    const double slope = kDryAirSpecificHeat +
                         w * (1.0 + w / kMolarMassRatio) * kVaporisationAtZero * 5420.0 / (kelvin * kelvin);
    const double next = std::clamp(t - (h - enthalpy) / slope, t - 30.0, t + 30.0);
    if (std::abs(next - t) < 1e-5) return next;  // Newton: the next step would be far below
    t = next;
  }
  return t;
}

}  // namespace

SizedCoolingTower size_cooling_tower(const CoolingTower& design, const LoopDuty& duty,
                                     const DesignConditions& hottest, SizingNotes& notes) {
  SizedCoolingTower plant{.design = design,
                          .merkel_coefficient = merkel_coefficient(design.liquid_to_gas_ratio)};
  const double wet_bulb = hottest.wet_bulb.in_celsius(), least = design.minimum_approach.base();
  const double cold = duty.supply_c - design.exchanger_approach.base(), room = cold - wet_bulb;
  if (room < least) {
    const std::string binding = fmt::format(
        "cooling tower: {:.1f} C water needs a wet bulb of at most {:.1f} C; design wet bulb is {:.1f} C",
        cold, cold - least, wet_bulb);
    notes.shortfalls.push_back({notes.loop, binding, (least - room) * unit::K});
  }
  const double approach = std::clamp(room, least, std::max(least, design.approach.base()));
  const OutdoorAir air{wet_bulb, wet_bulb, saturation_humidity_ratio(wet_bulb, hottest.pressure_pa),
                       hottest.pressure_pa};
  const double selected = wet_bulb + approach;
  plant.air_kg_per_s = duty.design_w / tower_uptake_j_per_kg(plant, selected, selected + duty.range_k(), air);
  const double rated_uptake = kWaterSpecificHeat * kRatedRangeK * design.liquid_to_gas_ratio;
  plant.fan_w =
      design.fan_power_frac * rated_uptake * plant.air_kg_per_s * thin_air_power(hottest.pressure_pa);
  plant.pump_w = design.pump_power_frac * duty.design_w;
  return plant;
}

double tower_uptake_j_per_kg(const SizedCoolingTower& plant, double cold_c, double hot_c,
                             const OutdoorAir& air) {
  if (air.wet_bulb_c >= cold_c) return 0.0;
  const double h_hot = saturation_enthalpy_j_per_kg(hot_c, air.pressure_pa);
  const double h_cold = saturation_enthalpy_j_per_kg(cold_c, air.pressure_pa);
  const double h_air = enthalpy_j_per_kg(air.dry_bulb_c, air.humidity_ratio);
  // m_water / m_air = uptake / (c_water range)
  const double coefficient =
      plant.merkel_coefficient / std::pow(kWaterSpecificHeat * (hot_c - cold_c), kNtuExponent);
  return counterflow_uptake(h_hot - h_air, h_hot - h_cold, coefficient);
}

double tower_cold_water_c(const SizedCoolingTower& plant, double heat_w, double range_k,
                          const OutdoorAir& air) {
  if (!(heat_w > 0) || !(plant.air_kg_per_s > 0)) return air.wet_bulb_c;
  const double uptake = heat_w / plant.air_kg_per_s;
  const double ntu =
      plant.merkel_coefficient * std::pow(uptake / (kWaterSpecificHeat * range_k), kNtuExponent);
  const double h_air = enthalpy_j_per_kg(air.dry_bulb_c, air.humidity_ratio);
  const auto excess = [&](double cold) {
    const double h_hot = saturation_enthalpy_j_per_kg(cold + range_k, air.pressure_pa);
    const double span = h_hot - saturation_enthalpy_j_per_kg(cold, air.pressure_pa);
    return counterflow_effectiveness(ntu, span / uptake) * (h_hot - h_air) / uptake - 1.0;
  };
  const double hottest = std::max(kHottestWaterC - range_k, air.wet_bulb_c);
  const double usual = std::min(air.wet_bulb_c + kUsualApproachK, hottest);
  return excess(usual) > 0 ? find_root(excess, air.wet_bulb_c, usual, 1e-6)
                           : find_root(excess, usual, hottest, 1e-6);
}

double saturated_evaporation_kg_per_s(double heat_w, double air_kg_per_s, const OutdoorAir& air) {
  if (!(heat_w > 0) || !(air_kg_per_s > 0)) return 0.0;
  const double leaving_h = enthalpy_j_per_kg(air.dry_bulb_c, air.humidity_ratio) + heat_w / air_kg_per_s;
  const double leaving_c = saturated_air_c(leaving_h, air.wet_bulb_c + 10.0, air.pressure_pa);
  const double leaving_w = saturation_humidity_ratio(leaving_c, air.pressure_pa);
  return air_kg_per_s * std::max(0.0, leaving_w - air.humidity_ratio);
}

void tower_water_and_power(const SizedCoolingTower& plant, double heat_w, double range_k, double uptake,
                           double design_w, const OutdoorAir& air, PlantHour& hour) {
  const CoolingTower& design = plant.design;
  const double air_flow = std::min(heat_w / uptake, plant.air_kg_per_s);
  hour.fan_w += fan_power_w(plant.fan_w, air_flow / plant.air_kg_per_s, design.minimum_fan_speed_frac,
                            design.fan_static_frac);
  hour.pump_w +=
      plant.pump_w * affinity_power_frac(std::clamp(heat_w / design_w, 0.0, 1.0), design.pump_static_frac);
  const double evaporated = saturated_evaporation_kg_per_s(heat_w, air_flow, air);
  const double drift = design.drift_frac * heat_w / (kWaterSpecificHeat * range_k);
  hour.evaporated_kg_per_s += evaporated;
  hour.drift_kg_per_s += drift;
  hour.blowdown_kg_per_s += blowdown(evaporated, drift, design.cycles_of_concentration);
}

PlantHour run_cooling_tower(const SizedCoolingTower& plant, const LoopDuty& duty, const OutdoorAir& air) {
  PlantHour hour;
  if (!(duty.heat_w > 0)) return hour;
  const double cold = duty.supply_c - plant.design.exchanger_approach.base(), hot = cold + duty.range_k();
  const double uptake = tower_uptake_j_per_kg(plant, cold, hot, air);
  hour.carried_w = std::min(duty.heat_w, plant.air_kg_per_s * uptake);
  if (hour.carried_w > 0) {
    tower_water_and_power(plant, hour.carried_w, duty.range_k(), uptake, duty.design_w, air, hour);
    hour.mode = Economiser::full;
  } else {  // air as humid and warm as the water: everything runs, nothing is carried
    hour.fan_w = plant.fan_w;
    hour.pump_w = plant.pump_w;
  }
  hour.rejected_w = hour.carried_w + hour.power_w();
  return hour;
}

}  // namespace gw::cooling
