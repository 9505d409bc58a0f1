#include "gw/planning/market_csv.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "gw/planning/fuel_mix.h"
#include "gw/planning/market_time.h"
#include "gw/units/calendar.h"

namespace gw::planning {
namespace {

using doctest::Approx;

// 2022 by UTC hour: the value of hour h is h.
std::string pjm(int from = 0, int to = 8760, int skip = -1, int twice = -1) {
  std::string out = "datetime_beginning_utc,datetime_beginning_ept,pnode_id,pnode_name,total_lmp_da\n";
  const std::int64_t first = days_since_epoch({2022, 1, 1});
  for (int h = from; h < to; ++h) {
    if (h == skip) continue;
    const Date d = date_from_days(first + h / 24);
    const int of_day = h % 24;
    const std::string row = fmt::format("{}/{}/{} {}:00:00 {},local,51288,AEP,{}\n", d.month, d.day, d.year,
                                        of_day % 12 == 0 ? 12 : of_day % 12, of_day < 12 ? "AM" : "PM", h);
    out += row;
    if (h == twice) out += row;
  }
  return out;
}

const Diagnostic& first(const Result<HourlyYear>& result) {
  REQUIRE_FALSE(result.diagnostics.list().empty());
  return result.diagnostics.list()[0];
}

std::string code(const std::string& text, SeriesRequest request = {}) {
  const auto result = read_market_csv(text, "a.csv", request);
  CHECK_FALSE(result);
  return first(result).code;
}

}  // namespace

TEST_CASE("times as the markets write them") {
  const std::int64_t noon = (days_since_epoch({2022, 3, 4}) * 24 + 12) * 60;
  CHECK(parse_time("2022-03-04 12:00:00+00:00")->minutes == noon);
  CHECK(parse_time("2022-03-04T07:00:00-05:00")->minutes == noon);
  CHECK(parse_time("2022-03-04T12:00Z")->is_utc);
  CHECK(parse_time("3/4/2022 12:00:00 PM")->minutes == noon);
  CHECK(parse_time("03/04/2022 12:00")->minutes == noon);
  CHECK_FALSE(parse_time("03/04/2022 12:00")->is_utc);
  CHECK(parse_time("3/4/2022 12:00:00 AM")->minutes == noon - 720);
  for (const char* bad : {"", "h7", "2022-02-30", "13/01/2022 00:00", "2022-03-04 25:00", "2022-03-04 12:60", "3/4/2022 13:00 PM"})
    CHECK_FALSE(parse_time(bad));
}

TEST_CASE("US clocks: second Sunday of March to first Sunday of November") {
  const auto at = [](Date d, int hour) { return days_since_epoch(d) * 24 + hour; };
  CHECK_FALSE(us_daylight_saving(at({2022, 3, 13}, 1)));
  CHECK(us_daylight_saving(at({2022, 3, 13}, 3)));
  CHECK(us_daylight_saving(at({2022, 11, 6}, 1)));
  CHECK_FALSE(us_daylight_saving(at({2022, 11, 6}, 2)));
  CHECK(us_repeated_hour(at({2022, 11, 6}, 1)));
  CHECK(us_daylight_saving(at({2026, 3, 8}, 3)));
  CHECK_FALSE(us_daylight_saving(at({2026, 11, 1}, 2)));
}

TEST_CASE("PJM: UTC hours move to local standard time and the year goes round") {
  SeriesRequest request;
  request.time_zone_h = -5;
  const auto year = read_market_csv(pjm(), "pjm.csv", request);
  REQUIRE(year);
  CHECK(year->value[0] == 5);
  CHECK(year->value[8754] == 8759);
  CHECK(year->value[8755] == 0);
}

TEST_CASE("gaps are refused unless the field says how to fill them") {
  const std::string text = pjm(0, 8760, 100);
  const auto refused = read_market_csv(text, "gap.csv", {});
  CHECK_FALSE(refused);
  CHECK(first(refused).code == "GW1403");
  CHECK(first(refused).where.line == 101);
  CHECK(first(refused).message.find("01-05 04:00") != std::string::npos);
  SeriesRequest fill;
  fill.fill = supply::FillGaps::interpolate;
  const auto filled = read_market_csv(text, "gap.csv", fill);
  REQUIRE(filled);
  CHECK(filled->value[100] == Approx(100));
  CHECK(first(filled).code == "GW1408");
  fill.fill = supply::FillGaps::previous;
  CHECK(read_market_csv(text, "gap.csv", fill)->value[100] == 99);
}

TEST_CASE("an hour twice, half a year, two years, a word for a number, a time off the hour: each has its message and line") {
  CHECK(code(pjm(0, 8760, -1, 7)) == "GW1404");
  CHECK(first(read_market_csv(pjm(0, 8760, -1, 7), "a.csv", {})).where.line == 10);
  CHECK(code(pjm(0, 4000)) == "GW1405");
  CHECK(code(pjm(0, 9000)) == "GW1405");
  CHECK(code(pjm(0, 0)) == "GW1405");
  std::string word = pjm();
  word.replace(word.find("AEP,3\n"), 6, "AEP,x\n");
  CHECK(code(word) == "GW1401");
  CHECK(first(read_market_csv(word, "a.csv", {})).where.line == 5);
  std::string quarter = pjm();
  quarter.replace(quarter.find("3:00:00 AM"), 10, "3:15:00 AM");
  CHECK(code(quarter) == "GW1406");
  SeriesRequest narrow;
  narrow.range = {0, 100};
  CHECK(code(pjm(), narrow) == "GW1401");
  SeriesRequest emission;
  emission.kind = SeriesKind::emission;
  CHECK(code(pjm(), emission) == "GW1409");
}

TEST_CASE("of several locations one is named; files put together keep their headers") {
  std::string other = pjm();
  for (std::size_t at = 0; (at = other.find("AEP", at)) != std::string::npos;) other.replace(at, 3, "DOM");
  const std::string both = pjm() + other;
  CHECK(code(both) == "GW1407");
  SeriesRequest request;
  request.location = "DOM";
  CHECK(read_market_csv(both, "two.csv", request));
  request.location = "AEQ";
  const auto wrong = read_market_csv(both, "two.csv", request);
  CHECK(first(wrong).code == "GW1407");
  CHECK(first(wrong).hint.find("AEP") != std::string::npos);
}

TEST_CASE("ERCOT: central prevailing time, one hour less in March and one more in November") {
  std::string text = "DeliveryDate,HourEnding,SettlementPoint,SettlementPointPrice,DSTFlag\n";
  for (int day = 0; day < 365; ++day) {
    const Date d = date_from_days(days_since_epoch({2022, 1, 1}) + day);
    for (int ending = 1; ending <= 24; ++ending) {
      if (d == Date{2022, 3, 13} && ending == 3) continue;
      text += fmt::format("{:02}/{:02}/{},{:02}:00,HB_NORTH,{},N\n", d.month, d.day, d.year, ending, day * 100 + ending);
      if (d == Date{2022, 11, 6} && ending == 2) text += "11/06/2022,02:00,HB_NORTH,777,Y\n";
    }
  }
  SeriesRequest request;
  request.time_zone_h = -6;
  const auto year = read_market_csv(text, "ercot.csv", request);
  INFO(year.diagnostics.render());
  REQUIRE(year);
  CHECK(year->value[0] == 1);
  const int july = 200;  // day of the year, under daylight time: hour ending 2 begins at 00:00 standard
  CHECK(year->value[july * 24] == july * 100 + 2);
  const int november = 309;  // 6 November: the second pass of the hour is 01:00 standard
  CHECK(year->value[november * 24 + 1] == 777);
  CHECK(year->value[november * 24] == november * 100 + 2);
}

TEST_CASE("MISO: daily files one after another, eastern standard time") {
  std::string text;
  for (int day = 0; day < 365; ++day) {
    const Date d = date_from_days(days_since_epoch({2022, 1, 1}) + day);
    text += fmt::format("Day Ahead Market ExPost LMPs\n{:02}/{:02}/{}\n\n,,,All Hours-Ending are Eastern Standard Time (EST)\n"
                        "Node,Type,Value", d.month, d.day, d.year);
    for (int h = 1; h <= 24; ++h) text += fmt::format(",HE {}", h);
    for (const char* part : {"LMP", "MCC"}) {
      text += fmt::format("\nINDIANA.HUB,Hub,{}", part);
      for (int h = 0; h < 24; ++h) text += fmt::format(",{}", part[0] == 'L' ? day * 24 + h : -5);
    }
    text += "\n";
  }
  SeriesRequest request;
  request.time_zone_h = -6;
  const auto year = read_market_csv(text, "miso.csv", request);
  INFO(year.diagnostics.render());
  REQUIRE(year);
  CHECK(year->value[0] == 1);
  CHECK(year->value[8759] == 0);
}

TEST_CASE("CAISO: only rows of the whole price count") {
  std::string text = "INTERVALSTARTTIME_GMT,INTERVALENDTIME_GMT,OPR_DT,OPR_HR,NODE,LMP_TYPE,MW\n";
  for (int h = 0; h < 8760; ++h) {
    const Date d = date_from_days(days_since_epoch({2022, 1, 1}) + h / 24);
    for (const char* type : {"LMP", "MCC"})
      text += fmt::format("{}T{:02}:00:00-00:00,x,x,1,TH_SP15,{},{}\n", to_string(d), h % 24, type, type[0] == 'L' ? h : 9999);
  }
  const auto year = read_market_csv(text, "caiso.csv", {});
  REQUIRE(year);
  CHECK(year->value[8759] == 8759);
}

TEST_CASE("generation by fuel gives an emission rate and a carbon-free share") {
  std::array<double, kFuels> mix = {};
  mix[std::size_t(Fuel::coal)] = 1, mix[std::size_t(Fuel::wind)] = 3, mix[std::size_t(Fuel::hydro)] = -5;
  CHECK(rate_of_mix(mix)->kg_per_mwh == Approx(2310 * 0.45359237 / 4));
  CHECK(rate_of_mix(mix)->carbon_free_frac == 0.75);
  CHECK_FALSE(rate_of_mix({}));
  std::string text = "Balancing Authority,UTC Time at End of Hour,Net Generation (MW) from Coal,Net Generation (MW) from Natural Gas,"
                     "Net Generation (MW) from Nuclear,Net Generation (MW) from Wind\n";
  for (int h = 1; h <= 8760; ++h) {
    const Date d = date_from_days(days_since_epoch({2022, 1, 1}) + h / 24);
    text += fmt::format("PJM,{}/{}/{} {}:00,\"1,000\",1000,1000,{}\n", d.month, d.day, d.year, h % 24, h == 1 ? "" : "1000");
  }
  SeriesRequest request;
  request.kind = SeriesKind::emission;
  // Without wind in its first hour, which is therefore no hour of this mix.
  CHECK(code(text, request) == "GW1403");
  request.fill = supply::FillGaps::previous;
  const auto year = read_market_csv(text, "eia.csv", request);
  INFO(year.diagnostics.render());
  REQUIRE(year);
  CHECK(year->carbon_free_frac[0] == Approx(0.5));
  CHECK(year->carbon_free_frac[1] == Approx(0.5));
  CHECK(year->value[1] == Approx((2310 + 960) * 0.45359237 / 4));
  CHECK(code(text) == "GW1409");
  CHECK(code("Balancing Authority,UTC Time at End of Hour,Directly Interconnected Balancing Authority,Interchange (MW)\nA,1/1/2022 1:00,B,3\n",
             request) == "GW1409");
}

TEST_CASE("a fuel that a region lacks is empty throughout; one that nobody knows is refused") {
  std::string text = "timestamp,WND,SUN,WAT,OIL,NG,COL,NUC,OTH\n";
  for (int h = 0; h < 8760; ++h) {
    const Date d = date_from_days(days_since_epoch({2022, 1, 1}) + h / 24);
    text += fmt::format("{} {:02}:00:00+00:00,50,0,0,,50,0,0,0\n", to_string(d), h % 24);
  }
  SeriesRequest request;
  request.kind = SeriesKind::emission;
  const auto year = read_market_csv(text, "mix.csv", request);
  INFO(year.diagnostics.render());
  REQUIRE(year);
  CHECK(year->carbon_free_frac[100] == Approx(0.5));
  const std::string head = "Balancing Authority,UTC Time at End of Hour,Net Generation (MW) from Coal,Net Generation (MW) from Natural Gas,"
                           "Net Generation (MW) from Nuclear,Net Generation (MW) from Wind,Net Generation (MW) from ";
  CHECK(code(head + "Tides\nA,1/1/2022 1:00,1,1,1,1,1\n", request) == "GW1409");
  CHECK(code(head + "Coal (Imputed)\nA,1/1/2022 1:00,1,1,1,1,1\n", request) == "GW1405");
}

TEST_CASE("EIA-930 since July 2024: parts of a fuel add up, storage is none, interchange is no generation") {
  const char* names[] = {"Coal", "Natural Gas", "Nuclear", "Hydropower Excluding Pumped Storage", "Pumped Storage", "Geothermal",
                         "Solar without Integrated Battery Storage", "Solar with Integrated Battery Storage",
                         "Wind without Integrated Battery Storage", "Wind with Integrated Battery Storage", "Battery Storage",
                         "Other Energy Storage", "Unknown Energy Storage", "Other Fuel Sources", "Unknown Fuel Sources"};
  std::string text = "Balancing Authority,UTC Time at End of Hour,Total Interchange (MW),Sum(Valid DIBAs) (MW)";
  for (const char* name : names) text += fmt::format(",Net Generation (MW) from {}", name);
  text += ",Net Generation (MW) from Coal (Adjusted),Net Generation (MW) from Solar witho Integrated Battery Storage (Adjusted)\n";
  for (int h = 1; h <= 8760; ++h) {
    const Date d = date_from_days(days_since_epoch({2025, 1, 1}) + h / 24);
    text += fmt::format("PJM,{}/{}/{} {}:00,5000,5000,9999,200,0,20,-70,30,40,9999,50,60,700,800,900,100,100,300,100\n", d.month, d.day,
                        d.year, h % 24);
  }
  SeriesRequest request;
  request.kind = SeriesKind::emission;
  const auto year = read_market_csv(text, "eia.csv", request);
  INFO(year.diagnostics.render());
  REQUIRE(year);
  // Coal 300, gas 200, hydro 20, geothermal 30, solar 40 + 100, wind 50 + 60, other 100 + 100: 1,000 MWh.
  CHECK(year->carbon_free_frac[100] == Approx(0.3));
  CHECK(year->value[100] == Approx((300 * 2310 + 200 * 960 + 200 * 810) * 0.45359237 / 1000));
  std::string coded = "timestamp,COL,NG,GEO,SNB,WNB,UNK,BAT,PS\n";
  for (int h = 0; h < 8760; ++h)
    coded += fmt::format("{} {:02}:00:00+00:00,10,10,20,20,20,20,-500,700\n", to_string(date_from_days(days_since_epoch({2025, 1, 1}) + h / 24)), h % 24);
  const auto short_form = read_market_csv(coded, "mix.csv", request);
  INFO(short_form.diagnostics.render());
  REQUIRE(short_form);
  CHECK(short_form->carbon_free_frac[8000] == Approx(0.6));
}

TEST_CASE("plain files of values are read as before, without times") {
  std::string text = "hour,price\n";
  for (int h = 0; h < 8760; ++h) text += fmt::format("h{},{}\n", h, h);
  CHECK(read_market_csv(text, "plain.csv", {})->value[8759] == 8759);
  CHECK(code("hour,price\n1,2\n") == "GW1401");
}

namespace {

// 2023 by day and hour of standard time: the value of hour h is h. `first` is how the first hour of a day is written.
std::string dated(const char* header, int first, const char* format = "{}") {
  std::string out = std::string(header) + "\n";
  for (int h = 0; h < 8760; ++h) {
    const Date d = date_from_days(days_since_epoch({2023, 1, 1}) + h / 24);
    out += fmt::format("{}/{}/{},{},{}\n", d.month, d.day, d.year, fmt::format(fmt::runtime(format), first + h % 24), h);
  }
  return out;
}

}  // namespace

TEST_CASE("days and hours in columns of their own: hours by their beginning or their end") {
  struct Way {
    const char* header;
    int first;
    const char* format;
  };
  for (const Way& way : {Way{"Date,Hour,Price", 0, "{}"}, Way{"Date,Hour,Price", 1, "{}"}, Way{"Date,HE,LMP", 1, "{}"},
                         Way{"day,hour_beginning,price", 0, "{:02}:00"}, Way{"Date,Hour Ending,Price", 1, "{:02}:00"}}) {
    SeriesRequest at_campus;
    at_campus.time_zone_h = -6;
    const auto result = read_market_csv(dated(way.header, way.first, way.format), "a.csv", at_campus);
    INFO(way.header << " from " << way.first << "\n" << result.diagnostics.render());
    REQUIRE(result);
    for (const int h : {0, 1, 23, 24, 5000, 8759}) CHECK(result->value[std::size_t(h)] == h);
  }
}

TEST_CASE("hours that tell no count, or are none of it, are refused at their line") {
  std::string text = dated("Date,Hour,Price", 1);
  for (std::size_t at; (at = text.find(",24,")) != std::string::npos;) text.erase(text.rfind('\n', at), text.find('\n', at) - text.rfind('\n', at));
  CHECK(code(text) == "GW1406");
  CHECK(code(dated("Date,hour_ending,Price", 0)) == "GW1406");
  CHECK(code(dated("Date,hour_beginning,Price", 1)) == "GW1406");
  const auto odd = read_market_csv("Date,HE,Price\n1/1/2023,1.5,20\n", "a.csv", {});
  REQUIRE_FALSE(odd);
  CHECK(first(odd).where.line == 2);
}

TEST_CASE("a time of day in the column of days counts, whatever stands in a column of hours") {
  std::string text = "Date,Hour,Price\n";
  for (int h = 0; h < 8760; ++h) text += fmt::format("{} {:02}:00,7,{}\n", to_string(date_from_days(days_since_epoch({2023, 1, 1}) + h / 24)), h % 24, h);
  const auto result = read_market_csv(text, "a.csv", {});
  INFO(result.diagnostics.render());
  REQUIRE(result);
  CHECK(result->value[100] == 100);
}

}  // namespace gw::planning
