#include "gw/supply/capacity.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "gw/supply/horizon_weather.h"
#include "gw/supply/test_weather.h"

using namespace gw;
using namespace gw::supply;
using doctest::Approx;

namespace {

const Horizon kYear{Date{2027, 1, 1}, 8760};
const CapacityOptions kPerfect{.seed = 1, .forced_outages = false, .maintenance = false};

GasTurbine turbines(int units) {
  GasTurbine plant;
  plant.name = "turbines";
  plant.units = units;
  plant.unit_power = 50 * unit::MW;
  return plant;
}

double mean(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / double(values.size());
}

}  // namespace

TEST_CASE("weather repeats by month, day and hour") {
  const auto weather = test::constant_weather(15);
  const auto hours = weather_hours(weather, {Date{2028, 2, 28}, 72});
  CHECK(hours[0] == (31 + 27) * 24);
  CHECK(hours[24] == (31 + 27) * 24);  // 29 February is 28 February again
  CHECK(hours[48] == (31 + 28) * 24);
  CHECK(hours[71] == (31 + 28) * 24 + 23);
  CHECK(weather_hours(weather, {Date{2028, 1, 1}, 0}).empty());
}

TEST_CASE("dates become hours of the horizon, clamped to it") {
  CHECK(hour_of(kYear, Date{2027, 1, 2}) == 24);
  CHECK(hour_of(kYear, Date{1970, 1, 1}) == 0);
  CHECK(hour_of(kYear, Date{2040, 1, 1}) == 8760);
}

TEST_CASE("without outages every unit is there, from its first day") {
  GasTurbine plant = turbines(4);
  plant.online = Date{2027, 2, 1};
  const auto table = capacity(std::vector<Source>{plant}, test::constant_weather(15), kYear, kPerfect);
  const auto& source = table.sources[0];
  CHECK(source.available_mw[743] == 0);
  CHECK(source.units_available[743] == 0);
  CHECK(source.available_mw[744] == Approx(200));
  CHECK(source.units_available[8759] == 4);
  CHECK(table.outages.empty());
}

TEST_CASE("heat takes capacity away") {
  const auto table = capacity(std::vector<Source>{turbines(2)}, test::constant_weather(35), kYear, kPerfect);
  CHECK(table.sources[0].available_mw[100] == Approx(100 * (1 - 0.007 * 20)));
}

TEST_CASE("the mean availability is that of the outage curve, and more in the cold") {
  GasTurbine plant = turbines(200);
  plant.forced_outage.points = {{Temperature::celsius(-15), 0.199}, {Temperature::celsius(10), 0.021}};
  const CapacityOptions forced{.seed = 5, .forced_outages = true, .maintenance = false};
  const auto mild = capacity(std::vector<Source>{plant}, test::constant_weather(10), kYear, forced);
  const auto cold = capacity(std::vector<Source>{plant}, test::constant_weather(-15), kYear, forced);
  CHECK(mean(mild.sources[0].available_mw) == Approx(10000 * (1 - 0.021)).epsilon(0.004));
  CHECK(mean(cold.sources[0].available_mw) == Approx(10000 * (1 - 0.199)).epsilon(0.012));
}

TEST_CASE("weather outside the outage curve is counted") {
  GasTurbine plant = turbines(1);
  plant.forced_outage.points = {{Temperature::celsius(-15), 0.2}, {Temperature::celsius(35), 0.07}};
  const auto table =
      capacity(std::vector<Source>{plant}, test::constant_weather(48), {Date{2027, 1, 1}, 100});
  REQUIRE(table.warnings.size() == 2);  // outside the derate range, outside the curve
  CHECK(table.warnings[0].count == 100);
  CHECK(table.warnings[1].count == 100);
  CHECK(table.warnings[1].source == 0);
}

TEST_CASE("the same seed gives the same bytes, another seed other outages") {
  const auto weather = test::seasonal_weather();
  const std::vector<Source> sources = {turbines(10)};
  const auto one = capacity(sources, weather, kYear, {.seed = 3}),
             again = capacity(sources, weather, kYear, {.seed = 3});
  const auto other = capacity(sources, weather, kYear, {.seed = 4});
  CHECK(one.sources[0].available_mw == again.sources[0].available_mw);
  CHECK(one.sources[0].available_mw != other.sources[0].available_mw);
}

