#include "gw/cooling/design.h"

#include <fmt/format.h>

namespace gw::cooling {
namespace {

// The smallest approach that sizing may choose cannot be above the one it aims at.
template <class T>
void add_approach(std::vector<std::string>& all, const char* what, const T& design) {
  if (design.minimum_approach > design.approach)
    all.push_back(fmt::format("{}: minimum_approach of {:g} K is above the approach, {:g} K", what,
                              design.minimum_approach.base(), design.approach.base()));
}

template <class T>
void add_dew_points(std::vector<std::string>& all, const char* what, const T& design) {
  if (design.dew_point_min < design.dew_point_max) return;
  all.push_back(fmt::format("{}: dew_point_min of {:g} C is not below dew_point_max, {:g} C", what,
                            design.dew_point_min.in_celsius(), design.dew_point_max.in_celsius()));
}

struct Problems {
  std::vector<std::string> operator()(const AirCooledChiller& d) const {
    auto all = physics_problems(d.chiller);
    add_approach(all, "economiser_cooler", d.economiser_cooler);
    return all;
  }
  std::vector<std::string> operator()(const WaterCooledChiller& d) const {
    auto all = physics_problems(d.chiller);
    add_approach(all, "tower", d.tower);
    return all;
  }
  std::vector<std::string> operator()(const ClosedCircuitTower& d) const {
    auto all = physics_problems(d);
    add_approach(all, "closed-circuit tower", d);
    return all;
  }
  std::vector<std::string> operator()(const CoolingTower& d) const {
    std::vector<std::string> all;
    add_approach(all, "cooling tower", d);
    return all;
  }
  std::vector<std::string> operator()(const AdiabaticDryCooler& d) const { return (*this)(d.dry_cooler); }
  std::vector<std::string> operator()(const DryCooler& d) const {
    std::vector<std::string> all;
    add_approach(all, "dry cooler", d);
    return all;
  }
  std::vector<std::string> operator()(const DirectAir& d) const {
    std::vector<std::string> all;
    add_dew_points(all, "direct_air", d);
    return all;
  }
  template <class T>
  std::vector<std::string> operator()(const T&) const {
    return {};
  }
};

void add(std::vector<std::string>& all, const char* loop, const HeatRejection& plant) {
  for (const std::string& problem : std::visit(Problems{}, plant))
    all.push_back(std::string(loop) + " loop: " + problem);
}

constexpr Temperature kUsualCoolant = Temperature::celsius(40.0);  // assumed
constexpr const char* kWaterClasses[] = {"W17", "W27", "W32", "W40", "W45", "W+"};

// The coolant's temperatures must enclose the water's at both ends of the exchanger, and the water keep its
// class.
void add_exchanger(std::vector<std::string>& all, const LiquidLoop& loop) {
  const TemperatureDelta rise = loop.coolant_rise.value_or(loop.range);
  if (loop.cdu_approach.base() > 0 && !(rise + loop.cdu_approach > loop.range))
    all.push_back(
        fmt::format("liquid loop: facility water that warms by {:g} K would leave the CDU warmer than the "
                    "coolant enters it, {:g} K "
                    "above supply with an approach of {:g} K",
                    loop.range.base(), rise.base(), loop.cdu_approach.base()));
  const Temperature water = loop.coolant() - loop.cdu_approach;
  const std::optional<Temperature> limit = loop.water_class ? warmest(*loop.water_class) : std::nullopt;
  if (limit && water.in_celsius() > limit->in_celsius() + 1e-9)
    all.push_back(
        fmt::format("liquid loop: facility water of {:g} C (coolant less approach) is warmer than class {} "
                    "allows, {:g} C",
                    water.in_celsius(), to_string(*loop.water_class), limit->in_celsius()));
}

// Two things bring outdoor air to a hall; only one can stand in a loop.
void add_economiser(std::vector<std::string>& all, const AirLoop& loop) {
  if (!loop.economiser) return;
  if (std::holds_alternative<DirectAir>(loop.plant))
    all.push_back("air loop: direct_air brings outdoor air already: an economiser needs a plant that chills water beside it");
  add_dew_points(all, "air loop: economiser", *loop.economiser);
}

}  // namespace

std::optional<Temperature> warmest(WaterClass water) {
  switch (water) {
    case WaterClass::w17:
      return Temperature::celsius(17.0);
    case WaterClass::w27:
      return Temperature::celsius(27.0);
    case WaterClass::w32:
      return Temperature::celsius(32.0);
    case WaterClass::w40:
      return Temperature::celsius(40.0);
    case WaterClass::w45:
      return Temperature::celsius(45.0);
    case WaterClass::w_plus:
      return {};
  }
  return {};
}

const char* to_string(WaterClass water) { return kWaterClasses[static_cast<std::size_t>(water)]; }

Temperature LiquidLoop::coolant() const {
  if (supply) return *supply;
  const std::optional<Temperature> water = water_class ? warmest(*water_class) : std::nullopt;
  return water ? *water + cdu_approach : kUsualCoolant;
}

bool uses_wet_bulb(const CoolingDesign& design) {
  const auto dry = [](const HeatRejection& plant) {
    return std::holds_alternative<DryCooler>(plant) || std::holds_alternative<AirCooledChiller>(plant);
  };
  return !dry(design.air.plant) || design.air.economiser || (design.liquid && !dry(design.liquid->plant));
}

std::vector<std::string> physics_problems(const CoolingDesign& design) {
  std::vector<std::string> all;
  if (design.liquid) {
    if (std::holds_alternative<DirectAir>(design.liquid->plant))
      all.push_back("liquid loop: direct_air cools an air loop; it cannot cool a liquid");
    if (!(design.liquid->range.base() > 0)) all.push_back("liquid loop: return is not warmer than supply");
    add_exchanger(all, *design.liquid);
    add(all, "liquid", design.liquid->plant);
  }
  if (!(design.air.air_rise.base() > 0)) all.push_back("air loop: return is not warmer than supply");
  if (!(design.air.water_range.base() > 0)) all.push_back("air loop: water return is not warmer than supply");
  if (design.design_wet_bulb && design.design_dry_bulb && *design.design_wet_bulb > *design.design_dry_bulb)
    all.push_back("design wet bulb is above design dry bulb");
  if (design.units_out >= design.units + design.spare_units)
    all.push_back("no unit is left: units_out is all of units and spare_units, or more");
  add(all, "air", design.air.plant);
  add_economiser(all, design.air);
  if (design.air.storage && std::holds_alternative<DirectAir>(design.air.plant))
    all.push_back("air loop: direct_air has no water that a tank could store");
  return all;
}

}  // namespace gw::cooling
