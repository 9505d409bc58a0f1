#pragma once
// What the time-domain clauses of a grid code measure, from samples that come one after the other. Memory:
// the clause's span.
//
//   ramp    max |mean[t + w, t + 2 w] - mean[t, t + w]|, w a number of samples
//   range   max over t of (highest - lowest) of `span` samples in a row

#include <cstddef>
#include <deque>

namespace gw::power {

/// The largest change from the mean of some samples to the mean of the next as many, upwards and downwards.
class RampMeter {
 public:
  explicit RampMeter(std::size_t span) : span_(span) {}
  void add(double mw);
  struct Change {
    double mw = 0;       ///< not negative
    std::size_t at = 0;  ///< sample where the second mean begins
  };
  const Change& up() const { return up_; }
  const Change& down() const { return down_; }
  /// Whether there were samples for one change.
  bool seen() const { return samples_ >= 2 * span_; }

 private:
  std::size_t span_, samples_ = 0;
  std::deque<double> held_;  ///< the last 2 x span
  double before_ = 0, after_ = 0;
  Change up_, down_;
};

/// The largest difference of any two samples less than `span` apart.
class RangeMeter {
 public:
  explicit RangeMeter(std::size_t span) : span_(span) {}
  void add(double mw);
  double worst_mw() const { return worst_mw_; }
  /// The earlier of the two.
  std::size_t at() const { return at_; }
  /// Whether the samples filled the span.
  bool whole() const { return samples_ >= span_; }

 private:
  struct Sample {
    std::size_t number;
    double mw;
  };
  std::size_t span_, samples_ = 0, at_ = 0;
  std::deque<Sample> lows_, highs_;  ///< candidates inside the span, the best in front
  double worst_mw_ = 0;
};

}  // namespace gw::power
