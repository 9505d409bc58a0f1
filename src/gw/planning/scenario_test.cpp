#include "gw/planning/scenario.h"

#include "gw/describe/schema.h"
#include "gw/planning/test_files.h"

namespace gw::planning {
namespace {

using namespace test;

std::string resolved(const Scenario& scenario) { return describe::to_yaml(Scenario::description(), &scenario); }

}  // namespace

TEST_CASE("the campus written out in full is a campus file that gives the same answer") {
  const Run run = tiny_run();
  Folder folder;
  const Run again = run_of(folder.write("resolved.yaml", resolved(run.input.scenario)));
  for (const std::string& id : run.headline) {
    INFO(id);
    CHECK(again.figures.find(id)->value == doctest::Approx(run.figures.find(id)->value).epsilon(1e-9));
  }
}

TEST_CASE("written out, read and written out again, nothing changes") {
  Folder folder;
  for (const auto& entry : fs::directory_iterator(shipped(""))) {
    if (entry.path().extension() != ".yaml") continue;
    const auto first = load_scenario(entry.path().string(), {});
    REQUIRE_MESSAGE(bool(first), first.diagnostics.render());
    const std::string text = resolved(first->scenario);
    const auto second = load_scenario(folder.write("again.yaml", text), {});
    REQUIRE_MESSAGE(bool(second), second.diagnostics.render());
    CHECK_MESSAGE(resolved(second->scenario) == text, entry.path().filename().string());
  }
}

TEST_CASE("a scenario is a campus with prices: both parts are read") {
  const auto loaded = load_scenario(shipped("tiny.yaml"), {});
  REQUIRE(loaded);
  CHECK(loaded->scenario.name == "tiny");
  CHECK(loaded->scenario.halls.size() == 1);
  CHECK(loaded->scenario.economics.capital.it_capex.in(MUSD / MW) > 1);
  CHECK(loaded->scenario.horizon.hours() == 8760);
  CHECK(loaded->scenario.halls[0].accelerators() == 136);
}

TEST_CASE("the horizon is whole hours") {
  for (const auto& [years, hours] : {std::pair{"0.1", 876}, {"0.01", 88}, {"2", 17520}, {"50", 438000}}) {
    const auto loaded = load_scenario(shipped("tiny.yaml"), {{std::string("horizon.length_years=") + years}, {}});
    REQUIRE(loaded);
    CHECK(loaded->scenario.horizon.hours() == hours);
  }
  CHECK_FALSE(load_scenario(shipped("tiny.yaml"), {{"horizon.length_years=0"}, {}}));
  CHECK_FALSE(load_scenario(shipped("tiny.yaml"), {{"horizon.length_years=51"}, {}}));
}

}  // namespace gw::planning
