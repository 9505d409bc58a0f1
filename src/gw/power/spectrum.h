#pragma once
// How a power swings, by frequency.
//
//   sampled:  a_k = 2 |sum_n w_n p_n e^(-2 pi i k n / N)| / sum_n w_n / sinc(k / N)      line at k / (N dt)
//   exact:    a_k = 2 |1/T sum_j P_j int_(segment j) e^(-2 pi i k t / T) dt|             line at k / T
//
// a_k is the amplitude of a sine (half its peak-to-peak swing). 1/sinc undoes the averaging of each sample over dt
// (render.h). Under the Hann window w a sine between two lines reads up to 15 % low in the larger one, and its power
// spreads over 1.5 lines [Harris, "On the use of windows for harmonic analysis with the discrete Fourier transform",
// Proc. IEEE 66(1), 1978, table 1]. band_swing takes both into account: with r the larger neighbour over the largest line,
//
//   d = (2 r - 1) / (1 + r),  frequency (k +- d) / (N dt),  amplitude a_k pi d (1 - d^2) / sin(pi d)
//
// which is exact for one sine [Grandke, "Interpolation algorithms for discrete Fourier transforms of weighted signals",
// IEEE Trans. Instrum. Meas. 32(2), 1983]; sines less than four lines apart disturb each other. A slow drift falls off from
// line to line, and is no line.
//
// Neglected: what lies above half the sampling rate folds down, weakened by the averaging.

#include <cstddef>
#include <memory>
#include <span>
#include <vector>

#include "gw/power/trace.h"
#include "gw/power/waveform.h"

namespace gw::power {

enum class Window { rectangular, hann };

/// One-sided amplitudes.
struct Spectrum {
  Frequency spacing;                 ///< of the lines; zero when there are none
  std::vector<double> amplitude_mw;  ///< of line k, at k times `spacing`; [0] is the mean
  Window window = Window::rectangular;

  Frequency frequency(std::size_t k) const { return static_cast<double>(k) * spacing; }
  Frequency highest() const;
};

/// The largest line of a band, and the root mean square of the swing inside it. Zero where the band has no line.
struct BandSwing {
  Power line;
  Frequency line_at;
  Power rms;
};

/// Transforms of pieces of one length. `samples` is taken down to a number that is even and without a prime factor above
/// 5, by at most 6 % (of 1,000 or more at most 2 %): what a fast transform takes.
class PieceTransform {
 public:
  PieceTransform(Time step, std::size_t samples, Window window = Window::hann);
  ~PieceTransform();
  PieceTransform(PieceTransform&&) noexcept;
  PieceTransform& operator=(PieceTransform&&) noexcept;
  /// Of the piece; zero when there are too few samples for a spectrum.
  std::size_t samples() const;
  /// Of samples() powers, MW. The mean is taken away before the window. Valid until the next call.
  const Spectrum& operator()(std::span<const double> mw);

 private:
  struct Plan;
  std::unique_ptr<Plan> plan_;
};

/// Of all samples but the few that PieceTransform leaves out at the end.
Spectrum amplitude_spectrum(const Trace& trace, Window window = Window::hann);
/// The Fourier series of a periodic waveform: lines 0 to `harmonics`.
Spectrum fourier_series(const Waveform& waveform, std::size_t harmonics);

/// What lies from `from` to `to`, both included; the mean never counts.
BandSwing band_swing(const Spectrum& spectrum, Frequency from, Frequency to);

}  // namespace gw::power
