#include "gw/campus/hall_load.h"

#include "gw/campus/test_campus.h"

namespace gw::campus {
namespace {

using doctest::Approx;
using namespace test;

cooling::OutdoorAir air(double dry_bulb_c) {
  return cooling::outdoor_air(Temperature::celsius(dry_bulb_c), 0.5, 101325);
}

}  // namespace

TEST_CASE("heat splits by loop and none is lost") {
  power::ItPower it;
  it.accelerators = 700 * kW, it.host = 200 * kW, it.supply_loss = 100 * kW;
  it.network = 80 * kW, it.storage = 10 * kW, it.support = 10 * kW;
  power::Rack rack;
  rack.liquid_heat_frac = 0.85;
  const HeatSplit heat = heat_of(rack, it);
  CHECK(heat.liquid.in(kW) == Approx(850));
  CHECK(heat.air.in(kW) == Approx(150 + 100));  // service racks are air-cooled
  CHECK((heat.liquid + heat.air).in(kW) == Approx(it.total().in(kW)));
}

TEST_CASE("facility = IT + mechanical + losses + other, at every load and temperature") {
  const Prepared p = prepared(campus());
  const PreparedHall& hall = p.halls[0];
  for (double share : {0.0, 0.3, 0.7, 1.0})
    for (double dry_bulb_c : {-20.0, 10.0, 20.0, 35.0}) {
      const power::ItPower it = share * double(hall.accelerators) * hall.provisioned;
      const HallLoad load = hall_load(hall, it, air(dry_bulb_c));
      CHECK(load.facility.in(kW) == Approx((it.total() + load.mechanical + load.loss + load.other).in(kW)));
      CHECK(load.other == hall.other);
      CHECK(load.heat >= it.total());
      CHECK(load.free_cooling_frac >= 0);
      CHECK(load.free_cooling_frac <= 1);
      CHECK(load.water.total_kg() >= 0);
    }
}

TEST_CASE("facility power rises with IT power and, above free cooling, with temperature") {
  const Prepared p = prepared(campus());
  const PreparedHall& hall = p.halls[0];
  Power before;
  for (double share : {0.1, 0.4, 0.8, 1.0}) {
    const Power now = hall_load(hall, share * double(hall.accelerators) * hall.provisioned, air(20)).facility;
    CHECK(now > before);
    before = now;
  }
  const power::ItPower it = double(hall.accelerators) * hall.provisioned;
  CHECK(hall_load(hall, it, air(32)).mechanical > hall_load(hall, it, air(5)).mechanical);
}

TEST_CASE("a hall within its design is cooled, one far outside is not") {
  const Prepared p = prepared(campus(), 25);
  const PreparedHall& hall = p.halls[0];
  const power::ItPower it = double(hall.accelerators) * hall.provisioned;
  CHECK(hall_load(hall, it, air(25)).cooled());
  CHECK_FALSE(hall_load(hall, 3.0 * it, air(50)).cooled());
}

TEST_CASE("conversion losses in the hall are heat there") {
  Campus lossless = campus();
  lossless.halls[0].power_chain = {};
  const Prepared with = prepared(campus()), without = prepared(lossless);
  const power::ItPower it = 100.0 * with.halls[0].provisioned;
  const HallLoad a = hall_load(with.halls[0], it, air(20)), b = hall_load(without.halls[0], it, air(20));
  CHECK(b.loss == 0 * W);
  CHECK(b.heat.in(W) == Approx(it.total().in(W)));
  CHECK(a.heat > b.heat);
  CHECK(a.mechanical > b.mechanical);
}

TEST_CASE("water adds up by use") {
  WaterUse sum{1, 2, 3};
  sum += {10, 20, 30};
  CHECK(sum.evaporated_kg == 11);
  CHECK(sum.total_kg() == 66);
}

TEST_CASE("outdoor air that pre-cools is heat rejected without compressors; its moisture is said") {
  Campus c = campus();
  cooling::AirCooledChiller chillers;
  chillers.economiser = false;
  c.halls[0].cooling.air.plant = chillers;
  c.halls[0].cooling.design_dry_bulb = Temperature::celsius(38);
  c.halls[0].cooling.design_wet_bulb = Temperature::celsius(26);
  const auto load_at = [&](double dry_bulb_c, double humidity) {
    const Prepared p = prepared(c);
    const PreparedHall& hall = p.halls[0];
    return hall_load(hall, double(hall.accelerators) * hall.provisioned,
                     cooling::outdoor_air(Temperature::celsius(dry_bulb_c), humidity, 101325));
  };
  CHECK(load_at(30, 0.35).free_cooling_frac == 0);
  c.halls[0].cooling.air.economiser.emplace();
  const HallLoad partial = load_at(30, 0.35), moist = load_at(20, 0.9);
  CHECK(partial.free_cooling_frac == Approx(9.0 / 12.54 * 1.045).epsilon(0.01));
  CHECK(load_at(15, 0.6).free_cooling_frac == 1);
  CHECK(moist.free_cooling_frac == 0);
  CHECK(moist.outdoor_air == cooling::Moisture::too_moist);
  CHECK(load_at(-15, 0.5).outdoor_air == cooling::Moisture::too_dry);
}

}  // namespace gw::campus
