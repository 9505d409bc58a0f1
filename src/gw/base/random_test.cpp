#include "gw/base/random.h"

#include <doctest/doctest.h>

#include <cmath>
#include <set>

#include "gw/base/parallel.h"

using namespace gw;

// Known answers published with Random123 (file kat_vectors, philox4x32 with 10 rounds).
TEST_CASE("the block function gives the published known answers") {
  using Block = std::array<std::uint32_t, 4>;
  CHECK(philox({0, 0, 0, 0}, {0, 0}) == Block{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8});
  const std::uint32_t ones = 0xffffffff;
  CHECK(philox({ones, ones, ones, ones}, {ones, ones}) ==
        Block{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd});
  CHECK(philox({0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, {0xa4093822, 0x299f31d0}) ==
        Block{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1});
}

// FNV-1a test values of the algorithm's authors (Fowler, Noll, Vo).
TEST_CASE("names hash to the published values") {
  CHECK(stream_id("") == 0xcbf29ce484222325ull);
  CHECK(stream_id("a") == 0xaf63dc4c8601ec8cull);
  CHECK(stream_id("foobar") == 0x85944171f73967e8ull);
}

TEST_CASE("a draw depends on seed, stream, component and index alone") {
  Random a(1, 2, 3), b(1, 2, 3);
  std::set<double> seen;
  for (int i = 0; i < 100; ++i) {
    const double draw = a.uniform();
    CHECK(draw == b.uniform());
    seen.insert(draw);
  }
  CHECK(seen.size() == 100);
  const double first = Random(1, 2, 3).uniform();
  CHECK(Random(2, 2, 3).uniform() != first);
  CHECK(Random(1, 3, 3).uniform() != first);
  CHECK(Random(1, 2, 4).uniform() != first);
  CHECK(Random(2, 1, 3).uniform() != first);  // seed and stream do not trade places
}

TEST_CASE("moments of the distributions") {
  constexpr int kDraws = 200000;
  Random random(42, stream_id("test"), 0);
  double sum = 0, square = 0, low = 1, high = 0, exponential = 0, normal = 0, normal_square = 0;
  for (int i = 0; i < kDraws; ++i) {
    const double u = random.uniform();
    sum += u, square += u * u, low = std::min(low, u), high = std::max(high, u);
    exponential += random.exponential();
    const double n = random.normal();
    normal += n, normal_square += n * n;
  }
  // Five standard errors of each mean.
  CHECK(std::abs(sum / kDraws - 0.5) < 5 * 0.289 / std::sqrt(kDraws));
  CHECK(std::abs(square / kDraws - 1.0 / 3) < 5 * 0.298 / std::sqrt(kDraws));
  CHECK(std::abs(exponential / kDraws - 1) < 5 * 1.0 / std::sqrt(kDraws));
  CHECK(std::abs(normal / kDraws) < 5 * 1.0 / std::sqrt(kDraws));
  CHECK(std::abs(normal_square / kDraws - 1) < 5 * std::sqrt(2.0 / kDraws));
  CHECK(low > 0);
  CHECK(high < 1);
}

TEST_CASE("components are independent") {
  constexpr int kPairs = 100000;
  double product = 0;
  for (std::uint64_t i = 0; i < kPairs; ++i)
    product += (Random(7, 1, i).uniform() - 0.5) * (Random(7, 1, i + 1).uniform() - 0.5);
  CHECK(std::abs(product / kPairs) < 5 * (1.0 / 12) / std::sqrt(kPairs));
}

TEST_CASE("a parallel loop visits each index once, and its result does not depend on threads") {
  std::vector<double> reference(1000);
  for (std::size_t i = 0; i < reference.size(); ++i) reference[i] = Random(9, 9, i).uniform();
  for (int threads : {0, 1, 2, 7}) {
    std::vector<double> draws(1000);
    std::vector<int> visits(1000, 0);
    parallel_for(draws.size(), threads, [&](std::size_t i) {
      draws[i] = Random(9, 9, i).uniform();
      ++visits[i];
    });
    CHECK(draws == reference);
    CHECK(visits == std::vector<int>(1000, 1));
  }
  parallel_for(0, 2, [](std::size_t) { FAIL("nothing to do"); });
}
