// Records: keys, requirements, layers of catalogue rows, and where numbers come from.

#include "gw/describe/reader.h"

#include <doctest/doctest.h>

#include "gw/describe/sample_types.h"

using namespace gw;
using namespace gw::describe;
using namespace gw::describe::sample;

namespace {

Outcome<Hall> hall(const std::string& lines) { return read_text<Hall>("name: h\nracks: 2\n" + lines); }
Outcome<Site> site(const std::string& lines) {
  return read_text<Site>("name: s\nhalls: []\nservice_mw: 1\n" + lines);
}

}  // namespace

TEST_CASE("all problems of a file at once, in the order of its lines") {
  const auto out = read_text<Site>(
      "name: s\n"
      "service_mw: -1\n"
      "halls:\n"
      "  - name: a\n"
      "    rakcs: 5\n"
      "    chip: h100\n"
      "  - racks: many\n"
      "    chip: h100\n"
      "zzz: 1\n");
  CHECK(out.codes() == "GW1102 GW1101 GW1103 GW1104 GW1101");
  const auto& list = out.diagnostics.list();
  CHECK(list[1].path == "halls[0].rakcs");
  CHECK(list[1].hint == "did you mean 'racks'?");
  CHECK(list[2].path == "halls[1].name");
  CHECK(list[2].where.line == 7);
  CHECK(list[2].message == "missing required key 'name': hall name");
  CHECK(list[4].hint.find("a site has: name") == 0);
}

TEST_CASE("a wrong file is one message, not thousands") {
  std::string text = "name: s\nhalls: []\nservice_mw: 1\n";
  for (int i = 0; i < 500; ++i) text += "xxxxxxxxxxxx" + std::to_string(i) + ": 1\n";
  const auto out = read_text<Site>(text);
  CHECK(out.diagnostics.list().size() == 21);
}

TEST_CASE("shapes") {
  CHECK(hall("chip: 5\n").codes() == "GW1108");
  CHECK(hall("chip: [h100]\n").codes() == "GW1108");
  CHECK(hall("chip:\n").codes() == "GW1108");
  CHECK(hall("chip: h100\ncooling: wet\n").codes() == "GW1108");
  CHECK(site("spare:\n").codes() == "");
  CHECK(read_text<Site>("").codes() == "GW1108");
  CHECK(read_text<Site>("[1, 2]").codes() == "GW1108");
  CHECK(read_text<Chip>("h100").codes() == "GW1108");
  CHECK(read_text<Site>("name: s\nhalls: {a: 1}\nservice_mw: 1\n").codes() == "GW1108");
}

TEST_CASE("format lines") {
  CHECK(site("format: gigawatt.site/1\n").codes() == "");
  CHECK(site("format: gigawatt.site/2\n").first().message.find("version") != std::string::npos);
  CHECK(site("format: gigawatt.chip/1\n").codes() == "GW1114");
  // Another kind's keys say nothing; those of a misspelt kind, or of another version, do.
  CHECK(site("format: gigawatt.chip/1\nno_such: 1\n").codes() == "GW1114");
  CHECK(site("format: gigawatt.stie/1\nno_such: 1\n").codes() == "GW1114 GW1101");
  CHECK(site("format: gigawatt.site/2\nno_such: 1\n").codes() == "GW1114 GW1101");
  CHECK(hall("chip: {format: gigawatt.chip/1, tdp_w: 5, memory_gb: 5}\n").codes() == "GW1101");
}

TEST_CASE("a record by name, with changes, and a row on a row") {
  CHECK(hall("chip: h100\n").value.chip.tdp.in(W) == 700);
  const auto changed = hall("chip: {base: h100, tdp: 0.5 kW}\n");
  CHECK(changed.codes() == "");
  CHECK(changed.value.chip.tdp.in(W) == 500);
  CHECK(changed.value.chip.memory.in(GB) == 80);
  const auto second = hall("chip: h200\n");
  CHECK(second.codes() == "");
  CHECK(second.value.chip.memory.in(GB) == 141);
  CHECK(second.value.chip.tdp.in(W) == 700);
  CHECK(second.provenance.at("chip.tdp_w").origin.source == "data sheet");
  CHECK(second.provenance.at("chip.memory_gb").origin.source == "press kit");
  CHECK(second.provenance.at("chip.memory_gb").origin.place == "catalog/chips/h200.yaml:3:9");
  const auto nested = hall("chip: {base: h100, clock: {boost: 20 %}}\n");
  CHECK(*nested.value.chip.clock.boost_frac == doctest::Approx(0.2));
}

