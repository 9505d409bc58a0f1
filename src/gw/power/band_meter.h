#pragma once
// How much a power swings at the frequencies of a band, in the worst piece of a trace of any length.
//
//   pieces   of `over`, that begin a quarter of it apart, the last one at the trace's end; of each the lines
//            and the root mean square of spectrum.h; the largest of either
//   share    mean over the pieces of the square inside the band / mean square of the trace about its mean
//
// Pieces of a fixed length: what a trace does for a while is not diluted by how long the rest is. A swing
// that lasts as long as a piece reads its amplitude times cos^2(pi/8) = 0.85 or more, wherever it begins; a
// shorter one less, in proportion: take `over` as long as what must not be missed. Memory: five quarters of a
// piece.

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "gw/power/spectrum.h"

namespace gw::power {

class BandMeter {
 public:
  BandMeter(Frequency from, Frequency to, std::size_t piece_samples, Time step);
  void add(std::span<const double> mw);
  /// Takes in what is left: a shorter piece where there is no whole one. After the last add, once.
  void finish();

  struct Piece {
    BandSwing swing;
    std::size_t first = 0;  ///< sample that it begins with
  };
  const Piece& largest_line() const { return line_; }
  const Piece& largest_rms() const { return rms_; }
  double share_frac() const;
  /// Of the pieces, as they were taken.
  Time length() const { return double(transform_ ? transform_->samples() : 0) * step_; }
  std::size_t samples() const { return samples_; }

 private:
  void look(std::span<const double> mw, std::size_t first);

  Frequency from_, to_;
  Time step_;
  std::size_t piece_;                        ///< samples
  std::optional<PieceTransform> transform_;  ///< made for the first piece
  std::vector<double> held_;                 ///< from the last piece on
  std::size_t held_from_ = 0, next_ = 0;     ///< samples: of held_[0]; with which the next piece begins
  std::size_t samples_ = 0, pieces_ = 0;
  double first_mw_ = 0, sum_ = 0, square_sum_ = 0;  ///< of all samples, less the first one
  double inside_ = 0;                               ///< sum of the pieces' squares inside the band
  Piece line_, rms_;
};

}  // namespace gw::power
