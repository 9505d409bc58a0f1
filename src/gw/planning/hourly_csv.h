#pragma once
// A year of hourly values from a CSV file.

#include <string>
#include <vector>

#include "gw/base/csv.h"
#include "gw/base/result.h"

namespace gw::planning {

/// Values outside are refused.
struct ValueRange {
  double least, most;
  const char* unit =
      "";  ///< of the values: "USD/MWh", "kg/MWh"; a column named in another unit of the same is converted
};

/// The column of a file's values, among those that are not named as times: the only one, else the only one that is
/// named as one (price, LMP, rate, load ...). -1 and GW1410 where that is not said.
int value_column(const CsvTable& table, Diagnostics& problems);
/// What values of a column are multiplied by, by the unit in its name; GW1401 for one that does not convert.
double unit_factor(const std::string& name, const ValueRange& range, const std::string& path, Diagnostics& problems);

/// 8,760 values from the column of values (value_column) of a CSV file (base/csv.h) with a header line or none. 8,784 rows are a
/// leap year, whose 29 February is dropped whatever the horizon: model years have 8,760 hours. `path` stands
/// for the file in messages. Errors GW1401: wrong number of rows, a column named in a unit that does not
/// convert (EUR),  semicolons or tabs between columns, a row whose value is not a number in the range; GW1410: several columns of values;
/// GW1402: as parse_csv, a row with another number of cells among them.
Result<std::vector<double>> parse_hourly_csv(const std::string& text, const std::string& path,
                                             const ValueRange& range = {-1e12, 1e12});

}  // namespace gw::planning
