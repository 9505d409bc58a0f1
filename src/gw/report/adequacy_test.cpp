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

TEST_CASE("part of a year has sums over its hours, and says so") {
  const planning::AdequacyRun half = study({"horizon.length_years=0.5", "supply.1.units=0", "supply.2.units=4"}, 40);
  const std::string text = adequacy_text(half);
  CHECK(text.find("not rates a year\n") < text.find("Bus south"));
  CHECK(text.find("LOLH, hours a year") == std::string::npos);
  CHECK(text.find("LOLH, hours ") != std::string::npos);
  CHECK(text.find("Monte Carlo, 40 draws") != std::string::npos);
  CHECK(half.buses[0].convolution.lolh_h <= half.run.simulation.capacity.horizon.hours);
  double lolh_h = 0;
  for (const supply::PeriodAdequacy& period : half.buses[0].periods) lolh_h += period.lolh_h;
  CHECK(half.buses[0].convolution.lolh_h == doctest::Approx(lolh_h));  // index and table by period agree
  CHECK(half.buses[0].sampled.worst_year_eue_mwh >= half.buses[0].sampled.mean.eue_mwh);
  CHECK(adequacy_document(half)["indices_per"] == "horizon");
  CHECK(adequacy_document(study({}, 0))["indices_per"] == "year");
}

TEST_CASE("a period names the first of many that enter service, the document all of them") {
  planning::AdequacyRun run = study({}, 0);
  run.buses[0].periods = {{.from_hour = 0, .to_hour = 10, .begins = {}, .peak_load_mw = 0}, {.from_hour = 10, .to_hour = 20, .begins = {"engines", "a battery"}, .peak_load_mw = 5}};
  CHECK(adequacy_text(run).find("engines, a battery") != std::string::npos);
  run.buses[0].periods[1].begins = {"Socrates South Titan 250", "Socrates South Titan 130", "Socrates South engines", "a", "b"};
  const std::string text = adequacy_text(run);
  CHECK(text.find("Socrates South Titan 250 and 4 more") != std::string::npos);
  CHECK(adequacy_document(run)["buses"][0]["periods"][1]["begins"].size() == 5);
  CHECK(text.find("least margin MW") != std::string::npos);
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
