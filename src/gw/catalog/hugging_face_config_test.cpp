#include "gw/catalog/hugging_face_config.h"

#include <doctest/doctest.h>

using namespace gw;
using namespace gw::catalog;

namespace {

/// A config of one mapping, with the problems found in it.
struct Fixture {
  describe::Document document;
  Diagnostics diagnostics;
  HuggingFaceConfig config;

  explicit Fixture(const std::string& json, const std::string& prefix = {})
      : document(*describe::parse_text(json, "config.json").value),
        config(document, document.root, prefix, diagnostics) {}

  /// Code of the only problem; "" when there is none.
  std::string code() const {
    CHECK(diagnostics.list().size() <= 1);
    return diagnostics.list().empty() ? "" : diagnostics.list().front().code;
  }
};

}  // namespace

TEST_CASE("integers: present, absent, null, out of range, not whole") {
  Fixture good(R"({"layers": 32, "big": 1e6, "none": null})");
  CHECK(good.config.required("layers", 1, 100) == 32);
  CHECK(good.config.optional("big", 1, 10'000'000, 5) == 1'000'000);
  CHECK(good.config.optional("none", 1, 100, 7) == 7);
  CHECK(good.config.optional("absent", 1, 100, 8) == 8);
  CHECK(good.config.find("none") == nullptr);
  CHECK(good.code().empty());

  for (const char* text :
       {"0", "101", "-3", "1.5", "\"32\"", "true", "[32]", "{}", "1e300", "32 GB", "99999999999999999999"}) {
    CAPTURE(text);
    Fixture bad("{\"layers\": " + std::string(text) + "}");
    CHECK(bad.config.required("layers", 1, 100) == 1);  // reading goes on with a value that divides
    CHECK(bad.code() == "GW1305");
  }
}

TEST_CASE("bounds are inclusive") {
  Fixture fixture(R"({"low": 1, "high": 100})");
  CHECK(fixture.config.required("low", 1, 100) == 1);
  CHECK(fixture.config.required("high", 1, 100) == 100);
  CHECK(fixture.code().empty());
}

TEST_CASE("a missing key is reported with the nearest one") {
  Fixture fixture(R"({"num_hidden_layer": 32})");
  CHECK(fixture.config.required("num_hidden_layers", 1, 100) == 1);
  REQUIRE(fixture.code() == "GW1304");
  CHECK(fixture.diagnostics.list()[0].hint == "did you mean 'num_hidden_layer'?");
}

TEST_CASE("null where a value is required counts as missing") {
  Fixture fixture(R"({"vocab_size": null})");
  fixture.config.required("vocab_size", 1, 100);
  CHECK(fixture.code() == "GW1304");
}

TEST_CASE("problems carry place, source line and the path of nested mappings") {
  Fixture fixture("{\n  \"hidden_size\": -1\n}", "text_config");
  fixture.config.required("hidden_size", 1, 100);
  REQUIRE(fixture.code() == "GW1305");
  const Diagnostic& problem = fixture.diagnostics.list()[0];
  CHECK(problem.where.file == "config.json");
  CHECK(problem.where.line == 2);
  CHECK(problem.path == "text_config.hidden_size");
  CHECK(problem.source_line == "  \"hidden_size\": -1");
  CHECK(problem.message == "-1 is outside [1, 100]");
  CHECK(fixture.diagnostics.render().find("^") != std::string::npos);
}

TEST_CASE("flags and text") {
  Fixture good(R"({"tie": true, "bias": false, "act": "silu", "none": null})");
  CHECK(good.config.flag("tie", false));
  CHECK_FALSE(good.config.flag("bias", true));
  CHECK(good.config.flag("none", true));
  CHECK_FALSE(good.config.flag("absent", false));
  CHECK(good.config.text("act", "gelu") == "silu");
  CHECK(good.config.text("absent", "gelu") == "gelu");
  CHECK(good.code().empty());

  Fixture number(R"({"tie": 1})");
  CHECK_FALSE(number.config.flag("tie", true));
  CHECK(number.code() == "GW1305");
  Fixture list(R"({"act": ["silu"]})");
  CHECK(list.config.text("act", "gelu") == "gelu");
  CHECK(list.code() == "GW1305");
}

TEST_CASE("lists of integers") {
  Fixture good(R"({"layers": [0, 1, 2], "empty": []})");
  CHECK(good.config.integers("layers") == std::vector<std::int64_t>{0, 1, 2});
  CHECK(good.config.integers("empty").empty());
  CHECK(good.config.integers("absent").empty());
  CHECK(good.code().empty());
  Fixture mixed(R"({"layers": [0, "one", 2]})");
  CHECK(mixed.config.integers("layers") == std::vector<std::int64_t>{0, 2});
  CHECK(mixed.code() == "GW1305");
}

TEST_CASE("long values are shortened in messages") {
  Fixture fixture("{\"hidden_size\": \"" + std::string(500, 'x') + "\"}");
  fixture.config.required("hidden_size", 1, 100);
  REQUIRE(fixture.code() == "GW1305");
  CHECK(fixture.diagnostics.list()[0].message.size() < 100);
}
