// The sun at noon of the solstices, and the length of the day, against closed formulas.
#include <doctest/doctest.h>

#include <cmath>
#include <initializer_list>
#include <numbers>

#include "gw/supply/solar_position.h"

using namespace gw::supply;
using doctest::Approx;

namespace {

constexpr double kObliquityDeg = 23.44;
constexpr int kJuneSolstice = 171, kDecemberSolstice = 354;  // 21 June, 21 December

/// Hours of the day with the sun's centre above the horizon, in steps of 0.01 h.
double day_length_h(double latitude_deg, int day) {
  int up = 0;
  for (int step = 0; step < 2400; ++step)
    up += solar_position(latitude_deg, 0, 0, day * 24 + (step + 0.5) / 100).zenith_deg < 90;
  return up / 100.0;
}

/// cos H = -tan(latitude) tan(declination): half the day in hour angle.
double by_formula_h(double latitude_deg, double declination_deg) {
  const double radian = std::numbers::pi / 180;
  const double cosine = -std::tan(latitude_deg * radian) * std::tan(declination_deg * radian);
  return 2 * std::acos(cosine) / radian / 15;
}

}  // namespace

TEST_CASE("on the tropics the solstice sun stands overhead at noon") {
  // The equation of time is below 2 minutes on both days: half a degree of hour angle.
  CHECK(solar_position(kObliquityDeg, 0, 0, kJuneSolstice * 24 + 12).zenith_deg < 0.6);
  CHECK(solar_position(-kObliquityDeg, 0, 0, kDecemberSolstice * 24 + 12).zenith_deg < 0.6);
  CHECK(solar_position(kObliquityDeg, 0, 0, kDecemberSolstice * 24 + 12).zenith_deg ==
        Approx(2 * kObliquityDeg).epsilon(0.003));
}

TEST_CASE("beyond the polar circles the sun does not set in summer and does not rise in winter") {
  CHECK(day_length_h(70, kJuneSolstice) == 24);
  CHECK(day_length_h(70, kDecemberSolstice) == 0);
  CHECK(day_length_h(-70, kDecemberSolstice) == 24);
  // At the pole the sun keeps its height all day: the declination.
  for (double hour : {0.0, 6.0, 12.0, 18.0})
    CHECK(90 - solar_position(90, 0, 0, kJuneSolstice * 24 + hour).zenith_deg ==
          Approx(kObliquityDeg).epsilon(0.003));
}

TEST_CASE("the length of the day follows latitude and declination") {
  for (double latitude : {0.0, 20.0, 31.0, 40.0, 55.0}) {
    CAPTURE(latitude);
    CHECK(std::abs(day_length_h(latitude, kJuneSolstice) - by_formula_h(latitude, kObliquityDeg)) < 0.03);
    CHECK(std::abs(day_length_h(latitude, kDecemberSolstice) - by_formula_h(latitude, -kObliquityDeg)) <
          0.03);
  }
}

TEST_CASE("fifteen degrees of longitude are one hour; a zone with its meridian changes nothing") {
  const double hour = kJuneSolstice * 24 + 9.0;
  const SolarPosition here = solar_position(40, -75, -5, hour);
  const SolarPosition zone_and_place = solar_position(40, -90, -6, hour);
  CHECK(zone_and_place.zenith_deg == Approx(here.zenith_deg).epsilon(1e-12));
  CHECK(zone_and_place.azimuth_deg == Approx(here.azimuth_deg).epsilon(1e-12));
  const SolarPosition an_hour_west = solar_position(40, -90, -5, hour + 1);
  CHECK(an_hour_west.zenith_deg == Approx(here.zenith_deg).epsilon(1e-12));
}
