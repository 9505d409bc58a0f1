#include "gw/planning/peak_value.h"

#include <algorithm>

namespace gw::planning {
namespace {

constexpr double kStepMw = 1, kMostOfPeak = 0.1;
constexpr double kNoStepMw = 1e-6;  // rounding of a draw that meets the minimum take

}  // namespace

void PeakValue::add(const supply::GridConnection& grid, const std::vector<double>& draw_mw, Date start) {
  const double usd_per_mw = 1e3 * grid.demand_charge_usd_per_kw_month;
  if (!(usd_per_mw > 0)) return;
  for (const DemandMonth& month : demand_months(grid, draw_mw, start)) {
    const double step_mw = std::min({kStepMw, kMostOfPeak * month.peak_mw, month.peak_mw - month.minimum_mw});
    if (month.billed_hours == 0 || step_mw <= kNoStepMw) continue;
    double mwh = 0;
    for (std::size_t h = month.from; h < month.to; ++h) mwh += std::max(0.0, draw_mw[h] - (month.peak_mw - step_mw));
    const double usd = step_mw * usd_per_mw * month.billed_frac();
    least_usd_per_mwh = months == 0 ? usd / mwh : std::min(least_usd_per_mwh, usd / mwh);
    most_usd_per_mwh = std::max(most_usd_per_mwh, usd / mwh);
    ++months, saved_usd += usd, not_taken_mwh += mwh;
  }
}

}  // namespace gw::planning
