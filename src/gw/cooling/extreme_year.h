#pragma once
// Design weather of a return period: the hottest hour that is reached once in n years.
//
//   T_n = M + F s,  F = -sqrt(6) / pi * (0.5772 + ln ln(n / (n - 1)))
// M, s mean and standard deviation of the annual extremes, n return period in years, F > 0 from n = 2.33 up.
//
// Source: ASHRAE Handbook - Fundamentals, ch. 14, n-year return-period extremes (Gumbel's distribution by the method of
// moments). The n-year values in the headers of the shipped weather files agree to the rounding of s (a test).
// M and s of the dry bulb stand in the header of an EPW file (DESIGN CONDITIONS, Extremes). Where they do not, M is the
// hottest hour of the file and s must be given. For the wet bulb M is always the file's highest and s always given.
//
// Neglected: trend within the record (site.warming_k shifts M), extremes of dry and wet bulb that fall together.

#include <string>
#include <vector>

#include "gw/cooling/design.h"

namespace gw::cooling {

/// F of the return period; needs years > 1.
double extreme_factor(double years);

/// What the design asks its weather for and neither gives: one sentence each. Empty = complete.
std::vector<std::string> design_weather_problems(const CoolingDesign& design, const OutdoorYear& weather);

/// The weather a plant of this design is sized for: given, of a return period, or the year's hottest plus the allowance.
DesignConditions design_weather(const CoolingDesign& design, const OutdoorYear& weather);

}  // namespace gw::cooling