TEST_CASE("rows that fail") {
  const auto unknown = hall("chip: h101\n");
  CHECK(unknown.codes() == "GW1110");
  CHECK(unknown.first().message == "no row 'h101' in catalog/chips");
  CHECK(unknown.first().hint.find("did you mean 'h100'?") == 0);
  CHECK(hall("chip: loop_a\n").codes() == "GW1111");
  CHECK(hall("chip: loop_a\n").first().message ==
        "catalogue rows stand on each other: loop_a -> loop_b -> loop_a");
  CHECK(hall("chip: broken\n").codes() == "GW1002");
  const auto poor = hall("chip: poor\n");
  CHECK(poor.codes() == "GW1103");
  CHECK(poor.first().path == "chip.memory_gb");
  CHECK(hall("chip: {base: poor, memory_gb: 8}\n").codes() == "");
  CHECK(hall("chip: {base: 5}\n").codes() == "GW1108");
  Hall target;
  ProvenanceMap provenance;
  Diagnostics diagnostics;
  read(*parse_text("name: h\nracks: 1\nchip: h100\n", "t"), Hall::description(), &target, {}, provenance,
       diagnostics);
  CHECK(diagnostics.list().at(0).code == "GW1110");  // no catalogue at all
}

TEST_CASE("variants") {
  const auto tower = hall("chip: h100\ncooling: {kind: tower, approach_k: 3}\n");
  CHECK(tower.codes() == "");
  CHECK(std::get<Tower>(tower.value.cooling).approach.in(K) == 3);
  CHECK(hall("chip: h100\ncooling: {approach_k: 3}\n").codes() == "GW1103");
  CHECK(hall("chip: h100\ncooling: {kind: towr}\n").first().hint == "did you mean 'tower'?");
  CHECK(hall("chip: h100\ncooling: {kind: tower}\n").first().path == "cooling.approach_k");
  CHECK(hall("chip: h100\ncooling: {kind: dry, cycles: 3}\n").codes() == "GW1101");
  const auto supply =
      site("supply: [megapack, {base: desert, tilt_deg: 10}, {kind: battery, energy_mwh: 1, power_mw: 1}]\n");
  CHECK(supply.codes() == "");
  CHECK(std::get<Battery>(supply.value.supply[0]).energy.in(MWh) == 4);
  CHECK(std::get<Solar>(supply.value.supply[1]).tilt_deg == 10);
  CHECK(std::get<Solar>(supply.value.supply[1]).peak.in(MW) == 100);
  CHECK(site("supply: [{base: desert, kind: battery}]\n").codes() == "GW1107");
  CHECK(site("supply: [{base: desert, kind: solar}]\n").codes() == "");
  CHECK(site("supply: [desrt]\n").first().hint.find("did you mean 'desert'?") == 0);
  CHECK(site("supply: [{base: desrt, power_mw: 1}]\n").codes() == "GW1110");
}

TEST_CASE("a row may be read by itself, with or without its kind") {
  CHECK(
      read_text<Battery>("format: gigawatt.battery/1\nkind: battery\nenergy_mwh: 4\npower_mw: 2\n").codes() ==
      "");
  CHECK(read_text<Battery>("kind: solar\nenergy_mwh: 4\npower_mw: 2\n").codes() == "GW1107");
}

TEST_CASE("sources and grades are inherited, and replaced together") {
  const auto out = read_text<Site>(
      "source: A\n"
      "grade: measured\n"
      "note: all of it\n"
      "name: s\n"
      "service_mw: 1\n"
      "design_c: {value: 30, grade: press}\n"
      "price_usd: {value: 5, source: B, url: 'http://x', seen: 2026-01-10, note: land}\n"
      "halls:\n"
      "  - {name: a, racks: 1, chip: h100, source: C}\n");
  CHECK(out.codes() == "");
  const auto& p = out.provenance;
  CHECK(p.at("service_mw").origin.source == "A");
  CHECK(p.at("service_mw").origin.grade == Grade::measured);
  CHECK(p.at("service_mw").origin.note == "all of it");
  CHECK(p.at("service_mw").origin.place == "test.yaml:5:13");
  CHECK(p.at("design_c").origin.source == "A");
  CHECK(p.at("design_c").origin.grade == Grade::press);
  CHECK(p.at("price_usd").origin.source == "B, http://x (seen 2026-01-10)");
  CHECK(p.at("price_usd").origin.grade == Grade::published);
  CHECK(p.at("price_usd").origin.note == "land");
  CHECK(p.at("halls[0].racks").origin.source == "C");
  CHECK(p.at("halls[0].racks").origin.note == "");
  CHECK(p.at("halls[0].chip.tdp_w").origin.source == "data sheet");
  CHECK(p.at("halls[0].chip.tdp_w").origin.grade == Grade::vendor);
  CHECK(p.at("halls[0].chip.tdp_w").unit == "W");
  CHECK(p.at("halls[0].chip.tdp_w").value == 700);
  CHECK(p.at("halls[0].chip.tdp_w").doc == "rated power");
}

