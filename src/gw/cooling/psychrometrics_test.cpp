#include "gw/cooling/psychrometrics.h"

#include <doctest/doctest.h>

#include <cmath>
#include <initializer_list>

using namespace gw::cooling;

// Saturation pressures: ASHRAE Fundamentals 2017, chapter 1, table 3.
TEST_CASE("saturation pressure meets the ASHRAE table") {
  struct {
    double c, pa;
  } const points[] = {{-60, 1.082},  {-40, 12.85},  {-20, 103.24}, {-10, 259.87}, {0, 611.2},
                      {10, 1228.0},  {20, 2338.8},  {30, 4246.0},  {40, 7383.5},  {50, 12350.3},
                      {60, 19944.3}, {80, 47412.0}, {100, 101410}};
  for (const auto& point : points) {
    CAPTURE(point.c);
    CHECK(saturation_pressure_pa(point.c) == doctest::Approx(point.pa).epsilon(1e-3));
  }
}

TEST_CASE("ice and liquid branches meet at 0 C") {
  CHECK(saturation_pressure_pa(-1e-9) == doctest::Approx(saturation_pressure_pa(0.0)).epsilon(2e-4));
}

TEST_CASE("saturation temperature inverts saturation pressure") {
  for (double c = -95; c <= 150; c += 2.5)
    CHECK(saturation_temperature_c(saturation_pressure_pa(c)) == doctest::Approx(c).epsilon(1e-6).scale(1));
  CHECK(saturation_temperature_c(0.0) == -100.0);
  CHECK(saturation_temperature_c(-5.0) == -100.0);
}

// Buck 1981: 1.00421 at 1013.25 hPa; Greenspan 1976 has 1.0039 at 0 C, 1.0047 at 40 C and 1.0019 at 31 kPa,
// 20 C.
TEST_CASE("the enhancement factor rises with pressure and is near that of other sources") {
  CHECK(enhancement_factor(101325) == doctest::Approx(1.004206).epsilon(1e-6));
  CHECK(enhancement_factor(101325) == doctest::Approx(1.0043).epsilon(0.0005));
  CHECK(enhancement_factor(31000) == doctest::Approx(1.0019).epsilon(0.0005));
  CHECK(relative_humidity_frac(25, humidity_ratio(25, 0.4, 90000), 90000) == doctest::Approx(0.4));
  CHECK(dew_point_c(saturation_humidity_ratio(12, 95000), 95000) == doctest::Approx(12).epsilon(1e-6));
}

// ASHRAE Fundamentals 2017, chapter 1, table 2 (saturated moist air at 101.325 kPa, real gas).
TEST_CASE("saturated air meets the ASHRAE table") {
  struct {
    double c, grams, kilojoules;
  } const points[] = {{0, 3.7895, 9.475},
                      {10, 7.661, 29.353},
                      {20, 14.758, 57.559},
                      {30, 27.333, 100.006},
                      {40, 49.141, 166.69}};
  for (const auto& point : points) {
    CAPTURE(point.c);
    CHECK(1000 * saturation_humidity_ratio(point.c, kStandardPressurePa) ==
          doctest::Approx(point.grams).epsilon(0.0008));
    CHECK(saturation_enthalpy_j_per_kg(point.c, kStandardPressurePa) / 1000 ==
          doctest::Approx(point.kilojoules).epsilon(0.0008));
  }
}

// ASHRAE Fundamentals 2017, chapter 1, example 1: 40 C dry bulb, 20 C wet bulb, 101.325 kPa, read off the
// chart.
TEST_CASE("the worked example of the handbook") {
  const double w = humidity_ratio_from_wet_bulb(40, 20, kStandardPressurePa);
  CHECK(w == doctest::Approx(0.0065).epsilon(0.01));
  CHECK(enthalpy_j_per_kg(40, w) / 1000 == doctest::Approx(56.7).epsilon(0.01));
  CHECK(dew_point_c(w, kStandardPressurePa) == doctest::Approx(7.0).epsilon(0.08));  // to the degree
  CHECK(relative_humidity_frac(40, w, kStandardPressurePa) == doctest::Approx(0.14).epsilon(0.03));
  CHECK(1 / dry_air_density_kg_per_m3(40, w, kStandardPressurePa) == doctest::Approx(0.896).epsilon(0.002));
  CHECK(wet_bulb_c(40, w, kStandardPressurePa) == doctest::Approx(20.0).epsilon(1e-6));
}

