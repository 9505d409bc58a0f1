#include "gw/power/system_response.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <span>

#include "gw/base/sum.h"
#include "gw/power/spectrum.h"

namespace gw::power {
namespace {

constexpr double kTwoPi = 2 * std::numbers::pi;
// A load that moves the system by no more does not swing: rounding.
constexpr Frequency kNoDeviation = 1e-9 * Hz;

// Two states driven by one input that is constant over the step: x' = A x + b u.
class SecondOrder {
 public:
  SecondOrder(std::array<double, 4> a, std::array<double, 2> b, double step_s) {
    // exp of the 3 x 3 matrix [A b; 0 0] times the step, by scaling and squaring of its Taylor series.
    Matrix m{};
    for (int i = 0; i < 2; ++i) {
      for (int j = 0; j < 2; ++j) m[i][j] = a[std::size_t(2 * i + j)] * step_s;
      m[i][2] = b[std::size_t(i)] * step_s;
    }
    double norm = 0;
    for (const auto& row : m)
      for (const double x : row) norm = std::max(norm, std::abs(x));
    const int halvings = norm > 0.125 ? int(std::ceil(std::log2(norm / 0.125))) : 0;
    for (auto& row : m)
      for (double& x : row) x = std::ldexp(x, -halvings);
    Matrix sum = identity(), term = identity();
    for (int k = 1; k <= 12; ++k) {
      term = product(term, m);
      for (auto& row : term)
        for (double& x : row) x /= k;
      for (int i = 0; i < 3; ++i)
        for (int j = 0; j < 3; ++j) sum[i][j] += term[i][j];
    }
    for (int k = 0; k < halvings; ++k) sum = product(sum, sum);
    step_ = sum;
  }
  void advance(double input) {
    const double x = step_[0][0] * state_[0] + step_[0][1] * state_[1] + step_[0][2] * input;
    state_[1] = step_[1][0] * state_[0] + step_[1][1] * state_[1] + step_[1][2] * input;
    state_[0] = x;
  }
  double first() const { return state_[0]; }
  double second() const { return state_[1]; }
  // From the state that `steps` of some input have led to from rest to the one in which the same input goes on repeating.
  // Without damping there is none; then rest.
  void settle(std::size_t steps) {
    Matrix power = identity(), square = step_;
    for (; steps > 0; steps /= 2) {
      if (steps % 2) power = product(power, square);
      square = product(square, square);
    }
    const double a = 1 - power[0][0], b = -power[0][1], c = -power[1][0], d = 1 - power[1][1], det = a * d - b * c;
    if (std::abs(det) < 1e-12) {
      state_ = {0, 0};
      return;
    }
    state_ = {(d * state_[0] - b * state_[1]) / det, (a * state_[1] - c * state_[0]) / det};
  }

 private:
  using Matrix = std::array<std::array<double, 3>, 3>;
  static Matrix identity() { return {{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}}; }
  static Matrix product(const Matrix& a, const Matrix& b) {
    Matrix out{};
    for (int i = 0; i < 3; ++i)
      for (int j = 0; j < 3; ++j)
        for (int k = 0; k < 3; ++k) out[i][j] += a[i][k] * b[k][j];
    return out;
  }
  Matrix step_{};
  std::array<double, 2> state_{0, 0};
};

// 2 H S / f0, MW s per Hz.
double inertia_mws_per_hz(const GridSystem& g) {
  return 2 * g.inertia.in(s) * g.capacity_mva / g.nominal.base();
}
double damping_mw_per_hz(const GridSystem& g) { return g.damping * g.capacity_mva / g.nominal.base(); }
double governor_mw_per_hz(const GridSystem& g) {
  return g.governed_frac * g.capacity_mva / g.droop_frac / g.nominal.base();
}

// States: frequency deviation and governors' power.
SecondOrder common_mode(const GridSystem& g, double step_s) {
  const double m = inertia_mws_per_hz(g), t = g.governor.in(s);
  return {{-damping_mw_per_hz(g) / m, 1 / m, -governor_mw_per_hz(g) / t, -1 / t}, {-1 / m, 0}, step_s};
}

// States: displacement and speed; the frequency deviation is the speed.
SecondOrder mode_of(const GridSystem& g, const OscillationMode& mode, double step_s) {
  const double w = kTwoPi * mode.frequency.base();
  return {{0, 1, -w * w, -2 * mode.damping_frac * w}, {0, -mode.participation / inertia_mws_per_hz(g)}, step_s};
}

// Parts of a sample such that the fastest mode takes sixteen or more to swing.
std::size_t parts_of_sample(const GridSystem& system, const Trace& load) {
  constexpr double kPartsOfPeriod = 16;
  double fastest_hz = 0;
  for (const OscillationMode& mode : system.modes) fastest_hz = std::max(fastest_hz, mode.frequency.base());
  const double most = std::max(1.0, std::floor(kMostParts / double(std::max<std::size_t>(load.size(), 1))));
  return std::size_t(std::clamp(std::ceil(load.step.in(s) * fastest_hz * kPartsOfPeriod), 1.0, most));
}

// All modes at once, driven by one load.
class System {
 public:
  System(const GridSystem& system, double step_s) {
    parts_.push_back(common_mode(system, step_s));
    for (const OscillationMode& mode : system.modes) parts_.push_back(mode_of(system, mode, step_s));
  }
  // The deviation after a step, Hz.
  double advance(double swing_mw) {
    double deviation = 0;
    for (std::size_t k = 0; k < parts_.size(); ++k) {
      parts_[k].advance(swing_mw);
      deviation += k == 0 ? parts_[k].first() : parts_[k].second();
    }
    return deviation;
  }
  void settle(std::size_t steps) {
    for (SecondOrder& part : parts_) part.settle(steps);
  }

