#include "gw/describe/schema.h"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "gw/describe/sample_types.h"

using namespace gw::describe;
using namespace gw::describe::sample;
using Json = nlohmann::json;

namespace {

struct Tree {
  std::vector<Tree> branches;
  static const RecordType& description() {
    static const auto type =
        record<Tree>("tree", "Nests in itself.").nested("branches", &Tree::branches, "below").build();
    return type;
  }
};

struct Priced {
  double fuel_per_mwh = 0, fuel_per_mmbtu = 0;
  static const RecordType& description() {
    static const auto type = record<Priced>("priced", "Two fields share a name.")
                                 .quantity("fuel", "usd_per_mwh", &Priced::fuel_per_mwh, "by energy")
                                 .quantity("fuel", "usd_per_kw", &Priced::fuel_per_mmbtu, "by power")
                                 .build();
    return type;
  }
};

}  // namespace

TEST_CASE("the schema of a document") {
  const Json schema = Json::parse(json_schema(Site::description(), "A site file"));
  CHECK(schema["$schema"] == "https://json-schema.org/draft/2020-12/schema");
  CHECK(schema["title"] == "A site file");
  CHECK(schema["additionalProperties"] == false);
  CHECK(schema["required"] == Json::parse(R"(["name", "halls"])"));
  const Json& properties = schema["properties"];
  CHECK(properties["format"]["const"] == "gigawatt.site/1");
  CHECK(properties["service_mw"]["description"] == "utility service [MW]");
  CHECK(properties["service_mw"]["anyOf"][0]["maximum"] == 10000);
  CHECK(properties["service"]["anyOf"][0]["type"] == "string");
  CHECK(properties["service"]["anyOf"].size() == 2);
  CHECK_FALSE(properties["service_mw"].contains("default"));  // required
  CHECK(properties["design_c"]["default"] == 35);
  CHECK(properties["mode"]["default"] == "train");
  CHECK(properties["mode"]["anyOf"][0]["enum"].size() == 3);
  CHECK(properties["seed"]["anyOf"][0]["maximum"] == 255);  // what a byte holds
  CHECK(properties["name"]["anyOf"][0].contains("minimum") == false);
  CHECK(properties["islanded"]["default"] == false);
  CHECK(schema["$defs"].contains("hall"));
  CHECK(schema["$defs"].contains("battery_kind"));
  CHECK(schema["$defs"].contains("chip_changes"));
  CHECK(schema["$defs"]["battery_kind"]["required"][0] == "kind");
}

TEST_CASE("the schema is the same every time") {
  CHECK(json_schema(Site::description(), "t") == json_schema(Site::description(), "t"));
}

TEST_CASE("a record that nests in itself") {
  const Json schema = Json::parse(json_schema(Tree::description(), "tree"));
  CHECK(schema["$defs"]["tree"]["properties"]["branches"]["items"]["$ref"] == "#/$defs/tree");
  CHECK(read_text<Tree>("branches: [{}, {branches: [{}]}]").value.branches.size() == 2);
}

TEST_CASE("fields that share a name differ by their unit") {
  const Json schema = Json::parse(json_schema(Priced::description(), "priced"));
  CHECK(schema["properties"]["fuel"]["anyOf"].size() == 2);
  CHECK_FALSE(schema.contains("allOf"));
  const auto out = read_text<Priced>("fuel: 5 $/kW\n");
  CHECK(out.codes() == "");
  CHECK(out.value.fuel_per_mmbtu == 5);
  CHECK(read_text<Priced>("fuel: 5 $/MWh\n").value.fuel_per_mwh == 5);
}

TEST_CASE("the reference page") {
  const std::string page = reference_markdown(Site::description(), "Site files");
  CHECK(page.starts_with("# Site files\n\n## site\n"));
  CHECK(page.find("A site | one of each kind.") != std::string::npos);
  CHECK(page.find("| `service_mw` | MW | [0, 10000] | required | utility service |  |") != std::string::npos);
  CHECK(page.find("| `supply` | list of [battery](#battery) or [solar](#solar) |") != std::string::npos);
  CHECK(page.find("| `round_trip_frac` | frac | [0.01, 1] | 0.85 | AC to AC | ATB 2025 (standard) |") !=
        std::string::npos);
  CHECK(page.find("| `mode` | `idle` `train` `serve` |  | train | what it does | assumed |") !=
        std::string::npos);
  CHECK(page.find("Chosen by `kind: tower`.") != std::string::npos);
  CHECK(page.find("May be the name of a row of `catalog/chips`") != std::string::npos);
  CHECK(page.find("\n## clock\n") != std::string::npos);
  CHECK(page.find("\n## clock\n") == page.rfind("\n## clock\n"));
}
