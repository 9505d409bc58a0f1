#include "gw/cooling/cooling_tower.h"

#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <initializer_list>

#include "gw/cooling/psychrometrics.h"

using namespace gw;
using namespace gw::cooling;
using namespace gw::unit;

namespace {

DesignConditions weather(double dry_c, double wet_c) {
  return {Temperature::celsius(dry_c), Temperature::celsius(wet_c), 101325.0};
}

OutdoorAir humid(double dry_c, double wet_c) {
  return {dry_c, wet_c, humidity_ratio_from_wet_bulb(dry_c, wet_c, 101325.0), 101325.0};
}

/// YorkCalc: approach in K of wet bulb C, range K and liquid-to-gas ratio over the rated one [coefficients as
/// published with EnergyPlus and the Modelica Buildings Library]. Valid: -34.4 to 26.7 C, 1.1 to 22.2 K,
/// ratio 0.125 to 8.
double york_approach_k(double wet_bulb_c, double range_k, double ratio) {
  static constexpr std::array<double, 27> k = {
      -0.359741205,     -0.055053608,      0.0023850432,     0.173926877,         -0.0248473764,
      0.00048430224,    -0.005589849456,   0.0005770079712,  -0.00001342427256,   2.84765801111111,
      -0.121765149,     0.0014599242,      1.680428651,      -0.0166920786,       -0.0007190532,
      -0.025485194448,  0.0000487491696,   0.00002719234152, -0.0653766255555556, -0.002278167,
      0.0002500254,     -0.0910565458,     0.00318176316,    0.000038621772,      -0.0034285382352,
      0.00000856589904, -0.000001516821552};
  double sum = 0;
  for (int l = 0; l < 3; ++l)
    for (int r = 0; r < 3; ++r)
      for (int w = 0; w < 3; ++w)
        sum += k[9 * l + 3 * r + w] * std::pow(ratio, l) * std::pow(range_k, r) * std::pow(wet_bulb_c, w);
  return sum;
}

SizedCoolingTower reference_tower() {
  SizingNotes notes{.loop = "liquid"};
  CoolingTower design;
  design.exchanger_approach = {};
  design.approach = 3.89 * K;
  const LoopDuty duty{
      .supply_c = 25.55 + 3.89, .return_c = 25.55 + 3.89 + 5.56, .heat_w = 1e6, .design_w = 1e6};
  return size_cooling_tower(design, duty, weather(35, 25.55), notes);
}

}  // namespace

TEST_CASE("the rated point is met") {
  CHECK(york_approach_k(25.55, 5.56, 1.0) == doctest::Approx(3.89).epsilon(0.01));
  const SizedCoolingTower tower = reference_tower();
  CHECK(1e6 / (kWaterSpecificHeat * 5.56) / tower.air_kg_per_s == doctest::Approx(1.2).epsilon(2e-3));
  CHECK(tower.fan_w == doctest::Approx(12.5e3).epsilon(2e-3));
  CHECK(tower_cold_water_c(tower, 1e6, 5.56, humid(35, 25.55)) - 25.55 ==
        doctest::Approx(3.89).epsilon(0.03));
}

TEST_CASE("approach agrees with the YorkCalc correlation inside its range") {
  const SizedCoolingTower tower = reference_tower();
  double worst = 0;
  for (double wet : {5.0, 10.0, 15.0, 20.0, 25.0})
    for (double range : {3.0, 5.56, 8.0, 11.0})
      for (double ratio : {0.75, 1.0, 1.25}) {
        const double heat = ratio * 1.2 * tower.air_kg_per_s * kWaterSpecificHeat * range;
        const double ours = tower_cold_water_c(tower, heat, range, humid(wet + 5, wet)) - wet;
        CAPTURE(wet);
        CAPTURE(range);
        CAPTURE(ratio);
        CHECK(std::abs(ours - york_approach_k(wet, range, ratio)) < 1.75);
        worst = std::max(worst, std::abs(ours - york_approach_k(wet, range, ratio)));
      }
  MESSAGE("largest difference from YorkCalc: " << worst << " K");
}

TEST_CASE("approach grows with load and as the wet bulb falls") {
  const SizedCoolingTower tower = reference_tower();
  double last = 0;
  for (double heat = 1e5; heat <= 2e6; heat += 1e5) {
    const double approach = tower_cold_water_c(tower, heat, 5.56, humid(30, 20)) - 20;
    CHECK(approach > last);
    last = approach;
  }
  CHECK(tower_cold_water_c(tower, 1e6, 5.56, humid(5, 3)) - 3 >
        tower_cold_water_c(tower, 1e6, 5.56, humid(30, 25)) - 25);
}

TEST_CASE("heat carried is the enthalpy the air gains; evaporation is 60 to 105 % of heat over latent heat") {
  const SizedCoolingTower tower = reference_tower();
  const LoopDuty duty{.supply_c = 30, .return_c = 35.56, .heat_w = 0.6e6, .design_w = 1e6};
  for (const OutdoorAir& air : {humid(35, 24), humid(10, 7), humid(-10, -11)}) {
    const PlantHour hour = run_cooling_tower(tower, duty, air);
    REQUIRE(hour.carried_w == doctest::Approx(0.6e6));
    const double flow = hour.carried_w / tower_uptake_j_per_kg(tower, 30, 35.56, air);
    const double leaving_w = air.humidity_ratio + hour.evaporated_kg_per_s / flow;
    const double leaving_h = enthalpy_j_per_kg(air.dry_bulb_c, air.humidity_ratio) + hour.carried_w / flow;
    // Leaving air is saturated: its temperature from its humidity gives the same enthalpy.
    const double leaving_c = dew_point_c(leaving_w, air.pressure_pa);
    CHECK(saturation_enthalpy_j_per_kg(leaving_c, air.pressure_pa) ==
          doctest::Approx(leaving_h).epsilon(1e-4));
    const double all_latent = hour.carried_w / 2.43e6;
    CHECK(hour.evaporated_kg_per_s / all_latent > 0.55);
    CHECK(hour.evaporated_kg_per_s / all_latent < 1.15);
    CHECK((hour.evaporated_kg_per_s + hour.drift_kg_per_s + hour.blowdown_kg_per_s) /
              (hour.drift_kg_per_s + hour.blowdown_kg_per_s) ==
          doctest::Approx(5.0));
  }
}

TEST_CASE("a wet bulb above the cold water carries nothing and is reported at sizing") {
  const SizedCoolingTower tower = reference_tower();
  const LoopDuty duty{.supply_c = 24, .return_c = 30, .heat_w = 1e6, .design_w = 1e6};
  CHECK(run_cooling_tower(tower, duty, humid(30, 26)).carried_w == 0);
  SizingNotes notes{.loop = "liquid"};
  size_cooling_tower({}, duty, weather(35, 25), notes);
  REQUIRE(notes.shortfalls.size() == 1);
  CHECK(notes.shortfalls[0].by.base() == doctest::Approx(25 + 2.2 + 2.0 - 24));
}
