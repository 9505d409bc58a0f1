#include "gw/supply/outage_curve.h"

#include <algorithm>

namespace gw::supply {

OutageCurve OutageCurve::constant(double rate_frac) {
  OutageCurve curve;
  curve.points.push_back({Temperature::celsius(15), rate_frac});
  return curve;
}

double OutageCurve::rate_at(Temperature ambient) const {
  if (points.empty()) return 0.0;
  if (ambient <= points.front().temperature) return points.front().rate_frac;
  for (std::size_t i = 1; i < points.size(); ++i) {
    const OutagePoint& low = points[i - 1];
    const OutagePoint& high = points[i];
    if (ambient > high.temperature) continue;
    const double width = (high.temperature - low.temperature).base();
    const double share = width > 0 ? (ambient - low.temperature).base() / width : 1.0;
    return low.rate_frac + share * (high.rate_frac - low.rate_frac);
  }
  return points.back().rate_frac;
}

bool OutageCurve::covers(Temperature ambient) const {
  if (points.size() < 2) return true;
  return ambient >= points.front().temperature && ambient <= points.back().temperature;
}

}  // namespace gw::supply
