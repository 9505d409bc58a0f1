#pragma once
// A year of hourly values from a CSV file.

#include <string>
#include <vector>

#include "gw/base/result.h"

namespace gw::planning {

/// Values outside are refused.
struct ValueRange {
  double least, most;
  const char* unit =
      "";  ///< of the values: "USD/MWh", "kg/MWh"; a column named in another unit of the same is converted
};

/// 8,760 values from the last column of a CSV file (base/csv.h) with a header line or none. 8,784 rows are a
/// leap year, whose 29 February is dropped whatever the horizon: model years have 8,760 hours. `path` stands
/// for the file in messages. Errors GW1401: wrong number of rows, a column named in a unit that does not
/// convert (EUR),  semicolons or tabs between columns, a row whose last cell is not a number in the range;
/// GW1402: as parse_csv, a row with another number of cells among them.
Result<std::vector<double>> parse_hourly_csv(const std::string& text, const std::string& path,
                                             const ValueRange& range = {-1e12, 1e12});

}  // namespace gw::planning
