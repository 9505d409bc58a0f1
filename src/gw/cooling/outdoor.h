#pragma once
// The air outside, hour by hour, with the humidity figures worked out once.

#include <span>
#include <vector>

#include "gw/catalog/epw.h"
#include "gw/units/temperature.h"

namespace gw::cooling {

/// Outdoor air of one hour. Consistent: made by outdoor_air() or OutdoorYear::at().
struct OutdoorAir {
  double dry_bulb_c = 15.0;
  double wet_bulb_c = 11.0;
  double humidity_ratio = 0.0075;  ///< kg of water per kg of dry air
  double pressure_pa = 101325.0;
};

/// Air of a dry bulb, relative humidity (brought to [0, 1]) and pressure.
OutdoorAir outdoor_air(Temperature dry_bulb, double relative_humidity_frac, double pressure_pa);

/// A year of outdoor air; every vector has hours() elements.
struct OutdoorYear {
  std::vector<double> dry_bulb_c, wet_bulb_c, humidity_ratio, pressure_pa;
  catalog::AnnualExtremes extremes{};  ///< of the station's record, where known
  std::vector<catalog::DesignDay> design_days{};
  int hours() const { return int(dry_bulb_c.size()); }
  OutdoorAir at(std::size_t hour) const {
    return {dry_bulb_c[hour], wet_bulb_c[hour], humidity_ratio[hour], pressure_pa[hour]};
  }
};

/// Wet bulb of every hour.
std::vector<double> wet_bulb_c(const catalog::WeatherYear& weather);
/// Everything cool() needs of every hour, once per weather file.
OutdoorYear outdoor_year(const catalog::WeatherYear& weather);
/// The year that plants are sized by: the same, before a summer was made hotter.
OutdoorYear sizing_year(const catalog::WeatherYear& weather);
/// The same year with `warming` added to every dry bulb at unchanged humidity ratio (capped at saturation): a climate-change
/// offset, or a year hotter or colder than the typical one.
catalog::WeatherYear warmed(catalog::WeatherYear weather, TemperatureDelta warming);

/// The hottest conditions a plant is sized for.
struct DesignConditions {
  Temperature dry_bulb, wet_bulb;  ///< extremes, not coincident: each loop uses the one that binds it
  double pressure_pa = 101325.0;   ///< annual mean
};
/// Air with both extremes at once: what a hall and its plants meet at the worst.
OutdoorAir outdoor_air(const DesignConditions& hottest);
/// Highest dry bulb and highest wet bulb of the year, each by itself.
struct HottestHours {
  double dry_bulb_c = 0, wet_bulb_c = 0;
};
HottestHours hottest_hours(const OutdoorYear& year);
/// Those plus `allowance`, because a typical year leaves out the extremes of the record.
DesignConditions design_conditions(const OutdoorYear& year, TemperatureDelta allowance);

}  // namespace gw::cooling
