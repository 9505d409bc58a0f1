#include "gw/cooling/plant.h"

#include <doctest/doctest.h>

#include <cmath>
#include <initializer_list>

using namespace gw;
using namespace gw::cooling;
using namespace gw::unit;

namespace {

/// One hour of moderate weather: sizing takes its design conditions from the fields given.
OutdoorYear mild_year() {
  const OutdoorAir air = outdoor_air(Temperature::celsius(15), 0.6, 99000);
  return {{air.dry_bulb_c}, {air.wet_bulb_c}, {air.humidity_ratio}, {air.pressure_pa}};
}

CoolingDesign design_of(HeatRejection liquid, HeatRejection air) {
  CoolingDesign design;
  design.liquid.emplace().plant = std::move(liquid), design.air.plant = std::move(air);
  design.design_dry_bulb = Temperature::celsius(36), design.design_wet_bulb = Temperature::celsius(25);
  return design;
}

/// Every kind in every loop it may serve.
std::vector<CoolingDesign> all_designs() {
  AirCooledChiller no_economiser;
  no_economiser.economiser = false;
  WaterCooledChiller no_exchanger;
  no_exchanger.economiser = PlateEconomiser::none;
  const auto with_outdoor_air = [](HeatRejection air, double media_effectiveness_frac) {
    CoolingDesign design = design_of(DryCooler{}, std::move(air));
    design.air.economiser.emplace().media_effectiveness_frac = media_effectiveness_frac;
    return design;
  };
  return {design_of(DryCooler{}, AirCooledChiller{}),
          design_of(AdiabaticDryCooler{}, WaterCooledChiller{}),
          design_of(CoolingTower{}, DirectAir{}),
          design_of(AirCooledChiller{}, DryCooler{}),
          design_of(WaterCooledChiller{}, AdiabaticDryCooler{}),
          design_of(no_economiser, no_exchanger),
          design_of(DryCooler{}, CoolingTower{}),
          with_outdoor_air(WaterCooledChiller{}, 0.0),
          with_outdoor_air(no_economiser, 0.85)};
}

constexpr Power kLiquid = 80 * MW, kAir = 20 * MW;

bool is_sound(const LoopHour& hour) {
  for (double x : {hour.fan.base(), hour.pump.base(), hour.compressor.base(), hour.rejected.base(),
                   hour.unmet.base(), hour.evaporated.base(), hour.drift.base(), hour.blowdown.base()})
    if (!std::isfinite(x) || x < -1e-3) return false;
  return true;
}

}  // namespace

TEST_CASE("energy closes every hour and nothing is ever NaN or negative, whatever weather and load") {
  for (const CoolingDesign& design : all_designs()) {
    const CoolingPlantSized plant = size_plant(design, kLiquid, kAir, mild_year());
    for (double dry = -60; dry <= 60; dry += 5)
      for (double rh : {0.0, 0.3, 1.0, 1.1})
        for (double pressure : {31000.0, 75000.0, 120000.0})
          for (double load : {0.0, 1e-9, 0.01, 0.5, 1.0, 1.7, 50.0}) {
            const CoolingHour hour =
                cool(plant, load * kLiquid, load * kAir, Temperature::celsius(dry), rh, pressure);
            CAPTURE(dry);
            CAPTURE(rh);
            CAPTURE(pressure);
            CAPTURE(load);
            REQUIRE(is_sound(hour.liquid));
            REQUIRE(is_sound(hour.air));
            const Power in = load * (kLiquid + kAir) + hour.power();
            REQUIRE(std::abs((in - hour.rejected() - hour.unmet()).base()) <= 1e-9 * in.base());
          }
  }
}

TEST_CASE("a hotter hour never takes less power while the heat is carried") {
  for (const CoolingDesign& design : all_designs()) {
    const CoolingPlantSized plant = size_plant(design, kLiquid, kAir, mild_year());
    for (double rh : {0.15, 0.5, 0.9})
      for (double load : {0.3, 1.0}) {
        Power last_liquid, last_air;
        for (double dry = -40; dry <= 50; dry += 0.25) {
          const CoolingHour hour =
              cool(plant, load * kLiquid, load * kAir, Temperature::celsius(dry), rh, 99000);
          CAPTURE(dry);
          CAPTURE(rh);
          CAPTURE(load);
          if (hour.liquid.unmet.base() < 1) {
            REQUIRE(hour.liquid.power() >= last_liquid * (1 - 1e-6));
            last_liquid = hour.liquid.power();
          }
          // Outdoor air too dry for an economiser is left out: where it no longer is, power falls.
          if (hour.air.unmet.base() < 1 && hour.air.moisture != Moisture::too_dry) {
            REQUIRE(hour.air.power() >= last_air * (1 - 1e-6));
            last_air = hour.air.power();
          }
        }
      }
  }
}

