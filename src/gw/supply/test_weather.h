#pragma once
// Weather for this room's tests: constant, or a clear-sky year.

#include <cmath>
#include <numbers>

#include "gw/catalog/epw.h"
#include "gw/supply/solar_position.h"

namespace gw::supply::test {

/// A year at one temperature, dark and calm.
inline catalog::WeatherYear constant_weather(double dry_bulb_c, int hours = 8760) {
  catalog::WeatherYear weather;
  weather.latitude_deg = 40, weather.longitude_deg = -83, weather.time_zone_h = -5;
  const auto n = std::size_t(hours);
  weather.dry_bulb_c.assign(n, dry_bulb_c);
  weather.dew_point_c.assign(n, dry_bulb_c - 5);
  weather.relative_humidity_frac.assign(n, 0.6);
  weather.pressure_pa.assign(n, 101325);
  weather.global_horizontal_wh_per_m2.assign(n, 0);
  weather.direct_normal_wh_per_m2.assign(n, 0);
  weather.diffuse_horizontal_wh_per_m2.assign(n, 0);
  weather.wind_speed_m_per_s.assign(n, 3);
  return weather;
}

/// Summer and winter, day and night: mean 12 C, +-14 K over the year, +-5 K over the day.
inline catalog::WeatherYear seasonal_weather() {
  catalog::WeatherYear weather = constant_weather(12);
  for (int h = 0; h < 8760; ++h) {
    const double year = 2 * std::numbers::pi * (h / 24 - 200) / 365.0,
                 day = 2 * std::numbers::pi * (h % 24 - 15) / 24.0;
    weather.dry_bulb_c[std::size_t(h)] = 12 + 14 * std::cos(year) + 5 * std::cos(day);
  }
  return weather;
}

/// Cloudless at a place: 80 % of the extraterrestrial beam times cos zenith, 10 % diffuse.
inline catalog::WeatherYear clear_weather(double latitude_deg, double longitude_deg, double time_zone_h) {
  catalog::WeatherYear weather = constant_weather(20);
  weather.latitude_deg = latitude_deg, weather.longitude_deg = longitude_deg,
  weather.time_zone_h = time_zone_h;
  for (int h = 0; h < 8760; ++h) {
    const SolarPosition sun = solar_position(latitude_deg, longitude_deg, time_zone_h, h + 0.5);
    const double up = std::max(0.0, std::cos(sun.zenith_deg * std::numbers::pi / 180));
    const auto i = std::size_t(h);
    weather.direct_normal_wh_per_m2[i] = up > 0 ? 0.75 * sun.extraterrestrial_w_per_m2 * std::sqrt(up) : 0;
    weather.diffuse_horizontal_wh_per_m2[i] = 0.1 * sun.extraterrestrial_w_per_m2 * up;
    weather.global_horizontal_wh_per_m2[i] =
        weather.direct_normal_wh_per_m2[i] * up + weather.diffuse_horizontal_wh_per_m2[i];
  }
  return weather;
}

}  // namespace gw::supply::test
