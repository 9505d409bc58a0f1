#include "gw/power/waveform.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "gw/base/assert.h"

namespace gw::power {

Waveform::Waveform(const std::vector<Segment>& segments) {
  double end_s = 0.0, energy_j = 0.0;
  for (const Segment& s : segments) {
    GW_ASSERT(s.duration.base() >= 0.0 && is_finite(s.duration) && is_finite(s.power),
              "segment of {} s, {} W", s.duration.base(), s.power.base());
    if (s.duration <= Time{}) continue;
    end_s += s.duration.base();
    energy_j += (s.power * s.duration).base();
    segments_.push_back(s);
    ends_s_.push_back(end_s);
    prefix_j_.push_back(energy_j);
  }
  period_s_ = end_s;
}

Power Waveform::mean() const {
  return segments_.empty() ? Power{} : Power::from_base(prefix_j_.back() / period_s_);
}

Power Waveform::peak() const {
  Power out = segments_.empty() ? Power{} : segments_.front().power;
  for (const Segment& s : segments_) out = max(out, s.power);
  return out;
}

Power Waveform::lowest() const {
  Power out = segments_.empty() ? Power{} : segments_.front().power;
  for (const Segment& s : segments_) out = min(out, s.power);
  return out;
}

double Waveform::phase_s(double t_s) const {
  if (period_s_ <= 0.0) return 0.0;
  double phase = std::fmod(t_s, period_s_);
  if (phase < 0.0) phase += period_s_;
  return phase < period_s_ ? phase : 0.0;
}

std::size_t Waveform::segment_at(double phase_s) const {
  const auto next = std::upper_bound(ends_s_.begin(), ends_s_.end(), phase_s);
  return std::min<std::size_t>(std::size_t(next - ends_s_.begin()), ends_s_.size() - 1);
}

double Waveform::energy_to_phase_j(double phase_s) const {
  const std::size_t i = segment_at(phase_s);
  return prefix_j_[i] - segments_[i].power.base() * (ends_s_[i] - phase_s);
}

Power Waveform::at(Time t) const {
  if (segments_.empty()) return Power{};
  return segments_[segment_at(phase_s(t.base()))].power;
}

Energy Waveform::integral(Time t0, Time t1) const {
  if (segments_.empty()) return Energy{};
  const double a = phase_s(t0.base()), b = phase_s(t1.base());
  const double cycles = std::round(((t1 - t0).base() - (b - a)) / period_s_);
  return Energy::from_base(cycles * prefix_j_.back() + energy_to_phase_j(b) - energy_to_phase_j(a));
}

std::vector<double> Waveform::render_w(Time start, Time dt, std::size_t n) const {
  std::vector<double> out(n);
  for (std::size_t i = 0; i < n; ++i) {
    const Time t0 = start + double(i) * dt, t1 = start + double(i + 1) * dt;
    out[i] = (integral(t0, t1) / dt).base();
  }
  return out;
}

Waveform Waveform::scaled(double factor) const {
  std::vector<Segment> out = segments_;
  for (Segment& s : out) s.power *= factor;
  return Waveform(out);
}

Waveform Waveform::shifted(Time offset) const { return sum_of_copies(*this, {offset}); }

namespace {

struct Step {
  double time_s, change_w;
};

// Changes of one part over a period: where each segment ends, the next begins.
void add_steps(const WaveformPart& part, std::vector<Step>& steps) {
  const Waveform& w = *part.waveform;
  const auto& segments = w.segments();
  for (std::size_t i = 0; i < segments.size(); ++i) {
    const Power next = segments[(i + 1) % segments.size()].power;
    steps.push_back({w.phase_s(w.ends_s()[i] + part.offset.base()), part.factor * (next - segments[i].power).base()});
  }
}

// Standard normal quantile by bisection of its distribution function: called a few times for each job.
double normal_quantile(double probability) {
  double low = -9, high = 9;
  for (int i = 0; i < 60; ++i) {
    const double middle = 0.5 * (low + high);
    (0.5 * std::erfc(-middle / std::numbers::sqrt2) < probability ? low : high) = middle;
  }
  return 0.5 * (low + high);
}

}  // namespace

Waveform sum_of(const std::vector<WaveformPart>& parts) {
  std::vector<Step> steps;
  for (const WaveformPart& part : parts) add_steps(part, steps);
  if (steps.empty()) return {};
  std::stable_sort(steps.begin(), steps.end(),
                   [](const Step& a, const Step& b) { return a.time_s < b.time_s; });
  const double period_s = parts.front().waveform->period().base(), first_s = steps.front().time_s;
  // Level just before the first step: parts evaluated in the middle of the gap that wraps around to it.
  const double gap_s = first_s + period_s - steps.back().time_s;
  double level_w = 0.0;
  for (const WaveformPart& part : parts)
    level_w += part.factor * part.waveform->at(Time::from_base(first_s - 0.5 * gap_s) - part.offset).base();
  std::vector<Segment> out{{Time::from_base(first_s), Power::from_base(level_w)}};
  for (std::size_t i = 0; i < steps.size(); ++i) {
    level_w += steps[i].change_w;
    const double end_s = i + 1 < steps.size() ? steps[i + 1].time_s : period_s;
    out.push_back({Time::from_base(end_s - steps[i].time_s), Power::from_base(level_w)});
  }
  return Waveform(out);
}

Waveform sum_of_copies(const Waveform& waveform, const std::vector<Time>& offsets) {
  std::vector<WaveformPart> parts;
  for (Time offset : offsets) parts.push_back({&waveform, offset, 1.0});
  return sum_of(parts);
}

Waveform with_jitter(const Waveform& waveform, Time sigma, int copies) {
  if (!(sigma > 0.0 * s)) return waveform;
  std::vector<WaveformPart> parts;
  for (int i = 0; i < copies; ++i)
    parts.push_back({&waveform, normal_quantile((i + 0.5) / copies) * sigma, 1.0 / copies});
  return sum_of(parts);
}

Waveform waveform_of(const LoadDesign& design, const workload::ActivityProfile& profile) {
  const CappedCycle cycle = cycle_under_cap(design, profile);
  const std::vector<RackPower> powers = rack_powers(design, cycle);
  const ItPower services = provisioned_power(design);
  const Power constant = services.network + services.storage + services.support;
  std::vector<Segment> out;
  for (std::size_t i = 0; i < powers.size(); ++i)
    out.push_back(
        {cycle.segments[i].duration, powers[i].total / double(design.rack.accelerators) + constant});
  return Waveform(out);
}

}  // namespace gw::power
