// One or two points of each kind of plant, computed outside the program: a dry cooler by bisection of its
// equation, a tower by the table of saturated air, chillers by their published coefficients, pads by the wet
// bulb.
#include <doctest/doctest.h>

#include <array>
#include <initializer_list>

#include "gw/cooling/adiabatic_dry_cooler.h"
#include "gw/cooling/air_cooled_chiller.h"
#include "gw/cooling/cooling_tower.h"
#include "gw/cooling/psychrometrics.h"
#include "gw/cooling/water_cooled_chiller.h"

using namespace gw;
using namespace gw::cooling;
using namespace gw::unit;
using doctest::Approx;

namespace {

constexpr LoopDuty kWarm{.supply_c = 41, .return_c = 51, .heat_w = 1e6, .design_w = 1e6};
constexpr LoopDuty kChilled{.supply_c = 21, .return_c = 29, .heat_w = 1e6, .design_w = 1e6};

DesignConditions hottest(double dry_c, double wet_c) {
  return {Temperature::celsius(dry_c), Temperature::celsius(wet_c), 101325.0};
}

LoopDuty share_of(LoopDuty duty, double share) {
  duty.heat_w *= share;
  return duty;
}

OutdoorAir humid(double dry_c, double wet_c) {
  return {dry_c, wet_c, humidity_ratio_from_wet_bulb(dry_c, wet_c, 101325.0), 101325.0};
}

/// The temperature at which the mode stops being `mode`, between low_c (still is) and high_c (no longer).
template <class At>
double end_of(Economiser mode, const At& at, double low_c, double high_c) {
  while (high_c - low_c > 1e-4) {
    const double middle = 0.5 * (low_c + high_c);
    (at(middle).mode == mode ? low_c : high_c) = middle;
  }
  return low_c;
}

}  // namespace

TEST_CASE("dry cooler: at the same air, fans follow the heat by the cubic law down to their least speed") {
  SizingNotes notes{.loop = "liquid"};
  DryCooler cubic;
  cubic.fan_static_frac = 0;
  const SizedDryCooler plant = size_dry_cooler(cubic, kWarm, hottest(33, 24), notes);
  CHECK(run_dry_cooler(plant, share_of(kWarm, 0.5), 33).fan_w == Approx(18000 / 8.0).epsilon(1e-4));
  CHECK(run_dry_cooler(plant, share_of(kWarm, 0.25), 33).fan_w == Approx(18000 / 64.0).epsilon(1e-4));
  CHECK(run_dry_cooler(plant, share_of(kWarm, 0.01), 33).fan_w == Approx(18000 * 0.15 * 0.15 * 0.15));
  // With 5 % static pressure half the flow takes 0.5 (0.05 + 0.95 / 4) = 14.4 %.
  const SizedDryCooler shipped = size_dry_cooler({}, kWarm, hottest(33, 24), notes);
  CHECK(run_dry_cooler(shipped, share_of(kWarm, 0.5), 33).fan_w == Approx(18000 * 0.14375).epsilon(1e-4));
}

TEST_CASE("dry cooler: rise of the air at colder air, by bisection of the effectiveness equation") {
  SizingNotes notes{.loop = "liquid"};
  const SizedDryCooler plant = size_dry_cooler({}, kWarm, hottest(33, 24), notes);
  CHECK(dry_uptake_j_per_kg(plant, 41, 51, 21) == Approx(1006 * 22.2449).epsilon(1e-5));
  CHECK(dry_uptake_j_per_kg(plant, 41, 51, 1) == Approx(1006 * 42.7893).epsilon(1e-5));
  const double flow = 10 / 22.2449;
  CHECK(run_dry_cooler(plant, kWarm, 21).fan_w ==
        Approx(18000 * flow * (0.05 + 0.95 * flow * flow)).epsilon(1e-4));
}

TEST_CASE("tower: air that leaves saturated at 30 C has taken up the water of the ASHRAE table") {
  SizingNotes notes{.loop = "liquid"};
  const SizedCoolingTower tower = size_cooling_tower({}, kWarm, hottest(35, 25), notes);
  const OutdoorAir damp = humid(20, 20), dry = humid(40, 20);
  for (const OutdoorAir& air : {damp, dry}) {
    // Humidity ratio of saturated air: 0.014695 at 20 C, 0.027203 at 30 C; air of 40 C and 20 C wet bulb has
    // 0.006401. Enthalpy at 30 C: 99.73 kJ/kg.
    const double entering_w = air.dry_bulb_c < 30 ? 0.014695 : 0.006401;
    const double entering_kj = air.dry_bulb_c < 30 ? 57.419 : 56.725;
    const double flow = 0.5 * tower.air_kg_per_s, uptake = (99.7315 - entering_kj) * 1e3;
    PlantHour hour;
    tower_water_and_power(tower, flow * uptake, 10, uptake, 1e6, air, hour);
    CHECK(hour.evaporated_kg_per_s == Approx(flow * (0.027203 - entering_w)).epsilon(1e-3));
    CHECK(hour.drift_kg_per_s == Approx(0.00002 * flow * uptake / (4186.0 * 10)));
    CHECK(hour.blowdown_kg_per_s == Approx(hour.evaporated_kg_per_s / 4 - hour.drift_kg_per_s));
    CHECK(hour.fan_w == Approx(tower.fan_w / 8));
    // Damp air takes part of the heat as warmth: less than all latent. Dry hot air is itself cooled: more.
    const double all_latent = flow * uptake / 2.43e6;
    CHECK((hour.evaporated_kg_per_s > all_latent) == (air.dry_bulb_c > 30));
  }
}

