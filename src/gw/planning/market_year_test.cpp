#include <doctest/doctest.h>

#include "gw/planning/market_csv.h"
#include "gw/units/calendar.h"

namespace gw::planning {
namespace {

using doctest::Approx;

std::vector<MarketHour> hours_of(Date start, int count) {
  std::vector<MarketHour> out;
  const std::int64_t first = days_since_epoch(start) * 24;
  for (int h = 0; h < count; ++h) out.push_back({first + h, double(h), h / 10000.0, h + 2});
  return out;
}

void erase(std::vector<MarketHour>& hours, int from, int count) { hours.erase(hours.begin() + from, hours.begin() + from + count); }

}  // namespace

TEST_CASE("the order of the rows does not matter") {
  std::vector<MarketHour> hours = hours_of({2022, 1, 1}, 8760);
  std::swap(hours[3], hours[7000]);
  const auto year = lay_on_year(hours, "a.csv", {});
  REQUIRE(year);
  CHECK(year->value[3] == 3);
  CHECK(year->carbon_free_frac[7000] == Approx(0.7));
}

TEST_CASE("a leap year loses its 29 February and nothing else") {
  const auto year = lay_on_year(hours_of({2024, 1, 1}, 8784), "leap.csv", {});
  REQUIRE(year);
  CHECK(year->value[59 * 24 - 1] == 59 * 24 - 1);
  CHECK(year->value[59 * 24] == 60 * 24);
  CHECK(year->value[8759] == 8783);
}

TEST_CASE("a year may begin in any month") {
  const auto year = lay_on_year(hours_of({2022, 7, 1}, 8760), "july.csv", {});
  REQUIRE(year);
  CHECK(year->value[181 * 24] == 0);
  CHECK(year->value[0] == 184 * 24);
}

TEST_CASE("gaps are filled over the turn of the year") {
  std::vector<MarketHour> hours = hours_of({2022, 1, 1}, 8760);
  erase(hours, 8758, 2);
  erase(hours, 0, 2);
  SeriesRequest request;
  request.fill = supply::FillGaps::previous;
  auto year = lay_on_year(hours, "turn.csv", request);
  REQUIRE(year);
  CHECK(year->value[0] == 8757);
  CHECK(year->value[1] == 8757);
  request.fill = supply::FillGaps::interpolate;
  year = lay_on_year(hours, "turn.csv", request);
  REQUIRE(year);
  CHECK(year->value[8758] == Approx(8757 + (2.0 - 8757) / 5));
  CHECK(year->value[1] == Approx(8757 + 4 * (2.0 - 8757) / 5));
}

TEST_CASE("gaps are counted by hours and by runs") {
  std::vector<MarketHour> hours = hours_of({2022, 1, 1}, 8760);
  erase(hours, 5000, 3);
  erase(hours, 40, 2);
  const auto refused = lay_on_year(hours, "gaps.csv", {});
  CHECK_FALSE(refused);
  const Diagnostic& gap = refused.diagnostics.list()[0];
  CHECK(gap.code == "GW1403");
  CHECK(gap.message.find("5 h missing in 2 gaps, the first of 2 h from 01-02 16:00") != std::string::npos);
  CHECK(gap.where.line == 41);
  CHECK(gap.hint.find("fill_gaps") != std::string::npos);
}

TEST_CASE("more than a month missing is another length of file, which no filling hides") {
  std::vector<MarketHour> hours = hours_of({2022, 1, 1}, 8760);
  erase(hours, 2000, 31 * 24 + 1);
  SeriesRequest request;
  request.fill = supply::FillGaps::interpolate;
  const auto refused = lay_on_year(hours, "short.csv", request);
  CHECK_FALSE(refused);
  CHECK(refused.diagnostics.list()[0].code == "GW1405");
  std::vector<MarketHour> month = hours_of({2022, 1, 1}, 8760);
  erase(month, 2000, 31 * 24);
  CHECK(lay_on_year(month, "month.csv", request));
}

TEST_CASE("more than a year is refused with the line of the hour that comes again") {
  const auto refused = lay_on_year(hours_of({2022, 1, 1}, 8761), "long.csv", {});
  CHECK_FALSE(refused);
  CHECK(refused.diagnostics.list()[0].code == "GW1405");
  CHECK(refused.diagnostics.list()[0].where.line == 8762);
  CHECK(lay_on_year(hours_of({2022, 1, 1}, 20000), "years.csv", {}).diagnostics.list()[0].message.find("expected one year") !=
        std::string::npos);
}

TEST_CASE("a file of nothing but faults tells the first few") {
  std::vector<MarketHour> hours = hours_of({2022, 1, 1}, 8760);
  const std::vector<MarketHour> again = hours;
  hours.insert(hours.end(), again.begin(), again.end());
  CHECK(lay_on_year(hours, "twice.csv", {}).diagnostics.list().size() == 5);
}

}  // namespace gw::planning
