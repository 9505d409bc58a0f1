#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "gw/planning/test_files.h"
#include "gw/report/adequacy_document.h"
#include "gw/report/adequacy_text.h"

namespace gw::report {
namespace {

planning::AdequacyRun study(std::vector<std::string> overrides, int years) {
  planning::RunOptions options;
  options.load.overrides = std::move(overrides);
  auto outcome = planning::run_adequacy(planning::test::shipped("prometheus.yaml"), {.years = years, .bus = "south"}, options);
  REQUIRE(outcome.run);
  return std::move(*outcome.run);
}

}  // namespace

TEST_CASE("the text has every index, what was drawn, the hours at risk, and the unit that is one too many") {
  const std::string text = adequacy_text(study({"supply.1.units=0", "supply.2.units=4"}, 40));
  for (const char* part : {"Bus south", "LOLH, hours a year", "LOLE, days a year", "LOLEv", "EUE, MWh a year", "NEUE", "convolution",
                           "Monte Carlo, 40 years", "with batteries", "most at risk", "units away", "h short, first at 2026-"})
    CHECK_MESSAGE(text.find(part) != std::string::npos, part);
  const std::string alone = adequacy_text(study({}, 0));
  CHECK(alone.find("Monte Carlo") == std::string::npos);
  CHECK(text.find("LOLE, days a year") < text.find("daily peaks "));
  CHECK(text.find("standard errors from the convolution's") != std::string::npos);
  CHECK(text.find("too few") == std::string::npos);
  const std::string rare = adequacy_text(study({}, 3));
  CHECK(rare.find("Monte Carlo: no shortage in 3 years") != std::string::npos);
  CHECK(alone.find("worst units: ") != std::string::npos);
}

TEST_CASE("the document holds what the study found, and nulls where nothing was drawn") {
  const planning::AdequacyRun run = study({"supply.1.units=0", "supply.2.units=4"}, 40);
  const Json document = adequacy_document(run);
  CHECK(document["format"] == "gigawatt.adequacy/1");
  const Json& bus = document["buses"][0];
  CHECK(bus["convolution"]["lolh_h"] == run.buses[0].convolution.lolh_h);
  CHECK(bus["convolution"]["events"].is_null());
  CHECK(bus["monte_carlo"]["mean"]["eue_mwh"] == run.buses[0].sampled.mean.eue_mwh);
  CHECK(bus["monte_carlo"]["standard_error"]["eue_mwh"] == run.buses[0].sampled.error.eue_mwh);
  CHECK(bus["hours_at_risk"].size() == 10);
  CHECK(bus["monte_carlo"]["interval_95"].is_null());
  CHECK(bus["monte_carlo"]["shortages"] == run.buses[0].sampled.shortages);
  CHECK(bus["periods"].size() == run.buses[0].periods.size());
  CHECK(bus["periods"][0]["hours"] == run.buses[0].periods[0].to_hour);
  const Json quiet = adequacy_document(study({}, 3))["buses"][0]["monte_carlo"]["interval_95"];
  CHECK(quiet["lolh_h"].is_null());
  CHECK(quiet["events"][0] == 0.0);
  CHECK(bus["removals"][0]["units_away"] == 0);
  CHECK(adequacy_document(study({}, 0))["buses"][0]["monte_carlo"].is_null());
}

}  // namespace gw::report
