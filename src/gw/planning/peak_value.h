#pragma once
// What it is worth to a connection's bill to draw less at the peak of each month.
//
//   MWh not taken   sum over the month's hours of max(0, draw - (peak - step))
//   saved           step x demand charge x billed hours / hours of the month
//
// The step is 1 MW, at most a tenth of the peak, and less where the minimum take is nearer: below it nothing is saved. Months without billed hours, without a
// draw or with a peak at or below the minimum take do not count. Neglected: what the energy itself costs, and that what
// is left undone may come back later.

#include <vector>

#include "gw/planning/utility_bill.h"

namespace gw::planning {

/// Sums and extremes over months, of one connection or several.
struct PeakValue {
  int months = 0;                 ///< in which less draw saves demand charge
  double saved_usd = 0, not_taken_mwh = 0;
  double least_usd_per_mwh = 0, most_usd_per_mwh = 0;  ///< of single months
  /// Over all months; 0 without any.
  double mean_usd_per_mwh() const { return not_taken_mwh > 0 ? saved_usd / not_taken_mwh : 0.0; }
  /// Adds the months of a connection that drew `draw_mw`, one value an hour from 00:00 of `start`.
  void add(const supply::GridConnection& grid, const std::vector<double>& draw_mw, Date start);
};

}  // namespace gw::planning
