#include "gw/workload/expert_load.h"

#include <doctest/doctest.h>

#include <cmath>

namespace gw::workload {

TEST_CASE("the expected largest of n normal draws") {
  CHECK(expected_largest_normal(1) == 0.0);
  CHECK(expected_largest_normal(0) == 0.0);
  // Exact: 1 / sqrt(pi) for two, 1.5388 for ten, 2.5076 for a hundred (Harter 1961, order statistics).
  CHECK(expected_largest_normal(2) == doctest::Approx(0.5642).epsilon(0.05));
  CHECK(expected_largest_normal(10) == doctest::Approx(1.5388).epsilon(0.01));
  CHECK(expected_largest_normal(100) == doctest::Approx(2.5076).epsilon(0.01));
  double before = 0.0;
  for (std::int64_t n = 2; n <= std::int64_t{1} << 40; n *= 4) {
    CHECK(expected_largest_normal(n) > before);
    before = expected_largest_normal(n);
  }
  CHECK(before < 8.0);
}

TEST_CASE("the busiest expert rank: spread averages out over its experts") {
  catalog::Experts experts{.routed = 64, .per_token = 6, .expert_ffn = 1024};
  CHECK(busiest_expert_rank(experts, 1) == 1.0);  // every expert on each rank
  experts.load_variation = 0.0;
  CHECK(busiest_expert_rank(experts, 64) == 1.0);  // forced into balance
  // The published largest load of 64 experts under an auxiliary loss: 1.52 of the mean.
  CHECK(busiest_expert_rank({.routed = 64, .per_token = 6, .expert_ffn = 1024}, 64) ==
        doctest::Approx(1.52).epsilon(0.02));
  experts.load_variation = 0.3;
  const double eight = busiest_expert_rank(experts, 8);
  CHECK(eight == doctest::Approx(1.0 + 0.3 / std::sqrt(8.0) * expected_largest_normal(8)));
  CHECK(busiest_expert_rank(experts, 16) > eight);  // fewer experts a rank, more ranks
  CHECK(busiest_expert_rank(experts, 64) > busiest_expert_rank(experts, 16));
}

}  // namespace gw::workload
