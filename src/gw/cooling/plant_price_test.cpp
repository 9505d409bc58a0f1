// Capital of sized plants: by what is installed.
#include "gw/cooling/plant_price.h"

#include <doctest/doctest.h>

namespace gw::cooling {
namespace {

using namespace gw::unit;
using doctest::Approx;

OutdoorYear warm_hour() {
  OutdoorYear out;
  out.dry_bulb_c = {30}, out.wet_bulb_c = {20}, out.humidity_ratio = {0.01}, out.pressure_pa = {101325};
  return out;
}

CoolingDesign design() {
  CoolingDesign out;
  out.liquid.emplace().plant = CoolingTower{};
  out.liquid->supply = Temperature::celsius(40);
  out.air.plant = WaterCooledChiller{};
  return out;
}

PlantPrice priced(const CoolingDesign& design) { return plant_price(size_plant(design, 80 * MW, 20 * MW, warm_hour())); }

}  // namespace

TEST_CASE("a plant is priced by the heat that all its units can reject") {
  const CoolingPlantSized plant = size_plant(design(), 80 * MW, 20 * MW, warm_hour());
  const PlantPrice price = plant_price(plant);
  CHECK(price.liquid.usd() == Approx(170 * plant.liquid.installed_w / 1e3));
  CHECK(price.air.usd() == Approx(400 * plant.air.installed_w / 1e3));
  CHECK(price.usd() == Approx(price.liquid.usd() + price.air.usd()));
  // 80 MW, pumps and margin, 12 of 10 units.
  CHECK(price.liquid.installed_kw > 80e3 * 1.05 * 1.2);
  CHECK(price.liquid.installed_kw < 80e3 * 1.05 * 1.2 * 1.05);
}

TEST_CASE("spare units cost what they are of the plant, and tanks what they take") {
  CoolingDesign bare = design(), spare = design();
  bare.spare_units = 0, spare.spare_units = 5;
  CHECK(priced(spare).usd() == Approx(1.5 * priced(bare).usd()));
  CoolingDesign tank = bare;
  tank.air.storage = WaterTank{.energy = 30.0 * MWh, .capex_usd_per_kwh = 40};
  CHECK(priced(tank).usd() - priced(bare).usd() == Approx(30e3 * 40));
}

TEST_CASE("a price of its own goes before that of the kind; no heat costs nothing") {
  CoolingDesign own = design();
  own.air.plant_capex_usd_per_kw = 100;
  CHECK(priced(own).air.usd() == Approx(priced(design()).air.usd() / 4));
  CHECK(priced(own).liquid.usd() == Approx(priced(design()).liquid.usd()));
  CHECK(plant_price(size_plant(design(), {}, {}, warm_hour())).usd() == 0);
}

TEST_CASE("an air-side economiser costs by the air it moves, beside whatever plant") {
  CoolingDesign outdoor_air = design();
  outdoor_air.air.economiser.emplace();
  const PlantPrice price = priced(outdoor_air);
  CHECK(price.air.usd() == Approx(price.air.installed_kw * price.air.usd_per_kw + 50 * 20e3));
  CoolingDesign spare = outdoor_air;
  spare.spare_units = 10;
  CHECK(priced(spare).air.outdoor_air_kw == price.air.outdoor_air_kw);
}

TEST_CASE("by kind: a machine costs more than a tower, every kind has a price") {
  const HeatRejection kinds[] = {DirectAir{}, CoolingTower{}, DryCooler{}, AdiabaticDryCooler{}, ClosedCircuitTower{}, AirCooledChiller{}, WaterCooledChiller{}};
  double last = 0;
  for (const HeatRejection& kind : kinds) {
    CHECK(default_capex_usd_per_kw(kind) > last);
    last = default_capex_usd_per_kw(kind);
  }
  CHECK(std::size(kinds) == std::variant_size_v<HeatRejection>);
}

}  // namespace gw::cooling
