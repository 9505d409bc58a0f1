#include "gw/evidence/breakdown.h"

#include <algorithm>
#include <numeric>

#include "gw/evidence/test_rows.h"
#include "gw/workload/model_flops.h"

namespace gw::evidence {
namespace {

using namespace testing;

}  // namespace

TEST_CASE("a row's parts add up to its prediction, its rates to its FLOPs") {
  const CsvTable table = table_of({gpt3_row()});
  const Breakdown b = break_down(table, 0, shipped_rig());
  REQUIRE(b.comparison.predicted());
  Time sum;
  for (const Time part : b.cost.parts) sum += part;
  CHECK(sum.base() == doctest::Approx(b.comparison.predicted_s));
  CHECK(b.cost.memory.total().base() == doctest::Approx(b.comparison.memory.base()));
  CHECK(b.tokens_per_step == 1536.0 * 2048);
  const auto flops = workload::model_flops_per_token(b.comparison.known->setup.model, 2048).total().base();
  CHECK(b.measured_tflops == doctest::Approx(b.tokens_per_step * flops / 20 / 1024 / 1e12));
  CHECK(b.predicted_tflops / b.measured_tflops ==
        doctest::Approx(b.comparison.measured_s / b.comparison.predicted_s));
  CHECK(b.measured_mfu_frac == doctest::Approx(b.measured_tflops / 312));
}

TEST_CASE("what a row prints: every filled cell in the table's order") {
  const CsvTable table = table_of({gpt3_row(), {{"id", "other"}, {"dp", "3"}}});
  const Breakdown b = break_down(table, 0, shipped_rig());
  CHECK(b.printed.size() == gpt3_row().size());
  for (const auto& [column, cell] : b.printed) CHECK(gpt3_row().at(column) == cell);
  CHECK(std::ranges::is_sorted(b.printed, {}, [&](const auto& entry) { return table.column(entry.first); }));
}

TEST_CASE("a row without a prediction has its reason and what it prints") {
  const CsvTable table = table_of({with(gpt3_row(), {{"accelerator", "abacus"}})});
  const Breakdown b = break_down(table, 0, shipped_rig());
  CHECK_FALSE(b.comparison.predicted());
  CHECK_FALSE(b.printed.empty());
  CHECK(b.predicted_tflops == 0);
}

}  // namespace gw::evidence
