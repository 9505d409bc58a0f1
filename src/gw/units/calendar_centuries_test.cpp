// Leap years, turns of centuries and hours of a typical year over a long horizon.
#include <doctest/doctest.h>

#include "gw/units/calendar.h"

using namespace gw;

TEST_CASE("97 of 400 years are leap years, wherever the 400 begin") {
  for (int first : {1, 1600, 1970, 2001}) {
    int leap = 0;
    for (int year = first; year < first + 400; ++year) leap += is_leap(year);
    CHECK(leap == 97);
  }
}

TEST_CASE("a year has 365 days, a leap year 366; 400 years have 146,097") {
  for (int year = 1890; year <= 2110; ++year) {
    CAPTURE(year);
    CHECK(days_since_epoch({year + 1, 1, 1}) - days_since_epoch({year, 1, 1}) == (is_leap(year) ? 366 : 365));
    CHECK(parse_date(std::to_string(year) + "-02-29").has_value() == is_leap(year));
  }
  CHECK(days_since_epoch({2370, 1, 1}) == 146097);
}

TEST_CASE("the day after 28 February, at turns of centuries") {
  const auto next = [](Date date) { return date_from_days(days_since_epoch(date) + 1); };
  CHECK(next({1900, 2, 28}) == Date{1900, 3, 1});
  CHECK(next({2000, 2, 28}) == Date{2000, 2, 29});
  CHECK(next({2000, 2, 29}) == Date{2000, 3, 1});
  CHECK(next({2028, 2, 28}) == Date{2028, 2, 29});
  CHECK(next({2100, 2, 28}) == Date{2100, 3, 1});
  CHECK(next({1999, 12, 31}) == Date{2000, 1, 1});
  CHECK(next({2099, 12, 31}) == Date{2100, 1, 1});
}

TEST_CASE("known days: the epoch of Unix time in other years") {
  CHECK(days_since_epoch({1900, 1, 1}) == -25567);
  CHECK(days_since_epoch({2000, 1, 1}) == 10957);
  CHECK(days_since_epoch({2038, 1, 19}) * 86400 == 2147472000);  // last day of 32-bit seconds
  CHECK(days_since_epoch({2100, 3, 1}) == 47541);
  CHECK(date_from_days(-25567) == Date{1900, 1, 1});
  CHECK(date_from_days(47541) == Date{2100, 3, 1});
}

TEST_CASE("text and back for every day from 2096 to 2104") {
  for (std::int64_t day = days_since_epoch({2096, 1, 1}); day <= days_since_epoch({2104, 12, 31}); ++day) {
    const Date date = date_from_days(day);
    if (parse_date(to_string(date)) != date) FAIL("not read back: " << to_string(date));
  }
}

TEST_CASE("three years through a leap day use 24 hours of the typical year twice") {
  const Date start{2027, 1, 1};
  int twice = 0, before = -1;
  for (std::int64_t hour = 0; hour < 3 * 8760 + 24; ++hour) {
    const int typical = typical_hour_of_year(start, hour);
    REQUIRE(typical >= 0);
    REQUIRE(typical < 8760);
    // The clock never jumps: it moves on by one hour, starts the year again, or repeats 28 February.
    const bool repeats = typical == 58 * 24 && before == 59 * 24 - 1;
    REQUIRE((typical == (before + 1) % 8760 || repeats));
    twice += repeats;
    before = typical;
  }
  CHECK(twice == 1);
  CHECK(before == 8759);
}

TEST_CASE("hours before the start are those of the year before") {
  CHECK(typical_hour_of_year({2028, 3, 1}, -1) == 59 * 24 - 1);   // 29 February 23:00 is the 28th's
  CHECK(typical_hour_of_year({2028, 3, 1}, -25) == 59 * 24 - 1);  // and so is 28 February 23:00
  CHECK(typical_hour_of_year({2027, 3, 1}, -25) == 58 * 24 - 1);
  CHECK(typical_hour_of_year({2027, 1, 1}, -8760) == 0);
}
