#include "gw/report/text_table.h"

#include <doctest/doctest.h>

namespace gw::report {

TEST_CASE("names to the left, numbers to the right, nothing after the last character") {
  TextTable table;
  table.row({"Parts", "s", "%"});
  table.row({"  compute", "12.5", "100.0"});
  table.row({"  idle", "0", ""});
  CHECK(table.text() ==
        "Parts         s      %\n"
        "  compute  12.5  100.0\n"
        "  idle        0\n");
}

TEST_CASE("more than one column to the left, rows of different length") {
  TextTable table(2);
  table.row({"a", "kind", "1"});
  table.row({"bb", "k"});
  CHECK(table.text() == "a   kind  1\nbb  k\n");
  CHECK(TextTable().text().empty());
}

TEST_CASE("a character of several bytes takes one cell") {
  CHECK(display_width("\u00b1 15") == 4);
  TextTable table;
  table.row({"\u00b1", "1"});
  table.row({"ab", "2"});
  CHECK(table.text() == "\u00b1   1\nab  2\n");
}

TEST_CASE("whole numbers in full, others with four digits") {
  CHECK(plain(0) == "0");
  CHECK(plain(7) == "7");
  CHECK(plain(1024) == "1,024");
  CHECK(plain(3360000) == "3,360,000");
  CHECK(plain(1.25) == "1.250");
}

TEST_CASE("percent of nothing is nothing") {
  CHECK(percent(1, 4) == "25.0");
  CHECK(percent(1, 0) == "0.0");
}

}  // namespace gw::report
