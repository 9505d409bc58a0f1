#include "gw/cooling/heat_reuse.h"

#include <doctest/doctest.h>

#include <random>

#include "gw/cooling/plant.h"

namespace gw::cooling {
namespace {

using namespace unit;

Temperature celsius(double c) { return Temperature::celsius(c); }

HeatNetwork network(double supply_c) {
  HeatNetwork out;
  out.peak = 40 * MW;
  out.supply = celsius(supply_c);
  return out;
}

OutdoorYear one_hour(double dry_c) {
  const OutdoorAir air = outdoor_air(celsius(dry_c), 0.6, 100000);
  OutdoorYear year;
  year.dry_bulb_c = {air.dry_bulb_c}, year.wet_bulb_c = {air.wet_bulb_c};
  year.humidity_ratio = {air.humidity_ratio}, year.pressure_pa = {air.pressure_pa};
  return year;
}

}  // namespace

TEST_CASE("demand: hot water all year, heating linear below its limit, no more than the peak") {
  HeatNetwork n = network(70);  // 20 % hot water, nothing heated above 15 C
  CHECK(wanted_frac(n, celsius(-10), celsius(30)) == doctest::Approx(0.2));
  CHECK(wanted_frac(n, celsius(-10), celsius(15)) == doctest::Approx(0.2));
  CHECK(wanted_frac(n, celsius(-10), celsius(2.5)) == doctest::Approx(0.6));
  CHECK(wanted_frac(n, celsius(-10), celsius(-30)) == doctest::Approx(1.0));
  n.design_outdoor = celsius(5);
  CHECK(wanted_frac(n, celsius(-10), celsius(5)) == doctest::Approx(1.0));
  n.design_outdoor = celsius(15);  // no heating season
  CHECK(wanted_frac(n, celsius(-10), celsius(-20)) == doctest::Approx(0.2));
}

TEST_CASE("heat goes straight to a cold network; a hot one needs a heat pump, by hand") {
  CHECK_FALSE(heat_pump_cop(network(40), celsius(36), celsius(46)));  // 5 K below the return
  const auto cop = heat_pump_cop(network(70), celsius(36), celsius(46));
  REQUIRE(cop);
  // Condenser 75 C = 348.15 K, evaporator 31 C: half of 348.15 / 44.
  CHECK(*cop == doctest::Approx(0.5 * 348.15 / 44.0));
  const ReusedHeat direct = reuse_heat(network(40), celsius(36), celsius(46), 50 * MW, 30 * MW);
  CHECK(direct.taken.in(MW) == doctest::Approx(30));
  CHECK(direct.compressor.base() == 0);
  const ReusedHeat lifted = reuse_heat(network(70), celsius(36), celsius(46), 50 * MW, 30 * MW);
  CHECK(lifted.delivered().in(MW) == doctest::Approx(30));
  CHECK(lifted.compressor.in(MW) == doctest::Approx(30 / *cop));
  const ReusedHeat short_of_heat = reuse_heat(network(70), celsius(36), celsius(46), 5 * MW, 30 * MW);
  CHECK(short_of_heat.taken.in(MW) == doctest::Approx(5));
  CHECK(short_of_heat.delivered().in(MW) == doctest::Approx(5 / (1 - 1 / *cop)));
  CHECK(reuse_heat(network(70), celsius(36), celsius(46), 0 * MW, 30 * MW).delivered().base() == 0);
  CHECK(reuse_heat(network(70), celsius(36), celsius(46), 5 * MW, 0 * MW).delivered().base() == 0);
}

TEST_CASE("a lift so large that nothing is gained takes nothing") {
  HeatNetwork n = network(120);
  n.carnot_frac = 0.1;
  CHECK(*heat_pump_cop(n, celsius(15), celsius(20)) == 1.0);
  CHECK(reuse_heat(n, celsius(15), celsius(20), 50 * MW, 30 * MW).delivered().base() == 0);
}

TEST_CASE("an hour with reuse closes its balance, and the plant carries less with less water and power") {
  std::mt19937 random(3);
  std::uniform_real_distribution<double> heat(0, 80), wanted(0, 120), supply(25, 110), dry(-20, 35);
  CoolingDesign design;
  design.liquid = LiquidLoop{};
  design.liquid->plant = CoolingTower{};
  const CoolingPlantSized plant = size_plant(design, 80 * MW, 10 * MW, one_hour(30));
  for (int i = 0; i < 500; ++i) {
    const HeatNetwork n = network(supply(random));
    const Power liquid = heat(random) * MW;
    const OutdoorYear year = one_hour(dry(random));
    const CoolingHour without = cool(plant, liquid, 10 * MW, year.at(0));
    const CoolingHour hour = cool(plant, liquid, 10 * MW, year.at(0), {&n, wanted(random) * MW});
    CHECK((liquid + 10 * MW + hour.power()).base() ==
          doctest::Approx((hour.rejected() + hour.reused() + hour.unmet()).base()).epsilon(1e-9));
    CHECK(hour.reused() >= Power{});
    CHECK(hour.rejected() <= without.rejected() * (1 + 1e-12));
    CHECK(hour.water() <= without.water() * (1 + 1e-12));
    CHECK((hour.power() - hour.liquid.heat_pump) <= without.power() * (1 + 1e-12));
    CHECK(hour.air.reused.base() == 0);
  }
}

}  // namespace gw::cooling
