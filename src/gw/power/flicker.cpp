#include "gw/power/flicker.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>

namespace gw::power {
namespace {

using Complex = std::complex<double>;

constexpr double kTwoPi = 2 * std::numbers::pi;

// The weighting of one lamp, frequencies in Hz [IEC 61000-4-15:2010, table 3]; `unit` is the swing of 8.8 Hz,
// lowest to highest, that is just noticed [tables 1a and 1b]; `low_pass_hz` of block 3.
struct Weighting {
  double k, damping_hz, f1_hz, f2_hz, f3_hz, f4_hz, low_pass_hz, unit;
};
constexpr Weighting kWeighting120{1.6357, 4.167375, 9.077169, 2.939902, 1.394468, 17.31512, 42, 0.00321};
constexpr Weighting kWeighting230{1.74802, 4.05981, 9.15494, 2.27979, 1.22535, 21.9, 35, 0.00250};
constexpr double kUnitHz = 8.8, kHighPassHz = 0.05, kSmoothing_s = 0.3;
constexpr int kLowPassOrder = 6;
constexpr double kPeriod_s = 600, kSlot_s = 10, kSettling_s = 2;
// Classes of P_inst, of equal ratio.
constexpr double kLeastLevel = 1e-8, kClassesPerDecade = 128;
constexpr std::size_t kClasses = 16 * 128;

// A pole of all filters in a row, or the one above the axis of a pair.
struct Pole {
  Complex at;
  bool pair = false;
};

std::vector<Pole> poles_of(const Weighting& w) {
  std::vector<Pole> out = {{-kTwoPi * kHighPassHz}, {-kTwoPi * w.f3_hz}, {-kTwoPi * w.f4_hz}};
  out.push_back(
      {kTwoPi * Complex(-w.damping_hz, std::sqrt(w.f1_hz * w.f1_hz - w.damping_hz * w.damping_hz)), true});
  for (int i = 0; i < kLowPassOrder / 2; ++i)
    out.push_back(
        {std::polar(kTwoPi * w.low_pass_hz, std::numbers::pi * (0.5 + (i + 0.5) / kLowPassOrder)), true});
  return out;
}

// H(p) = numerator / product of (p - pole).
Complex numerator(const Weighting& w, Complex p) {
  const double w1 = kTwoPi * w.f1_hz, w2 = kTwoPi * w.f2_hz, w3 = kTwoPi * w.f3_hz, w4 = kTwoPi * w.f4_hz;
  return p * (w.k * w1 * p) * (1.0 + p / w2) * (w3 * w4) * std::pow(kTwoPi * w.low_pass_hz, kLowPassOrder);
}
Complex product(const std::vector<Pole>& poles, Complex p, const Pole* without = nullptr) {
  Complex out = 1;
  for (const Pole& pole : poles) {
    if (&pole != without) out *= p - pole.at;
    if (pole.pair) out *= p - std::conj(pole.at);
  }
  return out;
}

std::size_t class_of(double level) {
  if (!(level > kLeastLevel)) return 0;
  return std::min(kClasses - 1, 1 + std::size_t(kClassesPerDecade * std::log10(level / kLeastLevel)));
}

// The level that `percent` of the samples exceed, interpolated inside its class; the lowest class is nothing.
double exceeded(const std::vector<std::uint32_t>& counts, double samples, double percent) {
  const double wanted = percent / 100 * samples;
  double above = 0;
  for (std::size_t k = kClasses; k-- > 1;) {
    const double here = counts[k];
    if (here > 0 && above + here >= wanted)
      return kLeastLevel * std::pow(10.0, (double(k) - (wanted - above) / here) / kClassesPerDecade);
    above += here;
  }
  return 0;
}

}  // namespace

FlickerSensation::FlickerSensation(Lamp lamp, Time step) {
  const Weighting& w = lamp == Lamp::v120 ? kWeighting120 : kWeighting230;
  const std::vector<Pole> poles = poles_of(w);
  for (const Pole& pole : poles) {
    const Complex residue = numerator(w, pole.at) / product(poles, pole.at, &pole);
    const Complex decay = std::exp(pole.at * step.in(s));
    parts_.push_back({decay, (decay - 1.0) / pole.at, (pole.pair ? 2.0 : 1.0) * residue, 0.0});
  }
  // A sine squared is half its amplitude squared, and swings by as much at twice the frequency, of which
  // little is left.
  const Complex unit(0, kTwoPi * kUnitHz);
  const double amplitude = w.unit / 2 * std::abs(numerator(w, unit) / product(poles, unit));
  scale_ = 2 / (amplitude * amplitude) / (1 + 1 / std::abs(1.0 + 2.0 * unit * kSmoothing_s));
  blend_ = -std::expm1(-step.in(s) / kSmoothing_s);
}

double FlickerSensation::next(double change) {
  if (!rest_) rest_ = change;
  const double input = change - *rest_;
  double weighted = 0;
  for (Part& part : parts_) {
    part.state = part.decay * part.state + part.gain * input;
    weighted += part.weight.real() * part.state.real() - part.weight.imag() * part.state.imag();
  }
  smoothed_ += blend_ * (scale_ * weighted * weighted - smoothed_);
  return smoothed_;
}

FlickerMeter::FlickerMeter(Lamp lamp, Time step)
    : sensation_(lamp, step),
      step_s_(step.in(s)),
      slot_samples_(std::size_t(std::llround(kSlot_s / step_s_))),
      settling_(std::size_t(kSettling_s / step_s_)),
      sum_(kClasses, 0) {
  slot_.counts.assign(kClasses, 0);
}

void FlickerMeter::add(double change) {
  const double felt = sensation_.next(change);
  if (samples_ >= settling_) {
    ++slot_.counts[class_of(felt)];
    if (felt > slot_.largest) slot_.largest = felt, slot_.at = samples_;
  }
  if (++samples_ % slot_samples_ == 0) close_slot();
}

// A slot joins the ten minutes, the oldest leaves them.
void FlickerMeter::close_slot() {
  constexpr auto kSlots = std::size_t(kPeriod_s / kSlot_s);
  for (std::size_t k = 0; k < kClasses; ++k) sum_[k] += slot_.counts[k];
  slots_.push_back(slot_);
  if (slots_.size() > kSlots) {
    for (std::size_t k = 0; k < kClasses; ++k) sum_[k] -= slots_.front().counts[k];
    slots_.pop_front();
  }
  std::ranges::fill(slot_.counts, 0);
  slot_.largest = -1;
  if (slots_.size() < kSlots) return;
  if (const FlickerSeverity now = severity(sum_); !worst_ || now.pst > worst_->pst) worst_ = now;
}

FlickerSeverity FlickerMeter::severity(const std::vector<std::uint32_t>& counts) const {
  const double samples = std::accumulate(counts.begin(), counts.end(), 0.0);
  const auto mean = [&](std::initializer_list<double> percents) {
    double sum = 0;
    for (const double p : percents) sum += exceeded(counts, samples, p) / double(percents.size());
    return sum;
  };
  FlickerSeverity out;
  out.pst = std::sqrt(0.0314 * mean({0.1}) + 0.0525 * mean({0.7, 1, 1.5}) + 0.0657 * mean({2.2, 3, 4}) +
                      0.28 * mean({6, 8, 10, 13, 17}) + 0.08 * mean({30, 50, 80}));
  const Slot* largest = &slot_;
  for (const Slot& slot : slots_)
    if (slot.largest > largest->largest) largest = &slot;
  out.at = double(largest->at) * step_s_ * s;
  out.span = double(slots_.size() * slot_samples_ + samples_ % slot_samples_) * step_s_ * s;
  return out;
}

FlickerSeverity FlickerMeter::worst() const {
  if (samples_ % slot_samples_ == 0 && worst_) return *worst_;
  // What is left at the end, with the ten minutes before it.
  std::vector<std::uint32_t> counts = sum_;
  for (std::size_t k = 0; k < kClasses; ++k) counts[k] += slot_.counts[k];
  const FlickerSeverity last = severity(counts);
  return worst_ && worst_->pst >= last.pst ? *worst_ : last;
}

FlickerSeverity flicker_severity(std::span<const double> change, Time step, Lamp lamp) {
  FlickerMeter meter(lamp, step);
  for (const double x : change) meter.add(x);
  return meter.worst();
}

}  // namespace gw::power
