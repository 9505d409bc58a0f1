#pragma once
// Campus power at any resolution from a few tracks: constant steps (hours) and periodic waveforms (jobs).
//
// Each sample is the exact mean over [t0 + i dt, t0 + (i + 1) dt] of the sum of the tracks. Cost grows
// with samples times tracks and, per track, with the segments crossed; a year at 1 s with a few jobs is
// well under 2 s. Call it for consecutive pieces to stream: to rounding, the result does not depend on
// how the time is cut.

#include <span>

#include "gw/power/waveform.h"

namespace gw::power {

/// A waveform that is on from `begin` to `end`; `copies` accelerators (or racks) in step draw it, its cycle
/// starting at `begin` + `offset`.
struct WaveformTrack {
  const Waveform* waveform = nullptr;  ///< must outlive the call
  Time begin, end;
  Time offset;
  double copies = 1.0;
  bool operator==(const WaveformTrack&) const = default;
};
/// A piecewise constant base on a regular grid, zero outside it: hourly idle or non-IT load.
struct StepTrack {
  Time begin;
  Time step;
  std::span<const double> power_mw;
};

/// Writes means into `out_mw` (overwriting).
void render_mean(std::span<const WaveformTrack> waveforms, std::span<const StepTrack> bases, Time t0, Time dt,
                 std::span<float> out_mw);
void render_mean(std::span<const WaveformTrack> waveforms, std::span<const StepTrack> bases, Time t0, Time dt,
                 std::span<double> out_mw);
/// Waveforms alone.
void render_mean(std::span<const WaveformTrack> waveforms, Time t0, Time dt, std::span<float> out_mw);

}  // namespace gw::power
