#include <doctest/doctest.h>

#include "gw/base/sum.h"
#include "gw/power/trace.h"

using namespace gw;
using namespace gw::power;

TEST_CASE("a trace adds up") {
  const Trace trace{0.0 * s, 0.5 * s, {1, 3, 2, 6}};
  CHECK(trace.energy().in(MW * s) == doctest::Approx(6));
  CHECK(trace.mean().in(MW) == doctest::Approx(3));
  CHECK(trace.peak().in(MW) == 6);
  CHECK(trace.lowest().in(MW) == 1);
  CHECK(trace.time(3).in(s) == doctest::Approx(1.5));
  CHECK(Trace{}.mean().in(MW) == 0);
  CHECK(Trace{}.peak().in(MW) == 0);
}

TEST_CASE("a ramp histogram counts every change once") {
  Trace trace{0.0 * s, 0.1 * s, {}};
  for (int i = 0; i < 1000; ++i) trace.mw.push_back(double(i % 100));
  const RampHistogram h = ramp_histogram(trace, 1.0 * s, 20);
  std::size_t sum = 0;
  for (const std::size_t n : h.counts) sum += n;
  CHECK(sum == 990);
  CHECK(h.over.in(s) == doctest::Approx(1.0));
  CHECK(h.first_mw_per_s == doctest::Approx(-90));  // from 99 down to 9
  CHECK(h.first_mw_per_s + 20 * h.width_mw_per_s == doctest::Approx(10));
  const RampHistogram flat = ramp_histogram(Trace{0.0 * s, 1.0 * s, {5, 5, 5}}, 1.0 * s);
  CHECK(flat.counts == std::vector<std::size_t>{2});
  CHECK(flat.width_mw_per_s == 0);
  CHECK(ramp_histogram(Trace{0.0 * s, 1.0 * s, {5}}, 1.0 * s).counts.empty());
}

TEST_CASE("a duration curve falls from peak to lowest") {
  const Trace trace{0.0 * s, 1.0 * s, {1, 9, 5, 3, 7}};
  CHECK(duration_curve_mw(trace, 5) == std::vector<double>{9, 7, 5, 3, 1});
  CHECK(duration_curve_mw(Trace{}, 5).empty());
  // Fewer than two points are two, fewer than one bin is one.
  CHECK(duration_curve_mw(trace, 0) == std::vector<double>{9, 1});
  CHECK(duration_curve_mw(trace, 1) == std::vector<double>{9, 1});
  CHECK(ramp_histogram(trace, 1.0 * s, 0).counts == std::vector<std::size_t>{4});
}
