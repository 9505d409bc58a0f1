#include "gw/supply/interruptible.h"

#include <doctest/doctest.h>

#include <cmath>
#include <numeric>

#include "gw/supply/capacity.h"
#include "gw/supply/dispatch.h"
#include "gw/supply/test_weather.h"

namespace gw::supply {
namespace {

using namespace unit;

Interruptible terms(double firm_mw, int hours_per_year, int hours_per_day) {
  Interruptible out;
  out.firm = firm_mw * MW, out.hours_per_year = hours_per_year, out.hours_per_day = hours_per_day;
  return out;
}

int count(const std::vector<std::uint8_t>& called) {
  return std::accumulate(called.begin(), called.end(), 0);
}

// A year whose days warm to the middle and whose hours warm to 15:00.
std::vector<double> year_of_days(int days) {
  std::vector<double> out;
  for (int h = 0; h < 24 * days; ++h)
    out.push_back(20 - std::abs(h / 24 - days / 2) * 0.1 - std::abs(h % 24 - 15));
  return out;
}

}  // namespace

TEST_CASE("the hottest hours are called, so many a year and a day") {
  const std::vector<double> t = year_of_days(365);
  const auto called = called_hours(terms(10, 40, 4), t, {2027, 1, 1});
  CHECK(count(called) == 40);
  for (std::size_t day = 0; day < 365; ++day) {
    int of_day = 0;
    for (std::size_t h = 24 * day; h < 24 * day + 24; ++h) of_day += called[h];
    CHECK(of_day <= 4);
  }
  CHECK(called[24 * 182 + 15] == 1);
  CHECK(called[24 * 10 + 15] == 0);
  Interruptible cold = terms(10, 40, 4);
  cold.called = Called::coldest;
  CHECK(called_hours(cold, t, {2027, 1, 1})[0] == 1);
}

TEST_CASE("a part of a year has its part of the calls, each year its own") {
  CHECK(count(called_hours(terms(10, 40, 4), year_of_days(73), {2027, 3, 1})) == 8);
  CHECK(count(called_hours(terms(10, 40, 4), year_of_days(730), {2027, 1, 1})) == 80);
  CHECK(count(called_hours(terms(10, 8760, 24), year_of_days(365), {2027, 1, 1})) == 8760);
  CHECK(count(called_hours(terms(10, 0, 4), year_of_days(365), {2027, 1, 1})) == 0);
  CHECK(called_hours(terms(10, 40, 4), {}, {2027, 1, 1}).empty());
}

TEST_CASE(
    "in a called hour the connection gives its firm level, and the campus's own plant runs before work "
    "stops") {
  GridConnection grid;
  grid.service = {{Date{2020, 1, 1}, 100 * MW}};
  grid.interruptible = terms(30, 8760, 24);
  GasTurbine turbine;
  turbine.units = 4, turbine.unit_power = 10 * MW;
  turbine.fuel_price_usd_per_mmbtu = 50;  // never by itself
  turbine.start_time = {}, turbine.cold_start_time = {};
  const std::vector<Source> sources = {grid, turbine};
  const CapacityTable table = capacity(sources, test::constant_weather(15), {Date{2027, 6, 1}, 24},
                                       {.seed = 1, .forced_outages = false, .maintenance = false});
  // 24 of 8,760 hours of a year: all of them.
  for (const double mw : table.sources[0].available_mw) CHECK(mw == 30);
  const Dispatch done =
      dispatch(sources, table, std::vector<BusLoad>{{"main", std::vector<double>(24, 80.0)}});
  for (std::size_t h = 2; h < 24; ++h) {
    CHECK(done.sources[0].output_mw[h] == doctest::Approx(30));
    CHECK(done.sources[1].output_mw[h] == doctest::Approx(40));
  }
  CHECK(done.buses[0].unserved_mwh >= 22 * 10);
}

}  // namespace gw::supply
