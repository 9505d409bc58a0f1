#pragma once
// Weather of a return period: the hottest hour that is reached once in n years, to size by and to run through.
//
//   T_n = M + F s,  F = -sqrt(6) / pi * (0.5772 + ln ln(n / (n - 1)))
// M, s mean and standard deviation of the annual extremes, n return period in years, F > 0 from n = 2.33 up.
//
// Source: ASHRAE Handbook - Fundamentals, ch. 14, n-year return-period extremes (Gumbel's distribution by the method of
// moments). The n-year values in the headers of the shipped weather files agree to the rounding of s (a test).
//
// Dry bulb: M and s stand in the header of an EPW file (DESIGN CONDITIONS, Extremes); without M the hottest hour of the
// file stands for it. Wet bulb: the header states only the highest of the whole record, R. Of N years of Gumbel's
// distribution the highest is M + s sqrt(6)/pi ln N on average, so
//   M = R - s sqrt(6)/pi ln N,  T_20 = R - 0.64 s
// with N = kRecordYears and s = kWetBulbStd where the site states none: near the record, T_n hardly depends on s. Without R
// the file's highest stands for M and s must be stated. An extreme is never below the file's own hottest hour.
//
// Neglected: trend within the record (site.warming_k shifts M and R), and which extremes of dry and wet bulb fall together. In a
// raised summer a levelling tank keeps the hours of the day that the typical summer gave it.

#include <string>
#include <vector>

#include "gw/cooling/design.h"

namespace gw::cooling {

/// Years behind the header's highest wet bulb [ASHRAE Handbook - Fundamentals 2009, ch. 14: most stations 1982-2006].
inline constexpr double kRecordYears = 25;
/// Of annual highest wet bulbs. Assumption: half that of dry bulbs, which are 1.5 to 2.1 K in the shipped headers.
inline constexpr TemperatureDelta kWetBulbStd = 0.8 * unit::K;
/// Length of the hot week, with its edges, and of one edge, h. Assumption: a heat wave as long as the longer ones.
inline constexpr int kHotSpellHours = 168, kHotSpellEdgeHours = 24;

/// F of the return period; needs years > 1.
double extreme_factor(double years);

/// Hottest hour of each bulb once in `years`; a bulb whose spread is not known is that of the year.
DesignConditions extreme_conditions(const OutdoorYear& weather, double years);

/// Standard deviations that `weather` does not tell: one sentence each. Empty = complete.
std::vector<std::string> spread_problems(const OutdoorYear& weather);
/// The same as far as the design depends on them.
std::vector<std::string> design_weather_problems(const CoolingDesign& design, const OutdoorYear& weather);

/// The weather a plant of this design is sized for: given, the header's design conditions, of a return period, or the year's
/// hottest plus the allowance.
DesignConditions design_weather(const CoolingDesign& design, const OutdoorYear& weather);

/// The same year with its hottest week and its week of highest wet bulb raised so that their highest hours are those of
/// extreme_conditions(). The whole week moves by the same number of kelvin, nights too, with edges of a day. Dry bulb rises
/// at unchanged humidity ratio; wet bulb by humidity. `typical` of the result keeps what plants are sized by. A week that
/// is hotter already is left alone.
catalog::WeatherYear with_extreme_summer(catalog::WeatherYear weather, double years);

}  // namespace gw::cooling
