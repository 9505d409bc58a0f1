#include "gw/cooling/closed_circuit_tower.h"

#include <doctest/doctest.h>

#include <cmath>

#include "gw/cooling/cooling_tower.h"
#include "gw/cooling/psychrometrics.h"

using namespace gw;
using namespace gw::cooling;
using namespace gw::unit;
using doctest::Approx;

namespace {

constexpr double kPressure = 101325.0;

DesignConditions hottest(double wet_c) { return {Temperature::celsius(38), Temperature::celsius(wet_c), kPressure}; }

OutdoorAir humid(double dry_c, double wet_c) {
  return {dry_c, wet_c, humidity_ratio_from_wet_bulb(dry_c, wet_c, kPressure), kPressure};
}

/// The rated point: 102 / 90 / 75 F.
const LoopDuty kRated{.supply_c = 32.22, .return_c = 38.89, .heat_w = 1e6, .design_w = 1e6};

SizedClosedCircuitTower sized(const LoopDuty& duty, double wet_c, ClosedCircuitTower design = {}) {
  SizingNotes notes{.loop = "liquid"};
  const SizedClosedCircuitTower plant = size_closed_circuit_tower(design, duty, hottest(wet_c), notes);
  CHECK(notes.shortfalls.empty());
  return plant;
}

ClosedCircuitTower rated_design() {
  ClosedCircuitTower design;
  design.approach = 8.33 * K;
  return design;
}

}  // namespace

TEST_CASE("sized at its rated point it has the rated air and power") {
  const SizedClosedCircuitTower plant = sized(kRated, 23.89, rated_design());
  // m c range = 1 MW at one kg of fluid per kg of air.
  CHECK(plant.air_kg_per_s == Approx(1e6 / (4186 * 6.67)).epsilon(1e-6));
  CHECK(plant.fan_w == Approx(21300).epsilon(1e-6));
  CHECK(plant.spray_w == Approx(5000).epsilon(1e-6));
  // Saturated air: unsaturated air of that wet bulb holds a little less enthalpy.
  const PlantHour hour = run_closed_circuit_tower(plant, kRated, humid(23.89, 23.89));
  CHECK(hour.carried_w == Approx(1e6).epsilon(1e-4));
  CHECK(hour.fan_w == Approx(21300).epsilon(1e-3));
  CHECK(hour.rejected_w == Approx(hour.carried_w + hour.fan_w + hour.pump_w));
}

TEST_CASE("its equation holds: a point worked out by small steps along the coil") {
  const SizedClosedCircuitTower plant = sized(kRated, 23.89, rated_design());
  const OutdoorAir air = humid(26, 18);
  LoopDuty half = kRated;
  half.heat_w = 6e5;
  const PlantHour hour = run_closed_circuit_tower(plant, half, air);
  const double share = std::cbrt(hour.fan_w / plant.fan_w);  // no static share: cubic fans
  // March from the cold end up with the air, film on the straight line of saturated enthalpy.
  const double m_air = share * plant.air_kg_per_s, fluid_rate = half.heat_w / 6.67;
  const double ka = plant.mass_ntu * plant.air_kg_per_s * std::pow(share, 0.6);
  const double ua = 2.5 * 4186 * plant.air_kg_per_s * std::pow(fluid_rate / 4186 / plant.air_kg_per_s, 0.8);
  const double h_cold = saturation_enthalpy_j_per_kg(32.22, kPressure);
  const double slope = (saturation_enthalpy_j_per_kg(38.89, kPressure) - h_cold) / 6.67;
  const int steps = 20000;
  double fluid = 32.22, h = enthalpy_j_per_kg(26, air.humidity_ratio), heat = 0;
  for (int i = 0; i < steps; ++i) {
    const double potential = h_cold + slope * (fluid - 32.22) - h;
    const double q = potential / (1 / ka + slope / ua) / steps;
    fluid += q / fluid_rate, h += q / m_air, heat += q;
  }
  CHECK(heat == Approx(half.heat_w).epsilon(2e-3));
  CHECK(fluid == Approx(38.89).epsilon(1e-3));
}

TEST_CASE("water: between the cold-air and the hot-air shares of heat over the heat of vaporisation") {
  const SizedClosedCircuitTower plant = sized(kRated, 23.89, rated_design());
  for (const double dry : {10.0, 20.0, 30.0}) {
    const PlantHour hour = run_closed_circuit_tower(plant, kRated, humid(dry, dry - 6));
    const double latent_share = hour.evaporated_kg_per_s * 2.43e6 / hour.carried_w;
    CHECK(latent_share > 0.6);
    CHECK(latent_share < 1.1);
    CHECK(hour.blowdown_kg_per_s == Approx(hour.evaporated_kg_per_s / 4 - hour.drift_kg_per_s));
  }
}

