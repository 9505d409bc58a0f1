// RFC 4180, and what people's files do beyond it.
#include "gw/base/csv.h"

#include <doctest/doctest.h>

using namespace gw;

namespace {

using Cells = std::vector<std::string>;

CsvTable must(std::string_view text) {
  const Result<CsvTable> table = parse_csv(text, "t.csv");
  CAPTURE(table.diagnostics.render());
  REQUIRE(table);
  return *table;
}

/// The problems of a text that is refused.
std::vector<Diagnostic> refused(std::string_view text) {
  const Result<CsvTable> table = parse_csv(text, "t.csv");
  CHECK_FALSE(table);
  for (const Diagnostic& d : table.diagnostics.list()) {
    CHECK(d.code == "GW1402");
    CHECK(d.where.file == "t.csv");
  }
  REQUIRE_FALSE(table.diagnostics.list().empty());
  return table.diagnostics.list();
}

}  // namespace

TEST_CASE("csv: rows, with and without an end of line after the last [RFC 4180, section 2, rules 1 to 4]") {
  for (const char* text : {"a,b,c\n1,2,3\n4,5,6\n", "a,b,c\n1,2,3\n4,5,6", "a,b,c\r\n1,2,3\r\n4,5,6\r\n"}) {
    const CsvTable table = must(text);
    CHECK(table.header == Cells{"a", "b", "c"});
    REQUIRE(table.rows.size() == 2);
    CHECK(table.rows[0].cells == Cells{"1", "2", "3"});
    CHECK(table.rows[1].cells == Cells{"4", "5", "6"});
    CHECK(table.rows[1].line == 3);
  }
  CHECK(must("a,b\n 1 , 2\n").rows[0].cells == Cells{" 1 ", " 2"});  // blanks are part of a cell
  CHECK(must("a,b\n,\n").rows[0].cells == Cells{"", ""});
}

TEST_CASE("csv: quoted cells hold commas, line breaks and doubled quotes [rules 5 to 7]") {
  const CsvTable table = must("a,b\n\"x,y\",\"say \"\"yes\"\"\"\n\"two\nlines\",\"\"\nlast,\"\r\n\"\n");
  REQUIRE(table.rows.size() == 3);
  CHECK(table.rows[0].cells == Cells{"x,y", "say \"yes\""});
  CHECK(table.rows[1].cells == Cells{"two\nlines", ""});
  CHECK(table.rows[2].cells == Cells{"last", "\r\n"});
  CHECK(table.rows[1].line == 3);
  CHECK(table.rows[2].line == 5);  // after the break inside the quotes
  CHECK(must("\"a\",\"b,c\"\n1,2\n").header == Cells{"a", "b,c"});
}

TEST_CASE("csv: a quote in the middle of a cell is text") {
  CHECK(must("a,b\n6\" pipe,5\"\n").rows[0].cells == Cells{"6\" pipe", "5\""});
}

TEST_CASE("csv: byte order mark, comments before the header, blank lines and lone carriage returns") {
  const CsvTable table = must("\xEF\xBB\xBF# a comment\n# another\na,b\n\n1,2\n\r\n3,#4\n");
  CHECK(table.header == Cells{"a", "b"});
  REQUIRE(table.rows.size() == 2);
  CHECK(table.rows[0].line == 5);
  CHECK(table.rows[1].cells == Cells{"3", "#4"});
  CHECK(must("a,b\n1\r1,2\n").rows[0].cells == Cells{"1\r1", "2"});
}

TEST_CASE("csv: columns are found by their name") {
  const CsvTable table = must("id,time s\n1,2\n");
  CHECK(table.column("id") == 0);
  CHECK(table.column("time s") == 1);
  CHECK(table.column("Id") == -1);
  CHECK(table.column("") == -1);
  CHECK(table.file == "t.csv");
}

TEST_CASE("csv: a header alone is a table without rows") { CHECK(must("a,b\n").rows.empty()); }

TEST_CASE("csv: nothing, or nothing but comments, has no header") {
  CHECK(refused("")[0].message.find("header") != std::string::npos);
  refused("# only a comment");
  refused("\xEF\xBB\xBF");
}

TEST_CASE("csv: a row with too few or too many cells is named by its line, and all of them are") {
  const auto problems = refused("a,b\n1,2\n1\n1,2,3\n");
  REQUIRE(problems.size() == 2);
  CHECK(problems[0].where.line == 3);
  CHECK(problems[0].message == "found 1 cells, expected 2 as in the header");
  CHECK(problems[1].where.line == 4);
  std::string many = "a,b\n";
  for (int i = 0; i < 1000; ++i) many += "1\n";
  CHECK(refused(many).size() <= 20);
}

TEST_CASE("csv: a column named twice") {
  const auto problems = refused("a,b,a\n1,2,3\n");
  REQUIRE(problems.size() == 1);
  CHECK(problems[0].message.find("'a' appears twice") != std::string::npos);
}

TEST_CASE("csv: a quote that never closes, in a row or in the header") {
  CHECK(refused("a,b\n1,\"2\n3,4\n").back().message == "the file ends inside a quoted cell");
  CHECK(refused("a,\"b\n1,2\n").back().message == "the file ends inside a quoted cell");
}

TEST_CASE("csv: a NUL byte is no text") {
  CHECK(refused(std::string_view("a,b\n1,\0\n", 8))[0].message.find("NUL") != std::string::npos);
}
