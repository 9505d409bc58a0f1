// How big the plants become, what binds, and what units out of service leave.
#include <doctest/doctest.h>

#include <cmath>
#include <initializer_list>

#include "gw/cooling/exchanger.h"
#include "gw/cooling/plant.h"

using namespace gw;
using namespace gw::cooling;
using namespace gw::unit;

namespace {

OutdoorYear hours_of(std::initializer_list<double> dry_bulbs_c, double relative_humidity) {
  OutdoorYear year;
  for (double dry : dry_bulbs_c) {
    const OutdoorAir air = outdoor_air(Temperature::celsius(dry), relative_humidity, 100000);
    year.dry_bulb_c.push_back(air.dry_bulb_c), year.wet_bulb_c.push_back(air.wet_bulb_c);
    year.humidity_ratio.push_back(air.humidity_ratio), year.pressure_pa.push_back(air.pressure_pa);
  }
  return year;
}

const SizedDryCooler& dry(const CoolingPlantSized& plant) {
  return std::get<SizedDryCooler>(plant.liquid.plant);
}

}  // namespace

TEST_CASE("design weather: extremes of the file plus the allowance, or what the design gives") {
  CoolingDesign design;
  design.liquid.emplace();
  const OutdoorYear weather = hours_of({5, 31, 20}, 0.5);
  CHECK(size_plant(design, 10 * MW, 1 * MW, weather).hottest.dry_bulb.in_celsius() == doctest::Approx(33));
  design.extreme_allowance = 0 * K;
  CHECK(size_plant(design, 10 * MW, 1 * MW, weather).hottest.dry_bulb.in_celsius() == doctest::Approx(31));
  design.design_dry_bulb = Temperature::celsius(38), design.design_wet_bulb = Temperature::celsius(40);
  const DesignConditions given = size_plant(design, 10 * MW, 1 * MW, weather).hottest;
  CHECK(given.dry_bulb.in_celsius() == doctest::Approx(38));
  CHECK(given.wet_bulb.in_celsius() == doctest::Approx(38));  // a wet bulb cannot exceed the dry bulb
  CHECK(given.pressure_pa == doctest::Approx(100000));
}

TEST_CASE("plant duty is the peak with pumps, margin and spares, by hand") {
  CoolingDesign design;
  design.liquid.emplace();
  design.units = 4, design.spare_units = 1, design.capacity_margin_frac = 0.1;
  const CoolingPlantSized plant = size_plant(design, 100 * MW, 10 * MW, hours_of({30}, 0.4));
  const double pumps = 100e6 * (0.009 + 0.0083);
  CHECK(plant.liquid.pump_w == doctest::Approx(pumps));
  CHECK(plant.liquid.installed_w == doctest::Approx((100e6 + pumps) * 1.1 * 5 / 4));
  const double fans = 0.045 * thin_air_power(100000);  // of the site's air
  CHECK(plant.air.fan_w == doctest::Approx(10e6 * fans));
  CHECK(plant.air.installed_w == doctest::Approx((10e6 * (1 + fans + 0.0105)) * 1.1 * 5 / 4));
  CHECK(plant.liquid.supply_c == doctest::Approx(36));
  CHECK(plant.liquid.return_c == doctest::Approx(46));
  CHECK(plant.air.supply_c == doctest::Approx(21));
  CHECK(plant.air.return_c == doctest::Approx(29));
}

TEST_CASE("a plant grows with heat in proportion and with a tighter climate more") {
  CoolingDesign design;
  design.liquid.emplace();
  const OutdoorYear weather = hours_of({26}, 0.4);
  const auto one = size_plant(design, 10 * MW, 1 * MW, weather),
             two = size_plant(design, 20 * MW, 2 * MW, weather);
  CHECK(dry(two).air_kg_per_s == doctest::Approx(2 * dry(one).air_kg_per_s));
  CHECK(dry(two).fan_w == doctest::Approx(2 * dry(one).fan_w));
  const auto hot = size_plant(design, 10 * MW, 1 * MW, hours_of({31}, 0.4));
  CHECK(hot.feasible());
  CHECK(dry(hot).air_kg_per_s > 1.2 * dry(one).air_kg_per_s);
  const auto cold =
      size_plant(design, 10 * MW, 1 * MW, hours_of({10}, 0.4));  // never beyond its own approach
  CHECK(dry(cold).air_kg_per_s == doctest::Approx(dry(one).air_kg_per_s));
}

TEST_CASE("spares save fan energy: the same air through more coolers") {
  CoolingDesign design;
  design.liquid.emplace();
  const OutdoorYear weather = hours_of({28}, 0.4);
  design.spare_units = 0;
  const auto bare = size_plant(design, 10 * MW, 1 * MW, weather);
  design.spare_units = 5;
  const auto spared = size_plant(design, 10 * MW, 1 * MW, weather);
  const OutdoorAir air = weather.at(0);
  const Power fans_bare = cool(bare, 10 * MW, Power{}, air).liquid.fan;
  const Power fans_spared = cool(spared, 10 * MW, Power{}, air).liquid.fan;
  // 1.5 times the coolers at 2/3 speed: 1.5 * (2/3)^3 = 0.44 by the cube law, a little more with the static
  // share.
  CHECK(fans_spared / fans_bare > 0.42);
  CHECK(fans_spared / fans_bare < 0.50);
}