TEST_CASE("another source, or another unit, moves nobody's outages") {
  const auto weather = test::seasonal_weather();
  GasEngine engine;
  engine.unit_power = 2.5 * unit::MW;
  const CapacityOptions forced{.seed = 3, .forced_outages = true, .maintenance = false};
  const auto alone = capacity(std::vector<Source>{turbines(2)}, weather, kYear, forced);
  const auto behind = capacity(std::vector<Source>{engine, turbines(2)}, weather, kYear, forced);
  const auto more = capacity(std::vector<Source>{turbines(3)}, weather, kYear, forced);
  CHECK(alone.sources[0].available_mw == behind.sources[1].available_mw);
  for (std::size_t h = 0; h < 8760; ++h)
    REQUIRE(more.sources[0].available_mw[h] >= alone.sources[0].available_mw[h] - 1e-9);
}

TEST_CASE("a source without a name keeps its outages when sources of other kinds come and go") {
  const auto weather = test::seasonal_weather();
  GasTurbine unnamed = turbines(2);
  unnamed.name = "";
  GasEngine engine;
  engine.unit_power = 2.5 * unit::MW;
  const CapacityOptions forced{.seed = 3, .forced_outages = true, .maintenance = false};
  const auto alone = capacity(std::vector<Source>{unnamed}, weather, kYear, forced);
  const auto behind = capacity(std::vector<Source>{engine, unnamed}, weather, kYear, forced);
  CHECK(alone.sources[0].available_mw == behind.sources[1].available_mw);
}

TEST_CASE("maintenance takes its share, and an hour both forced and planned counts once") {
  GasTurbine plant = turbines(4);
  plant.forced_outage = OutageCurve::constant(0.5);
  plant.maintenance_frac = 0.3;
  const auto weather = test::constant_weather(15);
  const auto table = capacity(std::vector<Source>{plant}, weather, kYear, {.seed = 2});
  for (int units : table.sources[0].units_available) REQUIRE((units >= 0 && units <= 4));
  const auto planned =
      capacity(std::vector<Source>{plant}, weather, kYear, {.seed = 2, .forced_outages = false});
  CHECK(mean(planned.sources[0].available_mw) == Approx(200 * 0.7).epsilon(1e-6));
  CHECK(std::all_of(planned.outages.begin(), planned.outages.end(),
                    [](const UnitOutage& o) { return o.planned; }));
}

TEST_CASE("grid service steps with its stages and stops with its outages") {
  GridConnection grid;
  grid.service = {{Date{2027, 1, 1}, 100 * unit::MW}, {Date{2027, 7, 1}, 300 * unit::MW}};
  const auto weather = test::constant_weather(15);
  const auto firm = capacity(std::vector<Source>{grid}, weather, kYear, {.seed = 1});
  CHECK(firm.sources[0].available_mw[0] == Approx(100));
  CHECK(firm.sources[0].available_mw[181 * 24 - 1] == Approx(100));
  CHECK(firm.sources[0].available_mw[181 * 24] == Approx(300));
  grid.planned_outage_frac = 0.01;
  grid.forced_outage_frac = 0.02;
  const auto weak = capacity(std::vector<Source>{grid}, weather, kYear, {.seed = 1});
  const auto dark = std::count(weak.sources[0].available_mw.begin(), weak.sources[0].available_mw.end(), 0.0);
  CHECK(dark >= 88);
  CHECK(dark < 600);
}

TEST_CASE("solar ages from its first day, or from the start of the horizon when undated") {
  const auto weather = test::clear_weather(33.4, -112, -7);
  SolarPlant undated;
  undated.dc_power = 100 * unit::MW;
  undated.degradation_per_year_frac = 0.01;
  SolarPlant old = undated;
  old.online = Date{2017, 1, 1};
  const auto table = capacity(std::vector<Source>{undated, old}, weather, {Date{2027, 1, 1}, 48});
  const double ratio = table.sources[1].available_mw[11] / table.sources[0].available_mw[11];
  CHECK(ratio == Approx(std::pow(0.99, 10)).epsilon(1e-3));
}

TEST_CASE("capacity of a bus adds its sources") {
  GasTurbine here = turbines(2), there = turbines(2);
  there.bus = "islanded";
  Battery battery;
  battery.power = 100 * unit::MW;
  Backup backup;
  backup.unit_power = 3 * unit::MW;
  const std::vector<Source> sources = {here, there, battery, backup};
  const auto table = capacity(sources, test::constant_weather(15), {Date{2027, 1, 1}, 24}, kPerfect);
  CHECK(bus_available_mw(sources, table, "main")[5] == Approx(103));
  CHECK(bus_available_mw(sources, table, "main", {.batteries = true, .backup = false})[5] == Approx(197.4));
  CHECK(bus_available_mw(sources, table, "islanded")[5] == Approx(100));
  CHECK(bus_available_mw(sources, table, "nowhere")[5] == 0);
}
