// Tanks in a campus: compute that they save, buses that are short, and the heat balance.
#include <algorithm>
#include <cmath>
#include <numbers>

#include "gw/campus/test_campus.h"

namespace gw::campus {
namespace {

using namespace test;
using doctest::Approx;

// Hot days of a sine from 22 to 42 C.
catalog::WeatherYear hot_days() {
  catalog::WeatherYear out = weather(32);
  for (std::size_t i = 0; i < out.dry_bulb_c.size(); ++i) {
    out.dry_bulb_c[i] = 32 - 10 * std::cos(2 * std::numbers::pi * (double(i % 24) - 3) / 24);
    out.relative_humidity_frac[i] = 0.2;
  }
  return out;
}

cooling::WaterTank tank(cooling::TankUse use = cooling::TankUse::ride_through) {
  cooling::WaterTank out;
  out.energy = 0.4 * MWh, out.charge_power = 0.03 * MW, out.discharge_power = 0.1 * MW, out.use = use;
  return out;
}

// All racks cooled by air, by chillers that stop above `cut_out_c`.
Campus chilled(std::optional<cooling::WaterTank> storage, double cut_out_c, int hours = 24 * 5) {
  Campus out = busy_campus(hours);
  for (Hall& hall : out.halls) {
    hall.rack.liquid_heat_frac = 0;
    hall.cooling.liquid.reset();
    cooling::AirCooledChiller chiller;
    chiller.cut_out = Temperature::celsius(cut_out_c);
    hall.cooling.air.plant = chiller;
    hall.cooling.spare_units = 0;
    hall.cooling.design_dry_bulb = Temperature::celsius(45);
    if (storage) hall.cooling.air.storage = *storage;
  }
  return out;
}

/// Two halls, the second energised in July, a job that trains and loses time, and one that comes in autumn:
/// power at work and its mean differ, and both change over the year.
Campus growing(const cooling::HeatRejection& plant, std::optional<cooling::WaterTank> storage) {
  Campus out = chilled({}, 60, 8760);
  out.horizon.start = {2027, 1, 1};
  Hall& hall = out.halls[0];
  hall.cooling.air.plant = plant;
  if (std::holds_alternative<cooling::DryCooler>(plant))
    hall.cooling.air.supply = Temperature::celsius(60);  // Phoenix
  hall.cooling.design_dry_bulb.reset();
  if (storage) hall.cooling.air.storage = *storage;
  hall.energised = {2027, 1, 1};
  out.halls.push_back(hall);
  out.halls[1].name = "later", out.halls[1].energised = {2027, 7, 4};
  std::get<TrainingJob>(out.jobs[0]).repeat = true;
  out.jobs.push_back(SteadyJob{.name = "autumn",
                               .start = Date{2027, 9, 20},
                               .halls = {},
                               .tensor_frac = 0.9,
                               .memory_frac = 0.9,
                               .scale_up_frac = 0.5,
                               .scale_out_frac = 0.5});
  return out;
}

/// A tank of so many hours of a hall's heat, 0.07 MW.
cooling::WaterTank levelling(double hours, double swing_k) {
  cooling::WaterTank out = tank(cooling::TankUse::level_load);
  out.energy = 0.07 * hours * MWh, out.charge_power = 0.07 * MW, out.level_swing = swing_k * K;
  return out;
}

Operations year_of(const Campus& c, const catalog::WeatherYear& air) {
  const Prepared p = prepare(c, air, 1);
  REQUIRE(p.usable());
  return operate(c, p, {});
}

double largest(const std::vector<double>& v) { return *std::ranges::max_element(v); }

}  // namespace

TEST_CASE("a tank saves the compute that a plant that stops in the afternoon sheds") {
  const Simulation without = simulated(chilled({}, 41), hot_days()), with = simulated(chilled(tank(), 41), hot_days());
  CHECK(without.operations.unmet_cooling_hours > 0);
  CHECK(with.operations.unmet_cooling_hours < without.operations.unmet_cooling_hours);
  CHECK(with.operations.accelerator_hours.shed < without.operations.accelerator_hours.shed);
  CHECK(sum(with.operations.hourly.tokens) > sum(without.operations.hourly.tokens));
  const HeatBook& heat = with.operations.heat;
  CHECK(heat.ride_through_hours > 0);
  CHECK(heat.tank_given > 0);
  CHECK(heat.tank_charged > heat.tank_given);  // the standing gain too
  CHECK(heat.tank_begin == Approx(0.4));
  CHECK(heat.tank_end == Approx(heat.tank_begin + heat.tank_charged - heat.tank_given - heat.tank_gain));
  CHECK(without.operations.heat.tank_begin == 0);
  CHECK(without.operations.heat.ride_through_hours == 0);
}

TEST_CASE("levelling moves power from the afternoon to the night") {
  const Simulation without = simulated(chilled({}, 60), hot_days());
  cooling::WaterTank two_hours = tank(cooling::TankUse::level_load);
  two_hours.energy = 0.1 * MWh;
  const Simulation with = simulated(chilled(two_hours, 60), hot_days());
  CHECK(largest(with.operations.hourly.cooling_mw) < 0.95 * largest(without.operations.hourly.cooling_mw));
  CHECK(with.operations.mechanical_mwh < without.operations.mechanical_mwh);
  CHECK(with.operations.accelerator_hours.shed == 0);
  CHECK(with.operations.hourly.it_mw == without.operations.hourly.it_mw);
  CHECK(with.operations.heat.ride_through_hours == 0);
}

TEST_CASE(
    "levelling never raises the year's peak, in a desert and by a cold lake, whatever tank, plant and jobs") {
  for (const char* place : {"phoenix", "milwaukee"}) {
    const auto air = catalog::read_epw(std::string(GW_SOURCE_DIR "/catalog/weather/") + place + ".epw");
    REQUIRE(air);
    for (const cooling::HeatRejection& plant : {cooling::HeatRejection(cooling::AirCooledChiller{}),
                                                cooling::HeatRejection(cooling::WaterCooledChiller{}),
                                                cooling::HeatRejection(cooling::DryCooler{})}) {
      const Operations without = year_of(growing(plant, {}), *air);
      double least = 1;
      for (const double hours : {1.0, 8.0})
        for (const double swing_k : {0.0, 8.0}) {
          const Operations with = year_of(growing(plant, levelling(hours, swing_k)), *air);
          CAPTURE(std::string(place));
          CAPTURE(plant.index());
          CAPTURE(hours);
          CAPTURE(swing_k);
          CHECK(with.peak_facility_mw <= without.peak_facility_mw * (1 + 1e-9));
          CHECK(largest(with.hourly.facility_mw) <= largest(without.hourly.facility_mw) * (1 + 1e-9));
          CHECK(with.heat.tank_charged > 1);
          CHECK(with.accelerator_hours.shed == 0);
          least = std::min(least, with.peak_facility_mw / without.peak_facility_mw);
        }
      if (std::holds_alternative<cooling::AirCooledChiller>(plant))
        CHECK(least < 0.98);  // and it still levels
    }
  }
}

TEST_CASE("a bus that is short does not charge more than it is served, and what it does not charge is not unserved") {
  const Campus c = chilled(tank(cooling::TankUse::level_load), 60, 48);
  const Prepared p = prepare(c, hot_days(), 1);
  const Operations free = operate(c, p, {}), bare = operate(chilled({}, 60, 48), prepare(chilled({}, 60, 48), hot_days(), 1), {});
  const Limits limits = {{"main", bare.hourly.facility_mw}};  // at night, just what the hall draws without charging
  const Operations limited = operate(c, p, limits);
  CHECK(free.heat.tank_charged > 0.01);
  CHECK(limited.heat.tank_charged < 1e-6);
  CHECK(limited.accelerator_hours.shed == 0);
  for (std::size_t i = 0; i < 48; ++i) {
    CHECK(limited.hourly.facility_mw[i] <= bare.hourly.facility_mw[i] * (1 + 1e-9));
    CHECK(limited.hourly.wanted_facility_mw[i] == limited.hourly.facility_mw[i]);
  }
}

TEST_CASE("a refill that the supply cannot carry at once is spread, and costs no compute") {
  Campus c = chilled(tank(), 41, 24 * 8);
  for (Job& job : c.jobs) std::get<TrainingJob>(job).repeat = true;
  const Simulation free = simulated(c, hot_days());
  double usual_mw = 0;  // the largest hour without a tank and with machines that do not stop
  for (double mw : simulated(chilled({}, 60, 24 * 8), hot_days()).operations.hourly.facility_mw) usual_mw = std::max(usual_mw, mw);
  c.supply = {grid(1.01 * usual_mw)};
  const Simulation tight = simulated(c, hot_days());
  CHECK(*std::ranges::max_element(free.operations.hourly.facility_mw) > 1.03 * usual_mw);
  CHECK(*std::ranges::max_element(tight.operations.hourly.facility_mw) <= 1.01 * usual_mw * (1 + 1e-6));
  CHECK(tight.rounds < kMaxRounds);
  CHECK(tight.unserved_mwh < 1e-3);
  CHECK(tight.operations.accelerator_hours.shed < 1e-6 * tight.operations.accelerator_hours.installed);
  CHECK(tight.operations.heat.tank_charged > 0.9 * free.operations.heat.tank_charged);
}

TEST_CASE("a chain carries the refill of a tank that rides through") {
  Campus c = chilled(tank(), 41, 24 * 8);
  for (Job& job : c.jobs) std::get<TrainingJob>(job).repeat = true;
  c.halls[0].cooling.design_dry_bulb = Temperature::celsius(42);
  const Simulation s = simulated(c, hot_days());
  CHECK(s.operations.heat.tank_charged > 0.1);
  CHECK(s.operations.chain_overloads.empty());
  const auto with = [](std::optional<cooling::WaterTank> storage) {
    Campus of = chilled(storage, 60);
    of.halls[0].cooling.design_dry_bulb = Temperature::celsius(42);
    return prepare(of, hot_days(), 1).halls[0].design_facility.in(MW);
  };
  CHECK(with(tank()) > with({}));
  CHECK(with(tank(cooling::TankUse::level_load)) == with({}));
}

TEST_CASE("each hall has its own tank: halls alike that begin at different times, and a hall in the dark") {
  Campus c = chilled(tank(), 41, 24 * 6);
  c.halls.push_back(c.halls[0]);
  c.halls[1].name = "later", c.halls[1].energised = {2027, 6, 4};
  const Simulation s = simulated(c, hot_days());
  CHECK(s.operations.heat.tank_begin == Approx(0.8));
  const Prepared p = prepare(c, hot_days(), 1);
  const Operations dark = operate(c, p, {{"main", std::vector<double>(24 * 6, 0.0)}});
  CHECK(dark.heat.tank_given == 0);
  CHECK(dark.heat.tank_charged == 0);
  // Six days of one hall and three of the other at 2 % a day.
  const double hour_left = 1 - 0.02 / 24;
  CHECK(dark.heat.tank_end == Approx(0.4 * (std::pow(hour_left, 144) + std::pow(hour_left, 72))));
}

TEST_CASE("a design for another climate is a warning") {
  Campus c = chilled({}, 60, 48);
  const double hottest_c = cooling::design_conditions(prepare(c, hot_days(), 1).outdoor, {}).dry_bulb.in_celsius();
  c.halls[0].cooling.design_dry_bulb = Temperature::celsius(hottest_c + 7);
  CHECK_FALSE(find(prepare(c, hot_days(), 1).issues, "GW3022"));
  c.halls[0].cooling.design_dry_bulb = Temperature::celsius(hottest_c + 9);
  const Prepared p = prepare(c, hot_days(), 1);
  const Issue* issue = find(p.issues, "GW3022");
  REQUIRE(issue);
  CHECK(issue->warning);
  CHECK(p.usable());
}

TEST_CASE("a return period without the spread of annual extremes is an error") {
  Campus c = chilled({}, 60, 48);
  c.halls[0].cooling.design_dry_bulb.reset();
  c.halls[0].cooling.return_period = 20;
  const Prepared p = prepare(c, hot_days(), 1);
  CHECK_FALSE(p.usable());
  const Issue* issue = find(p.issues, "GW3014");
  REQUIRE(issue);
  CHECK(issue->path == "halls[0].cooling.return_period_years");
  catalog::WeatherYear weather = hot_days();
  weather.extremes.dry_bulb_std = 2 * K;
  CHECK(prepare(c, weather, 1).usable());
}

}  // namespace gw::campus
