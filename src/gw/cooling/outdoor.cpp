#include "gw/cooling/outdoor.h"

#include <algorithm>
#include <numeric>

#include "gw/cooling/psychrometrics.h"

namespace gw::cooling {

OutdoorAir outdoor_air(Temperature dry_bulb, double relative_humidity, double pressure_pa) {
  const double dry_bulb_c = dry_bulb.in_celsius();
  const double ratio = humidity_ratio(dry_bulb_c, relative_humidity, pressure_pa);
  return {dry_bulb_c, wet_bulb_c(dry_bulb_c, ratio, pressure_pa), ratio, pressure_pa};
}

std::vector<double> wet_bulb_c(const catalog::WeatherYear& weather) {
  return outdoor_year(weather).wet_bulb_c;
}

OutdoorYear outdoor_year(const catalog::WeatherYear& weather) {
  OutdoorYear year;
  const std::size_t hours = weather.dry_bulb_c.size();
  for (auto* column : {&year.dry_bulb_c, &year.wet_bulb_c, &year.humidity_ratio, &year.pressure_pa})
    column->resize(hours);
  for (std::size_t i = 0; i < hours; ++i) {
    const double pressure = weather.pressure_pa[i], dry_bulb = weather.dry_bulb_c[i];
    const double ratio = humidity_ratio(dry_bulb, weather.relative_humidity_frac[i], pressure);
    year.dry_bulb_c[i] = dry_bulb;
    year.wet_bulb_c[i] = wet_bulb_c(dry_bulb, ratio, pressure);
    year.humidity_ratio[i] = ratio;
    year.pressure_pa[i] = pressure;
  }
  year.extremes = weather.extremes, year.design_days = weather.design_days;
  return year;
}

OutdoorYear sizing_year(const catalog::WeatherYear& weather) {
  if (!weather.typical) return outdoor_year(weather);
  catalog::WeatherYear before = weather;
  before.dry_bulb_c = weather.typical->dry_bulb_c;
  before.relative_humidity_frac = weather.typical->relative_humidity_frac;
  return outdoor_year(before);
}

catalog::WeatherYear warmed(catalog::WeatherYear weather, TemperatureDelta warming) {
  if (warming == TemperatureDelta{}) return weather;
  const bool stated = weather.extremes.wet_bulb_record || !weather.design_days.empty();
  const double wet_bulb_before = stated ? hottest_hours(outdoor_year(weather)).wet_bulb_c : 0;
  for (std::size_t i = 0; i < weather.dry_bulb_c.size(); ++i) {
    double &dry_bulb = weather.dry_bulb_c[i], &humidity = weather.relative_humidity_frac[i];
    const double pressure = weather.pressure_pa[i], ratio = humidity_ratio(dry_bulb, humidity, pressure);
    dry_bulb += warming.base();
    humidity = std::min(1.0, relative_humidity_frac(dry_bulb, ratio, pressure));
    if (i < weather.dew_point_c.size()) weather.dew_point_c[i] = std::min(weather.dew_point_c[i], dry_bulb);
  }
  if (weather.extremes.dry_bulb_mean) weather.extremes.dry_bulb_mean = *weather.extremes.dry_bulb_mean + warming;
  if (!stated) return weather;
  // Wet bulbs of the header rise as the highest of the file does.
  const double rise_k = hottest_hours(outdoor_year(weather)).wet_bulb_c - wet_bulb_before;
  if (weather.extremes.wet_bulb_record) weather.extremes.wet_bulb_record = *weather.extremes.wet_bulb_record + rise_k * unit::K;
  for (catalog::DesignDay& day : weather.design_days) day.dry_bulb_c += warming.base(), day.wet_bulb_c += rise_k;
  return weather;
}

HottestHours hottest_hours(const OutdoorYear& year) {
  return {std::ranges::max(year.dry_bulb_c), std::ranges::max(year.wet_bulb_c)};
}

OutdoorAir outdoor_air(const DesignConditions& hottest) {
  const double dry_bulb_c = hottest.dry_bulb.in_celsius();
  const double wet_bulb = std::min(hottest.wet_bulb.in_celsius(), dry_bulb_c);
  return {dry_bulb_c, wet_bulb, humidity_ratio_from_wet_bulb(dry_bulb_c, wet_bulb, hottest.pressure_pa),
          hottest.pressure_pa};
}

DesignConditions design_conditions(const OutdoorYear& year, TemperatureDelta allowance) {
  DesignConditions out{Temperature::celsius(35.0) + allowance, Temperature::celsius(24.0) + allowance,
                       kStandardPressurePa};
  if (year.hours() == 0) return out;
  const HottestHours hottest = hottest_hours(year);
  out.dry_bulb = Temperature::celsius(hottest.dry_bulb_c) + allowance;
  out.wet_bulb = Temperature::celsius(hottest.wet_bulb_c) + allowance;
  out.pressure_pa = std::accumulate(year.pressure_pa.begin(), year.pressure_pa.end(), 0.0) / year.hours();
  return out;
}

}  // namespace gw::cooling
