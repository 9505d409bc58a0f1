#include "gw/reliability/spares.h"

#include <doctest/doctest.h>

#include <cmath>

#include "gw/base/random.h"

using namespace gw;
using namespace gw::reliability;

TEST_CASE("Poisson quantiles equal the tables") {
  // Cumulative Poisson: mean 2 -> P(X<=4) 0.9473, P(X<=5) 0.9834, P(X<=6) 0.9955; mean 0.5 -> P(X<=2) 0.9856.
  CHECK(poisson_quantile(2, 0.95) == 5);
  CHECK(poisson_quantile(2, 0.90) == 4);
  CHECK(poisson_quantile(2, 0.99) == 6);
  CHECK(poisson_quantile(0.5, 0.98) == 2);
  CHECK(poisson_quantile(0.5, 0.60) == 0);  // P(X=0) = 0.6065
  CHECK(poisson_quantile(0, 0.99) == 0);
  CHECK(poisson_quantile(5, 0) == 0);
  CHECK(poisson_quantile(-1, 0.9) == 0);
}

TEST_CASE("large means approach the normal distribution") {
  for (double mean : {1e3, 1e5, 1e7}) {
    const double normal = mean + 2.3263 * std::sqrt(mean);  // 99 %
    CHECK(std::abs(double(poisson_quantile(mean, 0.99)) - normal) < 0.01 * std::sqrt(mean) + 2);
    CHECK(std::abs(double(poisson_quantile(mean, 0.5)) - mean) <= 1);
  }
  CHECK(poisson_quantile(100, 1.0) < 1000);  // certainty does not run away
}

TEST_CASE("a quantile is the smallest count that reaches the confidence") {
  Random random(2, stream_id("test.spares"), 0);
  for (int i = 0; i < 200; ++i) {
    const double mean = std::pow(10.0, -2 + 5 * random.uniform()), confidence = random.uniform();
    const auto count = poisson_quantile(mean, confidence);
    double below = 0;
    for (std::int64_t k = 0; k < count; ++k)
      below += std::exp(double(k) * std::log(mean) - mean - std::lgamma(double(k) + 1));
    const double at = std::exp(double(count) * std::log(mean) - mean - std::lgamma(double(count) + 1));
    CHECK(below < confidence + 1e-9);
    CHECK(below + at >= confidence - 1e-9);
  }
}

TEST_CASE("expected nodes in repair are rate times repair time, and racks are counted as racks") {
  FailureProfile profile;
  profile.causes = {
      {.name = "chip", .rate = 0.25 / (1000.0 * day), .repair = 24.0 * hour},
      {.name = "switch", .scope = FailureScope::rack, .rate = 0.5 / (1000.0 * day), .repair = 48.0 * hour},
      {.name = "code", .scope = FailureScope::job, .rate = 1.0 / day, .repair = 24.0 * hour},
      {.name = "reboot", .rate = 5.0 / (1000.0 * day)}};
  const JobSize job{.accelerators = 72000, .accelerators_per_node = 4, .accelerators_per_rack = 72};
  const Spares out = spares_needed(profile, job, 0.99);
  // Chips: 18 failures a day, a day each: 18 trays. Racks: 0.5 a day, two days each: 1 rack.
  CHECK(out.expected_accelerators_down == doctest::Approx(18 * 4 + 72));
  CHECK(out.expected_nodes_down == doctest::Approx(18 + 18));
  CHECK(out.availability_frac == doctest::Approx(1 - 144.0 / 72000));
  CHECK(out.nodes == poisson_quantile(18, 0.99));
  CHECK(out.racks == poisson_quantile(1, 0.99));
  CHECK(out.accelerators == doctest::Approx(double(out.nodes) * 4 + double(out.racks) * 72));
  CHECK(out.warnings.empty());
  CHECK(spares_needed(profile, job, 0.999).nodes > out.nodes);
}

TEST_CASE("a simulated repair shop agrees with the Poisson law") {
  // Failures at rate 2 a day, repairs of exactly 3 days: 6 in repair on average; count them at a thousand
  // moments.
  Random random(4, stream_id("test.repair"), 0);
  const auto s99 = poisson_quantile(6, 0.99);
  int enough = 0;
  const int moments = 20000;
  double mean = 0;
  for (int i = 0; i < moments; ++i) {
    int down = 0;
    for (double t = random.exponential() / 2; t < 3; t += random.exponential() / 2) ++down;
    enough += down <= s99;
    mean += double(down) / moments;
  }
  CHECK(mean == doctest::Approx(6).epsilon(0.02));
  CHECK(double(enough) / moments >= 0.988);
}

TEST_CASE("bad or extreme inputs stay finite") {
  FailureProfile profile;
  profile.causes = {{.name = "melt", .rate = 1.0 / hour, .repair = 1000.0 * hour},
                    {.name = "ghost", .repair = 1.0 * hour}};
  const Spares out = spares_needed(profile, {.accelerators = 100}, 0.99);
  CHECK(out.availability_frac == 0);
  CHECK(out.warnings.size() == 2);
  const Spares nothing = spares_needed(profile, {}, 0.99);
  CHECK(nothing.availability_frac == 1);
  CHECK(nothing.nodes == 0);
}