// CoolProp 8.0.0, HAPropsSI: moist air as a real gas (Herrmann, Kretzschmar, Gatley 2009).
TEST_CASE("humidity and wet bulb agree with a real-gas implementation") {
  struct {
    double c, rh, pa, grams, wet_c;
  } const points[] = {{7, 0.61, 100000, 3.84063, 3.92060},
                      {35, 0.4, 101325, 14.20045, 23.93028},
                      {30, 0.3, 84556, 9.55243, 17.23376},
                      {25, 0.8, 101325, 16.03472, 22.37876}};
  for (const auto& point : points) {
    CAPTURE(point.c);
    const double w = humidity_ratio(point.c, point.rh, point.pa);
    CHECK(1000 * w == doctest::Approx(point.grams).epsilon(0.001));
    CHECK(std::abs(wet_bulb_c(point.c, w, point.pa) - point.wet_c) < 0.015);
  }
}

TEST_CASE("wet bulb lies between dew point and dry bulb, and inverts") {
  for (double p : {60000.0, 85000.0, 101325.0})
    for (double t = -40; t <= 55; t += 5)
      for (double rh : {0.02, 0.2, 0.5, 0.8, 0.99}) {
        CAPTURE(p);
        CAPTURE(t);
        CAPTURE(rh);
        const double w = humidity_ratio(t, rh, p), wet = wet_bulb_c(t, w, p);
        CHECK(wet <= t + 1e-9);
        CHECK(wet >= dew_point_c(w, p) - 0.1);
        // Between the ice and liquid equations the humidity may have no exact root; elsewhere it inverts.
        if (std::abs(wet) > 0.5)
          CHECK(humidity_ratio_from_wet_bulb(t, wet, p) == doctest::Approx(w).epsilon(1e-5));
      }
}

TEST_CASE("wet bulb rises with humidity and with dry bulb") {
  for (double t = -30; t <= 50; t += 4) {
    double last = -200;
    for (double rh = 0; rh <= 1.0; rh += 0.01) {
      const double wet = wet_bulb_c(t, humidity_ratio(t, rh, 1e5), 1e5);
      CHECK(wet >= last - 1e-9);
      last = wet;
    }
  }
  for (double w : {0.001, 0.005, 0.012}) {
    double last = -200;
    for (double t = 20; t <= 60; t += 0.25) {
      const double wet = wet_bulb_c(t, w, 1e5);
      CHECK(wet >= last);
      last = wet;
    }
  }
}

TEST_CASE("altitude: thinner air holds more water at the same relative humidity and its wet bulb is lower") {
  CHECK(standard_pressure_pa(0) == doctest::Approx(101325));
  CHECK(standard_pressure_pa(1500) == doctest::Approx(84556).epsilon(1e-3));  // ASHRAE 2017, table 1
  const double sea = humidity_ratio(30, 0.3, 101325), high = humidity_ratio(30, 0.3, 84556);
  CHECK(high > sea);
  CHECK(wet_bulb_c(30, high, 84556) < wet_bulb_c(30, sea, 101325));
}

TEST_CASE("no input gives NaN or a humidity below zero") {
  for (double t : {-60.0, -0.001, 0.0, 25.0, 60.0})
    for (double rh : {-0.1, 0.0, 1e-9, 1.0, 1.1})
      for (double p : {31000.0, 101325.0, 120000.0}) {
        const double w = humidity_ratio(t, rh, p);
        CHECK(w >= 0);
        CHECK(std::isfinite(wet_bulb_c(t, w, p)));
        CHECK(std::isfinite(dew_point_c(w, p)));
        CHECK(std::isfinite(enthalpy_j_per_kg(t, w)));
        CHECK(dry_air_density_kg_per_m3(t, w, p) > 0);
      }
  CHECK(humidity_ratio(25, 1.1, 1e5) == humidity_ratio(25, 1.0, 1e5));
  CHECK(wet_bulb_c(25, humidity_ratio(25, 1.0, 1e5), 1e5) == doctest::Approx(25.0));
}
