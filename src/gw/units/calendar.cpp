#include "gw/units/calendar.h"

#include <fmt/format.h>

#include <array>
#include <charconv>

namespace gw {
namespace {

constexpr std::array<int, 12> kDaysInMonth = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

std::optional<int> parse_digits(std::string_view text) {
  int value = 0;
  for (char c : text) {
    if (c < '0' || c > '9') return {};
    value = value * 10 + (c - '0');
  }
  return value;
}

int day_of_typical_year(Date date) {
  int day = date.day - 1;
  if (date.month == 2 && date.day == 29) day = 27;
  for (int month = 1; month < date.month; ++month) day += kDaysInMonth[std::size_t(month - 1)];
  return day;
}

}  // namespace

bool is_leap(int year) { return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0; }

std::optional<Date> parse_date(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return {};
  const auto y = parse_digits(text.substr(0, 4)), m = parse_digits(text.substr(5, 2)),
             d = parse_digits(text.substr(8));
  if (!y || !m || !d || *m < 1 || *m > 12 || *d < 1) return {};
  const int last = kDaysInMonth[std::size_t(*m - 1)] + (*m == 2 && is_leap(*y) ? 1 : 0);
  if (*d > last) return {};
  return Date{*y, *m, *d};
}

std::string to_string(Date date) { return fmt::format("{:04}-{:02}-{:02}", date.year, date.month, date.day); }

std::int64_t days_since_epoch(Date date) {
  const int y = date.year - (date.month <= 2);
  const int era = (y >= 0 ? y : y - 399) / 400;
  const int year_of_era = y - era * 400;
  const int day_of_year = (153 * (date.month + (date.month > 2 ? -3 : 9)) + 2) / 5 + date.day - 1;
  const int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return std::int64_t(era) * 146097 + day_of_era - 719468;
}

Date date_from_days(std::int64_t days) {
  days += 719468;
  const std::int64_t era = (days >= 0 ? days : days - 146096) / 146097;
  const int day_of_era = int(days - era * 146097);
  const int year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  const int day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const int mp = (5 * day_of_year + 2) / 153;
  const int month = mp + (mp < 10 ? 3 : -9);
  return {int(year_of_era + era * 400) + (month <= 2), month, day_of_year - (153 * mp + 2) / 5 + 1};
}

int typical_hour_of_year(Date start, std::int64_t hours_after_start) {
  std::int64_t days = hours_after_start / 24;
  std::int64_t hour = hours_after_start % 24;
  if (hour < 0) {
    hour += 24;
    --days;
  }
  return day_of_typical_year(date_from_days(days_since_epoch(start) + days)) * 24 + int(hour);
}

}  // namespace gw
