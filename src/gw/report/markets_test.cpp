#include <doctest/doctest.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "gw/report/document.h"
#include "gw/report/series.h"
#include "gw/report/terminal.h"
#include "gw/report/test_run.h"

namespace gw::report {

TEST_CASE("the result names emissions in two ways and the 24/7 score, and their hours") {
  const planning::Run& run = test::tiny_run();
  const nlohmann::ordered_json document = result_document(run, {}, true);
  const auto& carbon = document["markets"]["carbon"];
  CHECK(carbon["location_t"].get<double>() == doctest::Approx(run.figures.find("co2_t")->value));
  CHECK(carbon["market_t"].get<double>() == doctest::Approx(carbon["location_t"].get<double>()));
  CHECK(carbon["cfe_score_frac"] == 0.0);
  CHECK(document["markets"]["contracts"].empty());
  const auto columns = report::columns(run);
  const auto intensity = std::ranges::find(columns, "carbon_intensity_kg_per_mwh", &Column::id);
  REQUIRE(intensity != columns.end());
  CHECK(intensity->values->size() == run.simulation.operations.hourly.it_mw.size());
  CHECK((*intensity->values)[0] > 100);
}

TEST_CASE("the terminal is silent about carbon that nobody described") {
  CHECK(headline_text(test::tiny_run()).find("24/7") == std::string::npos);
}

}  // namespace gw::report
