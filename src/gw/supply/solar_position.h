#pragma once
// Where the sun is.
//
// Declination, equation of time and distance by Fourier series of the day angle [Spencer 1971, "Fourier
// series representation of the position of the sun", Search 2(5); in Duffie and Beckman, Solar Engineering of
// Thermal Processes, eqs. 1.4.1b, 1.5.3, 1.6.1b]. Declination within 0.04 deg, equation of time within about
// 35 s. Neglected: refraction, leap years.

namespace gw::supply {

struct SolarPosition {
  double zenith_deg = 90;                ///< 0 = overhead
  double azimuth_deg = 0;                ///< clockwise from north: 90 east, 180 south
  double extraterrestrial_w_per_m2 = 0;  ///< normal to the beam, above the atmosphere
};

/// `hour_of_year` counts from 1 January 00:00 local standard time and may be fractional; longitude is
/// east-positive.
SolarPosition solar_position(double latitude_deg, double longitude_deg, double time_zone_h,
                             double hour_of_year);

}  // namespace gw::supply
