#include "gw/supply/battery.h"

#include <algorithm>
#include <cmath>

namespace gw::supply {

Battery::Battery() {
  capex_usd_per_kw = 356.28;
  capex_usd_per_kwh = 222.63;
  fixed_om_usd_per_kw_year = 31.2;  // 8.907 per kW and 5.57 per kWh of a four-hour battery
}

double Battery::full_mwh(Date day) const {
  const auto began = begins();
  const double years = began ? double(days_since_epoch(day) - days_since_epoch(*began)) / 365.25 : 0.0;
  return energy.in(unit::MWh)*std::pow(1.0 - fade_per_year_frac, std::max(0.0, years));
}

double Battery::charge_efficiency() const {
  return charge_efficiency_frac.value_or(std::sqrt(round_trip_efficiency_frac));
}

double Battery::discharge_efficiency() const { return round_trip_efficiency_frac / charge_efficiency(); }

}  // namespace gw::supply
