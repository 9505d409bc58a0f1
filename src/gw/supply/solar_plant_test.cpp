#include "gw/supply/solar_plant.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "gw/supply/test_weather.h"

using namespace gw;
using namespace gw::supply;
using doctest::Approx;

namespace {

SolarPlant plant(Mounting mounting) {
  SolarPlant out;
  out.dc_power = 100 * unit::MW;
  out.mounting = mounting;
  return out;
}

double sum(const std::vector<double>& values) { return std::accumulate(values.begin(), values.end(), 0.0); }

/// kWh a year per kW of modules.
double yield(const SolarPlant& solar, const catalog::WeatherYear& weather) {
  return sum(solar_output_mw(solar, weather)) / solar.dc_power.in(unit::MW);
}

}  // namespace

TEST_CASE("a flat plane receives the beam and the sky of the weather file") {
  const auto weather = test::clear_weather(33.4, -112, -7);
  SolarPlant flat = plant(Mounting::fixed_tilt);
  flat.tilt_deg = 0;
  const int noon = 24 * 171 + 12;
  const PlaneOfArray light = plane_of_array(flat, weather, noon);
  CHECK(light.total_w_per_m2() ==
        Approx(weather.global_horizontal_wh_per_m2[std::size_t(noon)]).epsilon(0.01));
  CHECK(light.ground_w_per_m2 == Approx(0).epsilon(1e-12));
}

TEST_CASE("night is dark, and no hour is negative, above the inverter or not a number") {
  const auto weather = test::clear_weather(33.4, -112, -7);
  for (Mounting mounting : {Mounting::fixed_tilt, Mounting::single_axis_tracker}) {
    const SolarPlant solar = plant(mounting);
    const auto output_mw = solar_output_mw(solar, weather);
    CHECK(output_mw[0] == 0.0);
    for (double mw : output_mw) {
      REQUIRE(std::isfinite(mw));
      REQUIRE(mw >= 0.0);
      REQUIRE(mw <= solar.ac_power().in(unit::MW));
    }
  }
}

TEST_CASE("zero modules, zero light and a zero-hour file give zeros") {
  const auto weather = test::clear_weather(33.4, -112, -7);
  CHECK(sum(solar_output_mw(SolarPlant{}, weather)) == 0.0);
  CHECK(sum(solar_output_mw(plant(Mounting::fixed_tilt), test::constant_weather(20))) == 0.0);
  CHECK(solar_output_mw(plant(Mounting::fixed_tilt), test::constant_weather(20, 0)).empty());
}

TEST_CASE("a tracker beats a fixed plane, a southern tilt beats a northern one") {
  const auto weather = test::clear_weather(33.4, -112, -7);
  SolarPlant north = plant(Mounting::fixed_tilt);
  north.azimuth_deg = 0;
  const double fixed = yield(plant(Mounting::fixed_tilt), weather);
  CHECK(yield(plant(Mounting::single_axis_tracker), weather) > 1.08 * fixed);
  CHECK(yield(north, weather) < 0.8 * fixed);
}

TEST_CASE("closer rows backtrack more and yield less per kW") {
  const auto weather = test::clear_weather(33.4, -112, -7);
  SolarPlant close = plant(Mounting::single_axis_tracker), wide = close;
  close.ground_coverage_ratio = 0.6, wide.ground_coverage_ratio = 0.2;
  CHECK(yield(close, weather) < yield(wide, weather));
}

TEST_CASE("clipping holds the inverter's rating and grows with the loading ratio") {
  const auto weather = test::clear_weather(33.4, -112, -7);
  SolarPlant loaded = plant(Mounting::single_axis_tracker), light = loaded;
  loaded.inverter_loading_ratio = 2.0, light.inverter_loading_ratio = 1.0;
  const auto output_mw = solar_output_mw(loaded, weather);
  CHECK(*std::max_element(output_mw.begin(), output_mw.end()) == Approx(50));
  CHECK(yield(loaded, weather) < yield(light, weather));
}

TEST_CASE("heat costs power: 10 K less air temperature gives 3.7 % more at -0.37 %/K") {
  const auto warm = test::clear_weather(33.4, -112, -7);
  auto cool = warm;
  for (double& c : cool.dry_bulb_c) c -= 10;
  SolarPlant solar = plant(Mounting::fixed_tilt);
  solar.inverter_loading_ratio = 1.0;
  CHECK(yield(solar, cool) / yield(solar, warm) == Approx(1.040).epsilon(0.004));
}

TEST_CASE("Phoenix: tracker and fixed yields are those of a PVWatts chain within 1 %") {
  const std::string path =
      std::string(GW_SHARED_DATA_DIR) + "/weather/USA_AZ_Phoenix-Sky.Harbor.Intl.AP.722780_TMY3.epw";
  const auto weather = catalog::read_epw(path);
  if (!weather) {
    MESSAGE("skipped: no Phoenix weather file");
    return;
  }
  SolarPlant tracker = plant(Mounting::single_axis_tracker), fixed = plant(Mounting::fixed_tilt);
  tracker.inverter_loading_ratio = fixed.inverter_loading_ratio = 1.2;
  fixed.tilt_deg = 20;
  const double tracked = yield(tracker, *weather), standing = yield(fixed, *weather);
  MESSAGE("Phoenix kWh/kWdc-year: tracker ", tracked, ", fixed 20 deg ", standing);
  // pvlib 0.16.1 on the same file: NREL SPA at mid-hour, Hay-Davies, physical incidence loss, SAPM cell
  // temperature, PVWatts DC (-0.37 %/K, 14.08 % losses) and inverter (1.2 DC/AC): 2,035.1 and 1,724.0.
  CHECK(tracked == Approx(2035.1).epsilon(0.01));
  CHECK(standing == Approx(1724.0).epsilon(0.01));
  CHECK(tracked == Approx(1950).epsilon(0.05));  // the range asked for: 1,950 within 5 %
}
