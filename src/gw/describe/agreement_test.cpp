// The schema and the reader are two judges of one description: they must agree. A valid document is changed
// in many ways; the reader's verdict on each mutant is compared with that of an independent validator
// (python3-jsonschema).

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "gw/describe/sample_types.h"
#include "gw/describe/schema.h"

using namespace gw;
using namespace gw::describe;
using namespace gw::describe::sample;
using Json = nlohmann::ordered_json;

namespace {

constexpr const char* kPython = "/usr/bin/python3";  // where Debian's python3-jsonschema lives

const char* const kValid = R"({
  "format": "gigawatt.site/1", "name": "s", "source": "operator", "grade": "measured",
  "start": "2028-06-01", "islanded": false, "mode": "serve", "seed": 7,
  "service": "2 GW", "design_c": 38, "life_years": {"value": 20, "source": "x", "seen": "2026-01-01"},
  "heat_rate_mmbtu_per_mwh": 7.5, "prices_usd_per_mwh": [10, -5.5, {"value": 3, "grade": "press"}],
  "halls": [
    {"name": "a", "racks": 4, "chip": "h100", "cooling": {"kind": "tower", "approach": "4 K"}},
    {"name": "b", "racks": 2, "chip": {"base": "h100", "tdp_w": 600, "clock": {"boost": "10 %"}}},
    {"name": "c", "racks": 1,
     "chip": {"name": "own", "tdp": "0.5 kW", "memory_gb": 80, "clock": {"base_ghz": 2}}}],
  "supply": ["desert", {"base": "megapack", "power_mw": 3}, {"kind": "solar", "peak_mw": 5, "tilt_deg": 20}],
  "spare": null, "price_usd": 5000000
})";

struct Mutant {
  Json document;
  std::string what;
  bool text = false;  // the new value is text: its range, or whether such a row exists, is beyond a schema
};

std::vector<Json> pieces() {
  std::vector<Json> out;
  for (const char* text : {"null",
                           "5",
                           "0",
                           "-7",
                           "3.5",
                           "1e30",
                           "true",
                           "[]",
                           "[5]",
                           "{}",
                           R"("x")",
                           R"("5")",
                           R"("5 MW")",
                           R"("5MW")",
                           R"("5 MWh")",
                           R"("20 degC")",
                           R"("8 K")",
                           R"("85 %")",
                           R"("12 years")",
                           R"("30 $/MWh")",
                           R"("8 MMBtu/MWh")",
                           R"("2 GHz")",
                           R"("1_000 W")",
                           R"("1__0 W")",
                           R"("h200")",
                           R"("2028-02-30")",
                           R"("2028-06-30")",
                           R"("serve")",
                           R"("gigawatt.site/1")",
                           R"({"value": 5})",
                           R"({"value": "5 MW", "note": "n"})",
                           R"({"value": 5, "zzz": 1})",
                           R"({"value": null})",
                           R"({"value": 5, "grade": "none"})",
                           R"({"value": {"value": 5}})",
                           R"({"source": "s"})",
                           R"({"kind": "dry"})",
                           R"({"kind": "dry", "cycles": 3})",
                           R"({"kind": "battery", "energy_mwh": 1, "power": "1 MW"})",
                           R"({"kind": "battery", "energy_mwh": 1})",
                           R"({"kind": 5})",
                           R"({"base": "h100"})",
                           R"({"base": "desert"})",
                           R"({"base": 5})",
                           R"({"tdp_w": 5, "memory_gb": 5})",
                           R"({"tdp_w": 5, "memory_gb": 5, "format": "gigawatt.chip/1"})"})
    out.push_back(Json::parse(text));
  return out;
}

// Every place of the document gets every piece, loses each key, gains unknown and doubled ones.
void mutate(const Json& valid, const Json::json_pointer& at, std::vector<Mutant>& out) {
  static const std::vector<Json> kPieces = pieces();
  const auto changed = [&](const auto& change, const std::string& what, bool text = false) {
    Json copy = valid;
    change(copy[at]);
    out.push_back({std::move(copy), at.to_string() + " " + what, text});
  };
  const bool root = at.to_string().empty();
  if (!root)
    for (const Json& piece : kPieces) changed([&](Json& here) { here = piece; }, "= " + piece.dump(), true);
  const Json& here = valid.at(at);
  if (here.is_array())
    for (std::size_t i = 0; i < here.size(); ++i) mutate(valid, at / i, out);
  if (!here.is_object()) return;
  changed([](Json& object) { object["zzz"] = 1; }, "+ zzz");
  changed([](Json& object) { object["note"] = "a note"; }, "+ note");
  changed([](Json& object) { object["kind"] = "battery"; }, "+ kind");
  changed([](Json& object) { object["base"] = "h100"; }, "+ base", true);
  for (const auto& [key, value] : here.items()) {
    changed([&, k = key](Json& object) { object.erase(k); }, "- " + key);
    changed([&, k = key, v = value](Json& object) { object.erase(k), object[k + "x"] = v; },
            "misspelt " + key);
    for (const char* suffix : {"_mw", "_kw", "_mwh", "_k", "_c", "_frac"})
      changed([&, k = key](Json& object) { object[k + suffix] = 1; }, "+ " + key + suffix);
    mutate(valid, at / key, out);
  }
}