TEST_CASE("units out of service: capacity falls in proportion, and nothing is left without units") {
  CoolingDesign design;
  design.liquid.emplace();
  design.units = 4, design.spare_units = 1;
  const OutdoorYear weather = hours_of({30}, 0.4);
  const auto whole = size_plant(design, 100 * MW, 10 * MW, weather);
  const auto three = with_units_out(whole, 2, 0);
  CHECK(dry(three).air_kg_per_s == doctest::Approx(0.6 * dry(whole).air_kg_per_s));
  const OutdoorAir hottest = outdoor_air(whole.hottest.dry_bulb, 0.3, 100000);
  const auto carried = [&](const CoolingPlantSized& plant) {
    const LoopHour hour = cool(plant, 500 * MW, Power{}, hottest).liquid;
    return hour.rejected - hour.fan;
  };
  CHECK(carried(three) / carried(whole) == doctest::Approx(0.6).epsilon(0.01));
  CHECK(std::holds_alternative<std::monostate>(with_units_out(whole, 99, 0).liquid.plant));
  CHECK(with_units_out(whole, 0, 0).liquid.installed_w == whole.liquid.installed_w);
  CHECK(with_units_out(whole, -3, 0).liquid.installed_w == whole.liquid.installed_w);
}

TEST_CASE("thin air costs every plant that moves it: power at 2,500 m is above that at sea level") {
  const auto year_at = [](double pressure_pa) {
    OutdoorYear year;
    for (int t = 0; t <= 36; ++t) {
      const OutdoorAir air = outdoor_air(Temperature::celsius(t), 0.3, pressure_pa);
      year.dry_bulb_c.push_back(air.dry_bulb_c), year.wet_bulb_c.push_back(air.wet_bulb_c);
      year.humidity_ratio.push_back(air.humidity_ratio), year.pressure_pa.push_back(air.pressure_pa);
    }
    return year;
  };
  const OutdoorYear low = year_at(kStandardPressurePa), high = year_at(0.76 * kStandardPressurePa);
  CHECK(thin_air_power(0.76 * kStandardPressurePa) == doctest::Approx(1.0 / (0.76 * 0.76)));
  const auto power = [](const HeatRejection& kind, const OutdoorYear& year) {
    CoolingDesign design;
    design.air.plant = kind;
    const CoolingPlantSized plant = size_plant(design, 0.0 * MW, 10 * MW, year);
    Power all;
    for (std::size_t i = 0; i < year.dry_bulb_c.size(); ++i)
      all += cool(plant, 0.0 * MW, 10 * MW, year.at(i)).power();
    return all;
  };
  for (const HeatRejection& kind :
       {HeatRejection(DryCooler{}), HeatRejection(AdiabaticDryCooler{}), HeatRejection(CoolingTower{}),
        HeatRejection(ClosedCircuitTower{}), HeatRejection(AirCooledChiller{}),
        HeatRejection(WaterCooledChiller{}), HeatRejection(DirectAir{})})
    CHECK(power(kind, high) > power(kind, low));
}

TEST_CASE("design points outside the chiller curves are said at sizing") {
  CoolingDesign design;
  design.liquid.emplace();
  const auto plant = size_plant(design, 10 * MW, 10 * MW, hours_of({30}, 0.4));
  REQUIRE(plant.warnings.size() == 1);
  CHECK(plant.warnings[0].find("air loop: design point (21.0 C leaving, 32.1 C condenser side)") == 0);
  design.air.supply = Temperature::celsius(18), design.air.coil_approach = 8 * K;
  CHECK(size_plant(design, 10 * MW, 10 * MW, hours_of({30}, 0.4)).warnings.empty());
}

TEST_CASE("broken curves are named at sizing and give no NaN") {
  CoolingDesign design;
  design.liquid.emplace();
  AirCooledChiller broken;
  broken.chiller.eir_curve = {1, 2};
  broken.chiller.part_load_curve.clear();
  design.air.plant = broken;
  const auto plant = size_plant(design, 10 * MW, 10 * MW, hours_of({30}, 0.4));
  CHECK(plant.warnings.size() >= 1);
  CHECK(physics_problems(design).size() == 1);
  const CoolingHour hour = cool(plant, 10 * MW, 10 * MW, Temperature::celsius(30), 0.4, 1e5);
  CHECK(std::isfinite(hour.power().base()));
}

TEST_CASE("a tower is sized on the wet bulb, a dry cooler on the dry bulb") {
  CoolingDesign design;
  design.liquid.emplace().plant = CoolingTower{};
  const auto humid = size_plant(design, 10 * MW, Power{}, hours_of({30}, 0.9));
  const auto arid = size_plant(design, 10 * MW, Power{}, hours_of({30}, 0.1));
  const auto& tower_humid = std::get<SizedCoolingTower>(humid.liquid.plant);
  const auto& tower_arid = std::get<SizedCoolingTower>(arid.liquid.plant);
  CHECK(humid.feasible());
  CHECK(tower_arid.air_kg_per_s >
        tower_humid.air_kg_per_s);  // the same 4 K approach on a flatter saturation curve
  design.liquid.emplace().plant = DryCooler{};
  CHECK(dry(size_plant(design, 10 * MW, Power{}, hours_of({28}, 0.9))).air_kg_per_s ==
        doctest::Approx(dry(size_plant(design, 10 * MW, Power{}, hours_of({28}, 0.1))).air_kg_per_s));
}
