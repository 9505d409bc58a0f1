#pragma once
// EnergyPlus weather files: one typical or actual year, hour by hour.

#include <optional>
#include <string>
#include <vector>

#include "gw/base/result.h"
#include "gw/units/temperature.h"

namespace gw::catalog {

/// Annual highest temperatures of the station's record, as far as the header or the reader knows them.
struct AnnualExtremes {
  std::optional<Temperature> dry_bulb_mean;  ///< of the annual highest dry bulbs
  std::optional<TemperatureDelta> dry_bulb_std;
  std::optional<Temperature> wet_bulb_record;  ///< highest wet bulb of the whole record
  std::optional<TemperatureDelta> wet_bulb_std;
};

/// Cooling design conditions: dry bulb and wet bulb, each by itself, that are exceeded in so much of the year.
struct DesignDay {
  double exceeded_frac = 0;
  double dry_bulb_c = 0, wet_bulb_c = 0;
};

/// What stood in the hours of a summer before it was made hotter.
struct TypicalSummer {
  std::vector<double> dry_bulb_c, relative_humidity_frac;
};

/// One year of weather at one station, local standard time; element h covers hour h to h+1 of the year
/// (EPW hour 1 is element 0). All spans have `hours()` elements: 8,760, as 29 February of an actual leap year is left out.
struct WeatherYear {
  std::string city, region, country, data_source, wmo;
  double latitude_deg = 0, longitude_deg = 0, time_zone_h = 0, elevation_m = 0;
  std::string file;
  std::vector<double> dry_bulb_c, dew_point_c, relative_humidity_frac, pressure_pa;
  std::vector<double> global_horizontal_wh_per_m2, direct_normal_wh_per_m2, diffuse_horizontal_wh_per_m2;
  std::vector<double> wind_speed_m_per_s;
  AnnualExtremes extremes;  ///< line DESIGN CONDITIONS, where it has them
  std::vector<DesignDay> design_days;  ///< of the same line: 0.4, 1 and 2 % of the year, or none
  std::optional<TypicalSummer> typical;  ///< of a hotter summer: plants are sized by it (cooling/extreme_year.h)
  int radiation_missing_hours = 0,
      wind_missing_hours = 0;       ///< over longer gaps than are interpolated: zero there
  std::vector<std::string> notes;   ///< what was filled in: "3 missing dry-bulb hours interpolated"
  int hours() const { return int(dry_bulb_c.size()); }
};

/// Reads an EPW file [EnergyPlus Auxiliary Programs, "EnergyPlus Weather File (EPW) Data Dictionary"].
/// Missing values (99.9 etc. per the dictionary) are interpolated over gaps of at most 6 h. Longer gaps:
/// pressure comes from the elevation, humidity and dew point from each other, radiation and wind are zero and
/// counted; those of the dry bulb, or of both humidities, are errors. Records of part of an hour are
/// averaged. What contradicts itself is noted (epw_sense.h). `notes` come as warnings too (GW1207). Codes:
/// GW1201 cannot read, GW1202 not an EPW (header), GW1203 wrong number of rows (truncated), GW1204 bad or
/// impossible value (row and column named), GW1205 gap too long, GW1206 hours not in order.
Result<WeatherYear> read_epw(const std::string& path);
/// The same of a text; `path` stands for the file in messages.
Result<WeatherYear> parse_epw(std::string text, const std::string& path);

}  // namespace gw::catalog
