// Irradiance on the module plane: geometry of the mounting, incidence loss, sky and ground.

#include <algorithm>
#include <cmath>
#include <numbers>

#include "gw/supply/solar_plant.h"
#include "gw/supply/solar_position.h"

namespace gw::supply {
namespace {

constexpr double kRadians = std::numbers::pi / 180.0;
/// Beam below this sun height is dropped: weather files and mid-hour geometry disagree there.
constexpr double kLeastCosZenith = 0.0174;  // 1 degree
/// ASHRAE incidence-angle coefficient of glass [Souka and Safwat 1966; Duffie and Beckman eq. 5.7.1].
constexpr double kIncidenceB0 = 0.05;

struct Orientation {
  double cos_tilt = 1;
  double cos_incidence = 0;
};

/// Horizontal north-south axis: rotation towards the sun, with backtracking so that rows do not shade each
/// other [Lorenzo, Narvarte, Munoz 2011, "Tracking and back-tracking", Prog. Photovolt. 19(6)].
double tracker_rotation_rad(const SolarPlant& plant, double east, double up) {
  double rotation = std::atan2(east, up);
  const double reach = std::cos(rotation) / std::max(plant.ground_coverage_ratio, 1e-6);
  if (std::abs(reach) < 1.0) rotation -= std::copysign(std::acos(std::abs(reach)), rotation);
  const double limit = plant.rotation_limit_deg * kRadians;
  return std::clamp(rotation, -limit, limit);
}

Orientation orientation(const SolarPlant& plant, const SolarPosition& sun) {
  const double zenith = sun.zenith_deg * kRadians, azimuth = sun.azimuth_deg * kRadians;
  const double up = std::cos(zenith);
  if (plant.mounting == Mounting::single_axis_tracker) {
    const double east = std::sin(zenith) * std::sin(azimuth);
    const double rotation = up > 0 ? tracker_rotation_rad(plant, east, up) : 0.0;
    return {std::cos(rotation), std::cos(rotation) * up + std::sin(rotation) * east};
  }
  const double tilt = plant.tilt_deg * kRadians;
  const double across = std::cos(azimuth - plant.azimuth_deg * kRadians);
  return {std::cos(tilt), std::cos(tilt) * up + std::sin(tilt) * std::sin(zenith) * across};
}

double incidence_modifier(double cos_incidence) {
  if (cos_incidence <= 0.0) return 0.0;
  return std::clamp(1.0 - kIncidenceB0 * (1.0 / cos_incidence - 1.0), 0.0, 1.0);
}

}  // namespace

PlaneOfArray plane_of_array(const SolarPlant& plant, const catalog::WeatherYear& weather, int hour) {
  const auto h = std::size_t(hour);
  const double direct = std::max(0.0, weather.direct_normal_wh_per_m2[h]);
  const double diffuse = std::max(0.0, weather.diffuse_horizontal_wh_per_m2[h]);
  const double global = std::max(0.0, weather.global_horizontal_wh_per_m2[h]);
  if (direct <= 0 && diffuse <= 0 && global <= 0) return {};
  const SolarPosition sun =
      solar_position(weather.latitude_deg, weather.longitude_deg, weather.time_zone_h, hour + 0.5);
  const Orientation plane = orientation(plant, sun);
  const double cos_zenith = std::cos(sun.zenith_deg * kRadians);
  const bool risen = cos_zenith > kLeastCosZenith;
  const double facing = risen ? std::max(0.0, plane.cos_incidence) : 0.0;

  // Sky [Hay and Davies 1980]: the share direct/extraterrestrial of the diffuse light comes from the sun's
  // place.
  const double anisotropy = risen ? std::min(1.0, direct / sun.extraterrestrial_w_per_m2) : 0.0;
  const double modifier = incidence_modifier(facing);
  PlaneOfArray out;
  out.beam_w_per_m2 = direct * facing * modifier;
  const double circumsolar = risen ? anisotropy * facing / cos_zenith * modifier : 0.0;
  out.sky_w_per_m2 = diffuse * (circumsolar + (1.0 - anisotropy) * (1.0 + plane.cos_tilt) / 2.0);
  out.ground_w_per_m2 = global * plant.albedo_frac * (1.0 - plane.cos_tilt) / 2.0;
  return out;
}

}  // namespace gw::supply
