#include "gw/power/waveform.h"

#include <doctest/doctest.h>

#include <numeric>

#include "gw/base/random.h"
#include "gw/power/test_designs.h"

namespace gw::power {
using namespace test;

namespace {
Waveform square() { return Waveform({{3 * s, 100 * W}, {1 * s, 20 * W}}); }
Waveform uneven() {
  return Waveform({{0.37 * s, 690 * W}, {0.05 * s, 120 * W}, {1.9 * s, 655.5 * W}, {0.011 * s, 300 * W}});
}
}  // namespace

TEST_CASE("mean, peak, lowest, period") {
  CHECK(square().period().in(s) == 4);
  CHECK(square().mean().in(W) == doctest::Approx(80));
  CHECK(square().peak().in(W) == 100);
  CHECK(square().lowest().in(W) == 20);
}

TEST_CASE("power at a moment repeats, before zero too") {
  const Waveform w = square();
  CHECK(w.at(0 * s).in(W) == 100);
  CHECK(w.at(2.999 * s).in(W) == 100);
  CHECK(w.at(3 * s).in(W) == 20);
  CHECK(w.at(4 * s).in(W) == 100);
  CHECK(w.at(-0.5 * s).in(W) == 20);
  CHECK(w.at(-4 * s).in(W) == 100);
}

TEST_CASE("energy between two moments by hand") {
  const Waveform w = square();
  CHECK(w.integral(0 * s, 4 * s).in(J) == doctest::Approx(320));
  CHECK(w.integral(2 * s, 5 * s).in(J) == doctest::Approx(100 + 20 + 100));
  CHECK(w.integral(-1 * s, 0 * s).in(J) == doctest::Approx(20));
  CHECK(w.integral(5 * s, 2 * s).in(J) == doctest::Approx(-220));
  CHECK(w.integral(1 * s, 1 * s).in(J) == 0);
  CHECK(w.integral(2 * s, 4000002 * s).in(J) == doctest::Approx(1e6 * 320).epsilon(1e-12));
}

TEST_CASE("integrals add over any cut") {
  const Waveform w = uneven();
  Random random(1, stream_id("power.waveform_test"), 0);
  for (int i = 0; i < 1000; ++i) {
    const Time a = 100 * random.uniform() * s, b = 100 * random.uniform() * s, c = 100 * random.uniform() * s;
    const double whole = w.integral(a, c).base(), cut = (w.integral(a, b) + w.integral(b, c)).base();
    CHECK(std::abs(whole - cut) < 1e-9 * 7e4);
  }
}

TEST_CASE("a long time loses no precision") {
  const Waveform w = uneven();
  const Time cycles = 1e8 * w.period();
  CHECK(w.integral(cycles, cycles + w.period()).base() ==
        doctest::Approx(w.integral(0 * s, w.period()).base()).epsilon(1e-7));
}

TEST_CASE("rendering conserves energy at any sample spacing") {
  const Waveform w = uneven();
  for (double dt : {0.001, 0.0333, 1.0, 2.331, 60.0}) {
    const std::size_t n = 500;
    const std::vector<double> means_w = w.render_w(0.123 * s, dt * s, n);
    const double sum_j = std::accumulate(means_w.begin(), means_w.end(), 0.0) * dt;
    CHECK(close(sum_j, w.integral(0.123 * s, 0.123 * s + double(n) * dt * s).base()));
    for (double watts : means_w) CHECK(watts <= w.peak().in(W) * (1 + 1e-9));
  }
}

TEST_CASE("fine samples show the segments themselves") {
  const std::vector<double> watts = square().render_w(0 * s, 0.5 * s, 8);
  CHECK(watts == std::vector<double>{100, 100, 100, 100, 100, 100, 20, 20});
}

TEST_CASE("a shifted waveform starts later") {
  const Waveform late = square().shifted(1 * s);
  CHECK(late.at(0.5 * s).in(W) == doctest::Approx(20));
  CHECK(late.at(1.5 * s).in(W) == doctest::Approx(100));
  CHECK(late.at(3.9 * s).in(W) == doctest::Approx(100));
  CHECK(close(late.mean().base(), square().mean().base()));
  CHECK(close(late.period().base(), 4.0));
}

TEST_CASE("copies in step scale, copies out of step flatten") {
  const Waveform w = square();
  const Waveform together = sum_of_copies(w, {0 * s, 0 * s, 0 * s});
  CHECK(together.peak().in(W) == doctest::Approx(300));
  CHECK(together.lowest().in(W) == doctest::Approx(60));
  const Waveform apart = sum_of_copies(w, {0 * s, 1 * s, 2 * s, 3 * s});
  CHECK(apart.peak().in(W) == doctest::Approx(320));
  CHECK(apart.lowest().in(W) == doctest::Approx(320));
  CHECK(close(apart.mean().base(), 4 * w.mean().base()));
}

TEST_CASE("a sum of copies is the sum of the copies at every moment") {
  const Waveform w = uneven();
  const std::vector<Time> offsets{0.2 * s, 1.7 * s, -0.6 * s, 9.1 * s};
  const Waveform sum = sum_of_copies(w, offsets);
  for (int i = 0; i < 200; ++i) {
    const Time t0 = 0.0117 * i * s, t1 = t0 + 0.4 * s;
    Energy expected;
    for (Time offset : offsets) expected += w.integral(t0 - offset, t1 - offset);
    CHECK(close(sum.integral(t0, t1).base(), expected.base()));
  }
}

TEST_CASE("empty waveforms and zero-length segments") {
  const Waveform none;
  CHECK(none.mean() == Power{});
  CHECK(none.peak() == Power{});
  CHECK(none.at(3 * s) == Power{});
  CHECK(none.integral(0 * s, 5 * s) == Energy{});
  CHECK(none.render_w(0 * s, 1 * s, 3) == std::vector<double>{0, 0, 0});
  CHECK(sum_of_copies(none, {1 * s}).segments().empty());
  CHECK(sum_of_copies(square(), {}).segments().empty());
  CHECK(Waveform({{0 * s, 1e9 * W}, {1 * s, 5 * W}}).peak().in(W) == 5);
}

TEST_CASE("a job's waveform has the mean that the hourly model uses") {
  for (LoadDesign d : {h100_design(), gb200_design()})
    for (double cap_frac : {1.0, 0.8}) {
      d.cap = cap_frac * d.accelerator.tdp;
      const Waveform w = waveform_of(d, step());
      CHECK(close(w.mean().base(), running_power(d, step()).total().base()));
      CHECK(close(w.period().base() * cycle_under_cap(d, step()).speed, 5.0));
      CHECK(w.peak() > 1.3 * w.lowest());
    }
}

TEST_CASE("scaling scales") { CHECK(square().scaled(1e5).mean().in(MW) == doctest::Approx(8)); }

}  // namespace gw::power
