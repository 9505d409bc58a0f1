#include "gw/planning/make_up_water.h"

#include <algorithm>

#include "gw/campus/chain_sizing.h"
#include "gw/campus/hall_load.h"
#include "gw/campus/simulate.h"

namespace gw::planning {
namespace {

constexpr double kKgPerM3 = 1000;  // of water

double design_flow(const campus::Hall& hall, const campus::PreparedHall& prepared, const cooling::OutdoorYear& outdoor) {
  if (!cooling::uses_wet_bulb(hall.cooling)) return 0;
  const campus::HeatSplit heat = campus::peak_heat(hall, prepared);
  const auto flow = [&](const cooling::OutdoorAir& air) {
    return cooling::cool(prepared.plant, heat.liquid, heat.air, air).water().in(kg) / kKgPerM3;
  };
  double most = flow(cooling::outdoor_air(prepared.plant.hottest));
  for (std::size_t h = 0; h < std::size_t(outdoor.hours()); ++h) most = std::max(most, flow(outdoor.at(h)));
  return most;
}

}  // namespace

MakeUpWater make_up_water(const Scenario& scenario, const campus::Simulation& simulation) {
  MakeUpWater out;
  const std::vector<campus::PreparedHall>& halls = simulation.prepared.halls;
  std::vector<double> by_design(halls.size(), -1.0);  // one calculation serves halls that are built alike
  for (std::size_t h = 0; h < halls.size(); ++h) {
    double& flow = by_design[halls[h].like];
    if (flow < 0 && halls[h].within_horizon) flow = design_flow(scenario.halls[h], halls[h], simulation.prepared.sizing);
    out.hall_m3_per_h.push_back(halls[h].within_horizon ? flow : 0.0);
    out.design_m3_per_h += out.hall_m3_per_h.back();
  }
  const std::vector<double>& hourly = simulation.operations.hourly.water_kg;
  if (hourly.empty()) return out;
  out.peak_hour = std::size_t(std::ranges::max_element(hourly) - hourly.begin());
  out.peak_m3_per_h = hourly[out.peak_hour] / kKgPerM3;
  return out;
}

}  // namespace gw::planning
