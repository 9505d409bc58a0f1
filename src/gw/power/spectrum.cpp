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

double sinc(double x) { return x == 0 ? 1.0 : std::sin(kPi * x) / (kPi * x); }

double weight(Window window, std::size_t i, std::size_t n) {
  return window == Window::hann ? 0.5 - 0.5 * std::cos(2 * kPi * double(i) / double(n)) : 1.0;
}

}  // namespace

std::size_t transform_samples(std::size_t most) {
  std::size_t n = most - most % 2;  // even, as the real transform wants it
  while (n > 2 && !is_smooth(n)) n -= 2;
  return n >= 4 ? n : 0;
}

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
  if (const std::size_t n = transform_samples(samples); n > 0) plan_ = std::make_unique<Plan>(step, n, window);
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

// Lines as computed and bounds as typed (0.1 Hz) differ by rounding; interpolated ones by less than this, in lines.
constexpr double kEdgeRounding = 1e-9, kEdgeLines = 0.02;

struct Line {
  double at_lines = 0, amplitude_mw = 0;
};

// The sine whose largest line is k; nothing where k is no peak. Under a Hann window the mean reaches to line 1.
std::optional<Line> sine_at(const std::vector<double>& a, std::size_t k) {
  const double after = k + 1 < a.size() ? a[k + 1] : 0.0;
  if (k < 2 || a[k - 1] > a[k] || after > a[k] || a[k] == 0) return {};
  const double sum = a[k - 1] + 2 * a[k] + after;
  const double d = std::clamp(2 * (after - a[k - 1]) / sum, -0.5, 0.5);
  return Line{double(k) + d, sum * (1 - d * d) * (4 - d * d) / 12 / sinc(d)};
}

BandSwing swing_of_lines(const Spectrum& spectrum, double low, double high) {
  BandSwing out;
  double square = 0;
  for (std::size_t k = std::size_t(std::max(1.0, std::ceil(low))); k < spectrum.amplitude_mw.size() && double(k) <= high; ++k) {
    const double amplitude = spectrum.amplitude_mw[k];
    square += 0.5 * amplitude * amplitude;
    if (amplitude * MW > out.line) out.line = amplitude * MW, out.line_at = spectrum.frequency(k);
  }
  out.rms = std::sqrt(square) * MW;
  return out;
}

}  // namespace

std::vector<SpectralLine> lines_of(const Spectrum& spectrum, Frequency from, Frequency to) {
  std::vector<SpectralLine> out;
  if (!(spectrum.spacing > Frequency{})) return out;
  const double low = from / spectrum.spacing - kEdgeLines, high = to / spectrum.spacing + kEdgeLines;
  const auto first = std::size_t(std::max(2.0, std::floor(low)));
  for (std::size_t k = first; k < spectrum.amplitude_mw.size() && double(k) <= high + 1; ++k)
    if (const auto line = sine_at(spectrum.amplitude_mw, k); line && line->at_lines >= low && line->at_lines <= high)
      out.push_back({line->at_lines * spectrum.spacing, line->amplitude_mw * MW});
  return out;
}

BandSwing band_swing(const Spectrum& spectrum, Frequency from, Frequency to) {
  if (!(spectrum.spacing > Frequency{})) return {};
  const double low = from / spectrum.spacing * (1 - kEdgeRounding), high = to / spectrum.spacing * (1 + kEdgeRounding);
  if (spectrum.window == Window::rectangular) return swing_of_lines(spectrum, low, high);
  BandSwing out = swing_of_lines(spectrum, std::max(2.0, std::floor(low) - 1), std::ceil(high) + 1);
  out.rms *= 1 / std::sqrt(kHannNoiseBandwidth);
  out.line = {}, out.line_at = {};
  for (const SpectralLine& line : lines_of(spectrum, from, to))
    if (line.amplitude > out.line) out.line = line.amplitude, out.line_at = line.frequency;
  return out;
}

}  // namespace gw::power
