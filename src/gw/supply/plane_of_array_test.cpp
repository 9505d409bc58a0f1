#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "gw/supply/solar_plant.h"
#include "gw/supply/solar_position.h"
#include "gw/supply/test_weather.h"

using namespace gw;
using namespace gw::supply;
using doctest::Approx;

namespace {

constexpr double kRadians = std::numbers::pi / 180;

SolarPlant fixed(double tilt_deg, double azimuth_deg) {
  SolarPlant out;
  out.mounting = Mounting::fixed_tilt;
  out.tilt_deg = tilt_deg, out.azimuth_deg = azimuth_deg;
  return out;
}

/// One hour of light: 800 W/m2 beam, 100 W/m2 diffuse.
catalog::WeatherYear one_hour(int hour) {
  auto weather = test::constant_weather(20);
  weather.latitude_deg = 35, weather.longitude_deg = -105, weather.time_zone_h = -7;
  const SolarPosition sun = solar_position(35, -105, -7, hour + 0.5);
  const auto i = std::size_t(hour);
  weather.direct_normal_wh_per_m2[i] = 800;
  weather.diffuse_horizontal_wh_per_m2[i] = 100;
  weather.global_horizontal_wh_per_m2[i] = 100 + 800 * std::max(0.0, std::cos(sun.zenith_deg * kRadians));
  return weather;
}

constexpr int kNoon = 24 * 80 + 11, kMorning = 24 * 80 + 7, kMidnight = 24 * 80;

}  // namespace

TEST_CASE("a plane that faces the sun takes the whole beam") {
  const auto weather = one_hour(kNoon);
  const SolarPosition sun = solar_position(35, -105, -7, kNoon + 0.5);
  const PlaneOfArray light = plane_of_array(fixed(sun.zenith_deg, sun.azimuth_deg), weather, kNoon);
  CHECK(light.beam_w_per_m2 == Approx(800));
  // Ground: albedo x global x view factor.
  const double view = (1 - std::cos(sun.zenith_deg * kRadians)) / 2;
  CHECK(light.ground_w_per_m2 == Approx(0.2 * weather.global_horizontal_wh_per_m2[kNoon] * view));
}

TEST_CASE("sky: circumsolar and isotropic shares by hand") {
  const auto weather = one_hour(kNoon);
  const SolarPosition sun = solar_position(35, -105, -7, kNoon + 0.5);
  const double share = 800 / sun.extraterrestrial_w_per_m2, up = std::cos(sun.zenith_deg * kRadians);
  const PlaneOfArray light = plane_of_array(fixed(sun.zenith_deg, sun.azimuth_deg), weather, kNoon);
  CHECK(light.sky_w_per_m2 == Approx(100 * (share / up + (1 - share) * (1 + up) / 2)));
}

TEST_CASE("a plane turned away sees no beam, only sky and ground") {
  const auto weather = one_hour(kMorning);
  const PlaneOfArray light = plane_of_array(fixed(90, 270), weather, kMorning);
  CHECK(light.beam_w_per_m2 == 0);
  CHECK(light.sky_w_per_m2 > 0);
  CHECK(light.sky_w_per_m2 < 100);
}

TEST_CASE("beam after sunset in the file is dropped, diffuse is kept") {
  const auto weather = one_hour(kMidnight);
  for (const SolarPlant& plant : {fixed(30, 180), SolarPlant{}}) {
    const PlaneOfArray light = plane_of_array(plant, weather, kMidnight);
    CHECK(light.beam_w_per_m2 == 0);
    CHECK(light.sky_w_per_m2 > 0);
    CHECK(std::isfinite(light.total_w_per_m2()));
  }
}

TEST_CASE("a tracker follows the sun and never sees more than the beam") {
  SolarPlant tracker;
  tracker.ground_coverage_ratio = 0.2;
  for (int hour = 24 * 170; hour < 24 * 171; ++hour) {
    const auto weather = one_hour(hour);
    const PlaneOfArray light = plane_of_array(tracker, weather, hour);
    CHECK(light.beam_w_per_m2 <= 800 + 1e-9);
    const SolarPosition sun = solar_position(35, -105, -7, hour + 0.5);
    if (sun.zenith_deg > 55) continue;
    const PlaneOfArray flat = plane_of_array(fixed(0, 180), weather, hour);
    CHECK(light.beam_w_per_m2 >= flat.beam_w_per_m2 - 1e-9);
  }
}

TEST_CASE("backtracking lays the rows flat as the sun goes down") {
  SolarPlant close;
  close.ground_coverage_ratio = 0.9;
  SolarPlant wide;
  wide.ground_coverage_ratio = 0.05;
  const int low_sun = 24 * 170 + 6;
  const auto weather = one_hour(low_sun);
  const double flat = plane_of_array(fixed(0, 180), weather, low_sun).beam_w_per_m2;
  const double backtracked = plane_of_array(close, weather, low_sun).beam_w_per_m2;
  CHECK(backtracked < plane_of_array(wide, weather, low_sun).beam_w_per_m2);
  CHECK(backtracked == Approx(flat).epsilon(0.35));
}

TEST_CASE("a tracker that may not turn is a flat plane") {
  SolarPlant stuck;
  stuck.rotation_limit_deg = 0;
  const auto weather = one_hour(kNoon);
  CHECK(plane_of_array(stuck, weather, kNoon).total_w_per_m2() ==
        Approx(plane_of_array(fixed(0, 180), weather, kNoon).total_w_per_m2()));
}
