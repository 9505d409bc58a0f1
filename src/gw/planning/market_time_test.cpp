// Every hour of thirty years, written in each market's way and read again; the US clock's two changes a year.

#include "gw/planning/market_time.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <string>

#include "gw/units/calendar.h"

namespace gw::planning {
namespace {

constexpr std::int64_t kHoursADay = 24;

std::int64_t hour_of(Date date, int hour) { return days_since_epoch(date) * kHoursADay + hour; }

/// 0 = Sunday; 1970-01-01 was a Thursday.
int weekday(Date date) { return int((days_since_epoch(date) + 4) % 7); }

std::string iso(Date d, int hour, const char* divider, const char* zone) {
  return fmt::format("{:04}-{:02}-{:02}{}{:02}:00:00{}", d.year, d.month, d.day, divider, hour, zone);
}

std::string twelve_hour(Date d, int hour) {
  return fmt::format("{}/{}/{} {}:00:00 {}", d.month, d.day, d.year, hour % 12 == 0 ? 12 : hour % 12,
                     hour < 12 ? "AM" : "PM");
}

std::string padded(Date d, int hour) {
  return fmt::format("{:02}/{:02}/{:04} {:02}:00", d.month, d.day, d.year, hour);
}

}  // namespace

TEST_CASE("written and read again, an hour is the same hour, over thirty years") {
  const std::int64_t first = days_since_epoch({2000, 1, 1}), last = days_since_epoch({2030, 1, 1});
  for (std::int64_t day = first; day < last; day += 3) {
    const Date date = date_from_days(day);
    for (int hour = 0; hour < 24; hour += 5) {
      const std::int64_t expected = 60 * hour_of(date, hour);
      for (const std::string& text : {iso(date, hour, " ", ""), iso(date, hour, "T", ""),
                                      twelve_hour(date, hour), padded(date, hour)}) {
        CAPTURE(text);
        const auto read = parse_time(text);
        REQUIRE(read);
        CHECK(read->minutes == expected);
        CHECK_FALSE(read->is_utc);
      }
      for (const std::string& text : {iso(date, hour, "T", "Z"), iso(date, hour, " ", "+00:00")}) {
        CAPTURE(text);
        const auto read = parse_time(text);
        REQUIRE(read);
        CHECK(read->minutes == expected);
        CHECK(read->is_utc);
      }
      const auto eastern = parse_time(iso(date, hour, " ", "-05:00"));
      REQUIRE(eastern);
      CHECK(eastern->minutes == expected + 5 * 60);
    }
  }
}

TEST_CASE("daylight saving: 34 weeks a year, from a Sunday in March to a Sunday in November") {
  for (int year = 2007; year < 2050; ++year) {
    CAPTURE(year);
    int daylight = 0, changes = 0, repeated = 0;
    bool before = false;
    for (std::int64_t hour = hour_of({year, 1, 1}, 0); hour < hour_of({year + 1, 1, 1}, 0); ++hour) {
      const bool now = us_daylight_saving(hour);
      daylight += now;
      if (now != before) {
        ++changes;
        const Date date = date_from_days(hour / kHoursADay);
        CHECK(weekday(date) == 0);
        CHECK(date.month == (now ? 3 : 11));
        CHECK(date.day >= (now ? 8 : 1));
        CHECK(date.day <= (now ? 14 : 7));
        CHECK(hour % kHoursADay == 2);
      }
      if (us_repeated_hour(hour)) {
        ++repeated;
        CHECK(now);
        CHECK_FALSE(us_daylight_saving(hour + 1));
      }
      before = now;
    }
    CHECK(changes == 2);
    CHECK(repeated == 1);
    CHECK(daylight == 34 * 7 * 24);
  }
}

TEST_CASE("what is no time is refused") {
  for (const char* text :
       {"", " ", "h7", "price", "2022-13-01 00:00", "2022-02-30 01:00", "31/01/2022 10:00",
        "2022-01-01 25:00", "2022-01-01 10:61", "1/1/2022 13:00 PM", "2022-01-01 10:00 x"}) {
    CAPTURE(std::string(text));
    CHECK_FALSE(parse_time(text));
  }
}

}  // namespace gw::planning
