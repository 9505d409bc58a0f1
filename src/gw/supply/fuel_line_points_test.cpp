// The fuel line of every kind of thermal plant at its two published points, and between them.
#include <doctest/doctest.h>

#include <vector>

#include "gw/supply/thermal_plant.h"

using namespace gw;
using namespace gw::supply;
using namespace gw::unit;
using doctest::Approx;

namespace {

std::vector<ThermalPlant> every_kind() {
  std::vector<ThermalPlant> out = {GasCombinedCycle(), GasTurbine(), GasEngine(),
                                   FuelCell(),         Nuclear(),    Backup()};
  for (ThermalPlant& plant : out) plant.unit_power = 80 * MW;
  return out;
}

}  // namespace

TEST_CASE("each kind burns its full-load and its minimum-load heat rate at those loads") {
  for (const ThermalPlant& plant : every_kind()) {
    CAPTURE(plant.heat_rate_mmbtu_per_mwh);
    const Power least = plant.min_load_frac * plant.unit_power;
    CHECK(plant.fuel_mmbtu_per_h(1, plant.unit_power) == Approx(80 * plant.heat_rate_mmbtu_per_mwh));
    CHECK(plant.fuel_mmbtu_per_h(1, least) ==
          Approx(80 * plant.min_load_frac * plant.min_load_heat_rate_mmbtu_per_mwh));
  }
}

TEST_CASE("each kind: the heat rate falls with load, no-load fuel and slope are positive") {
  for (const ThermalPlant& plant : every_kind()) {
    CAPTURE(plant.heat_rate_mmbtu_per_mwh);
    CHECK(plant.no_load_mmbtu_per_h() > -1e-9);  // a fuel cell has none
    // Above 3.412 MMBtu/MWh no energy is made from nothing, at the margin neither.
    CHECK(plant.incremental_mmbtu_per_mwh() > 3.412);
    double last = 1e9;
    for (double load = plant.min_load_frac; load <= 1.0; load += 0.05) {
      const Power output = load * plant.unit_power;
      const double heat_rate = plant.fuel_mmbtu_per_h(1, output) / output.in(MW);
      CHECK(heat_rate < last + 1e-9);
      last = heat_rate;
    }
  }
}

TEST_CASE("a combined cycle of 80 MW at three quarters, by hand") {
  GasCombinedCycle plant;
  plant.unit_power = 80 * MW;
  // 80 x 6.168 = 493.44 and 40 x 7.0 = 280: slope 5.336 MMBtu/MWh, no-load 66.56; at 60 MW 386.72.
  CHECK(plant.incremental_mmbtu_per_mwh() == Approx(5.336));
  CHECK(plant.no_load_mmbtu_per_h() == Approx(66.56));
  CHECK(plant.fuel_mmbtu_per_h(1, 60 * MW) == Approx(386.72));
  CHECK(plant.fuel_mmbtu_per_h(3, 180 * MW) == Approx(3 * 386.72));  // equal units share equally
}

TEST_CASE("heat and elevation multiply: a combined cycle at 35 C and 2,000 m") {
  GasCombinedCycle plant;
  plant.unit_power = 80 * MW;
  // (1 - 0.005 x 20) (1 - 0.11 x 2) = 0.9 x 0.78 = 0.702.
  CHECK(plant.unit_limit(Temperature::celsius(35), 2000).in(MW) == Approx(80 * 0.702));
  CHECK(plant.unit_limit(Temperature::celsius(35), 20000).in(MW) == 0);
}