// Problems that only the catalogue, or the number inside a text, shows.
bool beyond_a_schema(const Diagnostics& diagnostics, const Mutant& mutant) {
  for (const Diagnostic& d : diagnostics.list()) {
    const bool row_of_another_kind =
        d.code == "GW1107" && d.message.find("but the row is") != std::string::npos;
    const bool in_text = mutant.text && (d.code == "GW1110" || d.code == "GW1102");
    if (!row_of_another_kind && !in_text) return false;
  }
  return diagnostics.has_errors();
}

// One character per document, or empty when there is no validator.
std::string judge(const std::string& schema, const Json& documents) {
  const std::string folder =
      std::filesystem::temp_directory_path() / fmt::format("gw_agreement_{}", getpid());
  std::filesystem::create_directories(folder);
  std::ofstream(folder + "/schema.json") << schema;
  std::ofstream(folder + "/documents.json") << documents.dump();
  std::ofstream(folder + "/judge.py")
      << "import json, sys\n"
         "try:\n"
         "    from jsonschema import Draft202012Validator\n"
         "except ImportError:\n"
         "    raise SystemExit\n"
         "folder = sys.argv[1]\n"
         "schema = json.load(open(folder + '/schema.json'))\n"
         "Draft202012Validator.check_schema(schema)\n"
         "validator = Draft202012Validator(schema)\n"
         "documents = json.load(open(folder + '/documents.json'))\n"
         "print(''.join('1' if validator.is_valid(d) else '0' for d in documents))\n";
  std::system(fmt::format("{0} {1}/judge.py {1} > {1}/verdicts 2> {1}/problems", kPython, folder).c_str());
  std::string verdicts, problems;
  std::ifstream(folder + "/verdicts") >> verdicts;
  std::getline(std::ifstream(folder + "/problems"), problems, '\0');
  CHECK_MESSAGE(problems.find("Error") == std::string::npos, problems);
  std::filesystem::remove_all(folder);
  return verdicts;
}

}  // namespace

TEST_CASE("the schema and the reader agree on every mutant") {
  const Json valid = Json::parse(kValid);
  std::vector<Mutant> mutants;
  mutants.push_back({valid, "the document itself", false});
  mutate(valid, Json::json_pointer(), mutants);
  Json documents = Json::array();
  for (const Mutant& mutant : mutants) documents.push_back(mutant.document);
  const std::string verdicts = judge(json_schema(Site::description(), "site"), documents);
  if (verdicts.empty()) {
    MESSAGE("skipped: python3-jsonschema is not installed");
    return;
  }
  REQUIRE(verdicts.size() == mutants.size());
  CHECK(verdicts[0] == '1');
  std::size_t refused = 0, disagreements = 0;
  for (std::size_t i = 0; i < mutants.size(); ++i) {
    const auto out = read_text<Site>(mutants[i].document.dump());
    const bool accepted = !out.diagnostics.has_errors();
    refused += accepted ? 0 : 1;
    if (accepted == (verdicts[i] == '1') || beyond_a_schema(out.diagnostics, mutants[i])) continue;
    if (++disagreements <= 20)
      FAIL_CHECK(mutants[i].what << ": reader " << (accepted ? "accepts" : "refuses") << "\n"
                                 << out.diagnostics.render());
  }
  CHECK(disagreements == 0);
  CHECK(mutants.size() > 2000);
  CHECK(refused > 1000);
  CHECK(mutants.size() - refused > 100);
}

TEST_CASE("canonical YAML satisfies the schema") {
  Site site;
  site.name = "s";
  site.halls.push_back(
      {.name = "a", .racks = 1, .chip = {"x", 5.0 * W, 5.0 * GB, {}}, .cooling = Tower{4.0 * K, 5}});
  site.supply.emplace_back(Solar{1.0 * MW, 20});
  const auto document = parse_text(to_yaml(Site::description(), &site), "canonical");
  REQUIRE(document);
  Json documents = Json::array();
  documents.push_back(Json::parse(to_json(document->root)));
  const std::string verdict = judge(json_schema(Site::description(), "site"), documents);
  if (verdict.empty())
    MESSAGE("skipped: python3-jsonschema is not installed");
  else
    CHECK(verdict == "1");
}

TEST_CASE("a record with a catalogue is a document too: whole, or on a row") {
  const std::vector<std::string> texts = {
      R"({"tdp_w": 5, "memory_gb": 5})",
      R"({"base": "h100"})",
      R"({"base": "h100", "memory": "96 GB", "format": "gigawatt.chip/1"})",
      R"({"tdp_w": 5})",
      R"({"base": "h100", "format": "gigawatt.chip/2"})",
      R"("h100")",
      R"({"kind": "chip", "tdp_w": 5, "memory_gb": 5})",
      R"({"kind": "hall", "tdp_w": 5, "memory_gb": 5})"};
  Json documents = Json::array();
  std::string expected;
  for (const std::string& text : texts) {
    documents.push_back(Json::parse(text));
    expected += read_text<Chip>(text).diagnostics.has_errors() ? '0' : '1';
  }
  CHECK(expected == "11100010");
  const std::string verdicts = judge(json_schema(Chip::description(), "chip"), documents);
  if (!verdicts.empty()) CHECK(verdicts == expected);
}
