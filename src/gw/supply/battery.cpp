#include "gw/supply/battery.h"

#include <cmath>

namespace gw::supply {

Battery::Battery() {
  capex_usd_per_kw = 356.28;
  capex_usd_per_kwh = 222.63;
  fixed_om_usd_per_kw_year = 8.907;
}

double Battery::one_way_efficiency() const { return std::sqrt(round_trip_efficiency_frac); }

}  // namespace gw::supply
