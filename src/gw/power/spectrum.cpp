#include "gw/power/spectrum.h"

#include <algorithm>
#include <cmath>
#include <complex>
#include <kissfft/kissfft.hh>
#include <numbers>

namespace gw::power {
namespace {

constexpr double kPi = std::numbers::pi;
// Equivalent noise bandwidth of the Hann window, lines [Harris 1978, table 1].
constexpr double kHannNoiseBandwidth = 1.5;

bool is_smooth(std::size_t n) {
  for (const std::size_t p : {2, 3, 5})
    while (n % p == 0) n /= p;
  return n == 1;
}

// Even, as the real transform wants it.
std::size_t largest_smooth_even(std::size_t n) {
  n -= n % 2;
  while (n > 2 && !is_smooth(n)) n -= 2;
  return n;
}

double sinc(double x) { return x == 0 ? 1.0 : std::sin(kPi * x) / (kPi * x); }

double weight(Window window, std::size_t i, std::size_t n) {
  return window == Window::hann ? 0.5 - 0.5 * std::cos(2 * kPi * double(i) / double(n)) : 1.0;
}

}  // namespace

Frequency Spectrum::highest() const {
  return amplitude_mw.empty() ? Frequency{} : frequency(amplitude_mw.size() - 1);
}

Spectrum amplitude_spectrum(const Trace& trace, Window window) {
  Spectrum out;
  const std::size_t n = largest_smooth_even(trace.size());
  if (n < 4) return out;
  double mean = 0;
  for (std::size_t i = 0; i < n; ++i) mean += trace.mw[i] / double(n);
  std::vector<double> weighted(n);
  double weights = 0;
  for (std::size_t i = 0; i < n; ++i) {
    const double w = weight(window, i, n);
    weighted[i] = w * (trace.mw[i] - mean);
    weights += w;
  }
  // A real transform of n points is a complex one of n / 2.
  std::vector<std::complex<double>> lines(n / 2 + 1);
  const kissfft<double> plan(n / 2, false);
  plan.transform_real(weighted.data(), lines.data());
  lines[n / 2] = lines[0].imag();  // the packed line at half the sampling rate
  lines[0] = lines[0].real();
  out.spacing = 1.0 / (double(n) * trace.step);
  out.noise_bandwidth_lines = window == Window::hann ? kHannNoiseBandwidth : 1.0;
  out.amplitude_mw.resize(n / 2 + 1);
  for (std::size_t k = 0; k <= n / 2; ++k) {
    const double sides = k == n / 2 ? 1.0 : 2.0;
    out.amplitude_mw[k] = sides * std::abs(lines[k]) / weights / sinc(double(k) / double(n));
  }
  out.amplitude_mw[0] = mean;
  return out;
}

Spectrum fourier_series(const Waveform& waveform, std::size_t harmonics) {
  Spectrum out;
  if (!(waveform.period() > 0.0 * s)) return out;
  out.spacing = 1.0 / waveform.period();
  out.amplitude_mw.push_back(waveform.mean().in(MW));
  const double period_s = waveform.period().in(s);
  for (std::size_t k = 1; k <= harmonics; ++k) {
    std::complex<double> sum = 0;
    double begin_s = 0;
    for (std::size_t j = 0; j < waveform.segments().size(); ++j) {
      const double end_s = waveform.ends_s()[j], middle_s = 0.5 * (begin_s + end_s);
      const double cycles = double(k) / period_s;
      sum += waveform.segments()[j].power.in(MW) * (end_s - begin_s) * sinc(cycles * (end_s - begin_s)) *
             std::polar(1.0, -2 * kPi * cycles * middle_s);
      begin_s = end_s;
    }
    out.amplitude_mw.push_back(2 * std::abs(sum) / period_s);
  }
  return out;
}

BandSwing band_swing(const Spectrum& spectrum, Frequency from, Frequency to) {
  BandSwing out;
  if (!(spectrum.spacing > Frequency{})) return out;
  double square = 0;
  for (std::size_t k = 1; k < spectrum.amplitude_mw.size(); ++k) {
    // Bounds as typed (0.1 Hz) and lines as computed differ by rounding.
    const double hz = spectrum.frequency(k).base();
    if (hz < from.base() * (1 - 1e-9) || hz > to.base() * (1 + 1e-9)) continue;
    const double amplitude = spectrum.amplitude_mw[k];
    square += 0.5 * amplitude * amplitude;
    if (amplitude * MW > out.line) out.line = amplitude * MW, out.line_at = spectrum.frequency(k);
  }
  out.rms = std::sqrt(square / spectrum.noise_bandwidth_lines) * MW;
  return out;
}

}  // namespace gw::power
