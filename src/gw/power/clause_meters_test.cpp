#include "gw/power/clause_meters.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <vector>

#include "gw/base/random.h"

using namespace gw;
using namespace gw::power;

namespace {

std::vector<double> noise(std::size_t n) {
  Random random(3, stream_id("clause_meters_test"), 0);
  std::vector<double> out(n);
  for (double& x : out) x = 100 + 50 * random.uniform();
  return out;
}

}  // namespace

TEST_CASE("a ramp is the largest change from the mean of a span to the mean of the next, as by trying all") {
  const std::vector<double> mw = noise(400);
  for (const std::size_t n : {1u, 7u, 199u, 200u}) {
    RampMeter meter(n);
    for (const double x : mw) meter.add(x);
    double up = 0, down = 0;
    std::size_t at = 0;
    for (std::size_t i = 0; i + 2 * n <= mw.size(); ++i) {
      double change = 0;
      for (std::size_t k = 0; k < n; ++k) change += (mw[i + n + k] - mw[i + k]) / double(n);
      if (change > up + 1e-9) up = change, at = i + n;
      down = std::max(down, -change);
    }
    CHECK(meter.seen());
    CHECK(meter.up().mw == doctest::Approx(up));
    CHECK(meter.up().at == at);
    CHECK(meter.down().mw == doctest::Approx(down));
  }
  RampMeter brief(201);
  for (const double x : mw) brief.add(x);
  CHECK_FALSE(brief.seen());
}

TEST_CASE("a range is the largest difference inside a span, as by trying all") {
  const std::vector<double> mw = noise(300);
  for (const std::size_t n : {1u, 2u, 9u, 300u, 500u}) {
    RangeMeter meter(n);
    for (const double x : mw) meter.add(x);
    double worst = 0;
    for (std::size_t i = 0; i < mw.size(); ++i)
      for (std::size_t k = i; k < std::min(i + n, mw.size()); ++k)
        worst = std::max(worst, std::abs(mw[i] - mw[k]));
    CHECK(meter.worst_mw() == worst);
    CHECK(meter.whole() == (n <= 300));
    if (n > 1) CHECK(std::abs(mw[meter.at()] - 125) > 10);  // one end of the swing
  }
}