TEST_CASE("more heat never takes less power, at any weather") {
  for (const CoolingDesign& design : all_designs()) {
    const CoolingPlantSized plant = size_plant(design, kLiquid, kAir, mild_year());
    for (double dry : {-20.0, 5.0, 15.0, 22.0, 30.0}) {
      Power last;
      for (double load = 0; load <= 1.0; load += 0.02) {
        const CoolingHour hour =
            cool(plant, load * kLiquid, load * kAir, Temperature::celsius(dry), 0.5, 99000);
        CAPTURE(dry);
        CAPTURE(load);
        REQUIRE(hour.power() >= last * (1 - 1e-6));
        last = hour.power();
      }
    }
  }
}

TEST_CASE("at its design weather a feasible plant carries its peak with N units") {
  for (CoolingDesign design : all_designs()) {
    design.units = 8, design.spare_units = 2;
    const CoolingPlantSized plant = size_plant(design, kLiquid, kAir, mild_year());
    if (!plant.feasible()) continue;
    const CoolingPlantSized n_only = with_units_out(plant, 2, 2);
    const OutdoorAir hottest{36, 25, outdoor_air(Temperature::celsius(36), 0.39, 99000).humidity_ratio,
                             99000};
    CHECK(cool(plant, kLiquid, kAir, hottest).unmet().base() < 1);
    CHECK(cool(n_only, kLiquid, kAir, hottest).unmet().base() < 1);
    const CoolingHour none = cool(with_units_out(plant, 10, 10), kLiquid, kAir, hottest);
    CHECK(none.unmet() >= kLiquid + kAir);
  }
}

TEST_CASE("above capacity the rest is unmet, and more load does not carry more") {
  const CoolingPlantSized plant = size_plant(all_designs()[0], kLiquid, kAir, mild_year());
  const OutdoorAir hot = outdoor_air(Temperature::celsius(36), 0.3, 99000);
  const CoolingHour twice = cool(plant, 2.0 * kLiquid, 2.0 * kAir, hot),
                    more = cool(plant, 3.0 * kLiquid, 3.0 * kAir, hot);
  CHECK(twice.unmet() > 0.5 * (kLiquid + kAir));
  CHECK(more.rejected().base() == doctest::Approx(twice.rejected().base()).epsilon(1e-6));
  CHECK(cool(plant, -5 * MW, -1 * MW, hot).power() == Power{});
}

TEST_CASE("impossible designs say what binds and by how much") {
  CoolingDesign design = design_of(DirectAir{}, DryCooler{});
  const CoolingPlantSized plant = size_plant(design, kLiquid, kAir, mild_year());
  REQUIRE(plant.shortfalls.size() == 2);
  CHECK(plant.shortfalls[0].loop == "liquid");
  CHECK(plant.shortfalls[0].binding.find("cannot cool a liquid") != std::string::npos);
  // 27 - 6 = 21 C water with 36 C air and a 3 K approach: 18 K short.
  CHECK(plant.shortfalls[1].by.base() == doctest::Approx(18.0));
  CHECK(physics_problems(design).size() == 1);
  design = design_of(DryCooler{}, AirCooledChiller{});
  design.liquid.emplace().range = 0 * K;
  CHECK_FALSE(size_plant(design, kLiquid, kAir, mild_year()).feasible());
  CHECK(physics_problems(design).size() == 1);
  for (const CoolingDesign& sound : all_designs()) CHECK(physics_problems(sound).empty());
}

