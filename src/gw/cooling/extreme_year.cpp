#include "gw/cooling/extreme_year.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "gw/cooling/psychrometrics.h"

namespace gw::cooling {
namespace {

constexpr const char* kNoDryBulbStd =
    "the weather file states no standard deviation of the annual highest dry bulb: give site.extreme_dry_bulb_std_k";
constexpr const char* kNoWetBulbStd =
    "the weather file states no highest wet bulb of its record: give site.extreme_wet_bulb_std_k";

/// Standard deviations that the highest of kRecordYears years is above the mean of annual highest.
const double kRecordAboveMean = std::sqrt(6.0) / std::numbers::pi * std::log(kRecordYears);

bool wet_bulb_known(const catalog::AnnualExtremes& known) { return known.wet_bulb_std || known.wet_bulb_record; }

/// A week around its hottest hour: how far it is raised, and the share of that by hour.
struct HotSpell {
  int centre = 0, hours = 0;
  double rise_k = 0;

  double at(int hour) const {
    const int apart = std::abs(hour - centre), around = std::min(apart, hours - apart);
    return rise_k * std::clamp((kHotSpellHours / 2.0 - around) / kHotSpellEdgeHours, 0.0, 1.0);
  }
};

HotSpell hot_spell(const std::vector<double>& temperature_c, Temperature extreme) {
  const auto hottest = std::ranges::max_element(temperature_c);
  return {int(hottest - temperature_c.begin()), int(temperature_c.size()), std::max(0.0, extreme.in_celsius() - *hottest)};
}

/// Air of `before` with its dry bulb and its wet bulb raised; where the air cannot be that moist it gets hotter.
OutdoorAir raised(const OutdoorAir& before, double dry_bulb_k, double wet_bulb_k) {
  const double wet_bulb = before.wet_bulb_c + wet_bulb_k;
  OutdoorAir out = before;
  out.dry_bulb_c = std::max(before.dry_bulb_c + dry_bulb_k, wet_bulb);
  if (wet_bulb_k > 0)
    out.humidity_ratio =
        std::max(before.humidity_ratio, humidity_ratio_from_wet_bulb(out.dry_bulb_c, wet_bulb, before.pressure_pa));
  return out;
}

}  // namespace

double extreme_factor(double years) {
  return -std::sqrt(6.0) / std::numbers::pi * (std::numbers::egamma + std::log(std::log(years / (years - 1.0))));
}

DesignConditions extreme_conditions(const OutdoorYear& weather, double years) {
  DesignConditions out = design_conditions(weather, {});
  const catalog::AnnualExtremes& known = weather.extremes;
  const double factor = extreme_factor(years);
  if (known.dry_bulb_std)
    out.dry_bulb = std::max(out.dry_bulb, known.dry_bulb_mean.value_or(out.dry_bulb) + factor * *known.dry_bulb_std);
  if (!wet_bulb_known(known)) return out;
  const TemperatureDelta std = known.wet_bulb_std.value_or(kWetBulbStd);
  const Temperature mean = known.wet_bulb_record ? *known.wet_bulb_record - kRecordAboveMean * std : out.wet_bulb;
  out.wet_bulb = std::max(out.wet_bulb, mean + factor * std);
  return out;
}

std::vector<std::string> spread_problems(const OutdoorYear& weather) {
  std::vector<std::string> out;
  if (!weather.extremes.dry_bulb_std) out.emplace_back(kNoDryBulbStd);
  if (!wet_bulb_known(weather.extremes)) out.emplace_back(kNoWetBulbStd);
  return out;
}

std::vector<std::string> design_weather_problems(const CoolingDesign& design, const OutdoorYear& weather) {
  std::vector<std::string> out;
  if (design.design_frequency && design.return_period)
    out.emplace_back("design_conditions and return_period_years are two ways to state the design weather: give one of them");
  if (design.design_frequency && weather.design_days.empty())
    out.emplace_back("the weather file's header has no cooling design conditions: give design_dry_bulb_c and design_wet_bulb_c in place of "
                     "design_conditions");
  if (!design.return_period) return out;
  if (!design.design_dry_bulb && !weather.extremes.dry_bulb_std) out.emplace_back(kNoDryBulbStd);
  if (!design.design_wet_bulb && !wet_bulb_known(weather.extremes) && uses_wet_bulb(design)) out.emplace_back(kNoWetBulbStd);
  return out;
}

DesignConditions design_weather(const CoolingDesign& design, const OutdoorYear& weather) {
  DesignConditions out = design.return_period ? extreme_conditions(weather, *design.return_period)
                                              : design_conditions(weather, design.extreme_allowance);
  if (const auto i = design.design_frequency ? std::size_t(*design.design_frequency) : weather.design_days.size();
      i < weather.design_days.size()) {
    out.dry_bulb = Temperature::celsius(weather.design_days[i].dry_bulb_c);
    out.wet_bulb = Temperature::celsius(weather.design_days[i].wet_bulb_c);
  }
  if (design.design_dry_bulb) out.dry_bulb = *design.design_dry_bulb;
  if (design.design_wet_bulb) out.wet_bulb = *design.design_wet_bulb;
  out.wet_bulb = std::min(out.wet_bulb, out.dry_bulb);
  return out;
}

catalog::WeatherYear with_extreme_summer(catalog::WeatherYear weather, double years) {
  const OutdoorYear before = outdoor_year(weather);
  if (before.hours() == 0) return weather;
  const DesignConditions extreme = extreme_conditions(before, years);
  const HotSpell dry = hot_spell(before.dry_bulb_c, extreme.dry_bulb);
  const HotSpell wet = hot_spell(before.wet_bulb_c, extreme.wet_bulb);
  weather.typical = {weather.dry_bulb_c, weather.relative_humidity_frac};
  for (int h = 0; h < before.hours(); ++h) {
    const auto i = std::size_t(h);
    if (dry.at(h) == 0 && wet.at(h) == 0) continue;
    const OutdoorAir air = raised(before.at(i), dry.at(h), wet.at(h));
    weather.dry_bulb_c[i] = air.dry_bulb_c;
    weather.relative_humidity_frac[i] = std::min(1.0, relative_humidity_frac(air.dry_bulb_c, air.humidity_ratio, air.pressure_pa));
    if (i < weather.dew_point_c.size())
      weather.dew_point_c[i] = std::min(air.dry_bulb_c, dew_point_c(air.humidity_ratio, air.pressure_pa));
  }
  return weather;
}

}  // namespace gw::cooling
