#include "gw/base/linear_program.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <functional>
#include <utility>

#include "gw/base/random.h"

using namespace gw;
using doctest::Approx;

TEST_CASE("two plants and a load: the cheap one first, the price is the dear one's") {
  LinearProgram lp;
  const int balance = lp.row(100, 100);
  const int cheap = lp.variable(0, 60, 20, {{balance, 1}}), dear = lp.variable(0, 80, 50, {{balance, 1}});
  const auto found = lp.solve();
  REQUIRE(found.optimal);
  CHECK(found.values[std::size_t(cheap)] == Approx(60));
  CHECK(found.values[std::size_t(dear)] == Approx(40));
  CHECK(found.cost == Approx(60 * 20 + 40 * 50));
  CHECK(found.prices[std::size_t(balance)] == Approx(50));
}

TEST_CASE("a store carries from a cheap hour to a dear one, with its losses") {
  LinearProgram lp;
  const int first = lp.row(10, 10), second = lp.row(10, 10), state1 = lp.row(0, 0), state2 = lp.row(0, 0);
  lp.variable(0, kUnbounded, 10, {{first, 1}});
  lp.variable(0, kUnbounded, 40, {{second, 1}});
  lp.variable(0, 8, 0, {{first, -1}, {state1, -0.9}});               // charge in the first hour
  lp.variable(0, 8, 0, {{second, 1}, {state2, 1 / 0.9}});            // discharge in the second
  lp.variable(0, 100, 0, {{state1, 1}, {state2, -1}});               // stored after the first
  lp.variable(0, 100, 0, {{state2, 1}});
  const auto found = lp.solve();
  REQUIRE(found.optimal);
  CHECK(found.values[2] == Approx(8));
  CHECK(found.values[3] == Approx(8 * 0.9 * 0.9));
  CHECK(found.cost == Approx(10 * 18 + 40 * (10 - 8 * 0.81)));
}

TEST_CASE("what cannot be met, what has no end, and nothing at all") {
  LinearProgram infeasible;
  const int row = infeasible.row(5, 5);
  infeasible.variable(0, 1, 1, {{row, 1}});
  CHECK(infeasible.solve().status == "infeasible");
  CHECK_FALSE(infeasible.solve().optimal);
  LinearProgram unbounded;
  const int free_row = unbounded.row(0, kUnbounded);
  unbounded.variable(0, kUnbounded, -1, {{free_row, 1}});
  CHECK(unbounded.solve().status == "unbounded");
  CHECK(LinearProgram().solve().optimal);
}

// Fractional knapsacks have a greedy answer: take the best value for weight until it is full.
TEST_CASE("forty drawn knapsacks have the answer of the greedy rule") {
  for (std::uint64_t number = 0; number < 40; ++number) {
    Random random(5, stream_id("test.knapsack"), number);
    LinearProgram lp;
    const int capacity = lp.row(0, 10);
    std::vector<std::pair<double, double>> items;  // value over weight, weight
    for (int i = 0; i < 12; ++i) {
      const double weight = 0.2 + 2 * random.uniform(), value = 0.1 + random.uniform();
      items.emplace_back(value / weight, weight);
      lp.variable(0, 1, -value, {{capacity, weight}});
    }
    std::ranges::sort(items, std::greater());
    double left = 10, best = 0;
    for (const auto& [ratio, weight] : items) {
      const double taken = std::min(left, weight);
      best += ratio * taken, left -= taken;
    }
    const auto found = lp.solve();
    REQUIRE(found.optimal);
    CHECK(-found.cost == Approx(best).epsilon(1e-9));
    double used = 0;
    for (std::size_t i = 0; i < found.values.size(); ++i) {
      CHECK(found.values[i] >= -1e-9);
      CHECK(found.values[i] <= 1 + 1e-9);
      used += found.values[i];
    }
    CHECK(used > 0);
    // Solved twice, the same vertex.
    CHECK(lp.solve().values == found.values);
  }
}
