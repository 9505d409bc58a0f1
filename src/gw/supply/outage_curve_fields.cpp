#include "gw/describe/record.h"
#include "gw/supply/outage_curve.h"

namespace gw::supply {

const describe::RecordType& OutagePoint::description() {
  static const auto type =
      describe::record<OutagePoint>("outage_point", "One point of a forced-outage curve.")
          .quantity("temperature", "c", &OutagePoint::temperature, "ambient temperature",
                    {.min = -60, .max = 60, .required = true})
          .quantity("rate", "frac", &OutagePoint::rate_frac,
                    "share of the hours a unit is on forced outage there",
                    {.min = 0, .max = 0.95, .required = true})
          .build();
  return type;
}

const describe::RecordType& OutageCurve::description() {
  static const auto type = describe::record<OutageCurve>(
                               "outage_curve", "Forced-outage rate of a unit against ambient temperature.")
                               .catalogue("outages")
                               .nested("points", &OutageCurve::points,
                                       "by rising temperature, linear between, constant outside; one point "
                                       "is a constant rate, an empty "
                                       "list means the unit never fails")
                               .build();
  return type;
}

}  // namespace gw::supply
