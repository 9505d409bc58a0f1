#include "gw/supply/fleet.h"

#include <doctest/doctest.h>

#include "gw/supply/test_weather.h"
#include "gw/supply/unit_outages.h"

namespace gw::supply {
namespace {

using doctest::Approx;

const Horizon kYear{Date{2027, 1, 1}, 8760};

GasTurbine turbines() {
  GasTurbine plant;
  plant.name = "turbines";
  plant.units = 4, plant.unit_power = 25 * unit::MW, plant.temperature_derate_per_k = 0.01;
  plant.forced_outage.points = {{Temperature::celsius(-10), 0.2}, {Temperature::celsius(30), 0.05}};
  plant.mean_time_to_repair = 24.0 * unit::hour;
  return plant;
}

}  // namespace

TEST_CASE("a fleet has the units of its bus alone, with the limit and the rate of each hour") {
  GasTurbine elsewhere = turbines();
  elsewhere.name = "elsewhere", elsewhere.bus = "other";
  GridConnection grid;
  grid.service = {{Date{2027, 3, 1}, 50 * unit::MW}};
  Battery battery;
  const std::vector<Source> sources = {turbines(), elsewhere, grid, battery, SolarPlant{}};
  const Fleet fleet = fleet_of(sources, test::constant_weather(25), kYear, "main");
  REQUIRE(fleet.sources.size() == 2);
  CHECK(fleet.batteries.size() == 1);
  const FleetSource& plant = fleet.sources[0];
  CHECK(plant.name == "turbines");
  CHECK(plant.units == 4);
  CHECK(plant.unit_mw[100] == Approx(25 * (1 - 0.01 * 10)));
  CHECK(plant.forced.rate_frac[100] == Approx(0.05 + 0.15 * 5 / 40));
  CHECK(plant.forced.down_frac[8000] == Approx(plant.forced.rate_frac[8000]).epsilon(1e-3));  // settled at one temperature
  const FleetSource& service = fleet.sources[1];
  CHECK(service.unit_mw[0] == 0);                // before its first stage
  CHECK(service.unit_mw[24 * 60] == Approx(50));  // from 1 March
  CHECK(service.units == 2);                     // circuits, each of which carries it all
  CHECK(service.mw(24 * 60) == Approx(50));
  CHECK(service.mw(24 * 60, 1) == Approx(50));
  CHECK(service.mw(24 * 60, 2) == 0);
  CHECK(service.group(24 * 60).rate_frac == Approx(service.forced.rate_frac[0]).epsilon(1e-3));
  CHECK(service.group(24 * 60).together_frac == 0);
  CHECK(fleet.never_whole.size() == 1);
  CHECK(fleet.never_out.empty());
}

TEST_CASE("maintenance takes units away, and the windows of each unit are known") {
  GasTurbine plant = turbines();
  plant.maintenance_frac = 0.04;
  const std::vector<Source> sources = {plant};
  const FleetSource source = fleet_of(sources, test::seasonal_weather(), kYear, "main").sources.front();
  int away = 0;
  for (const int present : source.present) away += 4 - present;
  CHECK(away == Approx(4 * 0.04 * 8760).epsilon(0.02));
  int windows = 0;
  for (const auto& unit : source.planned)
    for (const auto& [from, to] : unit) {
      CHECK(from < to);
      windows += to - from;
      for (int h = from; h < to; ++h) CHECK(source.present[std::size_t(h)] < 4);
    }
  CHECK(windows == away);
}

TEST_CASE("a plant that comes on line within the year is not there before") {
  GasTurbine plant = turbines();
  plant.online = Date{2027, 7, 1};
  const std::vector<Source> sources = {plant};
  const FleetSource source = fleet_of(sources, test::constant_weather(15), kYear, "main").sources.front();
  const std::size_t first = 24 * 181;
  CHECK(source.first_hour == int(first));
  CHECK(source.unit_mw[first - 1] == 0);
  CHECK(source.unit_mw[first] == Approx(25));
  CHECK(source.forced.down_frac[first - 1] == 0);
  CHECK(source.forced.down_frac[first] > 0);
}

TEST_CASE("the probability of being down is that of the drawn chain, hour by hour") {
  std::vector<double> rate(400);
  for (std::size_t h = 0; h < rate.size(); ++h) rate[h] = h < 200 ? 0.05 : 0.3;  // a cold snap
  const OutageProcess process(rate, 30);
  const std::vector<double> expected = process.probability_down(0);
  std::vector<double> down(rate.size(), 0.0);
  constexpr int kDraws = 20'000;
  for (int i = 0; i < kDraws; ++i)
    for (const auto& [from, to] : process.draw(Random(3, 17, std::uint64_t(i)), 0))
      for (int h = from; h < to; ++h) down[std::size_t(h)] += 1.0 / kDraws;
  for (const std::size_t h : {0u, 50u, 199u, 205u, 220u, 260u, 399u}) {
    CAPTURE(h);
    CHECK(down[h] == Approx(expected[h]).epsilon(0.08));
  }
  // The chain follows the rate with the lag of repairs: half an hour after the snap began it is far from the new rate.
  CHECK(expected[199] == Approx(0.05).epsilon(0.02));
  CHECK(expected[205] < 0.15);
  CHECK(expected[399] == Approx(0.3).epsilon(0.02));
}

TEST_CASE("units that never fail are never down, whatever the horizon") {
  CHECK(OutageProcess({}, 10).probability_down(0).empty());
  const std::vector<double> none(10, 0.0), always(10, 1.0);
  for (const double p : OutageProcess(none, 10).probability_down(0)) CHECK(p == 0);
  for (const double p : OutageProcess(always, 10).probability_down(0)) CHECK(p >= 0.9 - 1e-12);
  const std::vector<double> late = OutageProcess(always, 10).probability_down(7);
  CHECK(late[6] == 0);
  CHECK(late[7] == 1);
}

}  // namespace gw::supply
