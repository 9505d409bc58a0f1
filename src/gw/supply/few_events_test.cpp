#include "gw/supply/few_events.h"

#include <doctest/doctest.h>

#include <cmath>

namespace gw::supply {

using doctest::Approx;

TEST_CASE("exact intervals of a Poisson mean are the published ones") {
  // Garwood's table, 95 %: 0 -> 0 and 3.689, 1 -> 0.0253 and 5.572, 7 -> 2.814 and 14.42, 30 -> 20.24 and 42.83.
  CHECK(poisson_interval(0).low == 0);
  CHECK(poisson_interval(0).high == Approx(-std::log(0.025)));
  CHECK(poisson_interval(1).low == Approx(0.0253).epsilon(2e-3));
  CHECK(poisson_interval(1).high == Approx(5.572).epsilon(1e-4));
  CHECK(poisson_interval(7).low == Approx(2.814).epsilon(1e-3));
  CHECK(poisson_interval(7).high == Approx(14.42).epsilon(1e-3));
  CHECK(poisson_interval(30).low == Approx(20.24).epsilon(1e-3));
  CHECK(poisson_interval(30).high == Approx(42.83).epsilon(1e-3));
}

TEST_CASE("the interval holds its count and grows with it") {
  double last = -1;
  for (int n = 0; n < 60; ++n) {
    const Interval i = poisson_interval(n);
    CHECK(i.low <= n);
    CHECK(i.high > n);
    CHECK(i.low > last);
    last = i.low - (n == 0 ? 1 : 0);
  }
}

TEST_CASE("alike years: the bootstrap's interval is that of their number; columns keep together") {
  const std::vector<std::vector<double>> rows(16, {2.0, 10.0});
  const std::vector<Interval> found = bootstrap_sums(rows, Random(1, 2, 3));
  REQUIRE(found.size() == 2);
  CHECK(found[1].low == Approx(5 * found[0].low));
  CHECK(found[1].high == Approx(5 * found[0].high));
  CHECK(found[0].low == Approx(2 * (16 - 1.96 * 4)).epsilon(0.15));  // normal approximation of Poisson(16)
  CHECK(found[0].high == Approx(2 * (16 + 1.96 * 4)).epsilon(0.15));
}

TEST_CASE("one long shortage among short ones makes a wide interval; none makes none") {
  const std::vector<std::vector<double>> even(9, {1.0}), uneven = {{0.1}, {0.1}, {0.1}, {0.1}, {0.1}, {0.1}, {0.1}, {0.1}, {8.2}};
  const Interval a = bootstrap_sums(even, Random(1, 2, 3)).front(), b = bootstrap_sums(uneven, Random(1, 2, 3)).front();
  CHECK(b.high - b.low > 1.5 * (a.high - a.low));
  CHECK(bootstrap_sums({}, Random(1, 2, 3)).empty());
}

}  // namespace gw::supply
