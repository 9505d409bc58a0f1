#include "gw/power/band_meter.h"

#include <doctest/doctest.h>

#include <cmath>
#include <numbers>
#include <vector>

using namespace gw;
using namespace gw::power;

namespace {

// Samples of 20 ms; a sine from `begin_s` to `end_s`.
std::vector<double> sine(double hz, double amplitude, double length_s, double begin_s = 0,
                         double end_s = 1e9) {
  std::vector<double> out(std::size_t(length_s / 0.02 + 0.5), 300.0);
  for (std::size_t i = 0; i < out.size(); ++i)
    if (const double t = 0.02 * (double(i) + 0.5); t >= begin_s && t < end_s)
      out[i] += amplitude * std::sin(2 * std::numbers::pi * hz * t);
  return out;
}

BandMeter measured(const std::vector<double>& mw, std::size_t piece = 2500) {
  BandMeter meter(0.2 * Hz, 5.0 * Hz, piece, 0.02 * s);
  meter.add(mw);
  meter.finish();
  return meter;
}

}  // namespace

TEST_CASE("the piece with the largest line is told, and the last samples have one too") {
  const BandMeter middle = measured(sine(1, 40, 600, 300, 360));
  CHECK(middle.largest_line().swing.line.in(MW) == doctest::Approx(40).epsilon(0.01));
  CHECK(middle.largest_line().first >= 14'500);
  CHECK(middle.largest_line().first <= 15'500);
  const BandMeter end = measured(sine(1, 40, 603.3, 553.3));
  CHECK(end.largest_line().swing.line.in(MW) == doctest::Approx(40).epsilon(0.01));
  CHECK(end.largest_line().first + 2500 == end.samples());
  CHECK(end.length().in(s) == doctest::Approx(50));
}

TEST_CASE("a trace shorter than a piece is one piece") {
  const BandMeter brief = measured(sine(1, 40, 30));
  CHECK(brief.largest_line().swing.line.in(MW) == doctest::Approx(40).epsilon(0.01));
  CHECK(brief.length().in(s) == doctest::Approx(30));
  CHECK(measured({}).largest_line().swing.line.in(MW) == 0);
  CHECK(measured({1, 2, 3}).share_frac() == 0);
}

TEST_CASE("a share is of the whole swing, slow parts included") {
  std::vector<double> mw = sine(1, 30, 1000);
  const std::vector<double> slow = sine(0.004, 40, 1000);  // slower than a piece
  for (std::size_t i = 0; i < mw.size(); ++i) mw[i] += slow[i] - 300;
  CHECK(measured(mw).share_frac() == doctest::Approx(0.36).epsilon(0.01));
  CHECK(measured(sine(1, 30, 1000)).share_frac() == doctest::Approx(1).epsilon(0.01));
}

TEST_CASE("what is held does not grow with the trace") {
  BandMeter once(0.2 * Hz, 5.0 * Hz, 2500, 0.02 * s), bits(0.2 * Hz, 5.0 * Hz, 2500, 0.02 * s);
  const std::vector<double> mw = sine(0.7, 10, 400);
  once.add(mw);
  for (const double x : mw) bits.add(std::span(&x, 1));
  once.finish(), bits.finish();
  CHECK(once.largest_rms().swing.rms == bits.largest_rms().swing.rms);
  CHECK(once.largest_rms().first == bits.largest_rms().first);
  CHECK(once.samples() == mw.size());
}
