#include "gw/evidence/held_out.h"

#include <doctest/doctest.h>

#include <cmath>

#include "gw/base/file.h"
#include "gw/catalog/content_hash.h"

namespace gw::evidence {
namespace {

constexpr const char* kTable =
    "# made\n# 0123456789abcdef0123456789abcdef\n"
    "left_out,kind,name,rows,configurations,median_frac,p90_frac,bias_frac\n"
    "source,all,\"all of quality A and B\",10,8,0.08,0.27,0.01\n"
    "generation,model,experts,4,4,0.2,0.5,-0.1\n";

std::string file_of(const std::string& name) {
  std::string problem;
  const std::string text = read_file(std::string(GW_SOURCE_DIR) + "/evidence/training/" + name, problem);
  INFO(problem);
  REQUIRE(problem.empty());
  return text;
}

}  // namespace

TEST_CASE("held-out errors are found by what was left out and by group") {
  const auto table = read_held_out(kTable, "t");
  REQUIRE(table);
  CHECK(table->table_hash == "0123456789abcdef0123456789abcdef");
  REQUIRE(table->find("source", "all", "all of quality A and B"));
  CHECK(table->find("source", "all", "all of quality A and B")->p90_frac == 0.27);
  CHECK(table->find("generation", "model", "experts")->bias_frac == -0.1);
  CHECK_FALSE(table->find("generation", "all", "all of quality A and B"));
}

TEST_CASE("a table that is none is refused by cell") {
  CHECK_FALSE(read_held_out("", "t"));
  CHECK_FALSE(read_held_out("left_out,kind\nsource,all\n", "t"));
  const auto bad = read_held_out(
      "left_out,kind,name,rows,configurations,median_frac,p90_frac,bias_frac\na,b,c,1,1,x,0,0\n", "t");
  REQUIRE_FALSE(bad);
  CHECK(bad.diagnostics.list()[0].code == "GW1412");
  CHECK(bad.diagnostics.list()[0].where.line == 2);
}

TEST_CASE("the shipped table was made from the shipped measurements") {
  const auto table = read_held_out(file_of("held_out.csv"), "held_out.csv");
  REQUIRE(table);
  catalog::ContentHash hash;
  hash.add(file_of("published-training.csv"));
  CHECK(table->table_hash == hash.hex());
  for (const char* left_out : {"source", "generation"}) {
    int groups = 0;
    for (const HeldOut& h : table->groups) groups += h.left_out == left_out && h.median_frac > 0;
    CHECK(groups >= 5);
  }
}

}  // namespace gw::evidence
