#pragma once
// Moist air: saturation, humidity ratio, wet bulb, dew point, enthalpy, density.
//
// Source: ASHRAE Handbook - Fundamentals 2017, chapter 1, equations 5, 6 (saturation pressure over ice and
// liquid water, Hyland and Wexler), 20, 22 (humidity ratio), 24 (relative humidity), 26 (specific volume),
// 30 (enthalpy), 33, 35 (thermodynamic wet bulb), 37 (dew point, here by inversion of equations 5 and 6).
//
// Water in air is at saturation at f times the pressure that it has alone, f = 1.0007 + 3.46e-8 p[Pa] (0.42 %
// at sea level): Buck, "New equations for computing vapor pressure and enhancement factor", J. Appl.
// Meteorol. 20, 1527 (1981), over liquid water, -20 to 50 C; used over ice too (0.03 % lower than Buck's over
// ice). Equations 20, 22, 24 and 37 of the handbook take f = 1 and come out 0.4 to 0.5 % below its real-gas
// table; with f it is met to 0.08 %.
//
// Valid: -100 to 200 C; tested from -60 to 60 C and 31 to 120 kPa.
//
// Neglected: the temperature in f (0.04 % at 0 C and 40 C), other departures from perfect gases.
//
// Inputs outside physical limits are brought to the nearest limit: relative humidity to [0, 1], partial
// pressure of vapour to at most 95 % of the total. No result is ever NaN.
//
// Temperatures in C, pressures in Pa, humidity ratio in kg of water per kg of dry air, enthalpy in J per kg
// of dry air with zero at 0 C dry air and liquid water.

#include "gw/catalog/epw_sense.h"

namespace gw::cooling {

/// Specific heat of dry air and of water vapour, J/(kg K), and heat of vaporisation at 0 C, J/kg [ASHRAE
/// 2017, eq. 30].
inline constexpr double kDryAirSpecificHeat = 1006.0;
inline constexpr double kVapourSpecificHeat = 1860.0;
inline constexpr double kVaporisationAtZero = 2501e3;
/// Specific heat of liquid water, J/(kg K) [ASHRAE 2017, eq. 33].
inline constexpr double kWaterSpecificHeat = 4186.0;
/// Ratio of molar masses of water and dry air [ASHRAE 2017, eq. 20].
inline constexpr double kMolarMassRatio = 0.621945;
/// Standard atmosphere at sea level, Pa [ASHRAE 2017, eq. 3].
inline constexpr double kStandardPressurePa = 101325.0;

/// The factor f: saturation pressure of water in air of this pressure over that of water alone [Buck 1981].
constexpr double enhancement_factor(double pressure_pa) { return 1.0007 + 3.46e-8 * pressure_pa; }
/// Pressure of saturated vapour over ice (below 0 C) or liquid water, alone.
double saturation_pressure_pa(double temperature_c);
/// Temperature at which the saturation pressure is this: the inverse of saturation_pressure_pa.
double saturation_temperature_c(double vapour_pressure_pa);
/// Humidity ratio of saturated air.
double saturation_humidity_ratio(double temperature_c, double pressure_pa);
double humidity_ratio(double dry_bulb_c, double relative_humidity_frac, double pressure_pa);
/// Humidity ratio of air whose thermodynamic wet bulb is known (not below zero).
double humidity_ratio_from_wet_bulb(double dry_bulb_c, double wet_bulb_c, double pressure_pa);
double relative_humidity_frac(double dry_bulb_c, double humidity_ratio, double pressure_pa);
/// Thermodynamic wet bulb: between -100 C and the dry bulb, to 1e-6 K.
double wet_bulb_c(double dry_bulb_c, double humidity_ratio, double pressure_pa);
/// Dew point (frost point below 0 C); -100 C for dry air.
double dew_point_c(double humidity_ratio, double pressure_pa);
double enthalpy_j_per_kg(double dry_bulb_c, double humidity_ratio);
/// Enthalpy of saturated air.
double saturation_enthalpy_j_per_kg(double temperature_c, double pressure_pa);
/// Mass of dry air per volume of moist air, kg/m^3.
double dry_air_density_kg_per_m3(double dry_bulb_c, double humidity_ratio, double pressure_pa);
using catalog::standard_pressure_pa;

}  // namespace gw::cooling
