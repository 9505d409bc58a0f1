#include "gw/power/clause_meters.h"

#include <algorithm>

namespace gw::power {

void RampMeter::add(double mw) {
  held_.push_back(mw);
  if (++samples_ <= span_) {
    before_ += mw;
    return;
  }
  if (samples_ <= 2 * span_) {
    after_ += mw;
  } else {
    before_ += held_[span_] - held_.front();
    after_ += mw - held_[span_];
    held_.pop_front();
  }
  if (!seen()) return;
  const double change = (after_ - before_) / double(span_);
  if (change > up_.mw) up_ = {change, samples_ - span_};
  if (-change > down_.mw) down_ = {-change, samples_ - span_};
}

void RangeMeter::add(double mw) {
  while (!lows_.empty() && lows_.back().mw >= mw) lows_.pop_back();
  while (!highs_.empty() && highs_.back().mw <= mw) highs_.pop_back();
  lows_.push_back({samples_, mw}), highs_.push_back({samples_, mw});
  if (lows_.front().number + span_ <= samples_) lows_.pop_front();
  if (highs_.front().number + span_ <= samples_) highs_.pop_front();
  ++samples_;
  const double range = highs_.front().mw - lows_.front().mw;
  if (range > worst_mw_) worst_mw_ = range, at_ = std::min(lows_.front().number, highs_.front().number);
}

}  // namespace gw::power
