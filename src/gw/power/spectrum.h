#pragma once
// How a power swings, by frequency.
//
//   sampled:  a_k = 2 |sum_n w_n p_n e^(-2 pi i k n / N)| / sum_n w_n / sinc(k / N)      line at k / (N dt)
//   exact:    a_k = 2 |1/T sum_j P_j int_(segment j) e^(-2 pi i k t / T) dt|             line at k / T
//
// a_k is the amplitude of a sine (half its peak-to-peak swing). 1/sinc undoes the averaging of each sample over dt
// (render.h). The window w is Hann: a line between two frequencies reads up to 15 % low, and its power spreads over
// 1.5 lines, which band_rms takes into account [Harris, "On the use of windows for harmonic analysis with the discrete
// Fourier transform", Proc. IEEE 66(1), 1978, table 1].
//
// Neglected: what lies above half the sampling rate folds down, weakened by the averaging.

#include <cstddef>
#include <vector>

#include "gw/power/trace.h"
#include "gw/power/waveform.h"

namespace gw::power {

enum class Window { rectangular, hann };

/// One-sided amplitudes.
struct Spectrum {
  Frequency spacing;                  ///< of the lines; zero when there are none
  std::vector<double> amplitude_mw;   ///< of line k, at k times `spacing`; [0] is the mean
  double noise_bandwidth_lines = 1;   ///< of the window

  Frequency frequency(std::size_t k) const { return static_cast<double>(k) * spacing; }
  Frequency highest() const;
};

/// The largest line of a band, and the root mean square of the swing inside it. Zero where the band has no line.
struct BandSwing {
  Power line;
  Frequency line_at;
  Power rms;
};

/// Of the first samples whose number has no prime factor above 5, at most 6 % fewer than all (of 1,000 or more at most
/// 2 %): what a fast transform takes. The mean is taken away before the window.
Spectrum amplitude_spectrum(const Trace& trace, Window window = Window::hann);
/// The Fourier series of a periodic waveform: lines 0 to `harmonics`.
Spectrum fourier_series(const Waveform& waveform, std::size_t harmonics);

/// Lines from `from` to `to`, both included; the mean never counts.
BandSwing band_swing(const Spectrum& spectrum, Frequency from, Frequency to);

}  // namespace gw::power