TEST_CASE("below the switch point the coil runs dry where it can, and wet where it cannot") {
  const LoopDuty warm{.supply_c = 36, .return_c = 46, .heat_w = 3e5, .design_w = 1e6};
  const SizedClosedCircuitTower plant = sized(warm, 26);
  const PlantHour dry = run_closed_circuit_tower(plant, warm, humid(4, 2));
  CHECK(dry.carried_w == Approx(3e5));
  CHECK(dry.water_kg_per_s() == 0);
  CHECK(dry.pump_w == 0);
  const PlantHour wet = run_closed_circuit_tower(plant, warm, humid(6, 4));
  CHECK(wet.water_kg_per_s() > 0);
  CHECK(wet.pump_w == Approx(plant.spray_w));
  CHECK(wet.fan_w < dry.fan_w);
  LoopDuty full = warm;
  full.heat_w = 1e6;
  const PlantHour forced = run_closed_circuit_tower(plant, full, humid(4, 2));
  CHECK(forced.carried_w == Approx(1e6));
  CHECK(forced.water_kg_per_s() > 0);
}

TEST_CASE("dry capacity follows the Lewis relation and the coil in series") {
  const LoopDuty warm{.supply_c = 36, .return_c = 46, .heat_w = 1e7, .design_w = 1e6};
  ClosedCircuitTower always_dry;
  always_dry.dry_below = Temperature::celsius(40);
  const SizedClosedCircuitTower plant = sized(warm, 26, always_dry);
  // The largest heat that is carried dry, found from outside by halving.
  double low = 0, high = 1e7;
  while (high - low > 1) {
    LoopDuty duty = warm;
    duty.heat_w = 0.5 * (low + high);
    (run_closed_circuit_tower(plant, duty, humid(0, -2)).pump_w == 0 ? low : high) = duty.heat_w;
  }
  const double air_rate = 1006 * plant.air_kg_per_s, fluid_rate = low / 10;
  const double ua = 2.5 * 4186 * plant.air_kg_per_s * std::pow(fluid_rate / 4186 / plant.air_kg_per_s, 0.8);
  const double conductance = 1 / (1 / (plant.mass_ntu * air_rate) + 1 / ua);
  const double air_out = low / air_rate;  // from 0 C
  const double hot_end = 46 - air_out, cold_end = 36;
  const double mean = (cold_end - hot_end) / std::log(cold_end / hot_end);
  CHECK(conductance * mean == Approx(low).epsilon(1e-4));
}

TEST_CASE("limits: wet bulb at the supply carries nothing, more heat takes more fan, spares share") {
  const SizedClosedCircuitTower plant = sized(kRated, 23.89, rated_design());
  const PlantHour none = run_closed_circuit_tower(plant, kRated, humid(36, 33));
  CHECK(none.carried_w == 0);
  CHECK(none.fan_w == Approx(plant.fan_w));
  CHECK(none.evaporated_kg_per_s == 0);
  CHECK(run_closed_circuit_tower(plant, {.supply_c = 32, .return_c = 38, .heat_w = 0, .design_w = 1e6}, humid(20, 15))
            .power_w() == 0);
  double last = 0;
  for (int i = 1; i <= 20; ++i) {
    LoopDuty duty = kRated;
    duty.heat_w = 5e4 * i;
    const double fan = run_closed_circuit_tower(plant, duty, humid(22, 16)).fan_w;
    CHECK(fan >= last);
    last = fan;
  }
}

TEST_CASE("against an open tower of the same duty: more air, for the coil's resistance") {
  SizingNotes notes{.loop = "liquid"};
  CoolingTower open;
  open.exchanger_approach = 0.0 * K;
  open.approach = 6.0 * K;
  const SizedCoolingTower tower =
      size_cooling_tower(open, {.supply_c = 32, .return_c = 38, .heat_w = 1e6, .design_w = 1e6}, hottest(26), notes);
  const SizedClosedCircuitTower closed = sized({.supply_c = 32, .return_c = 38, .heat_w = 1e6, .design_w = 1e6}, 26);
  CHECK(closed.air_kg_per_s > 1.2 * tower.air_kg_per_s);
  CHECK(closed.air_kg_per_s < 4.0 * tower.air_kg_per_s);
}

TEST_CASE("a coil too small for the rated point is refused, and a wet bulb too high is a shortfall") {
  ClosedCircuitTower small;
  CHECK(physics_problems(small).empty());
  small.coil_ntu = 0.8;
  REQUIRE(physics_problems(small).size() == 1);
  CHECK(physics_problems(small)[0].find("0.80 NTU") != std::string::npos);
  SizingNotes notes{.loop = "liquid"};
  const auto plant = size_closed_circuit_tower({}, kRated, hottest(30), notes);
  REQUIRE(notes.shortfalls.size() == 1);
  CHECK(notes.shortfalls[0].by.base() == Approx(3.5 - 2.22));
  CHECK(plant.air_kg_per_s > 0);
  small.coil_ntu = 0.5;  // refused, and still no NaN
  CHECK(std::isfinite(size_closed_circuit_tower(small, kRated, hottest(20), notes).air_kg_per_s));
}
