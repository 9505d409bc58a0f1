#include "gw/report/plant_evidence.h"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

namespace gw::report {
namespace {

std::vector<evidence::PlantComparison> two() {
  evidence::PlantRow good{"S1", "emission", "A plant", "ccgt_f", "kg/MWh", "published", "a source", "a note", {{"x", "1"}}, 100, 0.05, 2};
  evidence::PlantRow bad = good;
  bad.id = "S2", bad.what = "Another", bad.row = "", bad.unit = "";
  return {{good, 103}, {bad, 120}};
}

}  // namespace

TEST_CASE("the table says which figures are missed and how many are met") {
  const std::string text = plant_evidence_text(two());
  for (const char* part : {"A plant", "ccgt_f", "+3.00", "+20.00", "5.00 MISSED", "1 of 2 within"})
    CHECK_MESSAGE(text.find(part) != std::string::npos, part);
}

TEST_CASE("the document holds every row with its source") {
  const Json document = plant_evidence_document(two());
  CHECK(document["format"] == "gigawatt.plant_evidence/1");
  REQUIRE(document["rows"].size() == 2);
  CHECK(document["rows"][0]["met"] == true);
  CHECK(document["rows"][1]["met"] == false);
  CHECK(document["rows"][0]["error_frac"] == doctest::Approx(0.03));
  CHECK(document["rows"][0]["source"] == "a source");
  CHECK(document["rows"][0]["inputs"]["x"] == "1");
}

}  // namespace gw::report
