// Layers: a catalogue row below, changes on top, overrides above all.

#include <doctest/doctest.h>

#include "gw/describe/sample_types.h"

using namespace gw;
using namespace gw::describe;
using namespace gw::describe::sample;

namespace {

/// A record that has everything a layer may change, and a catalogue of its own.
struct Plant {
  std::string label;
  std::vector<double> steps_mw;
  std::optional<Chip> controller;
  std::variant<Dry, Tower> cooling;
  std::vector<Hall> halls;
  std::vector<Plant> units;
  static const RecordType& description() {
    static const auto type = record<Plant>("plant", "Layered.")
                                 .catalogue("plants")
                                 .value("label", &Plant::label, "label", {.required = true})
                                 .quantity("steps", "mw", &Plant::steps_mw, "steps")
                                 .nested("controller", &Plant::controller, "controller")
                                 .nested("cooling", &Plant::cooling, "cooling")
                                 .nested("halls", &Plant::halls, "halls")
                                 .nested("units", &Plant::units, "plants in the plant")
                                 .build();
    return type;
  }
};

struct Campus {
  Plant plant;
  static const RecordType& description() {
    static const auto type = record<Campus>("campus", "One plant.")
                                 .nested("plant", &Campus::plant, "plant", {.required = true})
                                 .build();
    return type;
  }
};

Outcome<Campus> campus(const std::string& text, const std::vector<std::string>& overrides = {}) {
  Rows catalogue({{"plants/big",
                   "label: big\nsteps_mw: [1, 2, 3]\ncontroller: small\ncooling: {kind: tower, approach_k: "
                   "3, cycles: 7}\n"
                   "halls: [{name: a, racks: 1, chip: small}]\n"},
                  {"plants/twin", "label: twin\nunits: [big, {base: big, label: second}]\n"},
                  {"plants/snake", "label: snake\nunits: [snake]\n"},
                  {"plants/bad", "label: bad\nsteps_kw: [1]\nzzz: 1\n"},
                  {"chips/small", "tdp_w: 10\nmemory_gb: 1\nclock: {base_ghz: 3}\n"},
                  {"chips/other", "tdp_w: 20\nmemory_gb: 2\n"}});
  Outcome<Campus> out;
  auto document = parse_text(text, "campus.yaml");
  REQUIRE(document);
  for (const std::string& one : overrides) apply_override(*document, one, out.diagnostics);
  out.value = read<Campus>(*document, catalogue.resolver(), out.provenance, out.diagnostics);
  return out;
}

}  // namespace

TEST_CASE("a list in the changes replaces the row's list, and its provenance") {
  const auto out = campus("plant: {base: big, steps_mw: [9], halls: []}\n");
  CHECK(out.codes() == "");
  CHECK(out.value.plant.steps_mw == std::vector<double>{9});
  CHECK(out.value.plant.halls.empty());
  CHECK(out.provenance.at("plant.steps_mw[0]").origin.place == "campus.yaml:1:31");
  CHECK_FALSE(out.provenance.contains("plant.steps_mw[1]"));
  CHECK_FALSE(out.provenance.contains("plant.halls[0].racks"));
}

TEST_CASE("null in the changes takes an optional of the row away") {
  CHECK(campus("plant: big\n").value.plant.controller);
  const auto out = campus("plant: {base: big, controller: null}\n");
  CHECK(out.codes() == "");
  CHECK_FALSE(out.value.plant.controller);
  CHECK_FALSE(out.provenance.contains("plant.controller.tdp_w"));
}

TEST_CASE("a name in the changes starts the record afresh") {
  const auto out = campus("plant: {base: big, controller: other}\n");
  CHECK(out.value.plant.controller->tdp.in(W) == 20);
  CHECK(out.value.plant.controller->clock.base.in(Hz) == doctest::Approx(1e9));  // not the row's 3 GHz
  CHECK(out.provenance.at("plant.controller.clock.base_ghz").origin.place == "default");
  const auto kept = campus("plant: {base: big, controller: {tdp_w: 11}}\n");
  CHECK(kept.codes() == "");
  CHECK(kept.value.plant.controller->tdp.in(W) == 11);
  CHECK(kept.value.plant.controller->clock.base.in(Hz) == doctest::Approx(3e9));
}

