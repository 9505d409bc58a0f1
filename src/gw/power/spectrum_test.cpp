#include <doctest/doctest.h>

#include <cmath>
#include <numbers>

#include "gw/power/spectrum.h"

using namespace gw;
using namespace gw::power;

namespace {

constexpr double kPi = std::numbers::pi;

Waveform square(Time period, Power low, Power high) {
  return Waveform({{0.5 * period, high}, {0.5 * period, low}});
}

Trace sampled(const Waveform& waveform, Time step, std::size_t n) {
  Trace out{0.0 * s, step, waveform.render_w(0.0 * s, step, n)};
  for (double& x : out.mw) x *= 1e-6;
  return out;
}

}  // namespace

TEST_CASE("the spectrum of a square wave is its Fourier series") {
  const Spectrum series = fourier_series(square(2.0 * s, 100.0 * MW, 300.0 * MW), 25);
  CHECK(series.amplitude_mw[0] == doctest::Approx(200).epsilon(1e-12));
  CHECK(series.spacing.base() == doctest::Approx(0.5));
  for (int k = 1; k <= 25; ++k) {
    const double exact = k % 2 ? 4 * 100.0 / (kPi * k) : 0.0;
    CHECK(std::abs(series.amplitude_mw[std::size_t(k)] - exact) < 1e-9);
  }
}

TEST_CASE("a pulse of any duty has the lines of its series") {
  const double duty = 0.3, swing = 80;
  const Waveform pulse({{duty * 4.0 * s, swing * MW}, {(1 - duty) * 4.0 * s, 0.0 * MW}});
  const Spectrum series = fourier_series(pulse, 12);
  for (int k = 1; k <= 12; ++k)
    CHECK(series.amplitude_mw[std::size_t(k)] ==
          doctest::Approx(std::abs(2 * swing / (kPi * k) * std::sin(kPi * k * duty))).epsilon(1e-9));
}

TEST_CASE("samples show the same lines as the waveform they are means of") {
  const Waveform wave = square(2.0 * s, 100.0 * MW, 300.0 * MW);
  const Spectrum exact = fourier_series(wave, 9);
  const Spectrum lines = amplitude_spectrum(sampled(wave, 0.001 * s, 40'000), Window::rectangular);  // 20 periods
  CHECK(lines.spacing.base() == doctest::Approx(1 / 40.0));
  for (std::size_t k = 1; k <= 9; ++k) CHECK(std::abs(lines.amplitude_mw[20 * k] - exact.amplitude_mw[k]) < 1e-3);
  CHECK(lines.amplitude_mw[0] == doctest::Approx(200));
}

TEST_CASE("a Hann window keeps amplitude and power of a sine") {
  Trace trace{0.0 * s, 0.01 * s, {}};
  for (int i = 0; i < 10'000; ++i) {
    // The exact mean over the sample, as a renderer gives.
    const double w = 2 * kPi * 1.25, t0 = 0.01 * i, t1 = t0 + 0.01;
    trace.mw.push_back(50 + 10 * (std::cos(w * t0) - std::cos(w * t1)) / (w * 0.01));
  }
  const BandSwing band = band_swing(amplitude_spectrum(trace), 1.0 * Hz, 2.0 * Hz);
  CHECK(band.line.in(MW) == doctest::Approx(10).epsilon(1e-6));
  CHECK(band.line_at.base() == doctest::Approx(1.25));
  CHECK(band.rms.in(MW) == doctest::Approx(10 / std::sqrt(2.0)).epsilon(1e-6));
  CHECK(band_swing(amplitude_spectrum(trace), 3.0 * Hz, 4.0 * Hz).line.in(MW) < 1e-6);
}

TEST_CASE("power between lines of the window adds up to the swing") {
  Trace trace{0.0 * s, 0.01 * s, {}};
  double mean_square = 0;
  for (int i = 0; i < 7919; ++i) trace.mw.push_back(5 * std::sin(2 * kPi * 0.777 * 0.01 * i));  // 7,919 is prime
  for (const double x : trace.mw) mean_square += x * x / double(trace.mw.size());
  const Spectrum spectrum = amplitude_spectrum(trace);
  const Power rms = band_swing(spectrum, Frequency{}, spectrum.highest()).rms;
  CHECK(rms.in(MW) == doctest::Approx(std::sqrt(mean_square)).epsilon(0.01));
}

TEST_CASE("short and constant traces have no swing") {
  CHECK(amplitude_spectrum(Trace{0.0 * s, 1.0 * s, {1, 2}}).amplitude_mw.empty());
  CHECK(amplitude_spectrum(Trace{}).highest().base() == 0);
  const Spectrum flat = amplitude_spectrum(Trace{0.0 * s, 1.0 * s, std::vector<double>(100, 7.0)});
  CHECK(flat.amplitude_mw[0] == doctest::Approx(7));
  CHECK(band_swing(flat, Frequency{}, flat.highest()).rms.in(MW) == doctest::Approx(0));
  CHECK(fourier_series(Waveform(), 5).amplitude_mw.empty());
}

TEST_CASE("jitter takes the strength from fast swings as a normal distribution does") {
  const Waveform wave = square(2.0 * s, 0.0 * MW, 100.0 * MW);
  const double sigma = 0.1;
  const Spectrum before = fourier_series(wave, 5), after = fourier_series(with_jitter(wave, sigma * s, 201), 5);
  for (const std::size_t k : {1u, 3u, 5u})
    CHECK(after.amplitude_mw[k] / before.amplitude_mw[k] ==
          doctest::Approx(std::exp(-2 * std::pow(kPi * 0.5 * double(k) * sigma, 2))).epsilon(0.01));
  CHECK(after.amplitude_mw[0] == doctest::Approx(50));
  CHECK(with_jitter(wave, 0.0 * s).segments() == wave.segments());
}
