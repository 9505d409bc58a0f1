#include "gw/evidence/test_rows.h"
#include "gw/units/unit.h"

namespace gw::evidence {
namespace {

using testing::shipped_rig;

std::string code_of(const std::string& assignment) {
  Rig rig = shipped_rig();
  Diagnostics problems;
  override_row(rig, assignment, problems);
  REQUIRE(problems.list().size() == 1);
  CHECK(problems.list()[0].where.file == "--set");
  return problems.list()[0].code;
}

}  // namespace

TEST_CASE("a number of a software or fabric row is changed in its own unit") {
  Rig rig = shipped_rig();
  Diagnostics problems;
  override_row(rig, "software.megatron_core.host_per_step_ms=40", problems);
  override_row(rig, "software.mlperf.straggler_frac=0.01", problems);
  CAPTURE(problems.render());
  CHECK(problems.list().empty());
  CHECK(rig.software.at("megatron_core").host_per_step.in(unit::ms) == doctest::Approx(40));
  CHECK(rig.software.at("mlperf").straggler_frac == 0.01);
  CHECK(rig.software.at("xla").straggler_frac == shipped_rig().software.at("xla").straggler_frac);
}

TEST_CASE("overrides that name nothing") {
  CHECK(code_of("software.megatron_core") == "GW1010");
  CHECK(code_of("halls.0.racks=3") == "GW1010");
  CHECK(code_of("software.megatron.host_per_step_ms=3") == "GW1110");
  CHECK(code_of("fabrics.no_such.latency_us=3") == "GW1110");
  CHECK(code_of("software.mlperf.host_per_step=3") == "GW1101");
  CHECK(code_of("software.mlperf.name=3") == "GW1101");
  for (const char* value : {"", "x", "-1", "nan", "1e999", "3 ms"}) {
    CAPTURE(value);
    CHECK(code_of(std::string("software.mlperf.host_per_step_ms=") + value) == "GW1102");
  }
}

}  // namespace gw::evidence
