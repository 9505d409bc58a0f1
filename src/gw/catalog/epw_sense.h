#pragma once
// What a weather file leaves out and what the rest of it tells of that; what in it contradicts itself.

#include <string>
#include <vector>

#include "gw/catalog/epw.h"

namespace gw::catalog {

/// Pressure of the standard atmosphere, Pa [ASHRAE Handbook - Fundamentals, ch. 1, eq. 3; -5 to 10 km].
double standard_pressure_pa(double elevation_m);
/// Relative humidity of air of this dry bulb and dew point: ratio of saturation pressures by Magnus' form
/// with the coefficients of Alduchov and Eskridge 1996, J. Appl. Meteorol. 35:601 (-40 to 50 C, 0.4 %).
double relative_humidity_of(double dry_bulb_c, double dew_point_c);
/// The inverse.
double dew_point_of(double dry_bulb_c, double relative_humidity_frac);

/// Fills hours that are not a number: pressure by elevation, humidity and dew point by each other, radiation
/// and wind by nothing (counted in the year, so that plants which need them can refuse). Returns hours in
/// which neither humidity nor dew point is known, and notes what it filled.
int derive_missing(WeatherYear& year);
/// A sentence for each contradiction: dew point above dry bulb, humidity against dew point, longitude against
/// time zone, pressure against elevation.
std::vector<std::string> contradictions(const WeatherYear& year);

}  // namespace gw::catalog
