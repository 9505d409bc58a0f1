#include "gw/report/terminal.h"

#include "gw/base/text.h"
#include "gw/report/test_run.h"

namespace gw::report {
namespace {

using namespace test;

std::vector<std::string> lines_of(const std::string& text) { return split(text, '\n'); }

FigureBook small_book() {
  FigureBook book;
  book.given("a", "First", 2, "MW", {"a table", Grade::vendor, "x.yaml:3:1", ""});
  book.given("b", "Second", 0.5, "", {"", Grade::assumed, "", ""});
  book.computed("c", "Product", 1, "MW", "a * b", {"a", "b"});
  book.simulated("d", "Twice", 3, "MWh", "summed over hours", {"c", "a"});
  book.computed("e", "All", 4, "MWh", "d + c", {"d", "c"});
  return book;
}

}  // namespace

TEST_CASE("numbers for people have four digits and words for the large ones") {
  CHECK(people_number(0) == "0");
  CHECK(people_number(1.23456) == "1.235");
  CHECK(people_number(1234567) == "1,235,000");
  CHECK(people_number(30.2e12) == "30.20 trillion");
  CHECK(people_number(2.5e9) == "2.500 billion");
  CHECK(people_number(9.99e6) == "9,990,000");
  CHECK(people_number(1e7) == "10.00 million");
  CHECK(people_number(2.838e7) == "28.38 million");
  CHECK(people_number(-9.999e8) == "-999.9 million");
  CHECK(people_number(-4.4e15) == "-4.400 quadrillion");
}

TEST_CASE("the headline is about 15 aligned lines, each number with its unit") {
  const std::vector<std::string> lines = lines_of(headline_text(tiny_report()));
  CHECK(lines.size() >= 15);
  CHECK(lines.size() <= 18);
  CHECK(lines[0].starts_with("Tiny: 136 H100 in one hall: "));
  for (std::size_t i = 1; i + 2 < lines.size(); ++i) {
    CHECK_FALSE(lines[i].ends_with(' '));
    if (lines[i].starts_with("Binding") || lines[i].starts_with("Next") || lines[i].empty()) continue;
    CHECK(lines[i].size() <= 110);
    for (std::size_t end = 27; end < lines[i].size(); end += 30) {  // where the digits of a number end
      CHECK_MESSAGE(std::isdigit(lines[i][end]), lines[i]);
      CHECK_MESSAGE(lines[i][end + 1] == ' ', lines[i]);
    }
  }
  const std::string text = headline_text(tiny_report());
  for (const char* wanted : {"tokens", "days per model", "TFLOP/s each", "% MFU", "% goodput", "MW peak", "US households",
                             "PUE", "m3 water", "Wh grid", "MWh unserved", "t CO2", "million USD", "USD/GPU-hour", "USD/M tokens"})
    CHECK_MESSAGE(text.find(wanted) != std::string::npos, wanted);
}

TEST_CASE("small money and energy take the smaller unit") {
  planning::Run run = tiny_report();
  run.figures = FigureBook();
  const auto text_of = [&](double capex_busd, double energy_twh) {
    run.figures.given("capex_busd", "", capex_busd, "billion USD", {"", Grade::assumed, "", ""});
    run.figures.given("facility_energy_twh", "", energy_twh, "TWh", {"", Grade::assumed, "", ""});
    const std::string text = headline_text(run);
    run.figures = FigureBook();
    return text;
  };
  const std::string small = text_of(0.007571, 0.00001365), large = text_of(0.1, 0.25);
  CHECK(small.find("7.571 million USD") != std::string::npos);
  CHECK(small.find("13.65 MWh") != std::string::npos);
  CHECK(large.find("0.1000 billion USD") != std::string::npos);
  CHECK(large.find("0.2500 TWh") != std::string::npos);
}

TEST_CASE("control characters of a title do not reach the terminal; a part of a year has an interim PUE") {
  planning::Run run = tiny_report();
  run.input.scenario.title = "Tiny \x1b[2J";
  const std::string text = headline_text(run);
  CHECK(text.starts_with("Tiny [2J: "));
  CHECK(text.find(" iPUE") != std::string::npos);
  run.input.scenario.horizon.length = 1.0 * year;
  CHECK(headline_text(run).find(" PUE") != std::string::npos);
}

TEST_CASE("a figure that the campus has not is a dash") {
  planning::Run run = tiny_report();
  run.figures = FigureBook();
  CHECK(headline_text(run).find("         - TFLOP/s each") != std::string::npos);
}

TEST_CASE("a campus where nothing trains has no rows of training") {
  planning::Run run = tiny_report();
  for (const char* row : {"\nTrained ", "\nSpeed ", " USD/M tokens"}) CHECK(headline_text(run).find(row) != std::string::npos);
  for (campus::PreparedJob& job : run.simulation.prepared.jobs) job.trains = false;
  for (const char* row : {"\nTrained ", "\nSpeed ", " USD/M tokens"}) CHECK(headline_text(run).find(row) == std::string::npos);
  CHECK(headline_text(run).find(" USD/MWh energy") != std::string::npos);
}

TEST_CASE("the span of the horizon reads well") {
  planning::Run run = tiny_report();
  run.input.scenario.horizon.length = 1.0 * year;
  CHECK(lines_of(headline_text(run))[0].find("1.00 year from 2026-01-01") != std::string::npos);
  run.input.scenario.horizon.length = 3.0 * year;
  CHECK(lines_of(headline_text(run))[0].find("3.00 years from") != std::string::npos);
  run.input.scenario.horizon.length = 14.0 * day;
  CHECK(lines_of(headline_text(run))[0].find("14.0 days from") != std::string::npos);
}

TEST_CASE("an explanation shows the tree: formula, parts, sources at the leaves") {
  const std::string text = explain_text(small_book(), "c");
  CHECK(text ==
        "c = 1.00000 MW  (Product)\n"
        "   = a * b\n"
        "├─ a = 2.00000 MW  (First)\n"
        "│     vendor: a table  [x.yaml:3:1]\n"
        "└─ b = 0.500000  (Second)\n"
        "      assumed: no source\n");
}

TEST_CASE("a figure that comes twice is explained once") {
  const std::string text = explain_text(small_book(), "e");
  CHECK(text.find("from summed over hours") != std::string::npos);
  const std::size_t first = text.find("= a * b");
  REQUIRE(first != std::string::npos);
  CHECK(text.find("= a * b", first + 1) == std::string::npos);
  CHECK(text.find("shown above") != std::string::npos);
}

TEST_CASE("every headline figure can be explained, down to leaves that have a grade") {
  const planning::Run& run = rich_report();
  for (const std::string& id : run.headline) {
    const std::string text = explain_text(run.figures, id);
    CHECK(text.starts_with(id + " = "));
    CHECK(text.find("computed: no source") == std::string::npos);
  }
  CHECK(explain_text(run.figures, "no_such_figure").empty());
}

}  // namespace gw::report