TEST_CASE("a hall without a liquid loop has no liquid plant") {
  CoolingDesign design = design_of(DryCooler{}, DirectAir{});
  design.liquid.reset();
  const CoolingPlantSized plant = size_plant(design, Power{}, kAir, mild_year());
  CHECK(plant.feasible());
  CHECK(physics_problems(design).empty());
  const CoolingPlantSized wrong = size_plant(design, kLiquid, kAir, mild_year());
  REQUIRE_FALSE(wrong.feasible());
  CHECK(wrong.shortfalls[0].binding.find("no liquid loop") != std::string::npos);
  CHECK(std::holds_alternative<std::monostate>(plant.liquid.plant));
  CHECK(cool(plant, 1 * MW, kAir, Temperature::celsius(15), 0.5, 1e5).liquid.unmet == 1 * MW);
}

TEST_CASE("direct air humidifies dry winter air and cools by evaporation in summer") {
  CoolingDesign design = design_of(DryCooler{}, DirectAir{});
  std::get<DirectAir>(design.air.plant).dew_point_min = Temperature::celsius(5.5);
  const CoolingPlantSized plant = size_plant(design, Power{}, kAir, mild_year());
  const auto water = [&](double dry, double rh) {
    return cool(plant, Power{}, kAir, Temperature::celsius(dry), rh, 101325).air.water().in(kg) / kAir.in(kW);
  };
  CHECK(water(20, 0.6) == 0.0);
  CHECK(water(-10, 0.7) > 0.1);
  CHECK(water(36, 0.2) > 0.5);
  // By hand: 36 C cooled to 27 C takes 9 / 12 of the heat as latent heat; with 3 cycles, 1.5 times the
  // evaporation.
  CHECK(water(36, 0.2) == doctest::Approx(1.5 * 9.0 / 12.0 * 3600 / 2430).epsilon(0.03));
}

TEST_CASE("a year is its hours, sums and counts included") {
  const CoolingPlantSized plant = size_plant(all_designs()[1], kLiquid, kAir, mild_year());
  OutdoorYear weather;
  for (double dry : {-10.0, 10.0, 20.0, 30.0, 45.0}) {
    const OutdoorAir air = outdoor_air(Temperature::celsius(dry), 0.5, 99000);
    weather.dry_bulb_c.push_back(air.dry_bulb_c), weather.wet_bulb_c.push_back(air.wet_bulb_c);
    weather.humidity_ratio.push_back(air.humidity_ratio), weather.pressure_pa.push_back(air.pressure_pa);
  }
  const std::vector<double> liquid = {8e7, 7e7, 6e7, 5e7, 8e7, 8e7, 1e7}, air = {2e7};
  const CoolingYear year = cool_year(plant, liquid, air, weather, 3);
  REQUIRE(year.power_w.size() == 7);
  double power = 0, water = 0;
  for (std::size_t i = 0; i < 7; ++i) {
    const CoolingHour hour = cool(plant, liquid[i] * W, 2e7 * W, weather.at((3 + i) % 5));
    CHECK(year.power_w[i] == doctest::Approx(hour.power().base()));
    CHECK(year.unmet_w[i] == hour.unmet().base());
    CHECK(year.liquid_economiser[i] == static_cast<std::uint8_t>(hour.liquid.economiser));
    power += hour.power().base(), water += hour.water().base();
  }
  CHECK(year.power.in(Wh) == doctest::Approx(power));
  CHECK(year.water.in(kg) == doctest::Approx(water));
  CHECK(year.heat.in(Wh) == doctest::Approx(4.3e8 + 7 * 2e7));
  CHECK((year.heat + year.power).base() ==
        doctest::Approx((year.rejected + year.unmet).base()).epsilon(1e-12));
  CHECK(year.unmet_hours == 1);  // the 45 C hour comes twice; with little heat the CDU lets the water be warmer
  CHECK(year.warnings.size() == 2);
  CHECK(year.peak_power.base() == doctest::Approx(year.power_w[std::size_t(year.peak_power_hour)]));
  const std::vector<double> constant = {8e7};
  CHECK(cool_year(plant, constant, air, weather).power_w.size() == 5);
}

TEST_CASE("the same input gives the same bytes") {
  const CoolingPlantSized a = size_plant(all_designs()[4], kLiquid, kAir, mild_year());
  const CoolingPlantSized b = size_plant(all_designs()[4], kLiquid, kAir, mild_year());
  const CoolingHour x = cool(a, kLiquid, kAir, Temperature::celsius(21.3), 0.47, 98765);
  const CoolingHour y = cool(b, kLiquid, kAir, Temperature::celsius(21.3), 0.47, 98765);
  CHECK(x.power() == y.power());
  CHECK(x.water() == y.water());
}
