#include "gw/report/document.h"

#include <cmath>
#include <limits>

#include "gw/report/series.h"
#include "gw/report/test_run.h"

namespace gw::report {
namespace {

using doctest::Approx;
using namespace test;

bool finite(const Json& node) {
  if (node.is_number_float()) return std::isfinite(node.get<double>());
  if (!node.is_structured()) return true;
  for (const Json& child : node)
    if (!finite(child)) return false;
  return true;
}

}  // namespace

TEST_CASE("the document has its members and every number is finite") {
  for (const planning::Run* run : {&tiny_report(), &rich_report()}) {
    const Json document = document_of(*run);
    CHECK(document["format"] == "gigawatt.result/1");
    for (const char* member : {"version", "campus", "headline", "binding", "next_command", "figures", "energy_flow", "series",
                               "load_duration", "costs", "cost_views", "cash_flow", "jobs", "events", "balances", "warnings",
                               "assumptions", "campus_yaml"})
      CHECK_MESSAGE(document.contains(member), member);
    CHECK(finite(document));
    CHECK(Json::parse(to_text(document)) == document);
  }
}

TEST_CASE("a headline figure that is undefined is null and says why") {
  planning::Run run = tiny_report();
  run.headline.erase(run.headline.begin());
  run.undefined.push_back({"tokens_trained", "Tokens trained in the horizon", "tokens", "no job of the campus trains a model"});
  const Json figure = document_of(run)["headline"]["tokens_trained"];
  CHECK(figure["value"].is_null());
  CHECK(figure["unit"] == "tokens");
  CHECK(figure["how"] == "no job of the campus trains a model");
  CHECK(figure.size() == 6);
}

TEST_CASE("every headline number has value, unit, how, sources and grade") {
  const planning::Run& run = tiny_report();
  const Json headline = document_of(run)["headline"];
  CHECK(headline.size() == run.headline.size());
  for (const auto& [id, entry] : headline.items()) {
    CHECK(entry["value"].get<double>() == run.figures.find(id)->value);
    for (const char* member : {"label", "unit", "how", "grade"}) CHECK(entry[member].is_string());
    CHECK(entry["sources"].is_array());
  }
}

TEST_CASE("a number that is not finite is refused") {
  const double bad[] = {std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity()};
  for (double value : bad) {
    const Json document = {{"a", Json::array({1.0, Json{{"b", value}}})}};
    CHECK_THROWS_AS(to_text(document), std::runtime_error);
  }
  CHECK(to_text({{"a", 0.1}}) == "{\n  \"a\": 0.1\n}\n");
}

TEST_CASE("without series the document is small and otherwise the same") {
  const planning::Run& run = tiny_report();
  Json whole = document_of(run);
  const Json small = result_document(run, {}, false);
  CHECK_FALSE(small.contains("series"));
  whole.erase("series");
  whole.erase("load_duration");
  CHECK(whole == small);
}

TEST_CASE("warnings are in the document, errors are not") {
  Diagnostics diagnostics;
  diagnostics.warning("GW2300", {}, "supply", "odd");
  diagnostics.error("GW4001", {}, "", "broken");
  const Json warnings = result_document(tiny_report(), diagnostics, false)["warnings"];
  REQUIRE(warnings.size() == 1);
  CHECK(warnings[0]["code"] == "GW2300");
}

TEST_CASE("the figures below one: each once, inputs included") {
  const planning::Run& run = tiny_report();
  const Json below = figure_document(run, "pue");
  CHECK(below[0]["id"] == "pue");
  std::vector<std::string> ids;
  for (const Json& figure : below) ids.push_back(figure["id"]);
  for (const char* wanted : {"facility_energy_mwh", "it_energy_mwh", "cooling_energy_mwh"})
    CHECK(std::ranges::count(ids, wanted) == 1);
  CHECK(figure_document(run, "none").empty());
}

TEST_CASE("parts add up: the step, the goodput, the cost split") {
  const Json document = document_of(tiny_report());
  double step = 0, share = 0, split = 0;
  for (const Json& part : document["step"]["parts"]) step += part["seconds"].get<double>();
  CHECK(step == Approx(document["step"]["total_s"].get<double>()));
  for (const Json& part : document["goodput"]) share += part["share"].get<double>();
  CHECK(share == Approx(1));
  for (const Json& line : document["cost_views"]["annuity"]["split"]) split += line["usd"].get<double>();
  CHECK(split == Approx(document["cost_views"]["annuity"]["total_usd"].get<double>()));
}

TEST_CASE("series: one value an hour and column, ids distinct, eight digits") {
  const planning::Run& run = rich_report();
  const Json table = series(run);
  const std::size_t hours = std::size_t(run.input.scenario.horizon.hours());
  CHECK(table["count"] == hours);
  CHECK(table["start"] == "2026-01-01");
  std::vector<std::string> ids;
  for (const Json& column : table["columns"]) {
    ids.push_back(column["id"]);
    CHECK(column["values"].size() == hours);
  }
  std::ranges::sort(ids);
  CHECK(std::ranges::adjacent_find(ids) == ids.end());
  for (const Column& column : columns(run))
    for (const Json& written : table["columns"])
      if (written["id"] == column.id)
        CHECK(written["values"][7].get<double>() == Approx((*column.values)[7]).epsilon(1e-7));
}

TEST_CASE("a load duration curve falls, from the peak to the lowest hour") {
  const planning::Run& run = rich_report();
  for (const Json& curve : load_duration(run)) {
    const std::vector<double> mw = curve["values"], hours = curve["hours"];
    REQUIRE(mw.size() == hours.size());
    CHECK(mw.size() <= 200);
    CHECK(std::ranges::is_sorted(mw, std::greater<>()));
    CHECK(std::ranges::is_sorted(hours));
    CHECK(hours.front() == 1);
    CHECK(hours.back() == run.input.scenario.horizon.hours());
  }
  const auto& facility = run.simulation.operations.hourly.facility_mw;
  CHECK(load_duration(run)[0]["values"][0].get<double>() == Approx(*std::ranges::max_element(facility)).epsilon(1e-7));
}

TEST_CASE("the same run gives the same text") { CHECK(to_text(document_of(tiny_report())) == to_text(document_of(tiny_report()))); }

TEST_CASE("an empty text among the assumptions is empty text, not the number 0") {
  int seen = 0;
  const Json document = document_of(tiny_report());
  for (const Json& row : document["assumptions"]) {
    if (row["path"] == "site.stands_in_for") CHECK((row["value"].is_null() && row["text"] == "" && ++seen));
    if (row["path"] == "horizon.length_years") CHECK((row["value"] == 0.04 && ++seen));
    if (row["path"] == "jobs[0].repeat") CHECK((row["value"].is_null() && row["text"] == "true" && ++seen));
  }
  CHECK(seen == 3);
}

}  // namespace gw::report
