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

TEST_CASE("cooling tanks have a line and a series where there are any") {
  planning::Run run = test::tiny_run();
  CHECK(headline_text(run).find("Cooling tanks") == std::string::npos);
  const std::size_t bare = report::columns(run).size();
  run.simulation.operations.hourly.tank_stored_mwh.assign(run.simulation.operations.hourly.it_mw.size(), 3.0);
  for (const char* id : {"tank_given_mwh", "ride_through_hall_hours", "tank_end_mwh"}) run.figures.simulated(id, id, 3, "MWh", "a test", {});
  const auto columns = report::columns(run);
  CHECK(columns.size() == bare + 1);
  CHECK(std::ranges::find(columns, "tank_stored_mwh", &Column::id) != columns.end());
  CHECK(headline_text(run).find("Cooling tanks") != std::string::npos);
}

}  // namespace gw::report
