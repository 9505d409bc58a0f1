#include "gw/planning/check_row.h"

#include "gw/planning/test_files.h"

namespace gw::planning {
namespace {

using namespace test;

const std::string kCatalogue = std::string(GW_SOURCE_DIR) + "/catalog/";

CheckOutcome checked(const std::string& path, bool physics = true,
                     const std::vector<std::string>& overrides = {}) {
  RunOptions options;
  options.load.overrides = overrides;
  return check_scenario(path, options, physics);
}

bool says(const CheckOutcome& outcome, const char* words) {
  return outcome.diagnostics.render().find(words) != std::string::npos;
}

}  // namespace

TEST_CASE("shipped rows of plants are sound by themselves, with and without the sweep") {
  for (const char* row : {"cooling/warm_water_dry", "cooling/air_cooled_chillers", "generators/ccgt_f",
                          "generators/cat_g3520", "storage/li_ion_4h", "generators/backup_diesel"}) {
    CAPTURE(row);
    const CheckOutcome outcome = checked(kCatalogue + row + ".yaml");
    CHECK_MESSAGE(!outcome.diagnostics.has_errors(), outcome.diagnostics.render());
    CHECK(outcome.summary.find("points of load and weather") != std::string::npos);
    CHECK(checked(kCatalogue + row + ".yaml", false).summary.find("points") == std::string::npos);
  }
  CHECK(checked(kCatalogue + "racks/" + "gb200_nvl72.yaml").summary.find("no sweep") != std::string::npos);
}

TEST_CASE("every row of the shipped catalogue that is a file of its own passes its own check") {
  int rows = 0;
  for (const auto& entry : fs::recursive_directory_iterator(kCatalogue)) {
    if (entry.path().extension() != ".yaml") continue;
    CAPTURE(entry.path().string());
    const CheckOutcome outcome = checked(entry.path().string());
    CHECK_MESSAGE(!outcome.diagnostics.has_errors(), outcome.diagnostics.render());
    ++rows;
  }
  CHECK(rows > 60);
}

TEST_CASE("a row that breaks a law, a range or another row's sense is refused at its place") {
  const std::string engine = kCatalogue + "generators/cat_g3520.yaml",
                    chillers = kCatalogue + "cooling/air_cooled_chillers.yaml";
  CHECK(says(checked(engine, true, {"min_load_heat_rate_mmbtu_per_mwh=5"}), "GW3005"));
  CHECK(says(checked(engine, true, {"heat_rate_mmbtu_per_mwh=3.0", "min_load_heat_rate_mmbtu_per_mwh=3.2"}),
             "GW"));
  CHECK(says(checked(engine, true, {"min_load_frac=1.5"}), "GW1102"));
  CHECK(says(checked(engine, true, {"no_such=1"}), "GW1101"));
  CHECK(says(checked(chillers, true, {"air.plant.chiller.cop=12"}), "second law"));
}

TEST_CASE("a chiller's curves are a row of their own, checked for their sense") {
  const Folder folder;
  const std::string path = folder.write("mine.yaml", "format: gigawatt.chiller_curves/1\ncop: 5.9\n");
  CHECK_MESSAGE(!checked(path).diagnostics.has_errors(), checked(path).diagnostics.render());
  CHECK(checked(path).summary.find("points of load and weather") != std::string::npos);
  CHECK(says(checked(path, false, {"cop=25"}), "second law"));
  CHECK(says(checked(path, false, {"capacity_curve=[1, 0]"}), "six coefficients"));
  const std::string other = folder.write("other.yaml", "format: gigawatt.chiller/1\ncop: 5.9\n");
  REQUIRE(checked(other).diagnostics.list().size() == 1);
  CHECK(says(checked(other), "GW1114"));
}

TEST_CASE("a campus is checked as a campus") {
  CHECK(checked(std::string(GW_SOURCE_DIR) + "/campuses/tiny.yaml").summary.find("hall") !=
        std::string::npos);
}

}  // namespace gw::planning
