#include "gw/supply/solar_position.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

using namespace gw::supply;
using doctest::Approx;

TEST_CASE(
    "Duffie and Beckman example 1.6.1: Madison, 13 February, 9:30 solar time: zenith 66.5, azimuth -40.0") {
  // At the standard meridian and with the equation of time undone, clock time is solar time.
  const double day = 31 + 12;
  const double equation_of_time_h = -14.2 / 60;  // 13 February
  const SolarPosition sun = solar_position(43, -90, -6, day * 24 + 9.5 - equation_of_time_h);
  CHECK(sun.zenith_deg == Approx(66.5).epsilon(0.005));
  CHECK(sun.azimuth_deg == Approx(180 - 40.0).epsilon(0.005));
}

TEST_CASE("solstice noon heights are 90 - latitude +- 23.45") {
  const auto noon_zenith = [](int day) {
    double least = 180;
    for (double hour = 11; hour < 13; hour += 0.02)
      least = std::min(least, solar_position(40, 0, 0, day * 24 + hour).zenith_deg);
    return least;
  };
  CHECK(noon_zenith(171) == Approx(40 - 23.45).epsilon(0.005));  // 21 June
  CHECK(noon_zenith(354) == Approx(40 + 23.45).epsilon(0.005));  // 21 December
  CHECK(noon_zenith(80) == Approx(40).epsilon(0.02));            // equinox
}

TEST_CASE("the sun rises in the east and sets in the west; at midnight it is down") {
  const int day = 80;
  CHECK(solar_position(40, 0, 0, day * 24 + 7).azimuth_deg == Approx(98).epsilon(0.05));
  CHECK(solar_position(40, 0, 0, day * 24 + 17).azimuth_deg == Approx(262).epsilon(0.05));
  CHECK(solar_position(40, 0, 0, day * 24).zenith_deg > 100);
}

TEST_CASE("a place west of its meridian has its noon later") {
  const SolarPosition early = solar_position(33.4, -112.0, -7, 24 * 90 + 12.0);
  CHECK(early.azimuth_deg < 180);  // Phoenix: 7 degrees west of the 105 degree meridian, about 28 min
  CHECK(solar_position(33.4, -112.0, -7, 24 * 90 + 13.0).azimuth_deg > 180);
}

TEST_CASE("sunlight is strongest in January, weakest in July; south of the equator the sun stands north") {
  CHECK(solar_position(0, 0, 0, 24 * 2).extraterrestrial_w_per_m2 == Approx(1367 * 1.035).epsilon(0.002));
  CHECK(solar_position(0, 0, 0, 24 * 184).extraterrestrial_w_per_m2 == Approx(1367 * 0.966).epsilon(0.002));
  const double azimuth = solar_position(-35, 0, 0, 24 * 171 + 12).azimuth_deg;
  CHECK(std::min(azimuth, 360 - azimuth) < 3);
}
