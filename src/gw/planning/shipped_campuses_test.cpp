#include "gw/planning/test_run_checks.h"

namespace gw::planning {

using namespace test;

TEST_CASE("every shipped campus: its formulas give their values, energy and emissions add up, its bill is its cost") {
  int campuses = 0;
  for (const auto& entry : fs::directory_iterator(std::string(GW_SOURCE_DIR) + "/campuses")) {
    if (entry.path().extension() != ".yaml") continue;
    INFO(entry.path().string());
    const Run run = run_of(entry.path().string());
    check_formulas(run);
    check_explained(run);
    check_bill(run);
    ++campuses;
  }
  CHECK(campuses >= 7);
}

}  // namespace gw::planning
