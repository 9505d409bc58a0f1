#include "gw/cooling/exchanger.h"

#include <doctest/doctest.h>

using namespace gw::cooling;

TEST_CASE("the root of a bracket") {
  CHECK(find_root([](double x) { return x * x - 2; }, 0, 2, 1e-12) == doctest::Approx(std::sqrt(2.0)));
  CHECK(find_root([](double x) { return std::exp(-20 * x) - 0.5; }, 0, 10, 1e-12) ==
        doctest::Approx(std::log(2.0) / 20));
  CHECK(find_root([](double x) { return x + 5; }, 0, 2, 1e-12) == 0.0);  // no root: the nearer end
}

TEST_CASE("counterflow effectiveness: tabulated limits") {
  CHECK(counterflow_effectiveness(1.0, 0.0) == doctest::Approx(1 - std::exp(-1.0)));
  CHECK(counterflow_effectiveness(2.0, 1.0) == doctest::Approx(2.0 / 3.0));
  CHECK(counterflow_effectiveness(2.0, 0.5) == doctest::Approx(0.7746).epsilon(1e-3));  // Kays, London, table
  CHECK(counterflow_effectiveness(50.0, 2.0) == doctest::Approx(0.5));    // limited by the other side
  CHECK(counterflow_effectiveness(1e6, 100.0) == doctest::Approx(0.01));  // no overflow
}

TEST_CASE("NTU inverts effectiveness") {
  for (double ntu : {0.1, 1.0, 3.0})
    for (double c : {0.2, 1.0, 1.6}) {
      const double e = counterflow_effectiveness(ntu, c);
      CHECK(counterflow_ntu(e, c) == doctest::Approx(ntu).epsilon(1e-6));
    }
}

TEST_CASE("uptake solves its own equation and falls to nothing at the pinch") {
  const double span = 10e3;
  double last = 0;
  for (double top = 10.1e3; top < 80e3; top += 1e3) {
    const double coefficient = 0.03, uptake = counterflow_uptake(top, span, coefficient);
    CHECK(counterflow_effectiveness(coefficient * std::pow(uptake, 0.4), span / uptake) * top ==
          doctest::Approx(uptake).epsilon(1e-6));
    CHECK(uptake > last);
    last = uptake;
  }
  CHECK(counterflow_uptake(10e3, 10e3, 0.03) == 0.0);
  CHECK(counterflow_uptake(-5.0, 10e3, 0.03) == 0.0);
}

TEST_CASE("affinity laws") {
  CHECK(affinity_power_frac(1.0, 0.3) == doctest::Approx(1.0));
  CHECK(affinity_power_frac(0.5, 0.0) == doctest::Approx(0.125));
  CHECK(affinity_power_frac(0.5, 1.0) == doctest::Approx(0.5));
  CHECK(affinity_power_frac(0.0, 0.3) == 0.0);
  CHECK(fan_power_w(100.0, 0.01, 0.2, 0.0) == doctest::Approx(0.8));  // never below the slowest speed
  CHECK(fan_power_w(100.0, 7.0, 0.2, 0.0) == doctest::Approx(100.0));
}

TEST_CASE("blowdown holds the cycles of concentration") {
  const double evaporated = 4.0, drift = 0.1, b = blowdown(evaporated, drift, 5.0);
  CHECK((evaporated + drift + b) / (drift + b) == doctest::Approx(5.0));  // solids in = solids out
  CHECK(blowdown(4.0, 10.0, 5.0) == 0.0);
}
