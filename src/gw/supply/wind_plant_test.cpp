#include "gw/supply/wind_plant.h"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>

#include "gw/supply/test_weather.h"

using namespace gw;
using namespace gw::supply;
using doctest::Approx;

TEST_CASE("the power curve: nothing, cubic, full, nothing") {
  const WindPlant plant;
  CHECK(wind_power_frac(plant, 0) == 0);
  CHECK(wind_power_frac(plant, 2.99) == 0);
  CHECK(wind_power_frac(plant, 3) == 0);
  CHECK(wind_power_frac(plant, 8) == Approx((512.0 - 27) / (1728 - 27)));
  CHECK(wind_power_frac(plant, 12) == 1);
  CHECK(wind_power_frac(plant, 24.9) == 1);
  CHECK(wind_power_frac(plant, 25) == 0);
  CHECK(wind_power_frac(plant, std::numeric_limits<double>::quiet_NaN()) == 0);
}

TEST_CASE("more wind never gives less below cut-out") {
  const WindPlant plant;
  double last = 0;
  for (double v = 0; v < 25; v += 0.1) {
    CHECK(wind_power_frac(plant, v) >= last);
    last = wind_power_frac(plant, v);
  }
}

TEST_CASE("a maker's curve is followed, and thin air counts as less wind") {
  WindPlant plant;
  plant.power = 100 * unit::MW, plant.loss_frac = 0, plant.hub_height_m = 10;
  plant.power_curve = {{4, 0.1}, {10, 0.9}, {12, 1}, {24, 1}};
  CHECK(wind_power_frac(plant, 3.9) == 0);
  CHECK(wind_power_frac(plant, 4) == Approx(0.1));
  CHECK(wind_power_frac(plant, 7) == Approx(0.5));
  CHECK(wind_power_frac(plant, 24) == Approx(1));
  CHECK(wind_power_frac(plant, 24.1) == 0);
  auto weather = test::constant_weather(15);
  std::fill(weather.wind_speed_m_per_s.begin(), weather.wind_speed_m_per_s.end(), 8.0);
  std::fill(weather.pressure_pa.begin(), weather.pressure_pa.end(), 101325.0);
  const double dense = wind_output_mw(plant, weather)[0];
  CHECK(dense == Approx(100 * (0.1 + 0.8 * 4 / 6)).epsilon(1e-3));  // 1.225 kg/m3
  std::fill(weather.pressure_pa.begin(), weather.pressure_pa.end(), 0.8 * 101325.0);
  CHECK(wind_output_mw(plant, weather)[0] == Approx(100 * (0.1 + 0.8 * (8 * std::cbrt(0.8) - 4) / 6)).epsilon(1e-3));
}

TEST_CASE("speed is carried from 10 m to hub height; losses are taken off") {
  auto weather = test::constant_weather(15);
  for (double& v : weather.wind_speed_m_per_s) v = 6;
  WindPlant plant;
  plant.power = 200 * unit::MW;
  const double hub_speed = 6 * std::pow(10.0, 1.0 / 7.0);  // 100 m over 10 m
  const auto output_mw = wind_output_mw(plant, weather);
  CHECK(output_mw.size() == 8760);
  CHECK(output_mw[17] == Approx(200 * 0.85 * wind_power_frac(plant, hub_speed)));
  plant.power = Power{};
  CHECK(wind_output_mw(plant, weather)[17] == 0);
}
