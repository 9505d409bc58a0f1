#include "gw/cooling/dry_cooler.h"

#include <fmt/format.h>

#include "gw/cooling/exchanger.h"
#include "gw/cooling/psychrometrics.h"

namespace gw::cooling {
namespace {

/// Selection approach between the kind's own and the smallest allowed; reports what is left over.
double selection_approach_k(const DryCooler& design, double supply_c, double air_c, SizingNotes& notes) {
  const double room = supply_c - air_c, least = design.minimum_approach.base();
  if (room < least) {
    const std::string binding =
        fmt::format("dry cooler: {:.1f} C supply needs air of at most {:.1f} C; design air is {:.1f} C",
                    supply_c, supply_c - least, air_c);
    notes.shortfalls.push_back({notes.loop, binding, (least - room) * unit::K});
  }
  return std::clamp(room, least, std::max(least, design.approach.base()));
}

}  // namespace

SizedDryCooler size_dry_cooler(const DryCooler& design, const LoopDuty& duty, const DesignConditions& hottest,
                               SizingNotes& notes) {
  SizedDryCooler plant{.design = design};
  const double range = duty.range_k(), rated_top = range + design.approach.base();
  // The catalogue point: q = C_air e (T_return - T_air) = C_fluid range.
  const double effectiveness = std::min(range / (design.air_capacity_ratio * rated_top), 0.95);
  plant.ntu = counterflow_ntu(effectiveness, range / rated_top / effectiveness);
  plant.selection_uptake_j_per_kg = kDryAirSpecificHeat * effectiveness * rated_top;
  const double approach = selection_approach_k(design, duty.supply_c, hottest.dry_bulb.in_celsius(), notes);
  const double uptake = dry_uptake_j_per_kg(plant, duty.supply_c, duty.return_c, duty.supply_c - approach);
  plant.air_kg_per_s = duty.design_w / uptake;
  plant.fan_w = design.fan_power_frac * plant.selection_uptake_j_per_kg * plant.air_kg_per_s *
                thin_air_power(hottest.pressure_pa);
  return plant;
}

double dry_uptake_j_per_kg(const SizedDryCooler& plant, double supply_c, double return_c, double air_c) {
  const double coefficient = plant.ntu / std::pow(plant.selection_uptake_j_per_kg, kNtuExponent);
  return counterflow_uptake(kDryAirSpecificHeat * (return_c - air_c),
                            kDryAirSpecificHeat * (return_c - supply_c), coefficient);
}

PlantHour run_dry_cooler(const SizedDryCooler& plant, const LoopDuty& duty, double air_c) {
  PlantHour hour;
  if (!(duty.heat_w > 0)) return hour;
  const double capacity =
      plant.air_kg_per_s * dry_uptake_j_per_kg(plant, duty.supply_c, duty.return_c, air_c);
  hour.carried_w = std::min(duty.heat_w, capacity);
  const double flow = duty.heat_w < capacity ? duty.heat_w / capacity : 1.0;
  hour.fan_w =
      fan_power_w(plant.fan_w, flow, plant.design.minimum_fan_speed_frac, plant.design.fan_static_frac);
  hour.rejected_w = hour.carried_w + hour.fan_w;
  hour.mode = hour.carried_w > 0 ? Economiser::full : Economiser::none;
  return hour;
}

double dry_precooling_w(const SizedDryCooler& plant, const LoopDuty& duty, double air_c) {
  if (!(duty.heat_w > 0) || air_c >= duty.return_c) return 0.0;
  const double air_rate = plant.air_kg_per_s * kDryAirSpecificHeat, fluid_rate = duty.heat_w / duty.range_k();
  const double flow_ratio = duty.heat_w / plant.air_kg_per_s / plant.selection_uptake_j_per_kg;
  const double ntu = plant.ntu * std::pow(flow_ratio, kNtuExponent);
  const double taken =
      counterflow_effectiveness(ntu, air_rate / fluid_rate) * air_rate * (duty.return_c - air_c);
  return std::min(taken, duty.heat_w);
}

}  // namespace gw::cooling
