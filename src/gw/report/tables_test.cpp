#include "gw/report/tables.h"

#include <set>

#include "gw/base/text.h"
#include "gw/report/test_run.h"

namespace gw::report {
namespace {

using namespace test;

// Cells by row of a table, quotes undone [RFC 4180].
std::vector<std::vector<std::string>> parse(const std::string& text) {
  std::vector<std::vector<std::string>> rows(1);
  std::string cell;
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quoted) {
      if (c != '"') cell += c;
      else if (i + 1 < text.size() && text[i + 1] == '"') cell += text[++i];
      else quoted = false;
    } else if (c == '"') {
      quoted = true;
    } else if (c == ',' || c == '\n') {
      rows.back().push_back(std::move(cell));
      cell.clear();
      if (c == '\n') rows.emplace_back();
    } else if (c != '\r') {
      cell += c;
    }
  }
  rows.pop_back();
  return rows;
}

const TextFile& table(const std::vector<TextFile>& tables, const std::string& name) {
  for (const TextFile& t : tables)
    if (t.name == name) return t;
  FAIL(name);
  return tables.front();
}

}  // namespace

TEST_CASE("a cell is quoted when it must be, and only then") {
  CHECK(csv_cell("plain text") == "plain text");
  CHECK(csv_cell("") == "");
  CHECK(csv_cell("a,b") == "\"a,b\"");
  CHECK(csv_cell("say \"so\"") == "\"say \"\"so\"\"\"");
  CHECK(csv_cell("two\nlines") == "\"two\nlines\"");
  CHECK(csv_cell("\r") == "\"\r\"");
}

TEST_CASE("no cell of text is a spreadsheet formula") {
  for (const char* text : {"=1+1", "+1", "-1", "@SUM(A1)"}) CHECK(csv_cell(text) == std::string("'") + text);
  CHECK(csv_cell("=A1,B1") == "\"'=A1,B1\"");
}

TEST_CASE("every table has a heading, and as many cells in each row") {
  for (const planning::Run* run : {&tiny_report(), &rich_report()}) {
    std::set<std::string> names;
    for (const TextFile& t : csv_tables(*run)) {
      names.insert(t.name);
      const auto rows = parse(t.text);
      REQUIRE(rows.size() >= 1);
      for (const auto& row : rows) CHECK_MESSAGE(row.size() == rows[0].size(), t.name);
      CHECK(t.text.ends_with("\r\n"));
    }
    CHECK(names == std::set<std::string>{"headline.csv", "sources.csv", "jobs.csv", "halls.csv", "cooling.csv", "capital.csv", "cost.csv", "utility_bill.csv",
                                         "contracts.csv", "water.csv", "cash_flow.csv", "assumptions.csv", "events.csv", "balances.csv"});
  }
}

TEST_CASE("numbers survive the way to the file and back") {
  const planning::Run& run = rich_report();
  const auto tables = csv_tables(run);
  const auto head = parse(table(tables, "headline.csv").text);
  REQUIRE(head.size() == run.headline.size() + 1);
  for (std::size_t i = 0; i < run.headline.size(); ++i) {
    CHECK(head[i + 1][0] == run.headline[i]);
    CHECK(std::stod(head[i + 1][2]) == run.figures.find(run.headline[i])->value);
  }
  const auto sources = parse(table(tables, "sources.csv").text);
  REQUIRE(sources.size() == 5);
  CHECK(sources[1][0] == "engines, hall 1");
  CHECK(std::stod(sources[1][4]) == run.simulation.dispatch.sources[0].total.output_mwh);
}

TEST_CASE("the utility's bill: a row a month, whose items add up to its total") {
  const planning::Run& run = rich_report();
  const auto bill = parse(table(csv_tables(run), "utility_bill.csv").text);
  REQUIRE(bill.size() == 1 + run.accounts.bill.size());
  CHECK(bill[1][0] == "utility");
  CHECK(bill[1][1] == "2026-01");
  CHECK(bill[1][7].starts_with("2026-01-"));
  for (std::size_t i = 1; i < bill.size(); ++i) {
    const auto at = [&](std::size_t column) { return std::stod(bill[i][column]); };
    CHECK(at(17) == doctest::Approx(at(9) - at(10) + at(11) + at(12) + at(13) + at(14) - at(15) + at(16)));
    CHECK(at(18) == doctest::Approx(at(17) / at(4)));
    CHECK(at(8) >= at(6));
  }
}

TEST_CASE("the table of contracts: a row a contract and year") {
  Folder folder;
  const planning::Run run = run_of(folder.write("a.yaml", tiny() + "contracts:\n  - {name: sun, plants: [{kind: solar, base: pv_tracker, "
                                                                   "dc_power_mw: 1}], price_usd_per_mwh: 55}\n"),
                                   {"horizon.length_years=0.04"});
  const auto rows = parse(table(csv_tables(run), "contracts.csv").text);
  REQUIRE(rows.size() == 2);
  CHECK(rows[1][0] == "sun");
  CHECK(rows[1][1] == "physical");
  CHECK(rows[1][2] == "utility");
  CHECK(rows[1][3] == "2026");
  CHECK(std::stod(rows[1][7]) == doctest::Approx(55));
  CHECK(std::stod(rows[1][10]) == doctest::Approx(run.accounts.inputs.contracts.in(USD)));
  CHECK(parse(table(csv_tables(tiny_report()), "contracts.csv").text).size() == 1);
}

TEST_CASE("the table of water: design flow, largest hour, mean") {
  planning::Run run = tiny_report();
  run.make_up = {{36.0}, 36.0, 18.0, 30};
  const auto rows = parse(table(csv_tables(run), "water.csv").text);
  REQUIRE(rows.size() == 4);
  CHECK(rows[1] == std::vector<std::string>{"design", "36", "10", ""});
  CHECK(rows[2] == std::vector<std::string>{"largest_hour", "18", "5", "2026-01-02 06:00"});
  CHECK(parse(table(csv_tables(run), "halls.csv").text)[1].back() == "36");
}

TEST_CASE("the table of jobs: what trains and what does not") {
  const auto jobs = parse(table(csv_tables(rich_report()), "jobs.csv").text);
  REQUIRE(jobs.size() == 3);
  CHECK(jobs[1][0] == "llama3_8b");
  CHECK(std::stod(jobs[1][4]) > 0.5);
  CHECK(jobs[2][0] == "other");
  CHECK(std::stod(jobs[2][7]) == 0);
  CHECK(std::stod(jobs[2][8]) > 0);
}

TEST_CASE("the assumptions list every number that was read") {
  const planning::Run& run = tiny_report();
  const auto rows = parse(table(csv_tables(run), "assumptions.csv").text);
  CHECK(rows.size() == run.input.provenance.size() + 1);
  for (const auto& row : rows)
    if (row[0] == "site.stands_in_for" || row[0] == "supply[0].energy_prices") CHECK(row[1] == "");  // no text, not 0
}

}  // namespace gw::report
