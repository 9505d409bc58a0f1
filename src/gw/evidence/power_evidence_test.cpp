#include "gw/evidence/power_evidence.h"

#include <doctest/doctest.h>

#include <cmath>
#include <map>

#include "gw/base/file.h"

namespace gw::evidence {
namespace {

std::string shipped() {
  std::string problem;
  return read_file(std::string(GW_SOURCE_DIR) + "/evidence/power/published-power.csv", problem);
}

const catalog::Library& library() {
  static const catalog::Library rows({std::string(GW_SOURCE_DIR) + "/catalog"});
  return rows;
}

std::vector<PowerComparison> comparisons() {
  auto rows = read_power_rows(shipped(), "published-power.csv");
  INFO(rows.diagnostics.render());
  REQUIRE(rows);
  auto out = compare_power(*rows, library());
  INFO(out.diagnostics.render());
  REQUIRE(out);
  return std::move(*out);
}

// One sound row with one cell changed.
std::string table(const std::string& column, const std::string& value) {
  std::vector<std::pair<std::string, std::string>> cells = {{"id", "X"},
                                                            {"kind", "measured"},
                                                            {"what", "w"},
                                                            {"rack", "hgx_h100"},
                                                            {"of", "rack"},
                                                            {"count", "1"},
                                                            {"tensor_frac", "0.5"},
                                                            {"memory_frac", "0.3"},
                                                            {"scale_up_frac", "0"},
                                                            {"scale_out_frac", "0"},
                                                            {"running", "1"},
                                                            {"cap_w", ""},
                                                            {"published_w", "7000"},
                                                            {"grade", "published"},
                                                            {"source", "s"},
                                                            {"note", ""}};
  std::string head, row;
  for (auto& [name, cell] : cells) {
    head += (head.empty() ? "" : ",") + name;
    row += (name == "id" ? "" : ",") + (name == column ? value : cell);
  }
  return head + "\n" + row + "\n";
}

}  // namespace

TEST_CASE("every published rating is met within 5 %, from parts") {
  int ratings = 0;
  for (const PowerComparison& c : comparisons()) {
    if (c.row.kind != "rating") continue;
    ++ratings;
    CHECK_MESSAGE(std::abs(c.error()) <= 0.05, c.row.what);
  }
  CHECK(ratings >= 8);
}

TEST_CASE("measured nodes and clusters are met as closely as docs/power.md says") {
  const std::map<std::string, double> most = {{"P101", 0.14}, {"P102", 0.05}, {"P103", 0.06}, {"P104", 0.25},
                                              {"P105", 0.10}, {"P106", 0.05}, {"P107", 0.05}, {"P108", 0.05},
                                              {"P109", 0.05}, {"P110", 0.05}, {"P111", 0.05}, {"P112", 0.05}};
  std::size_t met = 0;
  for (const PowerComparison& c : comparisons())
    if (const auto limit = most.find(c.row.id); limit != most.end()) {
      CHECK_MESSAGE(std::abs(c.error()) <= limit->second, c.row.what << ": " << c.error());
      ++met;
    }
  CHECK(met == most.size());
}

TEST_CASE("a rating does not depend on the row's activity; a cap lowers IT power") {
  auto rated = *read_power_rows(table("kind", "rating"), "t");
  auto measured = *read_power_rows(table("id", "Y"), "t");
  CHECK((*compare_power(rated, library()))[0].predicted > (*compare_power(measured, library()))[0].predicted);
  auto whole = *read_power_rows(table("of", "it"), "t");
  auto capped = whole;
  capped[0].cap = 400.0 * W;
  whole[0].cap = 700.0 * W;
  CHECK((*compare_power(capped, library()))[0].predicted < (*compare_power(whole, library()))[0].predicted);
}

TEST_CASE("bad cells are named by line and column, all at once") {
  CHECK(read_power_rows(table("id", "Z"), "t"));
  for (const auto& [column, value] : std::map<std::string, std::string>{{"kind", "guess"},
                                                                        {"of", "hall"},
                                                                        {"count", "0"},
                                                                        {"tensor_frac", "1.5"},
                                                                        {"memory_frac", "x"},
                                                                        {"published_w", "-1"},
                                                                        {"cap_w", "nan"}}) {
    const auto bad = read_power_rows(table(column, value), "t.csv");
    CHECK_FALSE(bad);
    REQUIRE(bad.diagnostics.list().size() == 1);
    CHECK(bad.diagnostics.list()[0].code == "GW1412");
    CHECK(bad.diagnostics.list()[0].where.line == 2);
    CHECK(bad.diagnostics.list()[0].path == column);
  }
  const auto missing = read_power_rows("id,kind\n1,rating\n", "t.csv");
  CHECK_FALSE(missing);
  CHECK(missing.diagnostics.list().size() == 14);
  CHECK_FALSE(read_power_rows("", "t.csv"));
  const auto unknown = compare_power(*read_power_rows(table("rack", "hgx_h10"), "t"), library());
  CHECK_FALSE(unknown);
  CHECK(unknown.diagnostics.list()[0].code == "GW1110");
}

}  // namespace gw::evidence
