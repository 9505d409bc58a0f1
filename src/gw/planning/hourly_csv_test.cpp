#include "gw/planning/hourly_csv.h"

#include <doctest/doctest.h>

namespace gw::planning {
namespace {

std::string rows(int count, const char* ending = "\n") {
  std::string out = std::string("when,price") + ending;
  for (int i = 0; i < count; ++i) out += "h" + std::to_string(i) + "," + std::to_string(i) + ending;
  return out;
}

std::string message(const Result<std::vector<double>>& result) {
  REQUIRE(result.diagnostics.has_errors());
  CHECK(result.diagnostics.list()[0].code == "GW1401");
  return result.diagnostics.list()[0].message;
}

}  // namespace

TEST_CASE("a year of values is the last column") {
  const auto values = parse_hourly_csv(rows(8760), "a.csv");
  REQUIRE(values);
  CHECK(values->size() == 8760);
  CHECK((*values)[8759] == 8759);
}

TEST_CASE("line endings of either kind and a missing last one are read") {
  CHECK(parse_hourly_csv(rows(8760, "\r\n"), "crlf.csv"));
  std::string text = rows(8760);
  text.pop_back();
  CHECK(parse_hourly_csv(text, "no_end.csv"));
}

TEST_CASE("a leap year loses its 29 February") {
  const auto values = parse_hourly_csv(rows(8784), "leap.csv");
  REQUIRE(values);
  CHECK(values->size() == 8760);
  CHECK((*values)[59 * 24 - 1] == 59 * 24 - 1);
  CHECK((*values)[59 * 24] == 60 * 24);
}

TEST_CASE("a list without a header is read whole, with or without times") {
  std::string plain, timed;
  for (int i = 0; i < 8760; ++i)
    plain += std::to_string(i) + "\n", timed += "h" + std::to_string(i) + "," + std::to_string(i) + "\n";
  for (const std::string& text : {plain, timed}) {
    const auto values = parse_hourly_csv(text, "plain.csv");
    REQUIRE(values);
    CHECK(values->front() == 0);
    CHECK(values->back() == 8759);
  }
}

TEST_CASE("a unit in the column's name is honoured, or refused") {
  const ValueRange price{-1000, 20000, "USD/MWh"}, rate{0, 2000, "kg/MWh"};
  const auto first = [](const char* header, const ValueRange& range) {
    std::string text = std::string("when,") + header + "\n";
    for (int i = 0; i < 8760; ++i) text += "h,2\n";
    const auto values = parse_hourly_csv(text, "units.csv", range);
    return values ? (*values)[0] : -1.0;
  };
  CHECK(first("price", price) == 2);
  CHECK(first("cents_per_kwh", price) == 20);
  CHECK(first("Energy charge (USD per kWh)", price) == 2000);
  CHECK(first("LMP [$/MWh]", price) == 2);
  CHECK(first("eur_per_mwh", price) == -1);
  CHECK(first("mills_per_kwh", price) == -1);
  CHECK(first("lb_per_mwh", rate) == doctest::Approx(0.90718474));
  CHECK(first("gCO2eq g/kWh", rate) == 2);
  CHECK(message(parse_hourly_csv("when,price_eur\nh,1\n", "eur.csv", price))
            .find("does not convert to USD/MWh") != std::string::npos);
}

TEST_CASE("what is wrong with a file is said") {
  CHECK(message(parse_hourly_csv(rows(24), "short.csv")).find("found 24") != std::string::npos);
  std::string text = rows(8760);
  text.replace(text.find("h7,7"), 4, "h7,x");
  const auto bad = parse_hourly_csv(text, "bad.csv");
  CHECK(message(bad).find("'x'") != std::string::npos);
  CHECK(bad.diagnostics.list()[0].where.line == 9);
  std::string nonsense = "a,b\n";
  for (int i = 0; i < 1000; ++i) nonsense += "not,numbers\n";
  CHECK(parse_hourly_csv(nonsense, "text.csv").diagnostics.list().size() == 5);
}

TEST_CASE("semicolons, decimal commas and ragged rows are refused, never read as something else") {
  std::string semicolons = "hour;price\n", decimal_comma = "hour,price\n";
  for (int i = 0; i < 8760; ++i) {
    semicolons += std::to_string(i) + ";31,5\n";
    decimal_comma += std::to_string(i) + ",31,5\n";
  }
  CHECK(message(parse_hourly_csv(semicolons, "semicolons.csv")).find("separated by commas") != std::string::npos);
  const auto ragged = parse_hourly_csv(decimal_comma, "decimal_comma.csv");
  REQUIRE(ragged.diagnostics.has_errors());
  CHECK(ragged.diagnostics.list()[0].code == "GW1402");
  CHECK(ragged.diagnostics.list()[0].where.line == 2);
  CHECK(ragged.diagnostics.list()[0].message.find("found 3 cells, expected 2") != std::string::npos);
  std::string one_row = rows(8760);
  one_row.replace(one_row.find("h7,7"), 4, "h7,7,7");
  CHECK(parse_hourly_csv(one_row, "one.csv").diagnostics.list()[0].where.line == 9);
}

TEST_CASE("values outside the range are refused with their line") {
  const std::string text = rows(8760);
  CHECK(parse_hourly_csv(text, "a.csv", {0, 8759}));
  const auto high = parse_hourly_csv(text, "a.csv", {0, 8758});
  CHECK(message(high).find("8758") != std::string::npos);
  CHECK(high.diagnostics.list()[0].where.line == 8761);
  CHECK_FALSE(parse_hourly_csv(text, "a.csv", {1, 1e6}));
}

TEST_CASE("the column of values is the only one, or the only one named as one") {
  const auto column = [](const std::string& header, const std::string& row, Diagnostics& problems) {
    return value_column(*parse_csv(header + "\n" + row + "\n", "p.csv"), problems);
  };
  Diagnostics none;
  CHECK(column("timestamp,x", "2026-01-01 00:00,3", none) == 1);
  CHECK(column("interval_start,LMP,MCC,MLC", "2026-01-01 00:00,30,2,1", none) == 1);
  CHECK(column("timestamp,price,temp", "2026-01-01 00:00,30,20", none) == 1);
  CHECK(column("hour,USD/MWh", "1,30", none) == 1);
  CHECK(column("hour,name,c", "1,a,30", none) == 2);
  CHECK(none.list().empty());
  Diagnostics two;
  CHECK(column("time,a,b", "2026-01-01 00:00,30,20", two) == -1);
  CHECK(column("time,price,load", "2026-01-01 00:00,30,20", two) == -1);
  REQUIRE(two.list().size() == 2);
  CHECK(two.list()[0].code == "GW1410");
  CHECK(two.list()[1].message.find("'price', 'load'") != std::string::npos);
}

TEST_CASE("values outside the range of the field are refused at their line") {
  const auto refused = parse_hourly_csv(rows(8760), "range.csv", {-1.0, -0.5});
  CHECK_FALSE(refused);
  REQUIRE(refused.diagnostics.has_errors());
  CHECK(refused.diagnostics.list().front().where.line == 2);
}

}  // namespace gw::planning
