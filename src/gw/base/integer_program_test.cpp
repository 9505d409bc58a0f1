#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "gw/base/linear_program.h"
#include "gw/base/random.h"

using namespace gw;
using doctest::Approx;

TEST_CASE("whole units and a minimum: 130 MW from units of 50 to 100 and a dear filler") {
  // One unit at 100 and 30 of filler: 100 x 10 + 200 + 30 x 60 = 3,000. Two units at 65: 1,300 + 400 = 1,700.
  LinearProgram lp;
  const int balance = lp.row(130, 130), low = lp.row(0, kUnbounded), high = lp.row(-kUnbounded, 0);
  const int units = lp.variable(0, 3, 200, {{low, -50}, {high, -100}});
  lp.variable(0, 300, 10, {{balance, 1}, {low, 1}, {high, 1}});
  lp.variable(0, 200, 60, {{balance, 1}});
  lp.make_integer(units);
  const auto found = lp.solve_integer({});
  REQUIRE(found.found);
  CHECK(found.status == "optimal");
  CHECK(found.values[std::size_t(units)] == 2);
  CHECK(found.cost == Approx(1700));
  CHECK(found.bound <= found.cost);
  CHECK(found.gap_frac() <= 1e-3);
  CHECK(lp.solve().cost == Approx(1.3 * 200 + 1300));  // the relaxation has 1.3 units
}

TEST_CASE("no answer is said: infeasible, stopped") {
  LinearProgram lp;
  const int row = lp.row(0.4, 0.6);
  lp.make_integer(lp.variable(0, 1, 1, {{row, 1}}));
  const auto none = lp.solve_integer({});
  CHECK_FALSE(none.found);
  CHECK(none.status == "infeasible");
  const auto stopped = lp.solve_integer({.stop = [] { return true; }});
  CHECK_FALSE(stopped.found);
  CHECK(stopped.status == "stopped");
}

TEST_CASE("knapsacks of whole items: the best of all subsets, the same each time") {
  for (std::uint64_t number = 0; number < 25; ++number) {
    Random random(number, stream_id("test.integer_knapsack"), 0);
    LinearProgram lp;
    const int capacity = lp.row(0, 5);
    std::vector<double> weight(10), value(10);
    for (std::size_t i = 0; i < 10; ++i) {
      weight[i] = 0.2 + 2 * random.uniform(), value[i] = 0.1 + random.uniform();
      lp.make_integer(lp.variable(0, 1, -value[i], {{capacity, weight[i]}}));
    }
    double best = 0;
    for (unsigned subset = 0; subset < 1024; ++subset) {
      double w = 0, v = 0;
      for (std::size_t i = 0; i < 10; ++i)
        if (subset >> i & 1U) w += weight[i], v += value[i];
      if (w <= 5) best = std::max(best, v);
    }
    const auto found = lp.solve_integer({.gap_frac = 0});
    REQUIRE(found.found);
    CHECK(-found.cost == Approx(best).epsilon(1e-9));
    CHECK(lp.solve_integer({.gap_frac = 0}).values == found.values);
  }
}

TEST_CASE("a search that ends early has a bound below the best there is, and a solution above it") {
  int early = 0;
  for (std::uint64_t number = 0; number < 25; ++number) {
    CAPTURE(number);
    Random random(number, stream_id("test.integer_bound"), 0);
    LinearProgram
        lp;  // hours of load from whole units of four sizes, with a fixed cost each and a dear filler
    for (int hour = 0; hour < 6; ++hour) {
      const double load = 150 + 40 * random.uniform();
      const int balance = lp.row(load, load);
      lp.variable(0, load, 200, {{balance, 1}});
      for (int plant = 0; plant < 4; ++plant) {
        const double size = 10 + 20 * random.uniform();
        const int most = lp.row(-kUnbounded, 0), least = lp.row(0, kUnbounded);
        lp.make_integer(
            lp.variable(0, 4, size * (5 + 10 * random.uniform()), {{most, -size}, {least, -size / 2}}));
        lp.variable(0, 4 * size, 20 + 20 * random.uniform(), {{balance, 1}, {most, 1}, {least, 1}});
      }
    }
    const auto best = lp.solve_integer({.gap_frac = 0, .nodes = 200'000}),
               rough = lp.solve_integer({.gap_frac = 0.05});
    REQUIRE(best.status == "optimal");
    REQUIRE(rough.found);
    CHECK(rough.bound <= best.cost * (1 + 1e-9));
    CHECK(rough.cost >= best.cost * (1 - 1e-9));
    CHECK(rough.gap_frac() <= 0.05 + 1e-9);
    early += rough.gap_frac() > 1e-6;
  }
  CHECK(early > 0);
}
