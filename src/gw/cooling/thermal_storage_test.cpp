// Tanks: their day, their limits, the balance of every hour, and what riding through and levelling bring.
#include "gw/cooling/thermal_storage.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "gw/base/random.h"
#include "gw/cooling/plant.h"

namespace gw::cooling {
namespace {

using namespace gw::unit;
using doctest::Approx;

constexpr int kDays = 20;

/// Days of a sine between night and noon; one hot day in five.
OutdoorYear summer(double mean_c = 22, double swing_k = 9) {
  OutdoorYear year;
  for (int h = 0; h < kDays * 24; ++h) {
    const double hot = h / 24 % 5 == 2 ? 7 : 0;
    const double dry = mean_c + hot - swing_k * std::cos(2 * std::numbers::pi * (h % 24 - 3) / 24.0);
    const OutdoorAir air = outdoor_air(Temperature::celsius(dry), 0.4, 101325);
    year.dry_bulb_c.push_back(air.dry_bulb_c), year.wet_bulb_c.push_back(air.wet_bulb_c);
    year.humidity_ratio.push_back(air.humidity_ratio), year.pressure_pa.push_back(air.pressure_pa);
  }
  return year;
}

WaterTank tank(TankUse use, double energy_mwh = 40) {
  WaterTank out;
  out.energy = energy_mwh * MWh, out.charge_power = 6 * MW, out.discharge_power = 8 * MW, out.use = use;
  return out;
}

/// 20 MW of chilled-water heat; sized for `design_c`.
CoolingPlantSized plant(std::optional<WaterTank> storage, double design_c = 45, HeatRejection kind = AirCooledChiller{}) {
  CoolingDesign design;
  design.air.plant = std::move(kind);
  design.design_dry_bulb = Temperature::celsius(design_c);
  design.spare_units = 0;
  if (storage) design.air.storage = *storage;
  return size_plant(design, {}, 20 * MW, summer());
}

CoolingYear run(const CoolingPlantSized& plant, const OutdoorYear& weather = summer(), std::vector<double> heat = {}) {
  const std::vector<double> none = {0.0};
  if (heat.empty()) heat.assign(std::size_t(weather.hours()), 20e6);
  return cool_year(plant, none, heat, weather);
}

void check_balance(const CoolingYear& year) {
  const double in = (year.heat + year.power + year.tank_loss + year.stored_end - year.stored_begin).in(MWh);
  CHECK(in == Approx((year.rejected + year.unmet).in(MWh)).epsilon(1e-9));
}

double largest(const std::vector<double>& v) { return *std::ranges::max_element(v); }

}  // namespace

TEST_CASE("levelling charges in the n coolest hours of each day and gives in the n hottest") {
  const OutdoorYear weather = summer();
  for (int n : {1, 4, 12}) {
    WaterTank design = tank(TankUse::level_load);
    design.level_hours = n;
    const SizedTank sized = size_tank(design, weather);
    for (std::size_t day = 0; day < kDays; ++day) {
      int charge = 0, give = 0;
      double warmest_charge = -100, coolest_give = 100;
      for (std::size_t h = 24 * day; h < 24 * (day + 1); ++h) {
        if (sized.steps[h] > 0) ++charge, warmest_charge = std::max(warmest_charge, weather.dry_bulb_c[h]);
        if (sized.steps[h] < 0) ++give, coolest_give = std::min(coolest_give, weather.dry_bulb_c[h]);
      }
      CHECK(charge == n);
      CHECK(give == n);
      CHECK(warmest_charge <= coolest_give);
    }
  }
  CHECK(size_tank(tank(TankUse::ride_through), weather).steps[13] == 1);
}

TEST_CASE(
    "a day without the swing is left alone; without that rule, too, levelling sets no new peak in warm "
    "nights") {
  const auto levelled = [](double amplitude_k) {
    return std::ranges::count(size_tank(tank(TankUse::level_load), summer(25, amplitude_k)).steps, std::int8_t(1));
  };
  CHECK(levelled(9) == 8 * kDays);
  CHECK(levelled(3) == 0);
  WaterTank always = tank(TankUse::level_load);
  always.level_swing = {};
  const OutdoorYear warm = summer(25, 3);
  CHECK(std::ranges::count(size_tank(always, warm).steps, std::int8_t(1)) == 8 * kDays);
  CoolingDesign design = plant({}).design;
  const auto peak = [&](std::optional<WaterTank> storage) {
    design.air.storage.reset();
    if (storage) design.air.storage = *storage;
    return run(size_plant(design, {}, 20 * MW, warm), warm).peak_power;
  };
  CHECK(peak(always) <= peak({}));
  CHECK(peak(tank(TankUse::level_load)) == peak({}));
}

TEST_CASE(
    "an hour's offer keeps to power, content, room and reserve, and moves an even part of what is left to "
    "move") {
  WaterTank design = tank(TankUse::level_load);
  design.level_hours = 4, design.reserve_frac = 0.25, design.loss_frac_per_day = 0.24;
  SizedTank sized{design, {1, 1, 0, -1, -1, -1, -1}};
  CHECK(tank_loss_wh(sized, 40e6) == Approx(0.4e6));
  CHECK(tank_hour(sized, 10e6, 0).charge_w == Approx(6e6));      // its power
  CHECK(tank_hour(sized, 36e6, 0).charge_w == Approx(2.18e6));   // half its room, the hour's loss included
  CHECK(tank_hour(sized, 36e6, 1).charge_w == Approx(4.36e6));   // all of it: the last hour of the day
  CHECK(tank_hour(sized, 30e6, 2) == TankHour{0, 0, 8e6});
  CHECK(tank_hour(sized, 40e6, 3).planned_w == Approx(7.4e6));  // what is above the reserve over four hours
  CHECK(tank_hour(sized, 12e6, 3).planned_w == Approx(0.47e6));
  CHECK(tank_hour(sized, 12e6, 6).planned_w == Approx(1.88e6));
  CHECK(tank_hour(sized, 40e6, 6).planned_w == Approx(8e6));  // its power
  CHECK(tank_hour(sized, 5e6, 3).planned_w == 0);
  CHECK(tank_hour(sized, 5e6, 3).most_w == Approx(4.95e6));
  CHECK(tank_hour(sized, 0, 12).most_w == 0);
  CHECK(tank_hour(sized, 10e6, 7) == tank_hour(sized, 10e6, 0));  // the year wraps
  CHECK(tank_hour({tank(TankUse::ride_through), {1, 1}}, 38e6, 0).charge_w ==
        Approx(2e6 + 38e6 * 0.02 / 24));  // at once
}

TEST_CASE("an hour's charge keeps to its limit, found along a line or a curve; none where none is left") {
  CHECK(charge_share([](double) { return -1.0; }) == 1.0);
  CHECK(charge_share([](double share) { return share - 0.25; }) == Approx(0.25));
  CHECK(charge_share([](double share) { return share; }) == 0.0);
  CHECK(charge_share([](double) { return 1.0; }) == 0.0);
  const auto convex = [](double share) { return share * share - 0.25; };
  const auto concave = [](double share) { return std::sqrt(share) - 0.6; };
  for (const double share : {charge_share(convex), charge_share(concave)})
    CHECK((share > 0.1 && share < 0.5));
  CHECK(convex(charge_share(convex)) <= 0);
  CHECK(concave(charge_share(concave)) <= 0);
  CHECK(charge_share([](double share) { return share > 1e-6 ? 1.0 : -1.0; }) == 0.0);  // a step
}

TEST_CASE("a plant without a tank answers as before, whatever is offered to it") {
  const CoolingPlantSized bare = plant({});
  const OutdoorAir air = outdoor_air(Temperature::celsius(30), 0.4, 101325);
  CHECK(tank_hours(bare, full_tanks(bare), 5) == TankHours{});
  const CoolingHour a = cool(bare, {}, 20 * MW, air), b = cool(bare, {}, 20 * MW, air, HourCalls{});
  CHECK(a.power() == b.power());
  CHECK(a.to_tank() == Power{});
  CHECK(run(bare).stored_begin == Energy{});
}

TEST_CASE("riding through: heat that the plant leaves on a hot day goes to the tank, which is full again after it") {
  // Sized for 34 C: on the hot days, up to 38 C, the machines are a bit short.
  const CoolingYear without = run(plant({}, 30)), with = run(plant(tank(TankUse::ride_through), 30));
  CHECK(without.unmet_hours > 10);
  CHECK(without.unmet.in(MWh) > 5);
  CHECK(with.unmet.in(MWh) < 1e-6);
  CHECK(with.unmet_hours == 0);
  CHECK(with.stored_end.in(MWh) == Approx(40).epsilon(0.01));
  CHECK(*std::ranges::min_element(with.stored_wh) < 39e6);
  for (double stored : with.stored_wh) CHECK((stored >= -1 && stored <= 40e6 + 1));
  CHECK(with.peak_power <= without.peak_power * (1 + 1e-9));
  check_balance(without), check_balance(with);
}

TEST_CASE("a tank too small or too weak leaves the rest unmet") {
  WaterTank small = tank(TankUse::ride_through, 1);
  const CoolingYear none = run(plant({}, 30)), some = run(plant(small, 30));
  CHECK(some.unmet > Energy{});
  CHECK(some.unmet < none.unmet);
  WaterTank weak = tank(TankUse::ride_through);
  weak.discharge_power = 0 * MW;
  CHECK(run(plant(weak, 30)).unmet.in(MWh) == Approx(none.unmet.in(MWh)));
  check_balance(some);
}

TEST_CASE("levelling lowers the peak and the compressors' energy where nights are cool") {
  const CoolingYear without = run(plant({})), with = run(plant(tank(TankUse::level_load)));
  MESSAGE("peak " << without.peak_power.in(MW) << " -> " << with.peak_power.in(MW) << " MW, energy "
                  << without.power.in(MWh) << " -> " << with.power.in(MWh) << " MWh");
  CHECK(with.peak_power < 0.95 * without.peak_power);
  CHECK(with.power < 0.97 * without.power);
  CHECK(largest(with.to_tank_w) > 3.5e6);
  check_balance(with);
  // Without loss the tank gives each day what it takes.
  WaterTank tight = tank(TankUse::level_load);
  tight.loss_frac_per_day = 0;
  const CoolingYear closed = run(plant(tight));
  CHECK(closed.tank_loss == Energy{});
  for (std::size_t h = 24; h < closed.stored_wh.size(); h += 24)
    CHECK(closed.stored_wh[h - 1] == Approx(closed.stored_wh[23]).epsilon(1e-9));
}

TEST_CASE("drawn tanks, plants and loads: balance, limits and never more unmet than without") {
  Random random(11, stream_id("tank"), 0);
  const HeatRejection kinds[] = {AirCooledChiller{}, WaterCooledChiller{}, DryCooler{}, CoolingTower{}, ClosedCircuitTower{},
                                 AdiabaticDryCooler{}};
  for (int draw = 0; draw < 60; ++draw) {
    CAPTURE(draw);
    WaterTank t = tank(random.uniform() < 0.5 ? TankUse::ride_through : TankUse::level_load, 1 + 80 * random.uniform());
    t.charge_power = 10 * random.uniform() * MW, t.discharge_power = 15 * random.uniform() * MW;
    t.loss_frac_per_day = 0.5 * random.uniform(), t.reserve_frac = random.uniform();
    t.level_hours = 1 + int(11.9 * random.uniform());
    const OutdoorYear weather = summer(10 + 20 * random.uniform(), 12 * random.uniform());
    std::vector<double> heat(std::size_t(weather.hours()));
    for (double& w : heat) w = 24e6 * random.uniform();
    const double design_c = 15 + 25 * random.uniform();
    const HeatRejection& kind = kinds[draw % 6];
    const CoolingYear with = run(plant(t, design_c, kind), weather, heat), without = run(plant({}, design_c, kind), weather, heat);
    check_balance(with);
    CHECK(with.unmet.in(MWh) <= without.unmet.in(MWh) + 1e-6);
    double before = with.stored_begin.in(Wh);
    for (std::size_t h = 0; h < heat.size(); ++h) {
      CHECK((with.stored_wh[h] >= -1 && with.stored_wh[h] <= t.energy.in(Wh) + 1));
      CHECK(with.to_tank_w[h] <= t.charge_power.base() + 1);
      CHECK(with.to_tank_w[h] >= -t.discharge_power.base() - 1);
      CHECK(std::abs(with.stored_wh[h] - before * (1 - t.loss_frac_per_day / 24) - with.to_tank_w[h]) < 0.01);
      if (with.to_tank_w[h] > 1) CHECK(with.unmet_w[h] <= 1e-6 * heat[h] + 1);  // no charging while heat is left
      before = with.stored_wh[h];
    }
  }
}

TEST_CASE("outside air has no water to store") {
  CoolingDesign design;
  design.air.plant = DirectAir{};
  CHECK(physics_problems(design).empty());
  design.air.storage = tank(TankUse::ride_through);
  REQUIRE(physics_problems(design).size() == 1);
  CHECK(physics_problems(design)[0].find("no water") != std::string::npos);
}

}  // namespace gw::cooling
