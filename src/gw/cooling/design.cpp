#include "gw/cooling/design.h"

namespace gw::cooling {
namespace {

struct Problems {
  std::vector<std::string> operator()(const AirCooledChiller& d) const { return physics_problems(d.chiller); }
  std::vector<std::string> operator()(const WaterCooledChiller& d) const {
    return physics_problems(d.chiller);
  }
  std::vector<std::string> operator()(const ClosedCircuitTower& d) const { return physics_problems(d); }
  template <class T>
  std::vector<std::string> operator()(const T&) const {
    return {};
  }
};

void add(std::vector<std::string>& all, const char* loop, const HeatRejection& plant) {
  for (const std::string& problem : std::visit(Problems{}, plant))
    all.push_back(std::string(loop) + " loop: " + problem);
}

}  // namespace

std::vector<std::string> physics_problems(const CoolingDesign& design) {
  std::vector<std::string> all;
  if (design.liquid) {
    if (std::holds_alternative<DirectAir>(design.liquid->plant))
      all.push_back("liquid loop: direct_air cools an air loop; it cannot cool a liquid");
    if (!(design.liquid->range.base() > 0)) all.push_back("liquid loop: return is not warmer than supply");
    add(all, "liquid", design.liquid->plant);
  }
  if (!(design.air.air_rise.base() > 0)) all.push_back("air loop: return is not warmer than supply");
  if (!(design.air.water_range.base() > 0)) all.push_back("air loop: water return is not warmer than supply");
  if (design.design_wet_bulb && design.design_dry_bulb && *design.design_wet_bulb > *design.design_dry_bulb)
    all.push_back("design wet bulb is above design dry bulb");
  add(all, "air", design.air.plant);
  if (design.air.storage && std::holds_alternative<DirectAir>(design.air.plant))
    all.push_back("air loop: direct_air has no water that a tank could store");
  return all;
}

}  // namespace gw::cooling
