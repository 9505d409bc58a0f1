// Design weather of a return period, against what the headers of real weather files state.
#include "gw/cooling/extreme_year.h"

#include <doctest/doctest.h>

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
  out.extremes = {Temperature::celsius(45.8), 1.5 * K};
  return out;
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
    REQUIRE(weather.extremes);
    CHECK(weather.extremes->mean.in_celsius() == Approx(h.mean));
    CHECK(weather.extremes->std.base() == Approx(h.std));
    const double stated[] = {h.n5, h.n10, h.n20, h.n50}, years[] = {5, 10, 20, 50};
    for (int i = 0; i < 4; ++i)
      CHECK(std::abs(design_weather(asked(years[i], DryCooler{}), weather).dry_bulb.in_celsius() - stated[i]) < 0.2);
    // A warming of the site moves the mean with it.
    CHECK(outdoor_year(warmed(*year, 2 * K)).extremes->mean.in_celsius() == Approx(h.mean + 2));
  }
}

TEST_CASE("without a return period the design weather is as before") {
  const DesignConditions plain = design_weather(asked({}, AirCooledChiller{}), phoenix());
  CHECK(plain.dry_bulb.in_celsius() == Approx(46.4));
  CHECK(plain.wet_bulb.in_celsius() == Approx(27.0));
}

TEST_CASE("given values win: deviation over the file's, design temperatures over both") {
  CoolingDesign design = asked(10, AirCooledChiller{});
  CHECK(design_weather(design, phoenix()).dry_bulb.in_celsius() == Approx(45.8 + 1.3046 * 1.5).epsilon(1e-4));
  design.extreme_dry_bulb_std = 3 * K;
  CHECK(design_weather(design, phoenix()).dry_bulb.in_celsius() == Approx(45.8 + 1.3046 * 3).epsilon(1e-4));
  design.extreme_wet_bulb_std = 1 * K;
  CHECK(design_weather(design, phoenix()).wet_bulb.in_celsius() == Approx(25 + 1.3046).epsilon(1e-4));
  design.design_dry_bulb = Temperature::celsius(41);
  CHECK(design_weather(design, phoenix()).dry_bulb.in_celsius() == Approx(41));
  // Without a header the year's own hottest hour is the mean.
  CoolingDesign bare = asked(10, AirCooledChiller{});
  bare.extreme_dry_bulb_std = 1 * K;
  CHECK(design_weather(bare, one_hour(40, 25)).dry_bulb.in_celsius() == Approx(41.3046).epsilon(1e-4));
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
