#pragma once
// Hourly prices and emission rates in the files that markets publish, to a year of local standard time.
//
// The format is told by the names of the columns, letters only and without case:
//   PJM day-ahead or real-time LMP      datetime_beginning_utc, pnode_name or pnode_id, total_lmp_da or total_lmp_rt
//   ERCOT settlement point prices       DeliveryDate, HourEnding, SettlementPoint, SettlementPointPrice, DSTFlag (US Central,
//                                       daylight saving; DSTFlag Y = second pass of the hour repeated in November)
//   MISO LMP                            MARKET_DAY, NODE, VALUE, HE1 ... HE24 (EST all year); or daily files one after another
//   CAISO OASIS PRC_LMP                 INTERVALSTARTTIME_GMT, NODE, LMP_TYPE, MW
//   EIA-930 balance                     Balancing Authority, UTC Time at End of Hour, Net Generation (MW) from ...
//   fuel mix                            timestamp, WND, SUN, WAT, OIL, NG, COL, NUC, OTH
//   days and hours                      a column of days (date, day) and one of hours: hour_ending or he (1 to 24), hour_beginning
//                                       (0 to 23), or hour, whose count is told by whether it has an hour 24 or an hour 0
//   plain                               a column of times (timestamp, datetime, time, date), values as value_column() says
// Files put one after another keep their headers: a row that repeats the header is skipped. An empty cell is a missing hour.
// Rate of a fuel mix: sum of generation x rate of its fuel over the sum of generation (fuel_mix.h).

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "gw/base/result.h"
#include "gw/planning/hourly_csv.h"
#include "gw/supply/grid_connection.h"

namespace gw::planning {

enum class SeriesKind { price, emission, power };

/// What is wanted of a file.
struct SeriesRequest {
  SeriesKind kind = SeriesKind::price;
  ValueRange range{-1e12, 1e12};
  std::string location;       ///< settlement point, node or balancing authority; "" = the file holds one
  double time_zone_h = 0;     ///< of the campus's standard time, ahead of UTC
  supply::FillGaps fill = supply::FillGaps::refuse;
};

/// 8,760 values of local standard time.
struct HourlyYear {
  std::vector<double> value;
  std::vector<double> carbon_free_frac;  ///< of a fuel mix, else empty
};

/// One hour of a file, by the UTC hour in which it begins.
struct MarketHour {
  std::int64_t utc_hour = 0;
  double value = 0, carbon_free_frac = 0;
  int line = 0;
};

/// A file of any format, hourly_csv.h's plain columns among them. Errors: GW1401 a value that is no number in range; GW1402 no
/// table; GW1403 hours missing; GW1404 an hour twice; GW1405 not one year; GW1406 a time that cannot be read or is not on the
/// hour; GW1407 no such location, or several; GW1409 the file holds something else. GW1408 (warning): hours were filled.
Result<HourlyYear> read_market_csv(const std::string& text, const std::string& path, const SeriesRequest& request);

/// Lays hours on the typical year; 29 February is dropped. `path` stands for the file in messages.
Result<HourlyYear> lay_on_year(const std::vector<MarketHour>& hours, const std::string& path, const SeriesRequest& request);

}  // namespace gw::planning
