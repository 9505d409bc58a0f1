#include "gw/cooling/metrics.h"

#include <fmt/format.h>

#include <cmath>

namespace gw::cooling {
namespace {

constexpr const char* kBoundary =
    "data centre from the meter where electricity enters; campus generation outside, metered at its output";

template <class Over, class Under>
Indicator ratio(Over over, Over over_unit, Under under, Under under_unit, std::string name) {
  Indicator out{.name = std::move(name), .boundary = kBoundary};
  const double below = under.in(under_unit), above = over.in(over_unit);
  out.defined = std::isfinite(above) && std::isfinite(below) && below > 0;
  if (out.defined) out.value = above / below;
  return out;
}

bool is_year(Time period) {
  const double hours = period.in(unit::hour);
  return std::abs(hours - 8760) < 0.5 || std::abs(hours - 8784) < 0.5;
}

}  // namespace

Indicator pue(const FacilityEnergy& energy, Time period, PueCategory category) {
  const std::string name = fmt::format("{}PUE{}", is_year(period) ? "" : "i", int(category));
  return ratio(energy.total(), unit::MWh, energy.it, unit::MWh, name);
}

Indicator cooling_ppue(const FacilityEnergy& energy, PueCategory category) {
  return ratio(energy.it + energy.cooling, unit::MWh, energy.it, unit::MWh,
               fmt::format("pPUE{} (cooling)", int(category)));
}

Indicator wue(Mass site_water, Energy it) { return ratio(site_water, unit::kg, it, unit::kWh, "WUE"); }

Indicator cue(Mass co2e, Energy it) { return ratio(co2e, unit::kg, it, unit::kWh, "CUE"); }

Indicator erf(Energy reused, const FacilityEnergy& energy) {
  return ratio(reused, unit::MWh, energy.total(), unit::MWh, "ERF");
}

}  // namespace gw::cooling
