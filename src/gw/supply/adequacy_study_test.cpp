#include "gw/supply/adequacy_study.h"

#include <doctest/doctest.h>

#include <cmath>

#include "gw/supply/fleet.h"
#include "gw/supply/test_weather.h"

namespace gw::supply {
namespace {

using doctest::Approx;

GasTurbine turbines(int units, double unit_mw, double rate_frac, double repair_h = 40) {
  GasTurbine plant;
  plant.name = "turbines";
  plant.units = units;
  plant.unit_power = unit_mw * unit::MW;
  plant.temperature_derate_per_k = 0, plant.altitude_derate_per_km_frac = 0, plant.maintenance_frac = 0;
  plant.forced_outage = OutageCurve::constant(rate_frac);
  plant.mean_time_to_repair = repair_h * unit::hour;
  return plant;
}

const Horizon kYear{Date{2027, 1, 1}, 8760};

std::vector<BusLoad> flat(double mw) { return {{"main", std::vector<double>(8760, mw)}}; }

BusAdequacy study(const std::vector<Source>& sources, double load_mw, AdequacyOptions options = {},
                  const catalog::WeatherYear& weather = test::constant_weather(10)) {
  return study_adequacy(sources, weather, kYear, flat(load_mw), options).front();
}

double binomial_tail(int n, double r, int more_than) {
  double sum = 0;
  for (int j = more_than + 1; j <= n; ++j)
    sum += std::exp(std::lgamma(n + 1) - std::lgamma(j + 1) - std::lgamma(n - j + 1) + j * std::log(r) + (n - j) * std::log1p(-r));
  return sum;
}

}  // namespace

TEST_CASE("ten units of 25 MW at 5 %: loss-of-load hours are the binomial tail, energy its mean shortfall") {
  const BusAdequacy found = study({turbines(10, 25, 0.05)}, 200, {.years = 0});
  CHECK(found.convolution.lolh_h == Approx(8760 * binomial_tail(10, 0.05, 2)));
  double eue = 0;
  for (int j = 3; j <= 10; ++j) eue += (binomial_tail(10, 0.05, j - 1) - binomial_tail(10, 0.05, j)) * (200 - (10 - j) * 25);
  CHECK(found.convolution.eue_mwh == Approx(8760 * eue).epsilon(1e-6));
  CHECK(found.convolution.neue_ppm == Approx(1e6 * eue / 200).epsilon(1e-6));
  CHECK(found.convolution.lole_days == Approx(365 * binomial_tail(10, 0.05, 2)));
  CHECK(found.sampled.years == 0);
  CHECK(found.units == 10);
  CHECK(found.installed_mw == Approx(250));
}

TEST_CASE("Monte Carlo agrees with convolution within its error") {
  const std::vector<Source> sources = {turbines(10, 25, 0.05)};
  const BusAdequacy found = study(sources, 200, {.years = 400, .seed = 7});
  CHECK(found.sampled.years == 400);
  CHECK(std::abs(found.disagreement()) < 4);
  CHECK(std::abs(found.sampled.mean.eue_mwh - found.convolution.eue_mwh) < 4 * found.sampled.error.eue_mwh);
  CHECK(found.sampled.error.lolh_h > 0);
  CHECK(found.sampled.error.lolh_h < 0.1 * found.sampled.mean.lolh_h);
  // Days with a shortage: more than the largest LOLP of each day says, fewer than its hours.
  CHECK(found.sampled.mean.lole_days > found.convolution.lole_days);
  CHECK(found.sampled.mean.lole_days < found.sampled.mean.lolh_h);
  CHECK(found.sampled.mean.events < found.sampled.mean.lole_days);
  CHECK(found.sampled.longest_h >= found.sampled.mean.lolh_h / found.sampled.mean.events);
}

TEST_CASE("rates that follow the temperature, maintenance and a grid connection: the two still agree") {
  GasTurbine plant = turbines(14, 20, 0.0);
  plant.forced_outage.points = {{Temperature::celsius(-10), 0.2}, {Temperature::celsius(20), 0.04}, {Temperature::celsius(35), 0.08}};
  plant.maintenance_frac = 0.03;
  GridConnection grid;
  grid.service = {{Date{2026, 1, 1}, 30 * unit::MW}};
  grid.forced_outage_frac = 0.01, grid.mean_time_to_repair = 12.0 * unit::hour;
  const BusAdequacy found = study({plant, grid}, 240, {.years = 400, .seed = 3}, test::seasonal_weather());
  CHECK(found.convolution.lolh_h > 1);
  CHECK(std::abs(found.disagreement()) < 4);
  REQUIRE_FALSE(found.risky.empty());
  const auto day = found.risky.front().hour / 24;
  CHECK((day < 60 || day > 300));  // the cold of winter, when units fail most
}

TEST_CASE("the same numbers on any number of threads, others of another seed") {
  const std::vector<Source> sources = {turbines(10, 25, 0.05)};
  const BusAdequacy one = study(sources, 200, {.years = 50, .threads = 1}), four = study(sources, 200, {.years = 50, .threads = 4});
  CHECK(one.sampled.mean.eue_mwh == four.sampled.mean.eue_mwh);
  CHECK(one.convolution.eue_mwh == four.convolution.eue_mwh);
  CHECK(study(sources, 200, {.years = 50, .seed = 2}).sampled.mean.eue_mwh != one.sampled.mean.eue_mwh);
}

TEST_CASE("a battery shortens shortages by what it holds, and never makes one worse") {
  Battery battery;
  battery.name = "battery", battery.power = 50 * unit::MW, battery.energy = 200 * unit::MWh;
  const BusAdequacy found = study({turbines(10, 25, 0.05, 4), battery}, 200, {.years = 100});
  CHECK(found.with_batteries.years == 100);
  CHECK(found.with_batteries.mean.lolh_h < 0.7 * found.sampled.mean.lolh_h);
  CHECK(found.with_batteries.mean.lolh_h > 0);
  CHECK(found.with_batteries.mean.eue_mwh < found.sampled.mean.eue_mwh);
  CHECK(study({turbines(10, 25, 0.05)}, 200, {.years = 10}).with_batteries.years == 0);
}

TEST_CASE("the largest units away one after another, until an hour is short: which, when and by how much") {
  std::vector<double> load(8760, 180.0);
  load[5000] = 230;
  GasTurbine large = turbines(2, 40, 0.05);
  large.name = "large";
  const std::vector<Source> sources = {turbines(10, 20, 0.05), large};
  const BusAdequacy found = study_adequacy(sources, test::constant_weather(10), kYear, std::vector<BusLoad>{{"main", load}},
                                           {.years = 0}).front();
  REQUIRE(found.removals.size() == 3);
  CHECK(found.removals[0].short_hours == 0);
  CHECK(found.removals[0].least_spare_mw == Approx(50));
  CHECK(found.removals[1].removed == "large");
  CHECK(found.removals[1].least_spare_mw == Approx(10));
  CHECK(found.removals[2].short_hours == 1);
  CHECK(found.removals[2].first_short_hour == 5000);
  CHECK(found.removals[2].worst_hour == 5000);
  CHECK(found.removals[2].worst_mw == Approx(30));
}

TEST_CASE("before and after a plant enters service: periods that add up to the whole, with what each can lose") {
  GasTurbine second = turbines(2, 50, 0.05);
  second.name = "second", second.online = Date{2027, 7, 1};
  GridConnection grid;
  grid.name = "utility", grid.service = {{Date{2027, 10, 1}, 100.0 * unit::MW}, {Date{2027, 7, 1}, 20.0 * unit::MW}};
  const BusAdequacy found = study({turbines(5, 25, 0.05), second, grid}, 100, {.years = 0});
  REQUIRE(found.periods.size() == 3);
  CHECK(found.periods[0].to_hour == 181 * 24);
  CHECK(found.periods[1].begins == std::vector<std::string>{"second", "utility 20.00 MW"});
  CHECK(found.periods[0].begins.empty());
  CHECK(found.periods[1].peak_load_mw == 100);
  CHECK(found.periods[2].from_hour == 273 * 24);
  CHECK(found.periods[2].to_hour == 8760);
  double lolh = 0, eue = 0;
  for (const PeriodAdequacy& p : found.periods) lolh += p.lolh_h, eue += p.eue_mwh;
  CHECK(lolh == Approx(found.convolution.lolh_h));
  CHECK(eue == Approx(found.convolution.eue_mwh));
  CHECK(found.periods[0].lolh_h == Approx(181 * 24 * binomial_tail(5, 0.05, 1)));  // four of five are needed
  CHECK(found.periods[1].lolh_h < found.periods[0].lolh_h);
  CHECK(found.periods[0].can_lose == 1);
  CHECK(found.periods[1].can_lose == 3);  // of 245 MW: 50, 50 and 25 away leave 120, another 25 leave 95
  CHECK(found.never_whole == std::vector<std::string>{"utility"});
  CHECK(found.never_out.empty());
  CHECK(found.units == 5);  // in the first hour, of the peak
}

TEST_CASE("without a change there is one period, the whole horizon; a short one can lose none") {
  const BusAdequacy found = study({turbines(3, 25, 0.05)}, 80, {.years = 0});
  REQUIRE(found.periods.size() == 1);
  CHECK(found.periods[0].to_hour == 8760);
  CHECK(found.periods[0].can_lose == -1);
  const BusAdequacy ample = study({turbines(20, 25, 0.05)}, 80, {.years = 0, .most_removed = 3});
  CHECK(ample.periods[0].can_lose == 3);
  CHECK(ample.periods[0].at_least);
  CHECK(ample.never_out.empty());
}

TEST_CASE("no plant, no load, a bus of another name") {
  const BusAdequacy bare = study({}, 10, {.years = 5});
  CHECK(bare.convolution.lolh_h == Approx(8760));
  CHECK(bare.sampled.mean.lolh_h == Approx(8760));
  CHECK(bare.sampled.mean.events == Approx(1));
  CHECK(bare.removals.size() == 1);
  CHECK(study({turbines(1, 10, 0.1)}, 0, {.years = 5}).convolution.eue_mwh == 0);
  const std::vector<BusLoad> other = {{"elsewhere", std::vector<double>(24, 5.0)}};
  const std::vector<Source> sources = {turbines(1, 10, 0.1)};
  CHECK(study_adequacy(sources, test::constant_weather(10), {Date{2027, 1, 1}, 24}, other, {.years = 0}).front().units == 0);
  CHECK(study_adequacy(sources, test::constant_weather(10), kYear, {}, {}).empty());
}

}  // namespace gw::supply
