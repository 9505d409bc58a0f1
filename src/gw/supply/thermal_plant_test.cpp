#include "gw/supply/thermal_plant.h"

#include <doctest/doctest.h>

using namespace gw;
using namespace gw::supply;
using doctest::Approx;

namespace {

GasTurbine turbine(double unit_mw = 100) {
  GasTurbine plant;
  plant.units = 1;
  plant.unit_power = unit_mw * unit::MW;
  return plant;
}

}  // namespace

TEST_CASE("the fuel line passes through both published points") {
  GasTurbine plant = turbine();
  plant.heat_rate_mmbtu_per_mwh = 9.717;
  plant.min_load_heat_rate_mmbtu_per_mwh = 11.8;
  plant.min_load_frac = 0.6;
  CHECK(plant.fuel_mmbtu_per_h(1, 100 * unit::MW) == Approx(971.7).epsilon(1e-12));
  CHECK(plant.fuel_mmbtu_per_h(1, 60 * unit::MW) == Approx(60 * 11.8).epsilon(1e-12));
  // By hand: slope (971.7 - 708)/40 = 6.5925 MMBtu/MWh, intercept 312.45 MMBtu/h.
  CHECK(plant.incremental_mmbtu_per_mwh() == Approx(6.5925).epsilon(1e-12));
  CHECK(plant.no_load_mmbtu_per_h() == Approx(312.45).epsilon(1e-12));
}

TEST_CASE("two units at half the load burn one more no-load fuel than one at full load") {
  const GasTurbine plant = turbine();
  const double one = plant.fuel_mmbtu_per_h(1, 100 * unit::MW),
               two = plant.fuel_mmbtu_per_h(2, 100 * unit::MW);
  CHECK(two - one == Approx(plant.no_load_mmbtu_per_h()));
  CHECK(plant.fuel_mmbtu_per_h(0, 0 * unit::MW) == 0.0);
}

TEST_CASE("a plant that only runs at full load has a flat heat rate") {
  GasTurbine plant = turbine();
  plant.min_load_frac = 1.0;
  CHECK(plant.no_load_mmbtu_per_h() == 0.0);
  CHECK(plant.incremental_mmbtu_per_mwh() == plant.heat_rate_mmbtu_per_mwh);
}

TEST_CASE("combustion CO2 at the ATB heat rates: about 337 kg/MWh combined cycle, 516 simple cycle") {
  GasCombinedCycle block;
  block.heat_rate_mmbtu_per_mwh = 6.349;  // F class
  CHECK(block.heat_rate_mmbtu_per_mwh * block.fuel_emission_kg_per_mmbtu == Approx(337).epsilon(0.002));
  const GasTurbine frame = turbine();
  CHECK(frame.heat_rate_mmbtu_per_mwh * frame.fuel_emission_kg_per_mmbtu == Approx(515.6).epsilon(0.001));
  CHECK(Nuclear().fuel_emission_kg_per_mmbtu == 0.0);
}

TEST_CASE("output falls above 15 C and with elevation, never rises, never below zero") {
  GasTurbine plant = turbine();
  plant.temperature_derate_per_k = 0.007;
  plant.altitude_derate_per_km_frac = 0.11;
  CHECK(plant.unit_limit(Temperature::celsius(15), 0).in(unit::MW) == Approx(100));
  CHECK(plant.unit_limit(Temperature::celsius(-10), 0).in(unit::MW) == Approx(100));
  CHECK(plant.unit_limit(Temperature::celsius(40), 0).in(unit::MW) == Approx(82.5));
  CHECK(plant.unit_limit(Temperature::celsius(15), 1000).in(unit::MW) == Approx(89));
  plant.temperature_derate_per_k = 0.05;
  CHECK(plant.unit_limit(Temperature::celsius(60), 0).in(unit::MW) == 0.0);
}

TEST_CASE("full-load cost is fuel and variable O&M") {
  GasCombinedCycle plant;
  plant.heat_rate_mmbtu_per_mwh = 6.168;
  plant.fuel_price_usd_per_mmbtu = 3.37;
  plant.variable_om_usd_per_mwh = 2.12;
  CHECK(plant.full_load_cost_usd_per_mwh() == Approx(22.906).epsilon(1e-4));
}
