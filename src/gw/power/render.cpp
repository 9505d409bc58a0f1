#include "gw/power/render.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace gw::power {
namespace {

constexpr std::size_t kBlock = 4096;  // samples summed at a time: fits the first-level cache
using Block = std::span<double>;      // mean watts of one block

// A step over more segments than this looks its end up; over fewer it walks.
constexpr double kMostWalked = 8;

// A cursor in a waveform that only moves forward, by `dt_s` each time, shorter than a period.
class Cursor {
 public:
  Cursor(const Waveform& waveform, double t_s, double dt_s)
      : waveform_(waveform),
        phase_s_(waveform.phase_s(t_s)),
        dt_s_(dt_s),
        index_(waveform.segment_at(phase_s_)),
        to_phase_j_(waveform.energy_to_phase_j(phase_s_)),
        walks_(dt_s / waveform.period().base() * double(waveform.segments().size()) <= kMostWalked) {}
  /// Energy over the next step.
  double advance_j() { return walks_ ? walk_j(dt_s_) : jump_j(); }

 private:
  double jump_j() {
    const double period_s = waveform_.period().base(), before_j = to_phase_j_;
    phase_s_ += dt_s_;
    const bool wraps = phase_s_ >= period_s;
    if (wraps) phase_s_ -= period_s;
    to_phase_j_ = waveform_.energy_to_phase_j(phase_s_);
    return to_phase_j_ - before_j + (wraps ? waveform_.prefix_j().back() : 0.0);
  }
  double walk_j(double dt_s) {
    const auto& segments = waveform_.segments();
    const auto& ends_s = waveform_.ends_s();
    double energy_j = 0.0;
    while (phase_s_ + dt_s >= ends_s[index_]) {
      const double step_s = std::max(ends_s[index_] - phase_s_, 0.0);
      energy_j += segments[index_].power.base() * step_s;
      dt_s -= step_s;
      phase_s_ = ends_s[index_];
      if (++index_ == segments.size()) index_ = 0, phase_s_ = 0.0;
      if (dt_s <= 0.0) return energy_j;
    }
    phase_s_ += dt_s;
    return energy_j + segments[index_].power.base() * dt_s;
  }

  const Waveform& waveform_;
  double phase_s_;
  double dt_s_;
  std::size_t index_;    // of a walk
  double to_phase_j_;    // of a jump
  bool walks_;
};

// Sample numbers [first, last) that lie wholly inside [begin, end].
struct Range {
  std::size_t first, last;
};
Range samples_inside(double begin_s, double end_s, double t0_s, double dt_s, std::size_t n) {
  const double first = std::clamp(std::ceil((begin_s - t0_s) / dt_s), 0.0, double(n));
  const double last = std::clamp(std::floor((end_s - t0_s) / dt_s), first, double(n));
  return {std::size_t(first), std::size_t(last)};
}

// A sample at an end of the track's life, cut where it begins or ends.
void add_partial(const WaveformTrack& track, double t0_s, double dt_s, Block out_w, std::size_t i) {
  const double from_s = std::max(t0_s + double(i) * dt_s, track.begin.base());
  const double to_s = std::min(t0_s + double(i + 1) * dt_s, track.end.base());
  if (to_s <= from_s) return;
  const Time zero = track.begin + track.offset;
  const Energy energy =
      track.waveform->integral(Time::from_base(from_s) - zero, Time::from_base(to_s) - zero);
  out_w[i] += track.copies * energy.base() / dt_s;
}

void add_whole(const WaveformTrack& track, double t0_s, double dt_s, Block out_w, Range range) {
  const double period_s = track.waveform->period().base();
  const double cycles = std::floor(dt_s / period_s);
  const double rest_s = std::max(dt_s - cycles * period_s, 0.0);
  const double whole_j = cycles * track.waveform->prefix_j().back();
  const double scale = track.copies / dt_s;
  const double zero_s = (track.begin + track.offset).base();
  Cursor cursor(*track.waveform, t0_s + double(range.first) * dt_s - zero_s, rest_s);
  for (std::size_t i = range.first; i < range.last; ++i)
    out_w[i] += scale * (whole_j + cursor.advance_j());
}

void add_track(const WaveformTrack& track, double t0_s, double dt_s, Block out_w) {
  if (!track.waveform || track.waveform->segments().empty() || track.end <= track.begin) return;
  const double begin_s = track.begin.base(), end_s = track.end.base();
  const double stop_s = t0_s + double(out_w.size()) * dt_s;
  if (end_s <= t0_s || begin_s >= stop_s) return;
  const Range whole = samples_inside(begin_s, end_s, t0_s, dt_s, out_w.size());
  if (whole.first > 0) add_partial(track, t0_s, dt_s, out_w, whole.first - 1);
  add_whole(track, t0_s, dt_s, out_w, whole);
  if (whole.last < out_w.size()) add_partial(track, t0_s, dt_s, out_w, whole.last);
}

// Mean of the base over one sample, walking its steps.
double base_mean_w(const StepTrack& base, double from_s, double to_s) {
  const double step_s = base.step.base();
  const double a = std::max((from_s - base.begin.base()) / step_s, 0.0);
  const double b = std::min((to_s - base.begin.base()) / step_s, double(base.power_mw.size()));
  if (b <= a) return 0.0;
  double sum_mw = 0.0;  // in MW times steps
  for (std::size_t k = std::size_t(a); double(k) < b; ++k) {
    const double share = std::min(b, double(k + 1)) - std::max(a, double(k));
    sum_mw += base.power_mw[k] * share;
  }
  return sum_mw * 1e6 * step_s / (to_s - from_s);
}

void add_base(const StepTrack& base, double t0_s, double dt_s, Block out_w) {
  for (std::size_t i = 0; i < out_w.size(); ++i)
    out_w[i] += base_mean_w(base, t0_s + double(i) * dt_s, t0_s + double(i + 1) * dt_s);
}

template <class Real>
void render(std::span<const WaveformTrack> waveforms, std::span<const StepTrack> bases, Time t0, Time dt,
            std::span<Real> out_mw) {
  std::array<double, kBlock> buffer_w;
  for (std::size_t done = 0; done < out_mw.size(); done += kBlock) {
    const std::size_t n = std::min(kBlock, out_mw.size() - done);
    const Block block(buffer_w.data(), n);
    std::fill(block.begin(), block.end(), 0.0);
    const double start_s = t0.base() + double(done) * dt.base();
    for (const StepTrack& base : bases) add_base(base, start_s, dt.base(), block);
    for (const WaveformTrack& track : waveforms) add_track(track, start_s, dt.base(), block);
    for (std::size_t i = 0; i < n; ++i) out_mw[done + i] = Real(block[i] * 1e-6);
  }
}

}  // namespace

void render_mean(std::span<const WaveformTrack> waveforms, std::span<const StepTrack> bases, Time t0, Time dt,
                 std::span<float> out_mw) {
  render(waveforms, bases, t0, dt, out_mw);
}

void render_mean(std::span<const WaveformTrack> waveforms, std::span<const StepTrack> bases, Time t0, Time dt,
                 std::span<double> out_mw) {
  render(waveforms, bases, t0, dt, out_mw);
}

void render_mean(std::span<const WaveformTrack> waveforms, Time t0, Time dt, std::span<float> out_mw) {
  render_mean(waveforms, {}, t0, dt, out_mw);
}

}  // namespace gw::power
