#include "gw/campus/hall_load.h"

#include <algorithm>

namespace gw::campus {
namespace {

// Heat a plant may leave unmet before compute is shed: rounding of its balance.
constexpr double kUnmetFrac = 1e-6;

// Heat of a loop that leaves without compressors.
Power free_heat(const cooling::LoopHour& loop, Power heat) {
  return loop.compressor <= 0.0 * W ? heat : std::min(heat, loop.by_outdoor_air);
}

}  // namespace

HeatSplit heat_of(const power::Rack& rack, const power::ItPower& it) {
  const Power service = it.network + it.storage + it.support;
  const Power racks = it.total() - service;
  const Power liquid = rack.liquid_heat_frac * racks;
  return {liquid, racks - liquid + service};
}

HeatSplit peak_heat(const Hall& hall, const PreparedHall& prepared) {
  HeatSplit peak = heat_of(hall.rack, double(prepared.accelerators) * prepared.provisioned);
  const power::SizedChain unsized = power::size_chain(hall.power_chain, prepared.design_it, 0.0 * W);
  peak.air += power::chain_totals(unsized, prepared.design_it, 0.0 * W).critical_loss;
  return peak;
}

bool HallLoad::cooled() const { return unmet <= kUnmetFrac * heat; }

HallLoad hall_load(const PreparedHall& hall, const power::ItPower& it, const cooling::OutdoorAir& air,
                   const cooling::HourCalls& calls) {
  HeatSplit heat = heat_of(hall.design.rack, it);
  // Conversion losses on the critical path are inside the halls; they do not depend on the mechanical load unless
  // part of it rides on the UPS, which is left out here (pumps on UPS: under 1 % of its load).
  const Power hall_loss = power::chain_totals(hall.chain, it.total(), 0.0 * W).critical_loss;
  heat.air += hall_loss;
  const cooling::CoolingHour hour = cooling::cool(hall.running, heat.liquid, heat.air, air, calls);
  const power::ChainTotals chain = power::chain_totals(hall.chain, it.total(), hour.power());
  HallLoad out;
  out.mechanical = hour.power();
  out.loss = chain.loss();
  out.other = hall.other;
  out.facility = chain.facility_input + out.other;
  out.water = {hour.evaporated().in(kg), hour.drift().in(kg), hour.blowdown().in(kg)};
  out.reused = hour.reused();
  out.unmet = hour.unmet();
  out.rejected = hour.rejected();
  out.liquid_to_tank = hour.liquid.to_tank, out.air_to_tank = hour.air.to_tank;
  out.rode_through = hour.liquid.rode_through || hour.air.rode_through;
  out.heat = heat.liquid + heat.air;
  const Power free = free_heat(hour.liquid, heat.liquid) + free_heat(hour.air, heat.air);
  out.free_cooling_frac = out.heat > 0.0 * W ? free / out.heat : 0.0;
  out.chain_loading_frac = chain.worst_loading_frac;
  out.outdoor_air = hour.air.moisture;
  out.outside_range = hour.liquid.outside_curves || hour.air.outside_curves;
  return out;
}

}  // namespace gw::campus
