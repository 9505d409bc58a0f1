#include "gw/base/text.h"

#include <doctest/doctest.h>

#include <limits>

using namespace gw;

TEST_CASE("printable text holds no control characters") {
  CHECK(printable("plain, \xC3\xA9 \xE2\x94\x94\n") == "plain, \xC3\xA9 \xE2\x94\x94\n");
  CHECK(printable("a\x1b[31mred\x07\r\x7f") == "a[31mred");
  CHECK(printable("a\xC2\x9B" "31m") == "a31m");
  CHECK(printable("\xC2") == "\xC2");
}

TEST_CASE("edit distance counts changes and swaps of neighbours") {
  CHECK(edit_distance("", "") == 0);
  CHECK(edit_distance("racks", "racks") == 0);
  CHECK(edit_distance("racks", "RACKS") == 0);
  CHECK(edit_distance("rakcs", "racks") == 1);
  CHECK(edit_distance("kitten", "sitting") == 3);
  CHECK(edit_distance("", "abc") == 3);
  CHECK(edit_distance("ca", "abc") == 3);  // optimal string alignment, not full Damerau
}

TEST_CASE("the nearest name, or none") {
  const std::vector<std::string> names = {"racks", "power_mw", "name"};
  CHECK(nearest_name("rakcs", names) == "racks");
  CHECK(nearest_name("power_wm", names) == "power_mw");
  CHECK(nearest_name("temperature", names) == "");
  CHECK(nearest_name("h100", std::vector<std::string>{"h200", "h100_500w", "h100_sxm", "a100_40"}) ==
        "h100_sxm");
  CHECK(nearest_name(std::string(100000, 'x'), names) == "");
  CHECK(nearest_name("x", {}) == "");
  CHECK(did_you_mean("nmae", names) == "did you mean 'name'?");
  CHECK(did_you_mean("zzzzzzzz", names) == "");
}

TEST_CASE("lists of names stop somewhere") {
  const std::vector<std::string> names = {"a", "b", "c"};
  CHECK(list_names(names) == "a, b, c");
  CHECK(list_names(names, 2) == "a, b and 1 more");
  CHECK(list_names({}) == "");
}

TEST_CASE("significant digits") {
  CHECK(significant(0) == "0");
  CHECK(significant(3.14159) == "3.142");
  CHECK(significant(-3.14159, 2) == "-3.1");
  CHECK(significant(1234567) == "1,235,000");
  CHECK(significant(-1234567) == "-1,235,000");
  CHECK(significant(999.96) == "1,000");
  CHECK(significant(123) == "123.0");
  CHECK(significant(0.00012344) == "0.0001234");
  CHECK(significant(1e-9, 3) == "1.00e-09");
  CHECK(significant(1e15, 3) == "1.00e+15");
  CHECK(significant(4.06e6, 3) == "4,060,000");
  CHECK(significant(std::numeric_limits<double>::infinity()) == "inf");
}

TEST_CASE("splitting keeps empty parts") {
  CHECK(split("a,b", ',') == std::vector<std::string>{"a", "b"});
  CHECK(split("", ',') == std::vector<std::string>{""});
  CHECK(split(",", ',') == std::vector<std::string>{"", ""});
  CHECK(to_lower("GB300 nvl") == "gb300 nvl");
}

TEST_CASE("trimming takes white space off both ends only") {
  CHECK(trim(" \t a b\r\n") == "a b");
  CHECK(trim("a") == "a");
  CHECK(trim(" \n ").empty());
  CHECK(trim("").empty());
}

TEST_CASE("UTF-8 sequences: whole, shortest, no surrogates, up to U+10FFFF") {
  for (const char* good : {"a", "\xC2\x80", "\xE2\x82\xAC", "\xEF\xBF\xBD", "\xF0\x9F\x98\x80", "\xF4\x8F\xBF\xBF"})
    CHECK(utf8_length(good) == std::string(good).size());
  for (const char* bad : {"\x80", "\xC0\xAF", "\xC3", "\xE0\x80\xAF", "\xED\xA0\x80", "\xE2\x82", "\xF0\x8F\xBF\xBF",
                          "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xFF"})
    CHECK(utf8_length(bad) == 0);
  CHECK(utf8_length("") == 0);
  CHECK(utf8_length(std::string_view("\0", 1)) == 1);
}
