#include "gw/evidence/plant_evidence.h"

#include <doctest/doctest.h>

#include <fstream>
#include <iterator>
#include <set>

namespace gw::evidence {
namespace {

const std::string kTable = GW_SOURCE_DIR "/evidence/plant/published-plant.csv";
constexpr const char* kHead = "id,topic,what,row,inputs,published,unit,tolerance_frac,grade,source,note\n";

const catalog::Library& library() {
  static const catalog::Library shipped({GW_SOURCE_DIR "/catalog"});
  return shipped;
}

std::string shipped_text() {
  std::ifstream in(kTable);
  return {std::istreambuf_iterator<char>(in), {}};
}

Result<std::vector<PlantComparison>> compare(const std::string& line) {
  auto rows = read_plant_rows(kHead + line + "\n", "t.csv");
  REQUIRE(rows);
  return compare_plants(*rows, "t.csv", library());
}

bool says(const Diagnostics& diagnostics, const std::string& code, const std::string& words) {
  for (const Diagnostic& d : diagnostics.list())
    if (d.code == code && d.message.find(words) != std::string::npos) return true;
  return false;
}

}  // namespace

TEST_CASE("every published figure of cooling and supply is met within what its source leaves open") {
  const auto rows = read_plant_rows(shipped_text(), kTable);
  REQUIRE(rows);
  CHECK(rows->size() >= 20);
  const auto compared = compare_plants(*rows, kTable, library());
  INFO(compared.diagnostics.render());
  REQUIRE(compared);
  std::set<std::string> ids, topics;
  for (const PlantComparison& c : *compared) {
    CHECK_MESSAGE(c.met(),
                  c.row.id << " " << c.row.what << ": " << c.predicted << " against " << c.row.published);
    CHECK(ids.insert(c.row.id).second);
    CHECK_FALSE(c.row.source.empty());
    topics.insert(c.row.topic);
  }
  CHECK(topics.size() == 13);
}

TEST_CASE("a figure that is off by more than its tolerance is not met") {
  const auto compared = compare("X,saturated_humidity,w,,t_c=20,16,g/kg,0.01,standard,s,");
  REQUIRE(compared);
  CHECK_FALSE(compared->front().met());
  CHECK(compared->front().error() == doctest::Approx(14.758 / 16 - 1).epsilon(1e-3));
}

TEST_CASE("bad tables are refused with every problem at its place") {
  const auto rows = read_plant_rows(
      std::string(kHead) + "A,psychics,w,,,1,,0.1,g,s,\nB,emission,w,ccgt_f,,-3,,lots,g,s,\n", "t.csv");
  REQUIRE_FALSE(rows);
  CHECK(says(rows.diagnostics, "GW1412", "'psychics' is no topic"));
  CHECK(says(rows.diagnostics, "GW1412", "'-3' is not a number above zero"));
  CHECK(says(rows.diagnostics, "GW1412", "'lots' is not a number above zero"));
  CHECK(rows.diagnostics.list().back().where.line == 3);
  CHECK(says(read_plant_rows("id,topic\nA,emission\n", "t.csv").diagnostics, "GW1411", "published"));
  CHECK_FALSE(read_plant_rows("", "t.csv"));
}

TEST_CASE("inputs that are missing or make no sense are refused, not guessed") {
  CHECK(says(compare("X,wet_bulb,w,,t_c=20,1,C,0.1,g,s,").diagnostics, "GW1414", "needs the input p_pa"));
  CHECK(says(compare("X,saturated_humidity,w,,t_c=warm,1,,0.1,g,s,").diagnostics, "GW1414",
             "'warm' is no number"));
  CHECK(says(compare("X,outage_energy,w,,units=2x3;load_mw=1,1,,0.1,g,s,").diagnostics, "GW1414",
             "is no group of units"));
  CHECK(says(compare("X,outage_energy,w,,units=2x3@1.5;load_mw=1,1,,0.1,g,s,").diagnostics, "GW1414",
             "is no group of units"));
  CHECK(says(compare("X,solar_yield,w,pv_fixed,dc_ac=1.2;weather=atlantis,1,,0.1,g,s,").diagnostics, "GW1414",
             "atlantis"));
  CHECK(says(compare("X,emission,w,wind_onshore,,1,,0.1,g,s,").diagnostics, "GW1414", "burns no fuel"));
  CHECK_FALSE(compare("X,emission,w,no_such_plant,,1,,0.1,g,s,"));
  CHECK_FALSE(compare("X,pue,w,no_such_row,liquid_frac=0;losses_frac=0;other_frac=0,1,,0.1,g,s,"));
}

}  // namespace gw::evidence
