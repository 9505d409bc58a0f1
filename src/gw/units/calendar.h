#pragma once
// Dates and hours. A campus lives in local standard time all year (as EPW files do); no daylight saving.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace gw {

/// A civil date of the proleptic Gregorian calendar.
struct Date {
  int year = 1970, month = 1, day = 1;
  friend auto operator<=>(const Date&, const Date&) = default;
};

/// "2028-06-01". Nothing when it is not such a date (2027-02-29 is refused).
std::optional<Date> parse_date(std::string_view text);
std::string to_string(Date date);
/// Days since 1970-01-01 [Hinnant, "chrono-compatible low-level date algorithms"].
std::int64_t days_since_epoch(Date date);
Date date_from_days(std::int64_t days);
bool is_leap(int year);
/// Hour of a typical 8,760-hour year (0..8759) for an hour offset from `start`; 29 February repeats 28
/// February.
int typical_hour_of_year(Date start, std::int64_t hours_after_start);

}  // namespace gw
