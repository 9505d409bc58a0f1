#include <fmt/format.h>

#include <algorithm>

#include "gw/cooling/extreme_year.h"
#include "gw/cooling/plant.h"

namespace gw::cooling {
namespace {

struct Sizer {
  const LoopDuty& duty;
  const DesignConditions& hottest;
  SizingNotes& notes;

  SizedPlant operator()(const DryCooler& d) const { return size_dry_cooler(d, duty, hottest, notes); }
  SizedPlant operator()(const AdiabaticDryCooler& d) const { return size_adiabatic(d, duty, hottest, notes); }
  SizedPlant operator()(const CoolingTower& d) const { return size_cooling_tower(d, duty, hottest, notes); }
  SizedPlant operator()(const ClosedCircuitTower& d) const {
    return size_closed_circuit_tower(d, duty, hottest, notes);
  }
  SizedPlant operator()(const AirCooledChiller& d) const {
    return size_air_cooled_chiller(d, duty, hottest, notes);
  }
  SizedPlant operator()(const WaterCooledChiller& d) const {
    return size_water_cooled_chiller(d, duty, hottest, notes);
  }
  SizedPlant operator()(const DirectAir& d) const {
    if (notes.loop == "air") return size_direct_air(d, duty, hottest, notes);
    notes.shortfalls.push_back({notes.loop, "direct_air cools an air loop; it cannot cool a liquid", {}});
    return std::monostate{};
  }
};

/// Duty of N units at the peak and of all installed ones, pumps and fans of the loop included, less what outdoor air takes
/// in every hour.
LoopDuty sizing_duty(const CoolingDesign& design, const SizedLoop& loop) {
  const double units = std::max(design.units, 1), spare = std::max(design.spare_units, 0);
  const double frac = loop.economiser ? loop.economiser->plant_frac : 1.0;
  const double peak = (frac * loop.peak_w + loop.pump_w + frac * loop.fan_w) * (1.0 + design.capacity_margin_frac);
  return {loop.supply_c, loop.return_c, peak, peak * (units + spare) / units};
}

void size_loop(SizedLoop& loop, const HeatRejection& kind, const char* name, CoolingPlantSized& plant) {
  if (!(loop.peak_w > 0)) return;
  SizingNotes notes{.loop = name};
  if (!(loop.return_c > loop.supply_c)) {
    plant.shortfalls.push_back({name, "the loop's return is not warmer than its supply", {}});
    return;
  }
  if (loop.economiser && !(loop.economiser->plant_frac > 0)) {
    plant.warnings.push_back("air loop: outdoor air holds the supply in every hour of the year and at design weather: no plant is built beside it");
    return;
  }
  const LoopDuty duty = sizing_duty(plant.design, loop);
  loop.installed_w = duty.design_w;
  if (plant.design.staging == Staging::by_load) {
    loop.staging_load_frac = plant.design.staging_load_frac;
    loop.least_share = 1.0 / (std::max(plant.design.units, 1) + std::max(plant.design.spare_units, 0));
  }
  loop.plant = std::visit(Sizer{duty, plant.hottest, notes}, kind);
  plant.shortfalls.insert(plant.shortfalls.end(), notes.shortfalls.begin(), notes.shortfalls.end());
  plant.warnings.insert(plant.warnings.end(), notes.warnings.begin(), notes.warnings.end());
}

SizedLoop liquid_loop(const LiquidLoop& design, double peak_w) {
  SizedLoop loop;
  loop.supply_c = (design.coolant() - design.cdu_approach).in_celsius();
  loop.return_c = loop.supply_c + design.range.base();
  loop.cdu = {.water_rise_k = design.range.base(),
              .coolant_rise_k = design.coolant_rise.value_or(design.range).base(),
              .approach_k = design.cdu_approach.base()};
  loop.peak_w = peak_w;
  loop.pump_w = peak_w * (design.cdu_pump_power_frac + design.facility_pump_power_frac);
  loop.pump_static_frac = design.pump_static_frac;
  return loop;
}

SizedLoop air_loop(const AirLoop& design, double peak_w, double pressure_pa) {
  SizedLoop loop;
  loop.peak_w = peak_w;
  if (std::holds_alternative<DirectAir>(design.plant)) {  // no coil, no water, its own fans
    loop.supply_c = design.supply.in_celsius();
    loop.return_c = loop.supply_c + design.air_rise.base();
    return loop;
  }
  loop.supply_c = (design.supply - design.coil_approach).in_celsius();
  loop.return_c = loop.supply_c + design.water_range.base();
  loop.pump_w = peak_w * design.pump_power_frac;
  loop.pump_static_frac = design.pump_static_frac;
  loop.fan_w = peak_w * design.fan_power_frac * thin_air_power(pressure_pa);
  loop.fan_static_frac = design.fan_static_frac;
  return loop;
}

/// Largest share of the peak heat that outdoor air leaves to the plant, over the year and at design weather; without a year
/// all of it.
double plant_frac(const SizedLoop& loop, const DesignConditions& hottest, const OutdoorYear& weather) {
  const HallAir hall = hall_air(*loop.economiser, loop.peak_w, loop.peak_w, loop.fan_w, loop.supply_c);
  const auto left = [&](const OutdoorAir& air) {
    return 1.0 - outdoor_share(loop.economiser->design, hall, air).free_frac;
  };
  double frac = weather.hours() > 0 ? left(outdoor_air(hottest)) : 1.0;
  for (int i = 0; i < weather.hours() && frac < 1; ++i) frac = std::max(frac, left(weather.at(std::size_t(i))));
  return frac;
}

void size_economiser(SizedLoop& loop, const AirLoop& design, CoolingPlantSized& plant, const OutdoorYear& weather) {
  if (!design.economiser || !(loop.peak_w > 0)) return;
  loop.economiser = {.design = *design.economiser,
                     .supply_c = design.supply.in_celsius(),
                     .air_rise_k = design.air_rise.base(),
                     .fan_w = loop.peak_w * design.economiser->fan_power_frac * thin_air_power(plant.hottest.pressure_pa)};
  loop.economiser->plant_frac = plant_frac(loop, plant.hottest, weather);
  loop.pump_w *= loop.economiser->plant_frac;
}

/// Takes a share of a plant away.
struct Scaler {
  double share;
  void operator()(std::monostate) const {}
  void operator()(SizedDryCooler& p) const { p.air_kg_per_s *= share, p.fan_w *= share; }
  void operator()(SizedAdiabaticDryCooler& p) const { (*this)(p.dry); }
  void operator()(SizedCoolingTower& p) const {
    p.air_kg_per_s *= share, p.fan_w *= share, p.pump_w *= share;
  }
  void operator()(SizedClosedCircuitTower& p) const {
    p.air_kg_per_s *= share, p.fan_w *= share, p.spray_w *= share;
  }
  void operator()(SizedAirCooledChiller& p) const { p.chiller.reference_w *= share, (*this)(p.economiser); }
  void operator()(SizedWaterCooledChiller& p) const {
    p.chiller.reference_w *= share, p.tower_design_w *= share;
    (*this)(p.tower);
  }
  void operator()(SizedDirectAir& p) const { p.air_kg_per_s *= share, p.fan_w *= share; }
};

void take_out(SizedLoop& loop, const CoolingDesign& design, int units_out) {
  const int installed = std::max(design.units, 1) + std::max(design.spare_units, 0);
  const double share = double(std::clamp(installed - units_out, 0, installed)) / installed;
  if (share <= 0)
    loop.plant = std::monostate{};
  else
    std::visit(Scaler{share}, loop.plant), loop.least_share /= share;
  loop.installed_w *= share;
}

}  // namespace

CoolingPlantSized size_plant(const CoolingDesign& design, Power peak_liquid_heat, Power peak_air_heat,
                             const OutdoorYear& weather) {
  CoolingPlantSized plant{.design = design, .hottest = design_weather(design, weather)};
  if (design.liquid) plant.liquid = liquid_loop(*design.liquid, std::max(0.0, peak_liquid_heat.base()));
  plant.air = air_loop(design.air, std::max(0.0, peak_air_heat.base()), plant.hottest.pressure_pa);
  if (design.liquid)
    size_loop(plant.liquid, design.liquid->plant, "liquid", plant);
  else if (peak_liquid_heat > Power{})
    plant.shortfalls.push_back({"liquid", "the design has no liquid loop", {}});
  size_economiser(plant.air, design.air, plant, weather);
  size_loop(plant.air, design.air.plant, "air", plant);
  if (design.liquid && design.liquid->storage) plant.liquid.tank = size_tank(*design.liquid->storage, weather);
  if (design.air.storage) plant.air.tank = size_tank(*design.air.storage, weather);
  return plant;
}

CoolingPlantSized size_plant(const CoolingDesign& design, Power peak_liquid_heat, Power peak_air_heat,
                             const catalog::WeatherYear& weather) {
  return size_plant(design, peak_liquid_heat, peak_air_heat, sizing_year(weather));
}

CoolingPlantSized with_units_out(CoolingPlantSized plant, int liquid_units_out, int air_units_out) {
  take_out(plant.liquid, plant.design, liquid_units_out);
  take_out(plant.air, plant.design, air_units_out);
  return plant;
}

}  // namespace gw::cooling
