#include "gw/cooling/dry_cooler.h"

#include <doctest/doctest.h>

#include <cmath>

#include "gw/cooling/adiabatic_dry_cooler.h"
#include "gw/cooling/psychrometrics.h"

using namespace gw;
using namespace gw::cooling;
using namespace gw::unit;

namespace {

constexpr LoopDuty kDuty{.supply_c = 41, .return_c = 51, .heat_w = 1e6, .design_w = 1e6};

DesignConditions weather(double dry_c, double wet_c) {
  return {Temperature::celsius(dry_c), Temperature::celsius(wet_c), 101325.0};
}

}  // namespace

TEST_CASE("at the selection point a dry cooler meets its catalogue figures") {
  SizingNotes notes{.loop = "liquid"};
  const SizedDryCooler plant = size_dry_cooler({}, kDuty, weather(33, 24), notes);  // 8 K approach
  CHECK(notes.shortfalls.empty());
  CHECK(plant.fan_w == doctest::Approx(0.018 * 1e6).epsilon(1e-5));
  const PlantHour hour = run_dry_cooler(plant, kDuty, 33);
  CHECK(hour.carried_w == doctest::Approx(1e6).epsilon(1e-5));
  CHECK(hour.fan_w == doctest::Approx(0.018 * 1e6).epsilon(1e-4));
  // First law on the air side: capacity ratio 1 means the air warms by the fluid's range.
  CHECK(1e6 / plant.air_kg_per_s / kDryAirSpecificHeat == doctest::Approx(10.0).epsilon(1e-5));
}

TEST_CASE("half the air-side temperature difference needs more than twice the air") {
  SizingNotes notes{.loop = "liquid"};
  const SizedDryCooler plant = size_dry_cooler({}, kDuty, weather(33, 24), notes);
  const double at_8k = dry_uptake_j_per_kg(plant, 41, 51, 33),
               at_30k = dry_uptake_j_per_kg(plant, 41, 51, 11);
  CHECK(at_30k > 2.0 * at_8k);
  const PlantHour mild = run_dry_cooler(plant, kDuty, 11), warm = run_dry_cooler(plant, kDuty, 33);
  CHECK(mild.fan_w < 0.25 * warm.fan_w);
}

TEST_CASE("a warmer design day than the supply allows is reported with the missing kelvins") {
  SizingNotes notes{.loop = "liquid"};
  size_dry_cooler({}, kDuty, weather(40, 24), notes);
  REQUIRE(notes.shortfalls.size() == 1);
  CHECK(notes.shortfalls[0].by.base() == doctest::Approx(2.0));
  CHECK(notes.shortfalls[0].binding.find("needs air of at most 38.0 C") != std::string::npos);
}

TEST_CASE("air as warm as the supply carries nothing; fans run full") {
  SizingNotes notes{.loop = "liquid"};
  const SizedDryCooler plant = size_dry_cooler({}, kDuty, weather(33, 24), notes);
  const PlantHour hour = run_dry_cooler(plant, kDuty, 41);
  CHECK(hour.carried_w == 0);
  CHECK(hour.fan_w == doctest::Approx(plant.fan_w));
  CHECK(hour.rejected_w == doctest::Approx(hour.fan_w));
}

TEST_CASE("pre-cooling joins the whole load where the cooler just carries it") {
  SizingNotes notes{.loop = "air"};
  const SizedDryCooler plant = size_dry_cooler({}, kDuty, weather(33, 24), notes);
  CHECK(dry_precooling_w(plant, kDuty, 33) == doctest::Approx(1e6).epsilon(1e-5));
  double last = 1e9;
  for (double air = 33; air < 55; air += 0.5) {
    const double taken = dry_precooling_w(plant, kDuty, air);
    CHECK(taken <= last);
    CHECK(taken >= 0);
    last = taken;
  }
  CHECK(last == 0.0);
}

TEST_CASE("pads work above the switch temperature only and never make a hotter hour cheaper") {
  SizingNotes notes{.loop = "liquid"};
  AdiabaticDryCooler design;
  LoopDuty duty{.supply_c = 34, .return_c = 44, .heat_w = 1e6, .design_w = 1e6};
  const SizedAdiabaticDryCooler plant = size_adiabatic(design, duty, weather(40, 25), notes);
  CHECK(notes.shortfalls.empty());
  double last_fan = 0;
  for (double dry = -20; dry <= 45; dry += 0.5) {
    const PlantHour hour = run_adiabatic(plant, duty, outdoor_air(Temperature::celsius(dry), 0.3, 101325));
    CHECK(hour.fan_w >= last_fan - 1e-9);
    if (dry <= 24) CHECK(hour.water_kg_per_s() == 0);
    if (dry > 25) CHECK(hour.evaporated_kg_per_s > 0);
    last_fan = hour.fan_w;
  }
}

TEST_CASE("water of the pads is the sensible heat taken from the air over the heat of vaporisation") {
  SizingNotes notes{.loop = "liquid"};
  AdiabaticDryCooler design;
  design.wet_above = Temperature::celsius(0);
  const LoopDuty duty{.supply_c = 34, .return_c = 44, .heat_w = 1e6, .design_w = 1e6};
  const SizedAdiabaticDryCooler plant = size_adiabatic(design, duty, weather(40, 25), notes);
  const OutdoorAir air = outdoor_air(Temperature::celsius(38), 0.2, 101325);
  const double entering = air.dry_bulb_c - 0.8 * (air.dry_bulb_c - air.wet_bulb_c);
  const PlantHour hour = run_adiabatic(plant, duty, air);
  const double flow = hour.carried_w / dry_uptake_j_per_kg(plant.dry, 34, 44, entering);
  const double by_hand = flow * (1006 + 1860 * air.humidity_ratio) * (air.dry_bulb_c - entering) / 2.44e6;
  CHECK(hour.evaporated_kg_per_s == doctest::Approx(by_hand).epsilon(0.02));
  CHECK(hour.blowdown_kg_per_s == doctest::Approx(hour.evaporated_kg_per_s / 2));
}
