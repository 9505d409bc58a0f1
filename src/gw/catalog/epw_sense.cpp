#include "gw/catalog/epw_sense.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace gw::catalog {
namespace {

constexpr double kMagnusA = 17.625, kMagnusB = 243.04;
// Hours out of a year that are worth a word, and how far off: station records disagree by rounding.
constexpr int kFewHours = 24;
constexpr double kDewPointSlackK = 0.5, kHumiditySlackFrac = 0.1, kPressureSlackFrac = 0.1;
// Time zones follow borders: China's is up to 3 h off the sun.
constexpr double kTimeZoneSlackH = 3.5;

/// Highest air temperature [WMO, Furnace Creek 1913] and dew point (Dhahran 2003, as usually quoted) measured; a change
/// within an hour that few fronts bring (assumed).
constexpr double kHottestC = 56.7, kMoistestC = 35, kJumpK = 15;

double saturation(double celsius) { return std::exp(kMagnusA * celsius / (kMagnusB + celsius)); }

template <class Value>
int fill(std::vector<double>& values, Value&& value) {
  int filled = 0;
  for (std::size_t h = 0; h < values.size(); ++h)
    if (std::isnan(values[h])) values[h] = value(h), filled += !std::isnan(values[h]);
  return filled;
}

void note(WeatherYear& year, int hours, const char* what) {
  if (hours > 0)
    year.notes.push_back(fmt::format("{} missing {} {}", hours, hours == 1 ? "hour of" : "hours of", what));
}

/// What no station has measured: a single such hour sizes a plant.
void say_extremes(const WeatherYear& year, std::vector<std::string>& out) {
  const std::vector<double>& t = year.dry_bulb_c;
  int jumps = 0, first = 0;
  for (std::size_t h = 1; h < t.size(); ++h)
    if (std::abs(t[h] - t[h - 1]) > kJumpK && ++jumps == 1) first = int(h) + 1;
  if (jumps > 0)
    out.push_back(fmt::format("the dry bulb changes by more than {:g} K from one hour to the next in {} h, first at row {}: "
                              "one wrong hour sizes the plants", kJumpK, jumps, first));
  const auto say = [&](const std::vector<double>& values, double record, const char* name) {
    const auto hottest = std::ranges::max_element(values);
    if (hottest != values.end() && *hottest > record)
      out.push_back(fmt::format("{} of {:.1f} C at row {} is above the highest ever measured, {:g} C", name, *hottest,
                                hottest - values.begin() + 1, record));
  };
  say(t, kHottestC, "a dry bulb");
  say(year.dew_point_c, kMoistestC, "a dew point");
}

}  // namespace

double standard_pressure_pa(double elevation_m) {
  return 101325.0 * std::pow(std::max(0.0, 1.0 - 2.25577e-5 * elevation_m), 5.2559);
}

double relative_humidity_of(double dry_bulb_c, double dew_point_c) {
  const double ratio = saturation(dew_point_c) / saturation(dry_bulb_c);
  return ratio > 1.0 ? 1.0 : ratio;  // what is not a number stays so
}

double dew_point_of(double dry_bulb_c, double relative_humidity_frac) {
  const double x =
      std::log(std::max(relative_humidity_frac, 1e-3)) + kMagnusA * dry_bulb_c / (kMagnusB + dry_bulb_c);
  return kMagnusB * x / (kMagnusA - x);
}

int derive_missing(WeatherYear& year) {
  note(year, fill(year.pressure_pa, [&](std::size_t) { return standard_pressure_pa(year.elevation_m); }),
       "pressure: of the standard atmosphere at the station's elevation");
  note(year,
       fill(year.relative_humidity_frac,
            [&](std::size_t h) { return relative_humidity_of(year.dry_bulb_c[h], year.dew_point_c[h]); }),
       "relative humidity: by dew point");
  note(year,
       fill(year.dew_point_c,
            [&](std::size_t h) { return dew_point_of(year.dry_bulb_c[h], year.relative_humidity_frac[h]); }),
       "dew point: by relative humidity");
  const auto nothing = [](std::size_t) { return 0.0; };
  for (auto* radiation :
       {&year.global_horizontal_wh_per_m2, &year.direct_normal_wh_per_m2, &year.diffuse_horizontal_wh_per_m2})
    year.radiation_missing_hours = std::max(year.radiation_missing_hours, fill(*radiation, nothing));
  year.wind_missing_hours = fill(year.wind_speed_m_per_s, nothing);
  note(year, year.radiation_missing_hours, "radiation: none, solar plants cannot use this file");
  note(year, year.wind_missing_hours, "wind: none, wind plants cannot use this file");
  return int(std::ranges::count_if(year.relative_humidity_frac, [](double v) { return std::isnan(v); }));
}

std::vector<std::string> contradictions(const WeatherYear& year) {
  std::vector<std::string> out;
  say_extremes(year, out);
  int above = 0, apart = 0;
  for (std::size_t h = 0; h < year.dry_bulb_c.size(); ++h) {
    above += year.dew_point_c[h] > year.dry_bulb_c[h] + kDewPointSlackK;
    apart += std::abs(relative_humidity_of(year.dry_bulb_c[h], year.dew_point_c[h]) -
                      std::min(1.0, year.relative_humidity_frac[h])) > kHumiditySlackFrac;
  }
  if (above > 0)
    out.push_back(
        fmt::format("the dew point is above the dry bulb in {} h; relative humidity is used", above));
  if (apart > kFewHours)
    out.push_back(fmt::format(
        "relative humidity and dew point disagree by more than {:.0f} % in {} h; relative humidity is used",
        100 * kHumiditySlackFrac, apart));
  if (std::abs(year.longitude_deg / 15.0 - year.time_zone_h) > kTimeZoneSlackH)
    out.push_back(fmt::format(
        "longitude {:g} does not go with time zone {:+g}: the sun would stand {:.1f} h off (west is "
        "negative)",
        year.longitude_deg, year.time_zone_h, std::abs(year.longitude_deg / 15.0 - year.time_zone_h)));
  if (year.pressure_pa.empty()) return out;
  const double mean = std::accumulate(year.pressure_pa.begin(), year.pressure_pa.end(), 0.0) /
                      double(year.pressure_pa.size());
  const double standard = standard_pressure_pa(year.elevation_m);
  if (std::abs(mean / standard - 1) > kPressureSlackFrac)
    out.push_back(
        fmt::format("mean pressure {:.0f} hPa does not go with an elevation of {:g} m, {:.0f} hPa: air "
                    "density comes from the pressure, "
                    "derating of engines from the elevation",
                    mean / 100, year.elevation_m, standard / 100));
  return out;
}

}  // namespace gw::catalog
