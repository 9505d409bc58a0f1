#include "gw/power/flicker.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <complex>
#include <cstdint>
#include <numbers>
#include <vector>

namespace gw::power {
namespace {

constexpr double kTwoPi = 2 * std::numbers::pi;

// The weighting of one lamp, frequencies in Hz [IEC 61000-4-15:2010, table 3]; `unit` is the swing of 8.8 Hz, lowest to
// highest, that is just noticed [tables 1a and 1b].
struct Weighting {
  double k, damping_hz, f1_hz, f2_hz, f3_hz, f4_hz, unit;
};
constexpr Weighting kWeighting120{1.6357, 4.167375, 9.077169, 2.939902, 1.394468, 17.31512, 0.00321};
constexpr Weighting kWeighting230{1.74802, 4.05981, 9.15494, 2.27979, 1.22535, 21.9, 0.00250};
constexpr double kUnitHz = 8.8, kHighPassHz = 0.05, kSmoothing_s = 0.3;
constexpr double kPeriod_s = 600, kSlide_s = 60;
// The classifier's samples: the smoothed sensation does not change faster.
constexpr double kClassified_s = 0.02;
// The filters settle on this much of the beginning, run backwards, so that the trace has no jump where it begins.
constexpr double kSettle_s = 20;

// (b0 + b1 s + b2 s^2) / (a0 + a1 s + a2 s^2).
struct Analog {
  std::array<double, 3> b, a;
  std::complex<double> at(double hz) const {
    const std::complex<double> p(0, kTwoPi * hz);
    return (b[0] + p * (b[1] + p * b[2])) / (a[0] + p * (a[1] + p * a[2]));
  }
};

std::array<Analog, 3> weighting_filters(const Weighting& w) {
  const double w1 = kTwoPi * w.f1_hz, l = kTwoPi * w.damping_hz, w2 = kTwoPi * w.f2_hz, w3 = kTwoPi * w.f3_hz, w4 = kTwoPi * w.f4_hz;
  return {{{{0, 1, 0}, {kTwoPi * kHighPassHz, 1, 0}},
           {{0, w.k * w1, 0}, {w1 * w1, 2 * l, 1}},
           {{1, 1 / w2, 0}, {1, 1 / w3 + 1 / w4, 1 / (w3 * w4)}}}};
}
constexpr Analog kSmoothing{{1, 0, 0}, {1, kSmoothing_s, 0}};

// A second-order section by the bilinear transform, transposed direct form.
class Section {
 public:
  Section(const Analog& f, double step_s) {
    const double c = 2 / step_s;
    const auto digital = [c](const std::array<double, 3>& p) {
      return std::array{p[0] + c * p[1] + c * c * p[2], 2 * p[0] - 2 * c * c * p[2], p[0] - c * p[1] + c * c * p[2]};
    };
    b_ = digital(f.b), a_ = digital(f.a);
    for (double& x : b_) x /= a_[0];
    for (std::size_t i = 3; i-- > 0;) a_[i] /= a_[0];
  }
  double operator()(double x) {
    const double y = b_[0] * x + z_[0];
    z_[0] = b_[1] * x - a_[1] * y + z_[1];
    z_[1] = b_[2] * x - a_[2] * y;
    return y;
  }

 private:
  std::array<double, 3> b_{}, a_{};
  std::array<double, 2> z_{};
};

class Sensation {
 public:
  Sensation(Lamp lamp, double step_s) : Sensation(lamp == Lamp::v120 ? kWeighting120 : kWeighting230, step_s) {}
  double operator()(double change) {
    for (Section& filter : filters_) change = filter(change);
    return scale_ * smoothing_(change * change);
  }

 private:
  Sensation(const Weighting& w, double step_s) : smoothing_(kSmoothing, step_s) {
    double gain = 1;
    for (const Analog& filter : weighting_filters(w)) {
      filters_.emplace_back(filter, step_s);
      gain *= std::abs(filter.at(kUnitHz));
    }
    // A sine squared is half its amplitude squared, and swings by as much at twice the frequency.
    const double amplitude = gain * w.unit / 2;
    scale_ = 2 / (amplitude * amplitude) / (1 + std::abs(kSmoothing.at(2 * kUnitHz)));
  }
  std::vector<Section> filters_;
  Section smoothing_;
  double scale_ = 0;
};

// P_inst, each `stride`-th sample.
std::vector<float> sensations(std::span<const double> change, double step_s, Lamp lamp, std::size_t stride) {
  Sensation sensation(lamp, step_s);
  // What the voltage was before the trace is a constant, which the high-pass forgets.
  const double first = change.front();
  for (std::size_t i = std::min(change.size(), std::size_t(kSettle_s / step_s)); i-- > 1;) sensation(change[i] - first);
  std::vector<float> out;
  out.reserve(change.size() / stride + 1);
  for (std::size_t i = 0; i < change.size(); ++i) {
    const double felt = sensation(change[i] - first);
    if (i % stride == 0) out.push_back(float(felt));
  }
  return out;
}

// P_st of sorted sensations, highest first [IEC 61000-4-15:2010, clause 4.7].
double severity(const std::vector<float>& sorted) {
  const auto level = [&](double percent) {
    const double place = percent / 100 * double(sorted.size() - 1);
    const std::size_t i = std::size_t(place), next = std::min(i + 1, sorted.size() - 1);
    return double(sorted[i]) + (place - double(i)) * (double(sorted[next]) - double(sorted[i]));
  };
  const auto mean = [&](std::initializer_list<double> percents) {
    double sum = 0;
    for (const double p : percents) sum += level(p) / double(percents.size());
    return sum;
  };
  return std::sqrt(0.0314 * level(0.1) + 0.0525 * mean({0.7, 1, 1.5}) + 0.0657 * mean({2.2, 3, 4}) +
                   0.28 * mean({6, 8, 10, 13, 17}) + 0.08 * mean({30, 50, 80}));
}

}  // namespace

FlickerSeverity flicker_severity(std::span<const double> change, Time step, Lamp lamp) {
  FlickerSeverity worst;
  if (change.empty()) return worst;
  const double step_s = step.in(s);
  const std::size_t stride = std::max<std::size_t>(1, std::size_t(kClassified_s / step_s + 1e-9));
  const std::vector<float> felt = sensations(change, step_s, lamp, stride);
  const double classified_s = double(stride) * step_s;
  const std::size_t period = std::min(felt.size(), std::size_t(std::llround(kPeriod_s / classified_s)));
  const std::size_t slide = std::max<std::size_t>(1, std::size_t(std::llround(kSlide_s / classified_s)));
  std::vector<float> sorted;
  for (std::size_t first = 0;; first = std::min(first + slide, felt.size() - period)) {
    const auto begin = felt.begin() + std::ptrdiff_t(first), end = begin + std::ptrdiff_t(period);
    sorted.assign(begin, end);
    std::ranges::sort(sorted, std::greater());
    if (const double pst = severity(sorted); pst > worst.pst || first == 0)
      worst = {pst, double(std::max_element(begin, end) - felt.begin()) * classified_s * s};
    if (first + period >= felt.size()) return worst;
  }
}

}  // namespace gw::power
