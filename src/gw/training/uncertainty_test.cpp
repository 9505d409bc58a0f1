#include "gw/training/uncertainty.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>

#include "gw/training/test_setups.h"
#include "gw/training/validity.h"

namespace gw::training {
namespace {

TrainingSetup on(const char* kernels) {
  TrainingSetup setup = testing::gpt3_on_1024();
  setup.accelerator.efficiency.name = kernels;
  return setup;
}

}  // namespace

TEST_CASE("the committed table: quantiles in order, no class twice, a line for parts of any family") {
  const std::vector<Uncertainty> table = parse_uncertainty(uncertainty_csv());
  std::set<std::string> seen;
  for (const Uncertainty& line : table) {
    CAPTURE(line.generation);
    CHECK(line.two_thirds_frac > 0);
    CHECK(line.p90_frac >= line.two_thirds_frac);
    CHECK_FALSE(line.basis.empty());
    CHECK(
        seen.insert(line.generation + (line.experts ? "e" : "d") + (line.fully_sharded ? "f" : "3")).second);
  }
}

TEST_CASE("a part of a compared family takes its own line, another the wider one of its kind") {
  const Uncertainty& hopper = uncertainty(on("NVIDIA Hopper"));
  CHECK(hopper.generation == "Hopper");
  CHECK_FALSE(hopper.experts);
  CHECK_FALSE(hopper.fully_sharded);
  const Uncertainty& unknown = uncertainty(on("Some other family"));
  CHECK(unknown.generation == "any");
  CHECK(uncertainty(on("")).generation == "any");
  CHECK(unknown.two_thirds_frac > hopper.two_thirds_frac);
}

TEST_CASE("kinds are told apart") {
  TrainingSetup sharded = on("NVIDIA Ampere family");
  sharded.plan.zero_stage = 3;
  CHECK(uncertainty(sharded).fully_sharded);
  TrainingSetup experts = testing::mixtral_on_64();
  experts.accelerator.efficiency.name = "NVIDIA Hopper";
  CHECK(uncertainty(experts).experts);
  CHECK(uncertainty_frac(experts) == uncertainty(experts).two_thirds_frac);
  CHECK(uncertainty_frac(experts) > uncertainty_frac(on("NVIDIA Hopper")));
}

TEST_CASE("a table is read as written") {
  const auto table = parse_uncertainty(
      "# comment\ngeneration,model,sharding,two_thirds_frac,p90_frac,configurations,basis\n"
      "Hopper,experts,FSDP,0.1,0.2,7,x\n"
      "any,dense,3D,0.3,0.5,9,y\nany,dense,FSDP,0.3,0.5,9,y\n"
      "any,experts,3D,0.3,0.5,9,y\nany,experts,FSDP,0.3,0.5,9,y\n");
  REQUIRE(table.size() == 5);
  CHECK(table[0].generation == "Hopper");
  CHECK(table[0].experts);
  CHECK(table[0].fully_sharded);
  CHECK(table[0].two_thirds_frac == 0.1);
  CHECK(table[0].p90_frac == 0.2);
  CHECK(table[0].configurations == 7);
  CHECK(table[0].basis == "x");
}

}  // namespace gw::training
