#pragma once
// Forced-outage rate against ambient temperature.
//
// Linear between the points, constant outside them. The shipped curves are those of Murphy, Sowell and Apt
// 2019
// ("A time-dependent model of generator failures and recoveries captures correlated events and quantifies
// temperature dependence", Applied Energy 253, doi 10.1016/j.apenergy.2019.113513), as tabulated in
// NREL/ReEDS-2.0 (outage_forced_temperature_murphy2019.csv), -15 to 35 C. Neglected: that the published rates
// are unit-hours lost per unit-hour over the PJM fleet, not of one design.

#include <span>
#include <vector>

#include "gw/units/temperature.h"

namespace gw::describe {
struct RecordType;
}

namespace gw::supply {

struct OutagePoint {
  Temperature temperature = Temperature::celsius(15);
  double rate_frac = 0;  ///< share of the hours a unit is on forced outage
  static const describe::RecordType& description();
};

/// Catalogue folder `outages`.
struct OutageCurve {
  std::vector<OutagePoint> points;  ///< by rising temperature; one point = a constant rate; none = never
  static const describe::RecordType& description();

  static OutageCurve constant(double rate_frac);
  double rate_at(Temperature ambient) const;
  /// False below the first or above the last of two or more points: the rate is held constant there.
  bool covers(Temperature ambient) const;
};

}  // namespace gw::supply
