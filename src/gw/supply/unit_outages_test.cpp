#include "gw/supply/unit_outages.h"

#include <doctest/doctest.h>

#include <cmath>

using namespace gw;
using namespace gw::supply;
using doctest::Approx;

namespace {

constexpr int kYear = 8760;

double down_share(double rate_frac, double repair_h, int units) {
  const std::vector<double> rate(kYear, rate_frac);
  const OutageProcess process(rate, repair_h);
  double down = 0;
  for (int unit = 0; unit < units; ++unit)
    for (auto [from, to] : process.draw(Random(7, stream_id("test"), std::uint64_t(unit)), 0))
      down += to - from;
  return down / (double(kYear) * units);
}

}  // namespace

TEST_CASE("the share of hours down is the forced-outage rate") {
  // Standard error of the share: about sqrt(2 r (1-r) MTTR / (units x hours)) = 0.0013 for 5 %, 48 h, 300
  // units.
  CHECK(std::abs(down_share(0.05, 48, 300) - 0.05) < 4 * 0.0013);
  CHECK(std::abs(down_share(0.10, 24, 300) - 0.10) < 4 * 0.0013);
  CHECK(down_share(0.0, 48, 20) == 0.0);
}

TEST_CASE("repairs last the mean time to repair") {
  const std::vector<double> rate(kYear, 0.05);
  const OutageProcess process(rate, 48);
  double hours = 0, count = 0;
  for (int unit = 0; unit < 300; ++unit)
    for (auto [from, to] : process.draw(Random(3, stream_id("test"), std::uint64_t(unit)), 0))
      if (from > 0 && to < kYear) hours += to - from, ++count;
  CHECK(hours / count == Approx(48).epsilon(0.06));
}

TEST_CASE("outages are ordered, apart and inside the horizon") {
  const std::vector<double> rate(kYear, 0.3);
  const OutageProcess process(rate, 5);
  int last = -1;
  const auto outages = process.draw(Random(1, stream_id("test"), 0), 100);
  REQUIRE(outages.size() > 10);
  for (auto [from, to] : outages) {
    CHECK(from >= 100);
    CHECK(from > last);
    CHECK(to > from);
    CHECK(to <= kYear);
    last = to;
  }
}

TEST_CASE("failures cluster where the rate is high") {
  std::vector<double> rate(kYear, 0.0);
  for (int h = 4000; h < 4200; ++h) rate[std::size_t(h)] = 0.5;
  const OutageProcess process(rate, 10);
  int inside = 0;
  for (int unit = 0; unit < 100; ++unit)
    for (auto [from, to] : process.draw(Random(1, stream_id("test"), std::uint64_t(unit)), 0)) {
      CHECK(from >= 4000);
      CHECK(from < 4200);
      ++inside;
    }
  CHECK(inside > 100);
}

TEST_CASE("odd inputs: no hours, an hour past the end, a repair within the hour, an impossible rate") {
  CHECK(OutageProcess(std::vector<double>{}, 48).draw(Random(1, 1, 1), 0).empty());
  CHECK(OutageProcess(std::vector<double>(10, 0.5), 48).draw(Random(1, 1, 1), 10).empty());
  for (auto [from, to] : OutageProcess(std::vector<double>(100, 0.3), 0.1).draw(Random(1, 1, 1), 0))
    CHECK(to == from + 1);
  CHECK(OutageProcess(std::vector<double>(100, 1.0), 48).draw(Random(1, 1, 1), 0).size() >= 1);
}
