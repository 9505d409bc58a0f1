// When nothing fits the answer names what binds, and every relaxation it offers is true.
#include <doctest/doctest.h>

#include <algorithm>

#include "gw/training/search.h"
#include "gw/training/test_setups.h"

namespace gw::training {
namespace {

using namespace testing;

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

bool offers(const NothingFits& nothing, const std::string& relaxation) {
  return std::find(nothing.relaxations.begin(), nothing.relaxations.end(), relaxation) !=
         nothing.relaxations.end();
}

NothingFits refused(const TrainingSetup& setup, const SearchSpace& space) {
  const SearchResult result = search(setup, space);
  CHECK(result.best.empty());
  CHECK(result.pareto.empty());
  CHECK(result.counts.evaluated == 0);
  REQUIRE(result.nothing_fits.has_value());
  return *result.nothing_fits;
}

}  // namespace

TEST_CASE("too little memory: by how much, and what helps") {
  TrainingSetup setup = gpt3_on_1024();
  setup.accelerators = 64;
  setup.accelerator.memory = 30.0 * unit::GB;
  const NothingFits nothing = refused(setup, {});
  CHECK(nothing.problem.code == "GW2010");
  CHECK(contains(nothing.problem.message, "no plan of the space fits in memory"));
  CHECK(contains(nothing.problem.message, "GB more than the 30 GB"));
  CHECK(nothing.problem.hint == nothing.relaxations.front());
  REQUIRE(nothing.closest.has_value());
  REQUIRE(offers(nothing, "128 accelerators fit"));
  setup.accelerators = 128;
  CHECK(search(setup, {}).counts.evaluated > 0);
}

TEST_CASE("the last relaxation is the memory that the closest plan needs") {
  TrainingSetup setup = gpt3_on_1024();
  setup.accelerators = 64, setup.accelerator.memory = 30.0 * unit::GB;
  const NothingFits nothing = refused(setup, {});
  CHECK(contains(nothing.relaxations.back(), "GB of memory fit"));
  setup.plan = *nothing.closest;
  const Bytes need = memory_use(setup).total();
  CHECK(need > setup.accelerator.memory);
  setup.accelerator.memory = need;
  CHECK(search(setup, {}).counts.evaluated > 0);
  setup.accelerator.memory = 0.999 * need;
  CHECK(search(setup, {}).counts.evaluated == 0);
}

TEST_CASE("a dimension held too tight is named") {
  SearchSpace space;
  space.tensor = {1}, space.pipeline = {1}, space.zero_stage = {1};
  const NothingFits nothing = refused(gpt3_on_1024(), space);
  CHECK(nothing.problem.code == "GW2010");
  CHECK(offers(nothing, "zero_stage: 3 fits"));
  const bool pipeline = std::any_of(nothing.relaxations.begin(), nothing.relaxations.end(),
                                    [](const std::string& r) { return contains(r, "pipeline: "); });
  CHECK(pipeline);
  space.zero_stage = {3};
  CHECK(search(gpt3_on_1024(), space).counts.evaluated > 0);
}

TEST_CASE("a batch that no plan divides: the nearest that one does") {
  TrainingSetup setup = gpt3_on_1024();
  setup.plan.global_batch_sequences = 1531;  // prime
  SearchSpace space;
  space.tensor = {8}, space.pipeline = {8}, space.context = {1};
  const NothingFits nothing = refused(setup, space);
  CHECK(nothing.problem.code == "GW2006");
  CHECK_FALSE(nothing.closest.has_value());
  CHECK(offers(nothing, "global_batch_sequences: 1536 fits"));
  setup.plan.global_batch_sequences = 1536;
  CHECK(search(setup, space).counts.evaluated > 0);
}

TEST_CASE("layers that no pipeline of the space divides") {
  SearchSpace space;
  space.pipeline = {64}, space.virtual_pipeline = {1};
  const NothingFits nothing = refused(gpt3_on_1024(), space);
  CHECK(nothing.problem.code == "GW2004");
  CHECK(offers(nothing, "uneven_stages: true fits"));
}

TEST_CASE("heads that no tensor ranks of the space divide") {
  SearchSpace space;
  space.tensor = {64, 128};
  const NothingFits nothing = refused(gpt3_on_1024(), space);
  CHECK(nothing.problem.code == "GW2002");
  const bool tensor = std::any_of(nothing.relaxations.begin(), nothing.relaxations.end(),
                                  [](const std::string& r) { return contains(r, "tensor: "); });
  CHECK(tensor);
}

TEST_CASE("a precision the part lacks, and a setup that is no job") {
  TrainingSetup setup = gpt3_on_1024();
  setup.plan.precision = catalog::Precision::nvfp4;
  NothingFits nothing = refused(setup, {});
  CHECK(nothing.problem.code == "GW2008");
  CHECK_FALSE(nothing.problem.hint.empty());

  setup = gpt3_on_1024();
  setup.plan.global_batch_sequences = 0;
  CHECK(refused(setup, {}).problem.code == "GW2011");
  setup = gpt3_on_1024();
  setup.accelerators = 0;
  CHECK(refused(setup, {}).problem.code == "GW2011");
  setup = gpt3_on_1024();
  setup.model.layers = 0;
  CHECK(refused(setup, {}).problem.code == "GW2013");
}

}  // namespace gw::training
