#include "gw/cooling/direct_air.h"

#include <doctest/doctest.h>

#include <initializer_list>

#include "gw/cooling/psychrometrics.h"

using namespace gw;
using namespace gw::cooling;
using namespace gw::unit;

namespace {

constexpr LoopDuty kDuty{.supply_c = 27, .return_c = 39, .heat_w = 1e6, .design_w = 1e6};

SizedDirectAir sized(double dry_c, double wet_c, SizingNotes& notes) {
  DirectAir design;
  design.dew_point_min = Temperature::celsius(5.5);
  return size_direct_air(design, kDuty, {Temperature::celsius(dry_c), Temperature::celsius(wet_c), 101325},
                         notes);
}

OutdoorAir air(double dry_c, double rh) { return outdoor_air(Temperature::celsius(dry_c), rh, 101325); }

}  // namespace

TEST_CASE("in a dry climate the air flow is heat over specific heat and rise, by hand") {
  SizingNotes notes{.loop = "air"};
  const SizedDirectAir plant = sized(38, 20, notes);  // 38 - 0.85 * 18 = 22.7 C: the set point is held
  CHECK(notes.shortfalls.empty());
  CHECK(plant.air_kg_per_s == doctest::Approx(1e6 / (1006.0 * 12)));
  CHECK(plant.fan_w == doctest::Approx(0.045 * 1e6));
  CHECK(run_direct_air(plant, kDuty, air(38, 0.15)).fan_w == doctest::Approx(0.045 * 1e6));
}

TEST_CASE("in a humid climate more air is bought; beyond twice the air it is a shortfall") {
  SizingNotes notes{.loop = "air"};
  const SizedDirectAir humid = sized(35, 29, notes);  // 29.9 C supply: 9.1 K of rise are left
  CHECK(notes.shortfalls.empty());
  CHECK(humid.air_kg_per_s == doctest::Approx(1e6 / (1006.0 * 9.1)).epsilon(1e-6));
  CHECK(run_direct_air(humid, kDuty, air(35, 0.63)).carried_w == doctest::Approx(1e6).epsilon(0.01));
  const SizedDirectAir steam = sized(38, 36, notes);
  REQUIRE(notes.shortfalls.size() == 1);
  CHECK(notes.shortfalls[0].by.base() == doctest::Approx(38 - 0.85 * 2 - 33));
  CHECK(steam.air_kg_per_s == doctest::Approx(1e6 / (1006.0 * 6)));
  CHECK(run_direct_air(steam, kDuty, air(38, 0.9)).carried_w < 1e6);
}

TEST_CASE("mixing: the colder outside, the smaller its share, and humidifying follows the share") {
  SizingNotes notes{.loop = "air"};
  const SizedDirectAir plant = sized(38, 20, notes);
  const double least = saturation_humidity_ratio(5.5, 101325);
  for (double dry : {-20.0, -5.0, 5.0}) {
    const OutdoorAir outside = air(dry, 0.6);
    const PlantHour hour = run_direct_air(plant, kDuty, outside);
    const double share =
        hour.evaporated_kg_per_s / (hour.carried_w / (1006.0 * 12)) / (least - outside.humidity_ratio);
    // Enthalpy balance of the hall: what the outside share gains is the heat.
    const double gain = enthalpy_j_per_kg(39, least) - enthalpy_j_per_kg(dry, outside.humidity_ratio);
    CHECK(share * gain == doctest::Approx(1006.0 * 12));
    CHECK(share < 1);
  }
  CHECK(run_direct_air(plant, kDuty, air(15, 0.9)).evaporated_kg_per_s == 0);
}

TEST_CASE("fans follow the heat by the cube; evaporation follows it in proportion") {
  SizingNotes notes{.loop = "air"};
  const SizedDirectAir plant = sized(38, 20, notes);
  LoopDuty half = kDuty;
  half.heat_w = 0.5e6;
  const PlantHour all = run_direct_air(plant, kDuty, air(35, 0.2)),
                  less = run_direct_air(plant, half, air(35, 0.2));
  CHECK(less.evaporated_kg_per_s == doctest::Approx(all.evaporated_kg_per_s / 2));
  CHECK(less.fan_w == doctest::Approx(plant.fan_w * 0.5 * (0.1 + 0.9 * 0.25)));
  CHECK(less.blowdown_kg_per_s == doctest::Approx(less.evaporated_kg_per_s / 2));
}

TEST_CASE("air hotter than the hall's return cools nothing") {
  SizingNotes notes{.loop = "air"};
  const SizedDirectAir plant = sized(38, 20, notes);
  const PlantHour hour = run_direct_air(plant, kDuty, air(55, 0.9));
  CHECK(hour.carried_w == 0);
  CHECK(hour.fan_w == doctest::Approx(plant.fan_w));
  CHECK(hour.mode == Economiser::none);
  CHECK(run_direct_air(plant, {.supply_c = 27, .return_c = 39}, air(20, 0.5)).fan_w == 0);
}

TEST_CASE("supply air above the highest dew point is counted, media included, and nothing else changes") {
  SizingNotes notes{.loop = "air"};
  SizedDirectAir plant = sized(38, 20, notes);
  CHECK(run_direct_air(plant, kDuty, air(20, 0.7)).moisture == Moisture::within);      // 14.4 C
  CHECK(run_direct_air(plant, kDuty, air(20, 0.8)).moisture == Moisture::too_moist);   // 16.4 C
  CHECK(run_direct_air(plant, kDuty, air(-10, 0.3)).moisture == Moisture::within);     // humidified
  CHECK(run_direct_air(plant, kDuty, air(38, 0.2)).moisture == Moisture::too_moist);   // 11 C, and the media's water
  const PlantHour strict = run_direct_air(plant, kDuty, air(38, 0.2));
  plant.design.dew_point_max = Temperature::celsius(24);
  const PlantHour lax = run_direct_air(plant, kDuty, air(38, 0.2));
  CHECK(lax.moisture == Moisture::within);
  CHECK(lax.power_w() == strict.power_w());
  CHECK(lax.evaporated_kg_per_s == strict.evaporated_kg_per_s);
}
