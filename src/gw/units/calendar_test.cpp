#include "gw/units/calendar.h"

#include <doctest/doctest.h>

using namespace gw;

TEST_CASE("dates parse only when they exist") {
  CHECK(parse_date("2028-06-01") == Date{2028, 6, 1});
  CHECK(parse_date("2028-02-29") == Date{2028, 2, 29});
  CHECK(parse_date("2000-02-29"));
  for (const char* text :
       {"2027-02-29", "1900-02-29", "2028-13-01", "2028-00-01", "2028-04-31", "2028-01-00", "2028-1-1",
        "2028/01/01", "28-01-01", "", "2028-01-01 ", "20x8-01-01", "-028-01-01"})
    CHECK_MESSAGE(!parse_date(text), text);
  CHECK(to_string(Date{2028, 6, 1}) == "2028-06-01");
  CHECK(to_string(Date{987, 1, 31}) == "0987-01-31");
}

TEST_CASE("days since 1970 and back") {
  CHECK(days_since_epoch({1970, 1, 1}) == 0);
  CHECK(days_since_epoch({1969, 12, 31}) == -1);
  CHECK(days_since_epoch({2000, 3, 1}) == 11017);
  CHECK(days_since_epoch({2026, 1, 1}) == 20454);
  for (std::int64_t day = -800000; day < 100000; day += 13)
    CHECK(days_since_epoch(date_from_days(day)) == day);
  // Every day of four centuries follows the one before.
  Date before = date_from_days(0);
  for (std::int64_t day = 1; day < 146097; ++day) {
    const Date date = date_from_days(day);
    if (!(date > before)) FAIL("not in order: " << to_string(date));
    before = date;
  }
}

TEST_CASE("leap years") {
  CHECK(is_leap(2028));
  CHECK(is_leap(2000));
  CHECK_FALSE(is_leap(1900));
  CHECK_FALSE(is_leap(2027));
}

TEST_CASE("hours of a typical year") {
  const Date january{2027, 1, 1};
  CHECK(typical_hour_of_year(january, 0) == 0);
  CHECK(typical_hour_of_year(january, 8759) == 8759);
  CHECK(typical_hour_of_year(january, 8760) == 0);
  CHECK(typical_hour_of_year(january, -1) == 8759);
  CHECK(typical_hour_of_year({2027, 3, 1}, 5) == 59 * 24 + 5);
  CHECK(typical_hour_of_year({2028, 2, 28}, 12) == 58 * 24 + 12);
  CHECK(typical_hour_of_year({2028, 2, 29}, 12) == 58 * 24 + 12);  // repeats the 28th
  CHECK(typical_hour_of_year({2028, 3, 1}, 12) == 59 * 24 + 12);
}
