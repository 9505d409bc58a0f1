// Design weather of a return period, against what the headers of real weather files state.
#include "gw/cooling/extreme_year.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>

#include "gw/catalog/epw.h"
#include "gw/cooling/plant.h"

namespace gw::cooling {
namespace {

using namespace gw::unit;
using doctest::Approx;

OutdoorYear one_hour(double dry_c, double wet_c) {
  OutdoorYear out;
  out.dry_bulb_c = {dry_c}, out.wet_bulb_c = {wet_c}, out.humidity_ratio = {0.01}, out.pressure_pa = {101325};
  return out;
}

OutdoorYear phoenix() {
  OutdoorYear out = one_hour(44.4, 25.0);
  out.extremes.dry_bulb_mean = Temperature::celsius(45.8), out.extremes.dry_bulb_std = 1.5 * K;
  return out;
}

catalog::WeatherYear shipped(const std::string& name) {
  return *catalog::read_epw(std::string(GW_SOURCE_DIR) + "/catalog/weather/" + name + ".epw");
}

CoolingDesign asked(std::optional<double> years, HeatRejection plant) {
  CoolingDesign design;
  design.air.plant = std::move(plant);
  design.return_period = years;
  return design;
}

}  // namespace

TEST_CASE("the factor is that of Gumbel's distribution") {
  CHECK(extreme_factor(5) == Approx(0.7195).epsilon(1e-3));
  CHECK(extreme_factor(10) == Approx(1.3046).epsilon(1e-3));
  CHECK(extreme_factor(20) == Approx(1.8658).epsilon(1e-3));
  CHECK(extreme_factor(50) == Approx(2.5923).epsilon(1e-3));
  // A value that is exceeded once in n years is not exceeded in one year with probability 1 - 1/n.
  for (double n : {2.0, 5.0, 50.0, 400.0}) {
    const double reduced = extreme_factor(n) * std::acos(-1.0) / std::sqrt(6.0) + 0.5772156649;
    CHECK(std::exp(-std::exp(-reduced)) == Approx(1 - 1 / n));
  }
  for (double n = 3; n < 500; n *= 1.3) CHECK(extreme_factor(n) > extreme_factor(n / 1.3));
}

TEST_CASE("headers of the shipped weather files: n-year values follow from mean and deviation") {
  struct Header {
    const char* file;
    double mean, std, n5, n10, n20, n50;
  };
  // From the lines DESIGN CONDITIONS themselves.
  for (const Header& h : {Header{"phoenix", 45.8, 1.5, 46.9, 47.8, 48.7, 49.8}, Header{"milwaukee", 35.5, 2.0, 36.9, 38.1, 39.2, 40.6},
                          Header{"little_rock", 38.6, 2.1, 40.1, 41.4, 42.5, 44.0}}) {
    CAPTURE(std::string(h.file));
    const auto year = catalog::read_epw(std::string(GW_SOURCE_DIR) + "/catalog/weather/" + h.file + ".epw");
    REQUIRE(year);
    const OutdoorYear weather = outdoor_year(*year);
    REQUIRE(weather.extremes.dry_bulb_mean);
    CHECK(weather.extremes.dry_bulb_mean->in_celsius() == Approx(h.mean));
    CHECK(weather.extremes.dry_bulb_std->base() == Approx(h.std));
    const double stated[] = {h.n5, h.n10, h.n20, h.n50}, years[] = {5, 10, 20, 50};
    for (int i = 0; i < 4; ++i)
      CHECK(std::abs(design_weather(asked(years[i], DryCooler{}), weather).dry_bulb.in_celsius() - stated[i]) < 0.2);
    // A warming of the site moves the mean with it.
    CHECK(outdoor_year(warmed(*year, 2 * K)).extremes.dry_bulb_mean->in_celsius() == Approx(h.mean + 2));
  }
}

TEST_CASE("without a return period the design weather is as before") {
  const DesignConditions plain = design_weather(asked({}, AirCooledChiller{}), phoenix());
  CHECK(plain.dry_bulb.in_celsius() == Approx(46.4));
  CHECK(plain.wet_bulb.in_celsius() == Approx(27.0));
}

TEST_CASE("given design temperatures win over the extremes of the return period") {
  CoolingDesign design = asked(10, AirCooledChiller{});
  CHECK(design_weather(design, phoenix()).dry_bulb.in_celsius() == Approx(45.8 + 1.3046 * 1.5).epsilon(1e-4));
  OutdoorYear weather = phoenix();
  weather.extremes.wet_bulb_std = 1 * K;
  CHECK(design_weather(design, weather).wet_bulb.in_celsius() == Approx(25 + 1.3046).epsilon(1e-4));
  design.design_dry_bulb = Temperature::celsius(41);
  CHECK(design_weather(design, phoenix()).dry_bulb.in_celsius() == Approx(41));
  // Without a header the year's own hottest hour is the mean.
  OutdoorYear bare = one_hour(40, 25);
  bare.extremes.dry_bulb_std = 1 * K;
  CHECK(design_weather(asked(10, AirCooledChiller{}), bare).dry_bulb.in_celsius() == Approx(41.3046).epsilon(1e-4));
}

TEST_CASE("the extreme wet bulb follows from the highest of the record") {
  OutdoorYear weather = one_hour(40, 25);
  const auto extreme_c = [&](double years) { return extreme_conditions(weather, years).wet_bulb.in_celsius(); };
  CHECK(extreme_c(20) == 25);  // nothing is known
  weather.extremes.wet_bulb_record = Temperature::celsius(27.5);
  // The highest of 25 years lies s sqrt(6) / pi ln 25 = 2.5098 s above the mean of annual highest.
  CHECK(extreme_c(20) == Approx(27.5 + (1.8658 - 2.5098) * 0.8).epsilon(1e-4));
  CHECK(extreme_c(50) > 27.5);
  weather.extremes.wet_bulb_std = 1.2 * K;
  CHECK(extreme_c(20) == Approx(27.5 + (1.8658 - 2.5098) * 1.2).epsilon(1e-4));
  weather.extremes.wet_bulb_record = Temperature::celsius(24);  // the file's own hottest hour is above
  CHECK(extreme_c(20) == 25);
  weather.extremes.wet_bulb_record.reset();
  CHECK(extreme_c(20) == Approx(25 + 1.8658 * 1.2).epsilon(1e-4));
  for (const char* file : {"phoenix", "milwaukee", "little_rock", "richmond", "cleveland", "fulton_county", "dallas_fort_worth"}) {
    CAPTURE(std::string(file));
    const OutdoorYear year = outdoor_year(shipped(file));
    const double above_k = extreme_conditions(year, 20).wet_bulb.in_celsius() - hottest_hours(year).wet_bulb_c;
    CHECK(above_k >= 0);
    CHECK(above_k < 3);
  }
}

TEST_CASE("an extreme summer reaches the extremes of its return period, in one week of each bulb, and is sized as before") {
  for (const char* file : {"phoenix", "richmond"}) {
    CAPTURE(std::string(file));
    const catalog::WeatherYear year = shipped(file);
    const OutdoorYear plain = outdoor_year(year);
    double last = 0;
    for (double years : {5.0, 20.0, 100.0}) {
      CAPTURE(years);
      const catalog::WeatherYear raised = with_extreme_summer(year, years);
      const OutdoorYear hot = outdoor_year(raised), sized = sizing_year(raised);
      CHECK(sized.dry_bulb_c == plain.dry_bulb_c);
      CHECK(sized.wet_bulb_c == plain.wet_bulb_c);
      const DesignConditions extreme = extreme_conditions(plain, years);
      CHECK(std::ranges::max(hot.dry_bulb_c) == Approx(std::max(extreme.dry_bulb.in_celsius(), std::ranges::max(plain.dry_bulb_c))));
      CHECK(std::ranges::max(hot.wet_bulb_c) > extreme.wet_bulb.in_celsius() - 0.01);
      CHECK(std::ranges::max(hot.wet_bulb_c) < extreme.wet_bulb.in_celsius() + 0.5);
      CHECK(std::ranges::max(hot.dry_bulb_c) >= last);
      last = std::ranges::max(hot.dry_bulb_c);
      int moved = 0;
      for (std::size_t h = 0; h < hot.dry_bulb_c.size(); ++h) {
        CHECK(hot.dry_bulb_c[h] >= plain.dry_bulb_c[h]);
        CHECK(hot.wet_bulb_c[h] <= hot.dry_bulb_c[h] + 1e-6);
        moved += hot.dry_bulb_c[h] != plain.dry_bulb_c[h] || hot.humidity_ratio[h] != plain.humidity_ratio[h];
      }
      CHECK(moved > 100);
      CHECK(moved <= 2 * kHotSpellHours);
      for (const bool wet : {false, true}) {
        const CoolingDesign design = wet ? asked({}, CoolingTower{}) : asked({}, AirCooledChiller{});
        CHECK(design_weather(design, sized).dry_bulb == design_weather(design, plain).dry_bulb);
        CHECK(design_weather(design, sized).wet_bulb == design_weather(design, plain).wet_bulb);
      }
    }
  }
}

TEST_CASE("a hot spell at the turn of the year runs into the other end of it") {
  catalog::WeatherYear year = shipped("phoenix");
  std::ranges::rotate(year.dry_bulb_c, std::ranges::max_element(year.dry_bulb_c));
  const catalog::WeatherYear hot = with_extreme_summer(year, 50);
  CHECK(hot.dry_bulb_c.front() > year.dry_bulb_c.front());
  CHECK(hot.dry_bulb_c.back() > year.dry_bulb_c.back());
  CHECK(hot.dry_bulb_c[4000] == year.dry_bulb_c[4000]);
}

TEST_CASE("design conditions of the header, by the share of the year that is hotter") {
  CoolingDesign design = asked({}, CoolingTower{});
  const OutdoorYear weather = outdoor_year(shipped("phoenix"));
  // From the line DESIGN CONDITIONS itself.
  const double dry_c[] = {43.4, 42.3, 41.2}, wet_c[] = {24.5, 24.0, 23.5};
  for (int i = 0; i < 3; ++i) {
    design.design_frequency = DesignFrequency(i);
    CHECK(design_weather(design, weather).dry_bulb.in_celsius() == Approx(dry_c[i]));
    CHECK(design_weather(design, weather).wet_bulb.in_celsius() == Approx(wet_c[i]));
    // The hours of the typical year agree with the station's record within a few tenths of a per cent of the year.
    const auto hotter = std::ranges::count_if(weather.dry_bulb_c, [&](double t) { return t > dry_c[i]; });
    CHECK(std::abs(double(hotter) / 8760 - weather.design_days[std::size_t(i)].exceeded_frac) < 0.006);
  }
  design.design_dry_bulb = Temperature::celsius(40);
  CHECK(design_weather(design, weather).dry_bulb.in_celsius() == Approx(40));
  CHECK(outdoor_year(warmed(shipped("phoenix"), 3 * K)).design_days[0].dry_bulb_c == Approx(46.4));
  CHECK(design_weather_problems(design, weather).empty());
  CHECK(design_weather_problems(design, one_hour(40, 25)).size() == 1);
  design.return_period = 20;
  CHECK(design_weather_problems(design, weather).size() == 1);
}

TEST_CASE("what is missing is said, where the plant depends on it") {
  CHECK(design_weather_problems(asked({}, CoolingTower{}), one_hour(40, 25)).empty());
  CHECK(design_weather_problems(asked(20, AirCooledChiller{}), phoenix()).empty());
  const auto dry = design_weather_problems(asked(20, DryCooler{}), one_hour(40, 25));
  REQUIRE(dry.size() == 1);
  CHECK(dry[0].find("extreme_dry_bulb_std_k") != std::string::npos);
  const auto wet = design_weather_problems(asked(20, CoolingTower{}), one_hour(40, 25));
  REQUIRE(wet.size() == 2);
  CHECK(wet[1].find("extreme_wet_bulb_std_k") != std::string::npos);
  CoolingDesign liquid = asked(20, AirCooledChiller{});
  liquid.liquid.emplace().plant = CoolingTower{};
  CHECK(design_weather_problems(liquid, phoenix()).size() == 1);
  liquid.design_wet_bulb = Temperature::celsius(28);
  CHECK(design_weather_problems(liquid, phoenix()).empty());
}

TEST_CASE("a longer return period needs more plant") {
  double last = 0;
  for (double years : {5.0, 10.0, 20.0, 50.0}) {
    const CoolingPlantSized plant = size_plant(asked(years, AirCooledChiller{}), {}, 20 * MW, phoenix());
    const double reference = std::get<SizedAirCooledChiller>(plant.air.plant).chiller.reference_w;
    CHECK(reference > last);
    last = reference;
  }
}

}  // namespace gw::cooling
