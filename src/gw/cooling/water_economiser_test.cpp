// Plate exchanger in series with the chiller, beside it, or none.
#include <doctest/doctest.h>

#include <algorithm>

#include "gw/base/random.h"
#include "gw/cooling/physics_sweep.h"
#include "gw/cooling/plant.h"
#include "gw/cooling/psychrometrics.h"

namespace gw::cooling {
namespace {

using namespace gw::unit;

constexpr PlateEconomiser kKinds[] = {PlateEconomiser::integrated, PlateEconomiser::parallel, PlateEconomiser::none};

LoopDuty duty(double supply_c, double range_k, double load = 1.0) {
  return {.supply_c = supply_c, .return_c = supply_c + range_k, .heat_w = load * 1e6, .design_w = 1e6};
}

SizedWaterCooledChiller plant(PlateEconomiser kind, const LoopDuty& at) {
  WaterCooledChiller design;
  design.economiser = kind;
  SizingNotes notes{.loop = "air"};
  const DesignConditions hottest{Temperature::celsius(38), Temperature::celsius(26), kStandardPressurePa};
  LoopDuty full = at;
  full.heat_w = full.design_w;
  return size_water_cooled_chiller(design, full, hottest, notes);
}

PlantHour run(PlateEconomiser kind, const LoopDuty& at, const OutdoorAir& air) {
  return run_water_cooled_chiller(plant(kind, at), at, air);
}

OutdoorAir air_of(double dry_c, double humidity) {
  return outdoor_air(Temperature::celsius(dry_c), humidity, kStandardPressurePa);
}

}  // namespace

TEST_CASE("integrated takes no more than parallel, parallel no more than none, in drawn hours") {
  double saved = 0;
  Random random(7, stream_id("economiser"), 0);
  for (int draw = 0; draw < 4000; ++draw) {
    double u[5];
    for (double& x : u) x = random.uniform();
    const LoopDuty at = duty(6 + 24 * u[0], 4 + 10 * u[1], 0.05 + 0.95 * u[2]);
    const OutdoorAir air = air_of(-10 + 48 * u[3], 0.1 + 0.9 * u[4]);
    const PlantHour integrated = run(kKinds[0], at, air), parallel = run(kKinds[1], at, air), none = run(kKinds[2], at, air);
    CAPTURE(at.supply_c);
    CAPTURE(at.return_c);
    CAPTURE(at.heat_w);
    CAPTURE(air.dry_bulb_c);
    CAPTURE(air.wet_bulb_c);
    for (const PlantHour* hour : {&integrated, &parallel, &none})
      CHECK(hour->rejected_w == doctest::Approx(hour->carried_w + hour->power_w()).epsilon(1e-12));
    CHECK(integrated.carried_w >= parallel.carried_w * (1 - 1e-9));
    CHECK(parallel.carried_w >= none.carried_w * (1 - 1e-9));
    if (none.carried_w < at.heat_w * (1 - 1e-9)) continue;
    CHECK(integrated.power_w() <= parallel.power_w() * (1 + 1e-9));
    CHECK(parallel.power_w() <= none.power_w() * (1 + 1e-9));
    saved += parallel.power_w() - integrated.power_w();
  }
  CHECK(saved > 0);
}

TEST_CASE("parallel is integrated in full hours, and has no partial ones") {
  const LoopDuty at = duty(21, 8);
  int full = 0, partial = 0;
  for (double dry = -10; dry <= 38; dry += 0.5) {
    const PlantHour a = run(PlateEconomiser::integrated, at, air_of(dry, 0.5)), b = run(PlateEconomiser::parallel, at, air_of(dry, 0.5));
    CHECK((a.mode == Economiser::full) == (b.mode == Economiser::full));
    CHECK(b.mode != Economiser::partial);
    partial += a.mode == Economiser::partial;
    if (a.mode != Economiser::full) continue;
    ++full;
    CHECK(a.power_w() == b.power_w());
    CHECK(a.evaporated_kg_per_s == b.evaporated_kg_per_s);
  }
  CHECK(full > 20);
  CHECK(partial > 5);
}

TEST_CASE("cold supply: the exchanger is bypassed where full fans would cost more than it saves") {
  // 7 C supply, 13 C return, 2 K exchanger: tower water just below 11 C takes next to nothing.
  const LoopDuty at = duty(7, 6);
  const SizedWaterCooledChiller integrated = plant(PlateEconomiser::integrated, at), none = plant(PlateEconomiser::none, at);
  int bypassed = 0, used = 0;
  double last = 0;
  for (double wet = -5; wet <= 12; wet += 0.05) {
    const OutdoorAir air{wet, wet, humidity_ratio_from_wet_bulb(wet, wet, kStandardPressurePa), kStandardPressurePa};
    const PlantHour hour = run_water_cooled_chiller(integrated, at, air), alone = run_water_cooled_chiller(none, at, air);
    const double tower_c = tower_cold_water_c(integrated.tower, 1e6 * (1 + 1 / 5.5), 5.56, air);
    bypassed += hour.mode == Economiser::none && tower_c < 11;
    used += hour.mode == Economiser::partial;
    CHECK(hour.power_w() <= alone.power_w() * (1 + 1e-9));
    CHECK(hour.power_w() >= last * (1 - 1e-9));
    last = hour.power_w();
  }
  CHECK(bypassed > 0);
  CHECK(used > 0);
}

TEST_CASE("each kind passes the physics sweep") {
  OutdoorYear weather;
  for (int t = -15; t <= 38; ++t) {
    const OutdoorAir air = air_of(t, 0.4);
    weather.dry_bulb_c.push_back(air.dry_bulb_c), weather.wet_bulb_c.push_back(air.wet_bulb_c);
    weather.humidity_ratio.push_back(air.humidity_ratio), weather.pressure_pa.push_back(air.pressure_pa);
  }
  for (const PlateEconomiser kind : kKinds) {
    WaterCooledChiller chiller;
    chiller.economiser = kind;
    CoolingDesign design;
    design.liquid.emplace().plant = chiller;
    design.air.plant = chiller;
    design.liquid->supply = Temperature::celsius(20);
    const PhysicsSweep sweep = sweep_physics(size_plant(design, 80 * MW, 20 * MW, weather));
    std::string all;
    for (const std::string& problem : sweep.problems) all += problem + "\n";
    CHECK_MESSAGE(sweep.problems.empty(), all);
  }
}

}  // namespace gw::cooling
