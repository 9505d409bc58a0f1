#include "gw/supply/adequacy_sampling.h"

#include <doctest/doctest.h>

#include <cmath>

#include "gw/supply/test_weather.h"

namespace gw::supply {
namespace {

using doctest::Approx;

// A fleet by hand: `units` of 10 MW that never fail, for `hours`.
Fleet sure(int units, int hours) {
  Fleet out;
  out.renewable_mw.assign(std::size_t(hours), 0.0);
  FleetSource source;
  source.name = "sure", source.units = units;
  source.unit_mw.assign(std::size_t(hours), 10.0), source.present.assign(std::size_t(hours), units);
  source.planned.resize(std::size_t(units));
  out.sources.push_back(source);
  return out;
}

Battery battery(double mw, double mwh, double efficiency) {
  Battery out;
  out.power = mw * unit::MW, out.energy = mwh * unit::MWh;
  out.round_trip_efficiency_frac = efficiency * efficiency, out.min_state_frac = 0, out.availability_frac = 1;
  return out;
}

}  // namespace

TEST_CASE("without failures every year is the same, and its shortages are counted by hand") {
  Fleet fleet = sure(2, 96);
  BusLoad load{"main", std::vector<double>(96, 15.0)};
  for (const int h : {5, 6, 7, 30, 95}) load.load_mw[std::size_t(h)] = 24;  // two runs on two days, one at the end
  const SampledIndices found = sample_years(fleet, load, {.years = 3, .threads = 1}).plain;
  CHECK(found.mean.lolh_h == Approx(5));  // of four days: sums, no rates a year
  CHECK(found.mean.events == Approx(3));
  CHECK(found.mean.lole_days == Approx(3));
  CHECK(found.mean.eue_mwh == Approx(5 * 4));
  CHECK(found.error.lolh_h == 0);
  CHECK(found.longest_h == 3);
  CHECK(found.short_years_frac == 1);
  CHECK(found.worst_year_eue_mwh == Approx(20));
}

TEST_CASE("a shortage over midnight is one event on two days") {
  Fleet fleet = sure(1, 72);
  BusLoad load{"main", std::vector<double>(72, 5.0)};
  for (int h = 22; h < 27; ++h) load.load_mw[std::size_t(h)] = 11;
  const SampledIndices found = sample_years(fleet, load, {.years = 1, .threads = 1}).plain;
  CHECK(found.mean.events == Approx(1));
  CHECK(found.mean.lole_days == Approx(2));
}

TEST_CASE("indices are rates a year for whole years and sums over any other horizon, the worst draw alike") {
  for (const auto& [hours, years] : {std::pair{4380, 1.0}, {8760, 1.0}, {10'000, 1.0}, {2 * 8760, 2.0}}) {
    CAPTURE(hours);
    Fleet fleet = sure(2, hours);
    BusLoad load{"main", std::vector<double>(std::size_t(hours), 15.0)};
    for (const int h : {5, 6, 7, 4000}) load.load_mw[std::size_t(h)] = 24;
    const SampledIndices found = sample_years(fleet, load, {.years = 4, .threads = 1}).plain;
    CHECK(found.mean.lolh_h == Approx(4 / years));
    CHECK(found.mean.eue_mwh == Approx(16 / years));
    CHECK(found.worst_year_eue_mwh == Approx(found.mean.eue_mwh));  // every draw is the same
    CHECK(found.mean.neue_ppm == Approx(1e6 * 16 / (15.0 * hours + 4 * 9)));
    CHECK(found.few->events.low <= 4 / years);
  }
}

TEST_CASE("years that are alike have no standard error, however their sums round") {
  Fleet fleet = sure(2, 96);
  BusLoad load{"main", std::vector<double>(96, 15.0)};
  for (const int h : {5, 6, 7}) load.load_mw[std::size_t(h)] = 20.1;  // 0.1 is no binary number
  for (const int years : {7, 300}) {
    const SampledIndices found = sample_years(fleet, load, {.years = years, .threads = 1}).plain;
    CHECK(found.error.eue_mwh == 0);
    CHECK(found.error.neue_ppm == 0);
  }
}

TEST_CASE("a battery gives what it holds less its losses, then recharges from what is spare") {
  Fleet fleet = sure(2, 24);
  const Battery store = battery(8, 10, 0.8);  // 8 MWh at its terminals when full
  fleet.batteries = {{&store, 0}};
  BusLoad load{"main", std::vector<double>(24, 20.0)};  // nothing spare
  for (int h = 0; h < 4; ++h) load.load_mw[std::size_t(h)] = 23;
  SampledIndices found = sample_years(fleet, load, {.years = 1, .threads = 1}).with_batteries;
  CHECK(found.worst_year_eue_mwh == Approx(4 * 3 - 8));  // 12 MWh missing, 8 given
  // Ten hours with 5 MW spare fill it again: 10 x 5 x 0.8 = 40 > 10 MWh.
  for (int h = 4; h < 14; ++h) load.load_mw[std::size_t(h)] = 15;
  for (int h = 14; h < 18; ++h) load.load_mw[std::size_t(h)] = 23;
  found = sample_years(fleet, load, {.years = 1, .threads = 1}).with_batteries;
  CHECK(found.worst_year_eue_mwh == Approx(2 * (4 * 3 - 8)));
}

TEST_CASE("a battery helps from its first hour of service on") {
  Fleet fleet = sure(2, 24);
  const Battery store = battery(5, 1000, 1);
  fleet.batteries = {{&store, 12}};
  BusLoad load{"main", std::vector<double>(24, 10.0)};
  load.load_mw[3] = load.load_mw[12] = 25;
  CHECK(sample_years(fleet, load, {.years = 1, .threads = 1}).with_batteries.worst_year_eue_mwh == Approx(5));
}

TEST_CASE("a battery gives no more than its power") {
  Fleet fleet = sure(2, 24);
  const Battery store = battery(2, 1000, 1);
  fleet.batteries = {{&store, 0}};
  BusLoad load{"main", std::vector<double>(24, 10.0)};
  load.load_mw[3] = 25;
  const SampledYears found = sample_years(fleet, load, {.years = 1, .threads = 1});
  CHECK(found.plain.worst_year_eue_mwh == Approx(5));
  CHECK(found.with_batteries.worst_year_eue_mwh == Approx(3));
}

TEST_CASE("several batteries help in their order, and availability takes from their power") {
  Fleet fleet = sure(2, 24);
  Battery first = battery(2, 100, 1), second = battery(2, 100, 1);
  first.availability_frac = 0.5;
  fleet.batteries = {{&first, 0}, {&second, 0}};
  BusLoad load{"main", std::vector<double>(24, 10.0)};
  load.load_mw[3] = 25;
  CHECK(sample_years(fleet, load, {.years = 1, .threads = 1}).with_batteries.worst_year_eue_mwh == Approx(5 - 1 - 2));
}

TEST_CASE("a failure within maintenance takes the unit away once") {
  Fleet fleet = sure(2, 8760);
  FleetSource& source = fleet.sources.front();
  source.forced.rate_frac.assign(8760, 0.3), source.forced.mean_time_to_repair_h = 50;
  source.forced.down_frac = source.forced.rate_frac;
  source.planned[0] = {{0, 8760}};  // one unit is away all year
  source.present.assign(8760, 1);
  const BusLoad load{"main", std::vector<double>(8760, 10.0)};
  const SampledIndices found = sample_years(fleet, load, {.years = 200, .threads = 1}).plain;
  // Short whenever the other one is out, by 10 MW and never by 20.
  CHECK(found.mean.lolh_h == Approx(0.3 * 8760).epsilon(0.03));
  CHECK(found.mean.eue_mwh == Approx(10 * found.mean.lolh_h));
}

TEST_CASE("few shortages have intervals, of the count exact, that hold the mean; many have none") {
  Fleet fleet = sure(1, 8760);
  FleetSource& source = fleet.sources.front();
  source.forced.rate_frac.assign(8760, 2e-4), source.forced.mean_time_to_repair_h = 10;  // 0.175 failures a year
  source.forced.down_frac = source.forced.rate_frac;
  const BusLoad load{"main", std::vector<double>(8760, 10.0)};
  const SampledIndices rare = sample_years(fleet, load, {.years = 60, .threads = 1}).plain;
  REQUIRE(rare.few);
  CHECK(rare.shortages > 0);
  CHECK(rare.shortages < kEnoughEvents);
  CHECK(rare.few->events.low == Approx(poisson_interval(rare.shortages).low / 60));
  CHECK(rare.few->events.high == Approx(poisson_interval(rare.shortages).high / 60));
  CHECK(rare.few->lolh_h->low < rare.mean.lolh_h);
  CHECK(rare.few->lolh_h->high > rare.mean.lolh_h);
  CHECK(rare.few->eue_mwh->high == Approx(10 * rare.few->lolh_h->high));
  CHECK_FALSE(sample_years(fleet, load, {.years = 2000, .threads = 1}).plain.few);
  const SampledIndices none = sample_years(sure(2, 8760), load, {.years = 60, .threads = 1}).plain;
  REQUIRE(none.few);
  CHECK_FALSE(none.few->lolh_h);
  CHECK(none.few->events.high == Approx(poisson_interval(0).high / 60));
}

TEST_CASE("nine intervals of ten and more hold the true rate where the normal error misses it") {
  Fleet fleet = sure(1, 8760);
  FleetSource& source = fleet.sources.front();
  source.forced.rate_frac.assign(8760, 2e-5), source.forced.mean_time_to_repair_h = 10;  // one failure in 57 years
  source.forced.down_frac = source.forced.rate_frac;
  const BusLoad load{"main", std::vector<double>(8760, 10.0)};
  int held = 0;
  const double true_events = 8760 * 2e-5 / 10;
  for (std::uint64_t seed = 1; seed <= 100; ++seed) {
    const SampledIndices found = sample_years(fleet, load, {.years = 150, .seed = seed, .threads = 1}).plain;
    REQUIRE(found.few);
    held += found.few->events.low <= true_events && true_events <= found.few->events.high ? 1 : 0;
  }
  CHECK(held >= 92);
}

TEST_CASE("no years, no load: nothing") {
  const Fleet fleet = sure(1, 24);
  CHECK(sample_years(fleet, {"main", {}}, {.years = 5}).plain.years == 0);
  CHECK(sample_years(fleet, {"main", std::vector<double>(24, 1.0)}, {.years = 0}).plain.years == 0);
  CHECK(sample_years(fleet, {"main", std::vector<double>(24, 1.0)}, {.years = 5}).with_batteries.years == 0);
}

}  // namespace gw::supply