 private:
  std::vector<SecondOrder> parts_;  // the common mode first
};

// Largest deviation, Hz, of the cycle that goes on for ever.
double steady_deviation(const GridSystem& system, const Trace& load, Cycle cycle, std::size_t parts) {
  const std::span<const double> mw = std::span(load.mw).subspan(cycle.first, cycle.samples);
  if (mw.empty()) return 0;
  const double mean_mw = gw::sum_of(mw) / double(mw.size());
  System answer(system, load.step.in(s) / double(parts));
  double largest = 0;
  for (const bool settled : {false, true}) {
    for (std::size_t part = 0; part < mw.size() * parts; ++part) {
      const double deviation = answer.advance(mw[part / parts] - mean_mw);
      if (settled) largest = std::max(largest, std::abs(deviation));
    }
    answer.settle(mw.size() * parts);
  }
  return largest;
}

}  // namespace

SystemResponse respond(const GridSystem& system, const Trace& load, Cycle cycle) {
  SystemResponse out;
  out.nadir = system.nominal;
  const std::size_t parts = parts_of_sample(system, load);
  const double step_s = load.step.in(s) / double(parts), mean_mw = load.mean().in(MW);
  System answer(system, step_s);
  double before = 0;
  for (std::size_t part = 0; part < load.size() * parts; ++part) {
    const double deviation = answer.advance(load.mw[part / parts] - mean_mw);
    out.rocof_hz_per_s = std::max(out.rocof_hz_per_s, std::abs(deviation - before) / step_s);
    before = deviation;
    out.nadir = min(out.nadir, system.nominal + deviation * Hz);
    if (std::abs(deviation) * Hz <= out.largest_deviation) continue;
    out.largest_deviation = std::abs(deviation) * Hz;
    out.at = load.start + double(part + 1) * step_s * s;
  }
  out.steady_deviation = steady_deviation(system, load, cycle, parts) * Hz;
  const Frequency larger = max(out.largest_deviation, out.steady_deviation);
  if (system.limit && larger > kNoDeviation) out.largest_scale = *system.limit / larger;
  return out;
}

double gain_hz_per_mw(const GridSystem& g, Frequency at) {
  const std::complex<double> p(0, kTwoPi * at.base());
  const double m = inertia_mws_per_hz(g);
  const std::complex<double> governor = governor_mw_per_hz(g) / (1.0 + p * g.governor.in(s));
  std::complex<double> sum = 1.0 / (m * p + damping_mw_per_hz(g) + governor);
  for (const OscillationMode& mode : g.modes) {
    const double w = kTwoPi * mode.frequency.base();
    sum += mode.participation / m * p / (p * p + 2.0 * mode.damping_frac * w * p + w * w);
  }
  return std::abs(sum);
}

std::vector<ResonancePoint> resonance_curve(const GridSystem& system, const Waveform& shape, Time from, Time to,
                                            std::size_t points, std::size_t harmonics) {
  const Spectrum series = fourier_series(shape, harmonics);
  points = std::max<std::size_t>(points, 2);
  std::vector<ResonancePoint> out;
  for (std::size_t i = 0; i < points && series.amplitude_mw.size() > 1; ++i) {
    const Time period = from * std::pow(to / from, double(i) / double(points - 1));
    double deviation_hz = 0;
    for (std::size_t k = 1; k < series.amplitude_mw.size(); ++k)
      deviation_hz += series.amplitude_mw[k] * gain_hz_per_mw(system, double(k) / period);
    out.push_back({period, deviation_hz * Hz});
  }
  return out;
}

}  // namespace gw::power
