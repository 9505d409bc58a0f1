#include <doctest/doctest.h>

#include <cmath>
#include <numbers>

#include "gw/power/system_response.h"

using namespace gw;
using namespace gw::power;

namespace {

constexpr double kPi = std::numbers::pi;

GridSystem bare() {
  GridSystem g;
  g.capacity_mva = 60'000;
  g.inertia = 4.0 * s;
  g.damping = 0;
  g.governed_frac = 0;
  return g;
}

// A step of the load after the first half, whose mean is taken away by respond(): half up, half down.
Trace sine(double hz, double amplitude_mw, double length_s, double step_s) {
  Trace out{0.0 * s, step_s * s, {}};
  for (int i = 0; i < int(length_s / step_s); ++i) {
    const double w = 2 * kPi * hz, t0 = step_s * i, t1 = t0 + step_s;
    out.mw.push_back(500 + amplitude_mw * (std::cos(w * t0) - std::cos(w * t1)) / (w * step_s));
  }
  return out;
}

}  // namespace

TEST_CASE("without governor and damping a step falls as the swing equation says") {
  // -50 MW of the mean for 5 s: f rises by f0 p t / (2 H S).
  Trace trace{0.0 * s, 0.01 * s, std::vector<double>(500, 100.0)};
  trace.mw.insert(trace.mw.end(), 500, 200.0);
  const SystemResponse r = respond(bare(), trace);
  CHECK(r.largest_deviation.base() == doctest::Approx(60 * 50 * 5 / (2 * 4 * 60'000.0)).epsilon(1e-9));
  CHECK(r.rocof_hz_per_s == doctest::Approx(60 * 50 / (2 * 4 * 60'000.0)).epsilon(1e-6));
  CHECK(r.nadir.base() == doctest::Approx(60.0));  // it only rises, and comes back
}

TEST_CASE("the answer does not depend on how fine the samples are") {
  GridSystem g = bare();
  g.damping = 1, g.governed_frac = 0.5;
  g.modes = {{"local", 1.0 * Hz, 0.05, 2.0}};
  Trace coarse{0.0 * s, 1.0 * s, {}}, fine{0.0 * s, 0.01 * s, {}};
  for (int i = 0; i < 40; ++i) {
    const double mw = i % 7 < 3 ? 900 : 400;
    coarse.mw.push_back(mw);
    fine.mw.insert(fine.mw.end(), 100, mw);
  }
  // The fine one sees more moments; the coarse one's samples are looked at in parts of a sixteenth of the mode's period.
  CHECK(respond(g, coarse).largest_deviation.base() == doctest::Approx(respond(g, fine).largest_deviation.base()).epsilon(0.02));
  GridSystem plain = bare();
  plain.damping = 1, plain.governed_frac = 0.5;
  CHECK(respond(plain, fine).largest_deviation.base() == doctest::Approx(respond(plain, coarse).largest_deviation.base()).epsilon(0.02));
}

TEST_CASE("a lasting step settles where droop and damping hold it") {
  GridSystem g = bare();
  g.damping = 1, g.governed_frac = 0.5, g.droop_frac = 0.05;
  const double stiffness = 60'000.0 / 60 * (1 + 0.5 / 0.05);
  CHECK(gain_hz_per_mw(g, 1e-9 * Hz) == doctest::Approx(1 / stiffness));
}

TEST_CASE("a sine at the mode's frequency is amplified by 1 / (2 zeta)") {
  GridSystem g = bare();
  g.modes = {{"local", 1.0 * Hz, 0.05, 3.0}};
  const double m = 2 * 4 * 60'000.0 / 60, w = 2 * kPi;
  // Mode alone: phi / m / (2 zeta w); the common mode adds 1 / (m w) in quadrature, of phase -90 degrees.
  CHECK(gain_hz_per_mw(g, 1.0 * Hz) == doctest::Approx(std::hypot(3.0 / m / (2 * 0.05 * w), 1 / (m * w))).epsilon(1e-9));
  const SystemResponse r = respond(g, sine(1.0, 100, 60, 0.01));
  CHECK(r.largest_deviation.base() == doctest::Approx(100 * gain_hz_per_mw(g, 1.0 * Hz)).epsilon(0.05));
}

TEST_CASE("the resonance curve peaks where the iteration meets the mode, and moving away from it helps") {
  GridSystem g = bare();
  g.damping = 1, g.governed_frac = 0.3;
  g.modes = {{"local", 0.5 * Hz, 0.03, 5.0}};
  const Waveform shape({{0.5 * s, 60.0 * MW}, {0.5 * s, 0.0 * MW}});
  const auto curve = resonance_curve(g, shape, 0.2 * s, 10.0 * s, 400);
  std::size_t best = 0;
  for (std::size_t i = 0; i < curve.size(); ++i)
    if (curve[i].deviation > curve[best].deviation) best = i;
  CHECK(curve[best].period.in(s) == doctest::Approx(2).epsilon(0.02));
  CHECK(curve.front().deviation.base() < 0.2 * curve[best].deviation.base());
  CHECK(resonance_curve(g, Waveform(), 0.2 * s, 10.0 * s).empty());
  const auto least = resonance_curve(g, shape, 0.2 * s, 10.0 * s, 0);  // two points at least
  REQUIRE(least.size() == 2);
  CHECK(least[1].period.in(s) == doctest::Approx(10));
}

TEST_CASE("the largest job that stays within the limit brings the deviation to the limit") {
  GridSystem g = bare();
  g.damping = 1, g.governed_frac = 0.3;
  g.limit = 0.02 * Hz;
  Trace trace = sine(0.5, 100, 60, 0.05);
  const SystemResponse r = respond(g, trace);
  REQUIRE(r.largest_scale);
  for (double& mw : trace.mw) mw *= *r.largest_scale;
  const SystemResponse at_limit = respond(g, trace);
  CHECK(max(at_limit.largest_deviation, at_limit.steady_deviation).base() == doctest::Approx(0.02));
}

TEST_CASE("a mode that is little damped counts with the swing it comes to, not only the one it has after a minute") {
  GridSystem g = bare();
  g.damping = 1, g.governed_frac = 0.3;
  g.modes = {{"inter-area", 0.5 * Hz, 0.003, 5.0}};  // rises within 1 / (zeta w) = 106 s
  g.limit = 0.02 * Hz;
  const Trace load = sine(0.5, 100, 60, 0.05);
  const SystemResponse r = respond(g, load, {0, load.size()});
  const double steady_hz = 100 * gain_hz_per_mw(g, 0.5 * Hz);
  CHECK(r.steady_deviation.base() == doctest::Approx(steady_hz).epsilon(0.01));
  CHECK(r.largest_deviation.base() < 0.6 * steady_hz);
  CHECK(*r.largest_scale == doctest::Approx(0.02 / steady_hz).epsilon(0.01));
  CHECK(respond(g, load).steady_deviation.base() == 0);
  CHECK_FALSE(respond(g, Trace{0.0 * s, 0.1 * s, std::vector<double>(100, 5.0)}, {0, 100}).largest_scale);
}

TEST_CASE("the steady swing is that of a very long trace, whatever its shape, and beside a mode as at it") {
  GridSystem g = bare();
  g.damping = 1, g.governed_frac = 0.3;
  g.modes = {{"inter-area", 0.31 * Hz, 0.005, 3.0}, {"local", 1.2 * Hz, 0.02, 2.0}};
  for (const double period_s : {3.2, 3.4, 2.5}) {
    CAPTURE(period_s);
    const auto on = std::size_t(0.7 * period_s / 0.05 + 0.5), all = std::size_t(period_s / 0.05 + 0.5);
    // It sets in slowly, so that no mode overshoots.
    const double mean_mw = 300 + 300 * double(on) / double(all);
    Trace trace{0.0 * s, 0.05 * s, {}};
    for (std::size_t i = 0; i < 600 * all; ++i)
      trace.mw.push_back(mean_mw + std::min(1.0, double(i) / double(500 * all)) * ((i % all < on ? 600 : 300) - mean_mw));
    const double risen = respond(g, trace).largest_deviation.base();
    trace.mw.assign(trace.mw.end() - std::ptrdiff_t(5 * all), trace.mw.end());
    const SystemResponse r = respond(g, trace, {2 * all, all});
    CHECK(r.steady_deviation.base() == doctest::Approx(risen).epsilon(0.02));
    CHECK(respond(g, trace, {all, 3 * all}).steady_deviation.base() == doctest::Approx(r.steady_deviation.base()).epsilon(1e-6));
  }
}

TEST_CASE("a system without damping has no steady swing of its own, and a fast mode does not take for ever") {
  const Trace load = sine(0.5, 100, 20, 0.05);
  CHECK(std::isfinite(respond(bare(), load, {0, load.size()}).steady_deviation.base()));
  GridSystem g = bare();
  g.modes = {{"torsional", 100.0 * Hz, 0.01, 1.0}};
  Trace slow{0.0 * s, 3600.0 * s, std::vector<double>(2000, 5.0)};
  slow.mw[1000] = 10;
  CHECK(std::isfinite(respond(g, slow, {0, 10}).largest_deviation.base()));
}
