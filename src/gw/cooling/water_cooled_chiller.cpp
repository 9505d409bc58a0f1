#include "gw/cooling/water_cooled_chiller.h"

#include <algorithm>

#include "gw/cooling/exchanger.h"

namespace gw::cooling {
namespace {

// What both ways carry is compared to rounding.
constexpr double kRoundingFrac = 1e-9;

/// Heat of load and compressor over the load, at the rated COP: what the tower is asked for before the COP is
/// known.
double heat_ratio(const ChillerCurves& chiller) { return 1.0 + 1.0 / chiller.cop; }

/// Tower and condenser while the compressor runs.
struct CondenserSide {
  double water_c;          ///< entering the condenser
  double free_frac;        ///< share of the load the plate exchanger takes
  double uptake_j_per_kg;  ///< heat per kg of air, 0 = fans full
};

/// `tower_c` is the tower's water with fans full.
CondenserSide condenser_side(const SizedWaterCooledChiller& plant, const LoopDuty& duty, double tower_c, double free_frac,
                             const OutdoorAir& air) {
  const double range = plant.design.condenser_range.base(), ratio = heat_ratio(plant.design.chiller);
  CondenserSide side{tower_c, free_frac, 0.0};
  // Water leaves the plate exchanger warmer by its share of the heat over the condenser flow.
  side.water_c = tower_c + side.free_frac * std::min(range / ratio, duty.range_k());
  const double least = plant.design.condenser_water_min.in_celsius();
  if (side.water_c < least) {
    side.water_c = least;
    if (side.free_frac <= 0)
      side.uptake_j_per_kg = tower_uptake_j_per_kg(plant.tower, least, least + range, air);
  }
  return side;
}

/// Share of the heat that the exchanger takes from the return in series with the chiller.
double series_free_frac(const SizedWaterCooledChiller& plant, const LoopDuty& duty, double tower_c) {
  if (plant.design.economiser != PlateEconomiser::integrated) return 0.0;
  const double exchanger = plant.tower.design.exchanger_approach.base();
  return std::clamp((duty.return_c - exchanger - tower_c) / duty.range_k(), 0.0, 1.0);
}

bool full_economiser(const SizedWaterCooledChiller& plant, const LoopDuty& duty, const OutdoorAir& air,
                     PlantHour& hour) {
  if (plant.design.economiser == PlateEconomiser::none) return false;
  const double cold = duty.supply_c - plant.tower.design.exchanger_approach.base();
  const double uptake = tower_uptake_j_per_kg(plant.tower, cold, cold + duty.range_k(), air);
  if (plant.tower.air_kg_per_s * uptake < duty.heat_w) return false;
  tower_water_and_power(plant.tower, duty.heat_w, duty.range_k(), uptake, plant.tower_design_w, air, hour);
  hour.carried_w = duty.heat_w;
  hour.mode = Economiser::full;
  return true;
}

/// An hour with the compressor: the chiller takes what the exchanger leaves.
PlantHour with_compressor(const SizedWaterCooledChiller& plant, const LoopDuty& duty, const CondenserSide& side,
                          const OutdoorAir& air) {
  PlantHour hour;
  const double free_w = duty.heat_w * side.free_frac, left_w = duty.heat_w - free_w;
  const ChillerPoint point = run_chiller(plant.chiller, left_w, duty.supply_c, side.water_c);
  hour.carried_w = free_w + std::min(left_w, point.available_w);
  hour.compressor_w = point.power_w;
  hour.outside_curves = point.outside_curves && left_w > 0;
  hour.mode = free_w > 0 ? Economiser::partial : Economiser::none;
  const double to_tower = hour.carried_w + hour.compressor_w;
  const double uptake = side.uptake_j_per_kg > 0 ? side.uptake_j_per_kg : to_tower / plant.tower.air_kg_per_s;
  if (to_tower > 0)
    tower_water_and_power(plant.tower, to_tower, plant.design.condenser_range.base(), uptake, plant.tower_design_w, air,
                          hour);
  return hour;
}

}  // namespace

SizedWaterCooledChiller size_water_cooled_chiller(const WaterCooledChiller& design, const LoopDuty& duty,
                                                  const DesignConditions& hottest, SizingNotes& notes) {
  SizedWaterCooledChiller plant{.design = design};
  const double cold = std::max(hottest.wet_bulb.in_celsius() + design.tower.approach.base(),
                               design.condenser_water_min.in_celsius());
  plant.chiller = size_chiller(design.chiller, duty.design_w, duty.supply_c, cold, notes);
  const ChillerPoint at_design = run_chiller(plant.chiller, duty.design_w, duty.supply_c, cold);
  plant.tower_design_w = duty.design_w + std::max(at_design.power_w, duty.design_w / design.chiller.cop);
  LoopDuty tower_duty{.supply_c = cold,
                      .return_c = cold + design.condenser_range.base(),
                      .heat_w = plant.tower_design_w,
                      .design_w = plant.tower_design_w};
  CoolingTower tower = design.tower;
  tower.exchanger_approach = {};  // the condenser is on the tower water itself
  plant.tower = size_cooling_tower(tower, tower_duty, hottest, notes);
  plant.tower.design.exchanger_approach = design.tower.exchanger_approach;
  return plant;
}

PlantHour run_water_cooled_chiller(const SizedWaterCooledChiller& plant, const LoopDuty& duty,
                                   const OutdoorAir& air) {
  PlantHour hour;
  if (!(duty.heat_w > 0)) return hour;
  if (!full_economiser(plant, duty, air, hour)) {
    const double ratio = heat_ratio(plant.design.chiller);
    const double tower_c =
        tower_cold_water_c(plant.tower, duty.heat_w * ratio, plant.design.condenser_range.base(), air);
    const double free_frac = series_free_frac(plant, duty, tower_c);
    hour = with_compressor(plant, duty, condenser_side(plant, duty, tower_c, free_frac, air), air);
    // Only where head-pressure control would slow the fans can the chiller alone take less.
    if (free_frac > 0 && tower_c < plant.design.condenser_water_min.in_celsius()) {
      const PlantHour alone = with_compressor(plant, duty, condenser_side(plant, duty, tower_c, 0.0, air), air);
      if (alone.carried_w >= hour.carried_w * (1 - kRoundingFrac) && alone.power_w() < hour.power_w()) hour = alone;
    }
  }
  hour.rejected_w = hour.carried_w + hour.power_w();
  return hour;
}

}  // namespace gw::cooling
