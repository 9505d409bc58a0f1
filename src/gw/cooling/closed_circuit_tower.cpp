#include "gw/cooling/closed_circuit_tower.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "gw/cooling/cooling_tower.h"
#include "gw/cooling/exchanger.h"
#include "gw/cooling/psychrometrics.h"

namespace gw::cooling {
namespace {

/// 75 F wet bulb, 90 F leaving, 102 F entering.
constexpr double kRatedWetBulbC = 23.89, kRatedColdC = 32.22, kRatedHotC = 38.89;
constexpr double kRatedRangeK = kRatedHotC - kRatedColdC;
/// Conductance inside tubes against flow, turbulent [Incropera, Fundamentals of Heat and Mass Transfer, ch. 8].
constexpr double kTubeExponent = 0.8;
/// Film to air at constant spray: KA ~ air^0.6, as in a tower's fill.
constexpr double kAirExponent = 1.0 - kNtuExponent;
/// A coil that takes more than this share of the rated resistance cannot be rated.
constexpr double kLargestCoilShare = 0.98;
/// The search starts at this share of the largest uptake, as counterflow_uptake() does.
constexpr double kLeastUptakeFrac = 1e-3;

/// What drives heat from fluid to air, J per kg of air: `top` from the hot fluid to the entering air, `span` from hot
/// to cold fluid. `slope` turns the coil's watts per kelvin into that potential.
struct Potential {
  double top, span, slope;
};

Potential wet_potential(double cold_c, double hot_c, double air_enthalpy, double pressure_pa) {
  const double h_hot = saturation_enthalpy_j_per_kg(hot_c, pressure_pa);
  const double span = h_hot - saturation_enthalpy_j_per_kg(cold_c, pressure_pa);
  return {h_hot - air_enthalpy, span, span / (hot_c - cold_c)};
}

Potential dry_potential(double cold_c, double hot_c, double air_c) {
  return {kDryAirSpecificHeat * (hot_c - air_c), kDryAirSpecificHeat * (hot_c - cold_c), kDryAirSpecificHeat};
}

/// Total NTU of the rated point, and its share 1 / NTU that is the coil's.
struct RatedPoint {
  double resistance, coil;
};

RatedPoint rated_point(const ClosedCircuitTower& design) {
  const double h_air = saturation_enthalpy_j_per_kg(kRatedWetBulbC, kStandardPressurePa);
  const Potential p = wet_potential(kRatedColdC, kRatedHotC, h_air, kStandardPressurePa);
  const double uptake = std::min(kWaterSpecificHeat * kRatedRangeK * design.liquid_to_gas_ratio, 0.95 * p.top);
  return {1.0 / counterflow_ntu(uptake / p.top, p.span / uptake),
          p.slope / (design.coil_ntu * kWaterSpecificHeat * design.liquid_to_gas_ratio)};
}

/// UA of the coil per kg/s of installed air, at a fluid flow per kg/s of installed air.
double coil_conductance(const ClosedCircuitTower& design, double fluid_per_air) {
  const double rated = design.liquid_to_gas_ratio;
  return design.coil_ntu * kWaterSpecificHeat * rated * std::pow(fluid_per_air / rated, kTubeExponent);
}

/// Heat per kg of air at full fans, which then is the capacity. 0 when the air cannot cool the fluid to its cold end.
double full_uptake(const SizedClosedCircuitTower& plant, const Potential& p, double range_k) {
  if (!(p.top > p.span) || !(p.span > 0)) return 0.0;
  const auto excess = [&](double uptake) {
    const double ua = coil_conductance(plant.design, uptake / (kWaterSpecificHeat * range_k));
    const double ntu = 1.0 / (1.0 / plant.mass_ntu + p.slope / ua);
    return counterflow_effectiveness(ntu, p.span / uptake) * p.top - uptake;
  };
  const double low = kLeastUptakeFrac * p.top;
  return excess(low) > 0 ? find_root(excess, low, p.top, 1e-9 * p.top) : 0.0;
}

/// Share of the full air that carries a heat below the capacity. More air always carries more, so the root is the only
/// one.
double air_share(const SizedClosedCircuitTower& plant, const Potential& p, double heat_w, double range_k) {
  const double per_air = heat_w / plant.air_kg_per_s;
  const double ua = coil_conductance(plant.design, per_air / (kWaterSpecificHeat * range_k));
  const auto excess = [&](double share) {
    const double uptake = per_air / share;
    const double ntu = 1.0 / (std::pow(share, kNtuExponent) / plant.mass_ntu + p.slope * share / ua);
    return counterflow_effectiveness(ntu, p.span / uptake) * p.top / uptake - 1.0;
  };
  return find_root(excess, std::min(1.0, per_air / p.top), 1.0, 1e-9);
}

PlantHour run_mode(const SizedClosedCircuitTower& plant, const LoopDuty& duty, const OutdoorAir& air,
                   const Potential& p, bool wet) {
  const ClosedCircuitTower& design = plant.design;
  PlantHour hour;
  const double capacity = plant.air_kg_per_s * full_uptake(plant, p, duty.range_k());
  hour.carried_w = std::min(duty.heat_w, capacity);
  const double share = duty.heat_w < capacity ? air_share(plant, p, duty.heat_w, duty.range_k()) : 1.0;
  hour.fan_w = fan_power_w(plant.fan_w, share, design.minimum_fan_speed_frac, design.fan_static_frac);
  if (wet) {
    hour.pump_w = plant.spray_w;
    hour.evaporated_kg_per_s = saturated_evaporation_kg_per_s(hour.carried_w, share * plant.air_kg_per_s, air);
    hour.drift_kg_per_s = design.drift_frac * design.liquid_to_gas_ratio * plant.air_kg_per_s;
    hour.blowdown_kg_per_s = blowdown(hour.evaporated_kg_per_s, hour.drift_kg_per_s, design.cycles_of_concentration);
  }
  hour.rejected_w = hour.carried_w + hour.power_w();
  hour.mode = hour.carried_w > 0 ? Economiser::full : Economiser::none;
  return hour;
}

}  // namespace

SizedClosedCircuitTower size_closed_circuit_tower(const ClosedCircuitTower& design, const LoopDuty& duty,
                                                  const DesignConditions& hottest, SizingNotes& notes) {
  SizedClosedCircuitTower plant{.design = design};
  const RatedPoint rated = rated_point(design);
  plant.mass_ntu = 1.0 / (rated.resistance - std::min(rated.coil, kLargestCoilShare * rated.resistance));
  const double wet_bulb = hottest.wet_bulb.in_celsius(), least = design.minimum_approach.base();
  const double room = duty.supply_c - wet_bulb;
  if (room < least)
    notes.shortfalls.push_back(
        {notes.loop,
         fmt::format("closed-circuit tower: {:.1f} C supply needs a wet bulb of at most {:.1f} C; design wet "
                     "bulb is {:.1f} C",
                     duty.supply_c, duty.supply_c - least, wet_bulb),
         (least - room) * unit::K});
  const double cold = wet_bulb + std::clamp(room, least, std::max(least, design.approach.base()));
  const double h_air = saturation_enthalpy_j_per_kg(wet_bulb, hottest.pressure_pa);
  const Potential p = wet_potential(cold, cold + duty.range_k(), h_air, hottest.pressure_pa);
  plant.air_kg_per_s = duty.design_w / full_uptake(plant, p, duty.range_k());
  const double rated_heat_w = kWaterSpecificHeat * kRatedRangeK * design.liquid_to_gas_ratio * plant.air_kg_per_s;
  plant.fan_w = design.fan_power_frac * rated_heat_w * thin_air_power(hottest.pressure_pa);
  plant.spray_w = design.spray_power_frac * rated_heat_w;
  return plant;
}

PlantHour run_closed_circuit_tower(const SizedClosedCircuitTower& plant, const LoopDuty& duty, const OutdoorAir& air) {
  if (!(duty.heat_w > 0)) return {};
  if (air.dry_bulb_c < plant.design.dry_below.in_celsius()) {
    const PlantHour dry =
        run_mode(plant, duty, air, dry_potential(duty.supply_c, duty.return_c, air.dry_bulb_c), false);
    if (dry.carried_w >= duty.heat_w) return dry;
  }
  const double h_air = enthalpy_j_per_kg(air.dry_bulb_c, air.humidity_ratio);
  return run_mode(plant, duty, air, wet_potential(duty.supply_c, duty.return_c, h_air, air.pressure_pa), true);
}

std::vector<std::string> physics_problems(const ClosedCircuitTower& design) {
  const RatedPoint rated = rated_point(design);
  if (rated.coil < kLargestCoilShare * rated.resistance) return {};
  return {fmt::format(
      "closed-circuit tower: a coil of {:.2f} NTU cannot meet the rated point at {:.2f} kg of fluid per kg of air; it "
      "needs more than {:.2f}",
      design.coil_ntu, design.liquid_to_gas_ratio,
      design.coil_ntu * rated.coil / (kLargestCoilShare * rated.resistance))};
}

}  // namespace gw::cooling
