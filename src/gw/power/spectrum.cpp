#include "gw/power/spectrum.h"

#include <algorithm>
#include <cmath>
#include <complex>
#include <kissfft/kissfft.hh>
#include <numbers>
#include <optional>

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

struct PieceTransform::Plan {
  std::size_t n;
  std::vector<double> weights;
  double weight_sum = 0;
  kissfft<double> fft;  // a real transform of n points is a complex one of n / 2
  std::vector<double> weighted;
  std::vector<std::complex<double>> lines;
  Spectrum out;
  Plan(Time step, std::size_t samples, Window window) : n(samples), fft(samples / 2, false) {
    for (std::size_t i = 0; i < n; ++i) weights.push_back(weight(window, i, n)), weight_sum += weights.back();
    weighted.resize(n), lines.resize(n / 2 + 1);
    out.spacing = 1.0 / (double(n) * step), out.window = window;
    out.amplitude_mw.resize(n / 2 + 1);
  }
};

PieceTransform::PieceTransform(Time step, std::size_t samples, Window window) {
  if (const std::size_t n = largest_smooth_even(samples); n >= 4) plan_ = std::make_unique<Plan>(step, n, window);
}
PieceTransform::~PieceTransform() = default;
PieceTransform::PieceTransform(PieceTransform&&) noexcept = default;
PieceTransform& PieceTransform::operator=(PieceTransform&&) noexcept = default;

std::size_t PieceTransform::samples() const { return plan_ ? plan_->n : 0; }

const Spectrum& PieceTransform::operator()(std::span<const double> mw) {
  Plan& p = *plan_;
  double mean = 0;
  for (std::size_t i = 0; i < p.n; ++i) mean += mw[i] / double(p.n);
  for (std::size_t i = 0; i < p.n; ++i) p.weighted[i] = p.weights[i] * (mw[i] - mean);
  p.fft.transform_real(p.weighted.data(), p.lines.data());
  p.lines[p.n / 2] = p.lines[0].imag();  // the packed line at half the sampling rate
  p.lines[0] = p.lines[0].real();
  for (std::size_t k = 0; k <= p.n / 2; ++k) {
    const double sides = k == p.n / 2 ? 1.0 : 2.0;
    p.out.amplitude_mw[k] = sides * std::abs(p.lines[k]) / p.weight_sum / sinc(double(k) / double(p.n));
  }
  p.out.amplitude_mw[0] = mean;
  return p.out;
}

Spectrum amplitude_spectrum(const Trace& trace, Window window) {
  PieceTransform transform(trace.step, trace.size(), window);
  return transform.samples() > 0 ? transform(trace.mw) : Spectrum{};
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

namespace {

struct Line {
  double at_lines = 0, amplitude_mw = 0;
};

// The sine whose largest line is k; nothing where k is no peak. Under a Hann window the mean reaches to line 1.
std::optional<Line> sine_at(const Spectrum& spectrum, std::size_t k) {
  const std::vector<double>& a = spectrum.amplitude_mw;
  if (spectrum.window == Window::rectangular) return Line{double(k), a[k]};
  const double before = k > 1 ? a[k - 1] : a[k], after = k + 1 < a.size() ? a[k + 1] : 0.0;
  if (k < 2 || before > a[k] || after > a[k] || a[k] == 0) return {};
  const double ratio = std::max(before, after) / a[k];
  const double d = std::clamp((2 * ratio - 1) / (1 + ratio), 0.0, 0.5);
  return Line{double(k) + (after > before ? d : -d), a[k] * (1 - d * d) / sinc(d)};
}

}  // namespace

BandSwing band_swing(const Spectrum& spectrum, Frequency from, Frequency to) {
  BandSwing out;
  if (!(spectrum.spacing > Frequency{})) return out;
  // Bounds as typed (0.1 Hz) and lines as computed differ by rounding.
  const double spacing_hz = spectrum.spacing.base();
  const double low = from.base() / spacing_hz * (1 - 1e-9), high = to.base() / spacing_hz * (1 + 1e-9);
  const std::size_t last = std::min(spectrum.amplitude_mw.size() - 1, std::size_t(std::min(high + 1, 1e18)));
  double square = 0;
  for (std::size_t k = std::max<std::size_t>(1, std::size_t(low)); k <= last; ++k) {
    const double amplitude = spectrum.amplitude_mw[k];
    if (double(k) >= low && double(k) <= high) square += 0.5 * amplitude * amplitude;
    const std::optional<Line> line = sine_at(spectrum, k);
    if (!line || line->at_lines < low || line->at_lines > high || line->amplitude_mw * MW <= out.line) continue;
    out.line = line->amplitude_mw * MW, out.line_at = line->at_lines * spectrum.spacing;
  }
  const double noise_bandwidth = spectrum.window == Window::hann ? kHannNoiseBandwidth : 1.0;
  out.rms = std::sqrt(square / noise_bandwidth) * MW;
  return out;
}

}  // namespace gw::power
