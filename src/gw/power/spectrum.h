#pragma once
// How a power swings, by frequency.
//
//   sampled:  a_k = 2 |sum_n w_n p_n e^(-2 pi i k n / N)| / sum_n w_n / sinc(k / N)      line at k / (N dt)
//   exact:    a_k = 2 |1/T sum_j P_j int_(segment j) e^(-2 pi i k t / T) dt|             line at k / T
//
// a_k is the amplitude of a sine (half its peak-to-peak swing). 1/sinc undoes the averaging of each sample over dt
// (render.h). Under the Hann window w a sine d spacings from line k is seen there by sinc(d) / (1 - d^2), so between two
// lines it reads up to 15 % low, and its power spreads over 1.5 lines [Harris, "On the use of windows for harmonic analysis
// with the discrete Fourier transform", Proc. IEEE 66(1), 1978, table 1]. Of a peak and its neighbours
//
//   S = a_(k-1) + 2 a_k + a_(k+1),  d = 2 (a_(k+1) - a_(k-1)) / S,  frequency (k + d) / (N dt)
//   amplitude S (1 - d^2) (4 - d^2) / 12 / sinc(d)
//
// give the sine [Agrez, "Weighted multipoint interpolated DFT to improve amplitude estimation of multifrequency signal",
// IEEE Trans. Instrum. Meas. 51(2), 2002]: to 0.5 % from three periods on. Sines less than three lines apart disturb each
// other. A slow drift falls off from line to line, and is no line. A root mean square of a band takes in the next line on
// either side, so that a sine on the edge counts whole (and one less than two lines outside in part).
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

/// The largest number of samples up to `most` that a fast transform takes: even and without a prime factor above 5, at most
/// 6 % fewer (of 1,000 or more at most 2 %). Zero where that is too few for a spectrum.
std::size_t transform_samples(std::size_t most);

/// Transforms of pieces of one length, transform_samples(samples).
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

/// A sine among others.
struct SpectralLine {
  Frequency frequency;
  Power amplitude;
};
/// The peaks of a spectrum under the Hann window from `from` to `to`, interpolated as above.
std::vector<SpectralLine> lines_of(const Spectrum& spectrum, Frequency from, Frequency to);

/// What lies from `from` to `to`, both included; the mean never counts.
BandSwing band_swing(const Spectrum& spectrum, Frequency from, Frequency to);

}  // namespace gw::power
