#include "gw/power/band_meter.h"

#include <algorithm>
#include <cmath>

namespace gw::power {
namespace {

// Pieces begin this part of their length apart.
constexpr std::size_t kOverlap = 4;
// A swing below this share of the mean is rounding.
constexpr double kRounding = 1e-12;

}  // namespace

BandMeter::BandMeter(Frequency from, Frequency to, std::size_t piece_samples, Time step)
    : from_(from), to_(to), step_(step), piece_(transform_samples(piece_samples)) {}

void BandMeter::add(std::span<const double> mw) {
  if (samples_ == 0 && !mw.empty()) first_mw_ = mw.front();
  while (!mw.empty()) {
    // No more than completes a piece, so that little is held.
    const std::size_t take = piece_ > 0 ? std::min(next_ + piece_ - samples_, mw.size()) : mw.size();
    for (const double x : mw.first(take))
      sum_ += x - first_mw_, square_sum_ += (x - first_mw_) * (x - first_mw_);
    held_.insert(held_.end(), mw.begin(), mw.begin() + std::ptrdiff_t(take));
    samples_ += take, mw = mw.subspan(take);
    if (piece_ == 0 || samples_ < next_ + piece_) continue;
    held_.erase(held_.begin(), held_.begin() + std::ptrdiff_t(next_ - held_from_));
    held_from_ = next_, next_ += std::max<std::size_t>(1, piece_ / kOverlap);
    look(held_, held_from_);
  }
}

void BandMeter::finish() {
  if (pieces_ == 0) piece_ = transform_samples(samples_);
  if (piece_ == 0) return;
  if (pieces_ == 0) look(std::span(held_).first(piece_), held_from_);
  // The samples at the end that no piece has taken.
  if (held_from_ + piece_ < samples_) look(std::span(held_).last(piece_), samples_ - piece_);
}

void BandMeter::look(std::span<const double> mw, std::size_t first) {
  if (!transform_) transform_.emplace(step_, piece_);
  const Spectrum& lines = (*transform_)(mw);
  BandSwing swing = band_swing(lines, from_, to_);
  const Power least = kRounding * std::abs(lines.amplitude_mw[0]) * MW;
  if (swing.line <= least) swing.line = {}, swing.line_at = {};
  if (swing.rms <= least) swing.rms = {};
  if (pieces_++ == 0 || swing.line > line_.swing.line) line_ = {swing, first};
  if (pieces_ == 1 || swing.rms > rms_.swing.rms) rms_ = {swing, first};
  inside_ += std::pow(swing.rms.in(MW), 2);
}

double BandMeter::share_frac() const {
  if (pieces_ == 0) return 0;
  const double mean = sum_ / double(samples_), all = square_sum_ / double(samples_) - mean * mean;
  const double least = std::pow(kRounding * (std::abs(first_mw_ + mean)), 2);
  return all > least ? std::min(1.0, inside_ / double(pieces_) / all) : 0.0;
}

}  // namespace gw::power
