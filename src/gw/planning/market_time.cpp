#include "gw/planning/market_time.h"

#include <array>
#include <cctype>
#include <string>

#include "gw/base/text.h"
#include "gw/units/calendar.h"

namespace gw::planning {
namespace {

constexpr int kMinutesPerHour = 60, kHoursPerDay = 24;

// Reads digits and single separators from the left.
class Cursor {
 public:
  explicit Cursor(std::string_view text) : text_(text) {}
  bool done() const { return at_ >= text_.size(); }
  char peek() const { return done() ? '\0' : text_[at_]; }
  bool take(char c) {
    if (peek() != c) return false;
    ++at_;
    return true;
  }
  std::optional<int> number(std::size_t most_digits) {
    int value = 0;
    std::size_t digits = 0;
    for (; digits < most_digits && !done() && std::isdigit(static_cast<unsigned char>(peek())); ++digits)
      value = 10 * value + (text_[at_++] - '0');
    return digits > 0 ? std::optional<int>(value) : std::nullopt;
  }
  std::string_view rest() const { return text_.substr(at_); }

 private:
  std::string_view text_;
  std::size_t at_ = 0;
};

std::optional<Date> date_of(Cursor& cursor) {
  const auto first = cursor.number(4);
  const bool iso = cursor.peek() == '-';
  if (!first || !(cursor.take('-') || cursor.take('/'))) return {};
  const auto second = cursor.number(2);
  if (!second || !(cursor.take('-') || cursor.take('/'))) return {};
  const auto third = cursor.number(4);
  if (!third) return {};
  const Date date = iso ? Date{*first, *second, *third} : Date{*third, *first, *second};
  if (date.year < 1900 || date.year > 2999 || date.month < 1 || date.month > 12 || date.day < 1 || date.day > 31) return {};
  return date_from_days(days_since_epoch(date)) == date ? std::optional<Date>(date) : std::nullopt;
}

// "16:00", "16:00:00", "4:00:00 PM", with fractions of zero.
std::optional<int> minutes_of_day(Cursor& cursor) {
  const auto hour = cursor.number(2);
  if (!hour || !cursor.take(':')) return {};
  const auto minute = cursor.number(2);
  if (!minute || *minute >= kMinutesPerHour) return {};
  if (cursor.take(':')) {
    if (cursor.number(2) != 0) return {};
    if (cursor.take('.') && cursor.number(9) != 0) return {};
  }
  int in_day = *hour;
  while (cursor.take(' ')) {
  }
  const bool morning = cursor.peek() == 'A' || cursor.peek() == 'a', evening = cursor.peek() == 'P' || cursor.peek() == 'p';
  if (morning || evening) {
    cursor.take(cursor.peek());
    if (!cursor.take('M') && !cursor.take('m')) return {};
    if (in_day < 1 || in_day > 12) return {};
    in_day = in_day % 12 + (evening ? 12 : 0);
  }
  if (in_day > kHoursPerDay || (in_day == kHoursPerDay && *minute > 0)) return {};
  return in_day * kMinutesPerHour + *minute;
}

// "Z", "+00:00", "-0500"; nothing when the rest of the text is no offset.
std::optional<int> offset_minutes(Cursor& cursor) {
  if (cursor.take('Z') && cursor.done()) return 0;
  const bool west = cursor.peek() == '-';
  if (!cursor.take('+') && !cursor.take('-')) return {};
  const auto hours = cursor.number(2);
  cursor.take(':');
  const auto minutes = cursor.number(2);
  if (!hours || *hours > 14 || minutes.value_or(0) >= kMinutesPerHour || !cursor.done()) return {};
  const int offset = *hours * kMinutesPerHour + minutes.value_or(0);
  return west ? -offset : offset;
}

// Day of the month of the nth Sunday.
std::int64_t nth_sunday(int year, int month, int nth) {
  const std::int64_t first = days_since_epoch({year, month, 1});
  constexpr std::int64_t kSundayAfterEpoch = 3;  // 1970-01-01 was a Thursday
  const std::int64_t weekday = ((first - kSundayAfterEpoch) % 7 + 7) % 7;
  return first + (7 - weekday) % 7 + 7 * (nth - 1);
}

std::int64_t day_of(std::int64_t hour) { return hour >= 0 ? hour / kHoursPerDay : -((kHoursPerDay - 1 - hour) / kHoursPerDay); }

std::int64_t daylight_end(std::int64_t wall_hour) {
  return nth_sunday(date_from_days(day_of(wall_hour)).year, 11, 1) * kHoursPerDay + 2;
}

}  // namespace

std::optional<WrittenTime> parse_time(std::string_view text) {
  const std::string trimmed(trim(text));
  Cursor cursor(trimmed);
  const auto date = date_of(cursor);
  if (!date) return {};
  const std::int64_t midnight = days_since_epoch(*date) * kHoursPerDay * kMinutesPerHour;
  if (cursor.done()) return WrittenTime{midnight, false};
  if (!cursor.take('T') && !cursor.take(' ')) return {};
  const auto minutes = minutes_of_day(cursor);
  if (!minutes) return {};
  if (cursor.done()) return WrittenTime{midnight + *minutes, false};
  const auto offset = offset_minutes(cursor);
  if (!offset) return {};
  return WrittenTime{midnight + *minutes - *offset, true};
}

bool us_daylight_saving(std::int64_t wall_hour) {
  const std::int64_t begin = nth_sunday(date_from_days(day_of(wall_hour)).year, 3, 2) * kHoursPerDay + 2;
  return wall_hour >= begin && wall_hour < daylight_end(wall_hour);
}

bool us_repeated_hour(std::int64_t wall_hour) { return wall_hour == daylight_end(wall_hour) - 1; }

}  // namespace gw::planning
