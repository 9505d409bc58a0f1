#include "gw/supply/solar_position.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace gw::supply {
namespace {

constexpr double kRadians = std::numbers::pi / 180.0;
/// Total solar irradiance at mean distance, W/m2 [ASTM E490 / WRC, as in Duffie and Beckman section 1.2].
constexpr double kSolarConstant = 1367.0;

/// Fourier series of the day angle b (rad) [Spencer 1971].
double declination_rad(double b) {
  return 0.006918 - 0.399912 * std::cos(b) + 0.070257 * std::sin(b) - 0.006758 * std::cos(2 * b) +
         0.000907 * std::sin(2 * b) - 0.002697 * std::cos(3 * b) + 0.00148 * std::sin(3 * b);
}

double equation_of_time_min(double b) {
  return 229.18 * (0.000075 + 0.001868 * std::cos(b) - 0.032077 * std::sin(b) - 0.014615 * std::cos(2 * b) -
                   0.04089 * std::sin(2 * b));
}

double inverse_square_distance(double b) {
  return 1.00011 + 0.034221 * std::cos(b) + 0.00128 * std::sin(b) + 0.000719 * std::cos(2 * b) +
         0.000077 * std::sin(2 * b);
}

}  // namespace

SolarPosition solar_position(double latitude_deg, double longitude_deg, double time_zone_h,
                             double hour_of_year) {
  const double day = std::floor(hour_of_year / 24.0);
  const double b = 2.0 * std::numbers::pi * day / 365.0;
  const double declination = declination_rad(b);
  const double clock_h = hour_of_year - 24.0 * day;
  const double solar_h =
      clock_h + (longitude_deg - 15.0 * time_zone_h) * 4.0 / 60.0 + equation_of_time_min(b) / 60.0;
  const double hour_angle = 15.0 * (solar_h - 12.0) * kRadians;
  const double latitude = latitude_deg * kRadians;

  // The sun as a vector: east, north, up.
  const double east = -std::cos(declination) * std::sin(hour_angle);
  const double north = std::cos(latitude) * std::sin(declination) -
                       std::sin(latitude) * std::cos(declination) * std::cos(hour_angle);
  const double up = std::sin(latitude) * std::sin(declination) +
                    std::cos(latitude) * std::cos(declination) * std::cos(hour_angle);
  SolarPosition sun;
  sun.zenith_deg = std::acos(std::clamp(up, -1.0, 1.0)) / kRadians;
  sun.azimuth_deg = std::atan2(east, north) / kRadians;
  if (sun.azimuth_deg < 0) sun.azimuth_deg += 360.0;
  sun.extraterrestrial_w_per_m2 = kSolarConstant * inverse_square_distance(b);
  return sun;
}

}  // namespace gw::supply
