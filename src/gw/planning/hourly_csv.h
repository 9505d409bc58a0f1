#pragma once
// A year of hourly values from a CSV file.

#include <string>
#include <vector>

#include "gw/base/result.h"

namespace gw::planning {

/// Values outside are refused.
struct ValueRange {
  double least, most;
};

/// 8,760 values (8,784 of a leap year: 29 February is dropped) from the last column of a CSV file with one header
/// line; `path` stands for the file in messages. Errors GW1401: wrong number of rows, a row whose last cell is not a
/// number in the range.
Result<std::vector<double>> parse_hourly_csv(const std::string& text, const std::string& path,
                                             const ValueRange& range = {-1e12, 1e12});

}  // namespace gw::planning
