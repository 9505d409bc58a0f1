#include "gw/base/diagnostics.h"

#include <doctest/doctest.h>

#include "gw/base/result.h"

using namespace gw;

TEST_CASE("an error renders with place, code, path, hint, line and caret") {
  Diagnostics d;
  d.error("GW1102", {"a.yaml", 4, 12}, "halls[0].racks", "0 is outside [1, 100]", "raise it");
  Diagnostic shown = d.list()[0];
  shown.source_line = "    racks: 0";
  d = {};
  d.add(shown);
  CHECK(d.render() ==
        "a.yaml:4:12: error[GW1102]: halls[0].racks: 0 is outside [1, 100]; raise it\n"
        "    4 |     racks: 0\n"
        "      |            ^\n");
}

TEST_CASE("what is unknown is left out") {
  Diagnostics d;
  d.error("GW1001", {"a.yaml", 0, 0}, {}, "cannot read");
  d.warning("GW2001", {}, "x", "odd");
  CHECK(d.render() == "a.yaml: error[GW1001]: cannot read\nwarning[GW2001]: x: odd\n");
}

TEST_CASE("the caret stays under its character past tabs and UTF-8") {
  const auto rendered = [](int column, const char* line) {
    Diagnostic shown;
    shown.where = {"a", 1, column};
    shown.source_line = line;
    Diagnostics d;
    d.add(shown);
    return d.render();
  };
  CHECK(rendered(4, "\ta: 1").ends_with("      | \t  ^\n"));
  CHECK(rendered(9, "caf\xC3\xA9: x 1").ends_with("      |        ^\n"));
  CHECK(rendered(99, "ab").ends_with("      |   ^\n"));
}

TEST_CASE("at most so many are printed") {
  Diagnostics d;
  for (int i = 0; i < 30; ++i) d.error("GW1", {}, {}, "m" + std::to_string(i));
  const std::string text = d.render(3);
  CHECK(text.find("m2") != std::string::npos);
  CHECK(text.find("m3") == std::string::npos);
  CHECK(text.ends_with("... and 27 more\n"));
}

TEST_CASE("warnings are not errors; order is kept") {
  Diagnostics d, other;
  d.warning("GW1", {}, {}, "w");
  CHECK_FALSE(d.has_errors());
  other.error("GW2", {}, {}, "e");
  d.append(other);
  CHECK(d.has_errors());
  CHECK(d.list()[0].code == "GW1");
  CHECK(d.list()[1].code == "GW2");
}

TEST_CASE("a result holds a value or says why not") {
  const Result<int> good(5);
  CHECK(good);
  CHECK(*good == 5);
  Diagnostics d;
  d.error("GW1", {}, {}, "no");
  const Result<int> bad(d);
  CHECK_FALSE(bad);
  CHECK(bad.diagnostics.has_errors());
}
