#include "gw/supply/outage_table.h"

#include <doctest/doctest.h>

#include <cmath>
#include <numeric>

namespace gw::supply {

// Two units of 3 MW and one of 5 MW, each out with 0.02: by hand. States of what is out:
//   0: 0.98^3   3: 2 x 0.02 x 0.98^2   5: 0.02 x 0.98^2   6: 0.02^2 x 0.98   8: 2 x 0.02^2 x 0.98   11: 0.02^3
TEST_CASE("the table of three units is that made by hand [Billinton and Allan, table 2.5's method]") {
  const UnitGroup groups[] = {{2, 3, 0.02}, {1, 5, 0.02}};
  const OutageTable table(groups, 1.0);
  const auto& p = table.probabilities();
  CHECK(table.total_mw() == 11);
  CHECK(p[0] == doctest::Approx(0.941192));
  CHECK(p[3] == doctest::Approx(0.038416));
  CHECK(p[5] == doctest::Approx(0.019208));
  CHECK(p[6] == doctest::Approx(0.000392));
  CHECK(p[8] == doctest::Approx(0.000784));
  CHECK(p[11] == doctest::Approx(0.000008));
  CHECK(p[1] + p[2] + p[4] + p[7] + p[9] + p[10] == doctest::Approx(0).epsilon(1e-12));
  // A load of 6 MW is short when more than 5 MW are out: by 1 with 6 out, 3 with 8, 6 with 11.
  CHECK(table.loss_of_load_probability(6) == doctest::Approx(0.000392 + 0.000784 + 0.000008));
  CHECK(table.expected_unserved_mw(6) == doctest::Approx(1 * 0.000392 + 3 * 0.000784 + 6 * 0.000008));
  CHECK(table.loss_of_load_probability(11.5) == doctest::Approx(1));
  CHECK(table.expected_unserved_mw(12) == doctest::Approx(12 - 0.98 * 11));
  CHECK(table.loss_of_load_probability(0) == 0);
}

TEST_CASE("probabilities add up to one and keep the mean, whatever the step") {
  const UnitGroup groups[] = {{9, 16.5, 0.06}, {3, 23.1, 0.043}, {15, 2.5, 0.11}, {1, 200, 0.0}};
  double mean_mw = 0;
  for (const UnitGroup& g : groups) mean_mw += g.units * g.unit_mw * g.rate_frac;
  for (const double step : {0.1, 0.7, 1.0, 5.0, 40.0}) {
    const OutageTable table(groups, step);
    double sum = 0, out = 0;
    for (std::size_t k = 0; k < table.probabilities().size(); ++k)
      sum += table.probabilities()[k], out += table.probabilities()[k] * double(k) * step;
    CHECK(sum == doctest::Approx(1).epsilon(1e-12));
    CHECK(out == doctest::Approx(mean_mw).epsilon(1e-9));
  }
}

TEST_CASE("a coarser step never makes the expected shortage smaller") {
  const UnitGroup groups[] = {{9, 16.5, 0.06}, {3, 23.1, 0.043}, {15, 2.5, 0.11}};
  const double exact = OutageTable(groups, 0.1).expected_unserved_mw(210);
  for (const double step : {0.3, 1.0, 3.0, 10.0}) CHECK(OutageTable(groups, step).expected_unserved_mw(210) >= exact * (1 - 1e-12));
  CHECK(OutageTable(groups, 1.0).expected_unserved_mw(210) == doctest::Approx(exact).epsilon(0.02));
}

TEST_CASE("no units, units of no size, and units that never or always fail") {
  CHECK(OutageTable({}, 1.0).loss_of_load_probability(1) == 1);
  CHECK(OutageTable({}, 1.0).loss_of_load_probability(0) == 0);
  const UnitGroup odd[] = {{0, 10, 0.5}, {3, 0, 0.5}, {2, 10, 0.0}, {1, 10, 1.0}};
  const OutageTable table(odd, 1.0);
  CHECK(table.total_mw() == 30);
  CHECK(table.expected_unserved_mw(25) == doctest::Approx(5));
  CHECK(table.loss_of_load_probability(20) == doctest::Approx(0));
}

}  // namespace gw::supply