TEST_CASE("grades without source, of defaults, and unknown ones") {
  const auto out = site("supply: [{kind: battery, energy_mwh: 1, power_mw: 1}]\nhalls: []\n");
  const auto battery = read_text<Battery>("energy_mwh: 1\npower_mw: 1\n");
  CHECK(battery.provenance.at("energy_mwh").origin.grade == Grade::user);
  CHECK(battery.provenance.at("round_trip_frac").origin.grade == Grade::standard);
  CHECK(battery.provenance.at("round_trip_frac").origin.source == "ATB 2025");
  CHECK(battery.provenance.at("round_trip_frac").origin.place == "default");
  CHECK(battery.provenance.at("round_trip_frac").value == 0.85);
  const auto chip = read_text<Chip>("base: h100\n");
  CHECK(chip.provenance.at("clock.base_ghz").value == doctest::Approx(1));
  CHECK(chip.provenance.at("clock.base_ghz").origin.grade == Grade::published);
  CHECK_FALSE(chip.provenance.contains("clock.boost_frac"));
  const auto defaults = site("");
  CHECK(defaults.provenance.at("mode").text == "train");
  CHECK(defaults.provenance.at("mode").origin.grade == Grade::assumed);
  CHECK(defaults.provenance.at("start").text == "2027-01-01");
  CHECK(defaults.provenance.at("design_c").value == doctest::Approx(35));
  CHECK(site("price_usd: {value: 5, grade: measurd}\n").first().hint == "did you mean 'measured'?");
  CHECK(site("price_usd: {value: 5, grade: computed}\n").codes() == "GW1115");
  CHECK(site("price_usd: {value: 5, sorce: x}\n").codes() == "GW1101");
  CHECK(site("source: [a]\n").codes() == "GW1108");
  CHECK(site("price_usd: {value: 5, seen: spring}\n").codes() == "GW1109");
}

TEST_CASE("a row without a source is an assumption") {
  const auto out = hall("chip: {base: poor, memory_gb: 8}\n");
  CHECK(out.provenance.at("chip.tdp_w").origin.grade == Grade::assumed);
  CHECK(out.provenance.at("chip.memory_gb").origin.grade == Grade::user);
}

namespace {

// Any tree: each node becomes each kind in turn.
void mutate(const Document& document, Node& node, const std::vector<Node>& pieces, Resolver& resolver) {
  for (const Node& piece : pieces) {
    Node kept = std::exchange(node, piece);
    ProvenanceMap provenance;
    Diagnostics diagnostics;
    Site target;
    read(document, Site::description(), &target, resolver, provenance, diagnostics);
    node = std::move(kept);
  }
  for (std::size_t i = 0; i < node.children.size(); ++i) mutate(document, node.children[i], pieces, resolver);
}

}  // namespace

TEST_CASE("no tree crashes the reader") {
  auto document = parse_text(
      "format: gigawatt.site/1\nname: s\nservice_mw: 1\nmode: idle\nprices: [1 $/MWh]\nlife: {value: 5 "
      "years, grade: user}\n"
      "halls: [{name: a, racks: 1, chip: {base: h100, clock: {base_ghz: 2}}, cooling: {kind: dry}}]\n"
      "supply: [desert, {base: megapack, kind: battery, power_mw: 5}]\nspare: h200\n",
      "t.yaml");
  REQUIRE(document);
  std::vector<Node> pieces;
  for (const char* text :
       {"~", "5", "-1e300", "'x'", "true", "[]", "[1, [2]]", "{}", "{value: {value: 5}}",
        "{base: [], kind: {}}", "{value: 5, grade: {}, source: []}", "h100", "loop_a", "2027-01-01"})
    pieces.push_back(parse_text(text, "piece")->root);
  Node uneven;
  uneven.kind = Node::Kind::mapping;
  uneven.keys = {"a", "base"};
  pieces.push_back(uneven);
  Rows catalogue = rows();
  Resolver resolver = catalogue.resolver();
  mutate(*document, document->root, pieces, resolver);
}