TEST_CASE("chillers: full-load COP falls with the condenser side, point by point from the coefficients") {
  SizingNotes notes{.loop = "air"};
  const auto cop = [](const Chiller& chiller, double condenser_c) {
    const double all = run_chiller(chiller, 1, 7, condenser_c).available_w;
    return all / run_chiller(chiller, all, 7, condenser_c).power_w;
  };
  const Chiller water = size_chiller({}, 1e6, 7, 30, notes);
  const Chiller air = size_chiller(ChillerCurves::air_cooled(), 1e6, 7, 35, notes);
  struct Point {
    double condenser_c, capacity, cop;
  };
  for (const Point& p :
       {Point{24, 1.043638, 6.24253}, Point{27, 1.032777, 5.86863}, Point{30, 1.004944, 5.48865},
        Point{33, 0.960140, 5.11297}, Point{35, 0.920842, 4.86880}}) {
    CAPTURE(p.condenser_c);
    CHECK(cop(water, p.condenser_c) == Approx(p.cop).epsilon(1e-5));
    CHECK(run_chiller(water, 1, 7, p.condenser_c).available_w == Approx(1e6 * p.capacity / 1.004944));
  }
  for (const Point& p : {Point{15, 1.200485, 4.52908}, Point{25, 1.110721, 3.80418},
                         Point{35, 1.012047, 3.00182}, Point{45, 0.904464, 2.31706}}) {
    CAPTURE(p.condenser_c);
    CHECK(cop(air, p.condenser_c) == Approx(p.cop).epsilon(1e-5));
    CHECK(run_chiller(air, 1, 7, p.condenser_c).available_w == Approx(1e6 * p.capacity / 1.012047));
  }
}

TEST_CASE("pads: water is the air flow times the rise of humidity ratio, full and staged") {
  SizingNotes notes{.loop = "liquid"};
  const LoopDuty duty{.supply_c = 34, .return_c = 44, .heat_w = 1e6, .design_w = 1e6};
  const SizedAdiabaticDryCooler plant = size_adiabatic({}, duty, hottest(40, 25), notes);
  // 38 C, 22 C wet bulb: 38 - 0.8 x 16 = 25.2 C. Humidity ratio 0.009977 before, 0.015318 behind the pads.
  const PlantHour full = run_adiabatic(plant, duty, humid(38, 22));
  CHECK(full.fan_w == Approx(run_dry_cooler(plant.dry, duty, 25.2).fan_w));
  const double full_air = 1e6 / dry_uptake_j_per_kg(plant.dry, 34, 44, 25.2);
  CHECK(full.evaporated_kg_per_s == Approx(full_air * (0.0153176 - 0.0099774)).epsilon(1e-4));
  // 30 C, 20 C wet bulb: fully wet would be 22 C; staged to 24 C: 0.010517 to 0.013016.
  const PlantHour staged = run_adiabatic(plant, duty, humid(30, 20));
  CHECK(staged.fan_w == Approx(run_dry_cooler(plant.dry, duty, 24).fan_w));
  const double staged_air = 1e6 / dry_uptake_j_per_kg(plant.dry, 34, 44, 24);
  CHECK(staged.evaporated_kg_per_s == Approx(staged_air * (0.0130161 - 0.0105167)).epsilon(1e-4));
  CHECK(run_adiabatic(plant, duty, humid(24, 15)).water_kg_per_s() == 0);
}

TEST_CASE("air-cooled economiser: full to supply less approach, partial while the coil pays for its fans") {
  SizingNotes notes{.loop = "air"};
  const SizedAirCooledChiller plant = size_air_cooled_chiller({}, kChilled, hottest(40, 26), notes);
  const auto at = [&](double dry_c) { return run_air_cooled_chiller(plant, kChilled, humid(dry_c, dry_c)); };
  CHECK(end_of(Economiser::full, at, 0, 20) == Approx(13.0).epsilon(1e-4));
  CHECK(at(16).fan_w == Approx(plant.economiser.fan_w));  // while partial the coil's fans run full
  const double last_partial = end_of(Economiser::partial, at, 15, 29);
  CHECK(last_partial < 29);  // the return water; beyond it the coil would warm it
  SizedAirCooledChiller without = plant;
  without.design.economiser = false;
  const auto plain_w = run_air_cooled_chiller(without, kChilled, humid(last_partial, last_partial)).power_w();
  CHECK(at(last_partial).power_w() == Approx(plain_w).epsilon(1e-4));
  CHECK(at(last_partial - 2).power_w() < plain_w * 0.99);
}

TEST_CASE(
    "water-cooled economiser: full as long as the tower alone makes water the exchanger's approach colder") {
  SizingNotes notes{.loop = "air"};
  const SizedWaterCooledChiller plant = size_water_cooled_chiller({}, kChilled, hottest(38, 26), notes);
  const auto at = [&](double wet_c) {
    return run_water_cooled_chiller(plant, kChilled, humid(wet_c, wet_c));
  };
  const double last_full = end_of(Economiser::full, at, 0, 20);
  // There full fans carry the heat from 27 to 19 C: 21 C less 2 K.
  CHECK(tower_cold_water_c(plant.tower, 1e6, 8, humid(last_full, last_full)) == Approx(19.0).epsilon(1e-3));
  CHECK(at(last_full).compressor_w == 0);
  CHECK(at(last_full + 0.01).compressor_w > 0);
}