TEST_CASE("an alternative of the row may be changed in part or for another") {
  const auto part = campus("plant: {base: big, cooling: {cycles: 4}}\n");
  CHECK(part.codes() == "");
  CHECK(std::get<Tower>(part.value.plant.cooling).cycles == 4);
  CHECK(std::get<Tower>(part.value.plant.cooling).approach.in(K) == 3);
  const auto other = campus("plant: {base: big, cooling: {kind: dry}}\n");
  CHECK(other.codes() == "");
  CHECK(std::get<Dry>(other.value.plant.cooling).approach.in(K) == 8);
  CHECK(other.provenance.at("plant.cooling.approach_k").origin.place == "default");
  CHECK_FALSE(other.provenance.contains("plant.cooling.cycles"));
  CHECK(campus("plant: {label: x, cooling: {cycles: 4}}\n").codes() ==
        "GW1103");  // no row below: kind is needed
}

TEST_CASE("rows in rows") {
  const auto out = campus("plant: twin\n");
  CHECK(out.codes() == "");
  REQUIRE(out.value.plant.units.size() == 2);
  CHECK(out.value.plant.units[0].label == "big");
  CHECK(out.value.plant.units[1].label == "second");
  CHECK(out.provenance.at("plant.units[1].label").origin.place == "catalog/plants/twin.yaml:2:33");
  CHECK(out.provenance.at("plant.units[1].halls[0].chip.tdp_w").origin.place ==
        "catalog/chips/small.yaml:1:8");
  CHECK(campus("plant: snake\n").codes() == "GW1111");
}

TEST_CASE("problems of a row are shown in the row, with its line") {
  const auto out = campus("plant: {base: bad, yyy: 1}\n");
  CHECK(out.codes() == "GW1101 GW1106 GW1101");
  CHECK(out.diagnostics.list()[0].where.file == "campus.yaml");
  CHECK(out.diagnostics.list()[1].where.file == "catalog/plants/bad.yaml");
  CHECK(out.diagnostics.list()[1].source_line == "steps_kw: [1]");
  CHECK(out.diagnostics.list()[2].path == "plant.zzz");
}

TEST_CASE("overrides stand above changes and rows") {
  const auto out =
      campus("plant: {base: big, label: mine}\n", {"plant.label=yours", "plant.cooling.cycles=3"});
  CHECK(out.codes() == "");
  CHECK(out.value.plant.label == "yours");
  CHECK(std::get<Tower>(out.value.plant.cooling).cycles == 3);
  CHECK(out.provenance.at("plant.cooling.cycles").origin.grade == Grade::user);
  const auto swapped = campus("plant: twin\n", {"plant.base=big", "plant.steps=[7 MW]"});
  CHECK(swapped.value.plant.label == "big");
  CHECK(swapped.value.plant.steps_mw == std::vector<double>{7});
  CHECK(campus("plant: big\n", {"plant=twin"}).value.plant.units.size() == 2);
  CHECK(campus("plant: big\n", {"plant.base=bgi"}).codes() == "GW1110");
}

TEST_CASE("a document may itself stand on a row") {
  const auto document = parse_text("base: big\nlabel: own\n", "own.yaml");
  const std::map<std::string, std::string> text = {{"plants/big", "label: big\nsteps_mw: [1]\n"}};
  Rows catalogue(text);
  ProvenanceMap provenance;
  Diagnostics diagnostics;
  const auto plant = read<Plant>(*document, catalogue.resolver(), provenance, diagnostics);
  CHECK_FALSE(diagnostics.has_errors());
  CHECK(plant.label == "own");
  CHECK(plant.steps_mw.size() == 1);
}
