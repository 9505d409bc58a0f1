#include "gw/evidence/compare.h"

#include <cmath>

#include "gw/evidence/statistics.h"
#include "gw/evidence/test_rows.h"
#include "gw/training/step.h"

namespace gw::evidence {
namespace {

using namespace testing;

}  // namespace

TEST_CASE("a prediction is the step that a user's own setup gives") {
  const CsvTable table = table_of({gpt3_row()});
  const std::vector<Comparison> rows = compare(table, shipped_rig());
  REQUIRE(rows.size() == 1);
  const Comparison& c = rows[0];
  REQUIRE(c.predicted());
  CHECK(c.id == "X1");
  CHECK(c.part == "a100_80");
  CHECK(c.accelerators == 1024);
  CHECK_FALSE(c.experts);
  CHECK(c.headline());
  CHECK(c.weight == 1);
  CHECK(c.measured_s == 20);
  CHECK(c.uncertainty_frac > 0);
  CHECK(c.error() == doctest::Approx(c.predicted_s / 20 - 1));
  const auto setup = setup_of(Row(table, 0), shipped_rig());
  const auto step = training::simulate_step(std::get<Case>(setup).setup);
  if (const auto* answer = std::get_if<training::Step>(&step))
    CHECK(answer->total.base() == doctest::Approx(c.predicted_s));
  else
    CHECK_FALSE(c.fits);
}

TEST_CASE("rows keep their order; those that cannot be compared say why and weigh nothing") {
  const CsvTable table =
      table_of({with(gpt3_row(), {{"id", "a"}, {"accelerator", "abacus"}}), with(gpt3_row(), {{"id", "b"}}),
                with(gpt3_row(), {{"id", "c"}, {"quality", "C"}, {"config_group", ""}})});
  const std::vector<Comparison> rows = compare(table, shipped_rig());
  REQUIRE(rows.size() == 3);
  CHECK(rows[0].id == "a");
  CHECK_FALSE(rows[0].predicted());
  CHECK(rows[0].reason.find("abacus") != std::string::npos);
  CHECK(rows[0].weight == 0);
  CHECK(rows[1].weight == 1);
  CHECK(rows[2].config_group == "c");  // a row without a group is its own
  CHECK_FALSE(rows[2].headline());
}

TEST_CASE("the id of a row changes nothing") {
  const CsvTable table = table_of({with(gpt3_row(), {{"id", "a"}}), with(gpt3_row(), {{"id", "T0002"}})});
  const std::vector<Comparison> rows = compare(table, shipped_rig());
  CHECK(rows[0].predicted_s == rows[1].predicted_s);
}

TEST_CASE("the shipped measurements: most are predicted, all of them finite") {
  const Result<CsvTable> table = read_measurements(GW_SOURCE_DIR "/evidence/training/published-training.csv");
  REQUIRE(table);
  const std::vector<Comparison> rows = compare(*table, shipped_rig());
  REQUIRE(rows.size() == table->rows.size());
  std::size_t predicted = 0;
  for (const Comparison& c : rows) {
    CAPTURE(c.id);
    if (!c.predicted()) continue;
    ++predicted;
    CHECK(std::isfinite(c.predicted_s));
    CHECK(c.predicted_s > 0);
    CHECK(c.measured_s > 0);
    CHECK(std::isfinite(c.measured_s));
    CHECK(c.weight > 0);
    CHECK(c.weight <= 1);
  }
  CHECK(predicted > 0.85 * double(rows.size()));
  const std::vector<Group> groups = groups_of(rows);
  REQUIRE_FALSE(groups.empty());
  // The goal and the committed figures are checked elsewhere; here, that a constant guess would not do as
  // well.
  CHECK(groups.front().errors.median_frac < 0.28);
  CHECK(groups.front().errors.weight <= double(groups.front().errors.rows));
}

TEST_CASE("a rig holds every row of its folders, and which kernels a part stands on") {
  const Rig& rig = shipped_rig();
  CHECK(rig.accelerators.size() >= 27);
  CHECK(rig.family.at("h100_sxm") == "hopper");
  CHECK(rig.kernels.contains(rig.family.at("a100_80")));
  CHECK(rig.own_fields.at("a100_80").contains("gemm_frac"));
  CHECK_FALSE(rig.own_fields.at("a100_80").contains("tile"));
  CHECK(rig.software.contains("megatron_core"));
  CHECK(rig.models.contains("deepseek_v3"));
  CHECK(rig.fabrics.contains("nvlink_infiniband_400g"));
}

TEST_CASE("a catalogue without rows gives an empty rig; a broken row gives its problems") {
  const Result<Rig> none = load_rig(catalog::Library({}));
  REQUIRE(none);
  CHECK(none->accelerators.empty());
}

}  // namespace gw::evidence
