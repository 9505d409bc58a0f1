#include "gw/describe/document.h"

#include <doctest/doctest.h>

#include <cstdio>
#include <filesystem>
#include <fstream>

using namespace gw;
using namespace gw::describe;

namespace {

std::string code_of(const std::string& text, const ParseLimits& limits = {}) {
  const auto result = parse_text(text, "t.yaml", limits);
  if (result) return "ok";
  return result.diagnostics.list().at(0).code;
}

std::string repeat(const std::string& text, int times) {
  std::string out;
  for (int i = 0; i < times; ++i) out += text;
  return out;
}

}  // namespace

TEST_CASE("a document is a tree with places") {
  const auto document = parse_text("a: 1\nb:\n  - x\n  - 'y'\n  -\nc: {d: \"2\"}\n", "t.yaml");
  REQUIRE(document);
  const Node& root = document->root;
  CHECK(root.kind == Node::Kind::mapping);
  CHECK(root.keys == std::vector<std::string>{"a", "b", "c"});
  CHECK(root.find("a")->text == "1");
  CHECK(root.find("a")->where.line == 1);
  CHECK(root.find("a")->where.column == 4);
  CHECK(root.key_places[2].line == 6);
  const Node& list = *root.find("b");
  REQUIRE(list.children.size() == 3);
  CHECK(list.children[0].where.line == 3);
  CHECK(list.children[0].where.column == 5);
  CHECK_FALSE(list.children[0].quoted);
  CHECK(list.children[1].quoted);
  CHECK(list.children[2].kind == Node::Kind::null);
  CHECK(root.find("c")->find("d")->quoted);
  CHECK(root.find("nothing") == nullptr);
  CHECK(document->lines[3] == "  - 'y'");
}

TEST_CASE("JSON is read too") {
  const auto document = parse_text(R"({"a":1,"b":[true,null,"x\n\u00e9"],"c":{"d":1e6}})", "t.json");
  REQUIRE(document);
  CHECK(document->root.find("a")->text == "1");
  CHECK(document->root.find("b")->children[1].kind == Node::Kind::null);
  CHECK(document->root.find("b")->children[2].text == "x\n\xC3\xA9");
  CHECK(document->root.find("c")->find("d")->text == "1e6");
}

TEST_CASE("a byte-order mark and carriage returns do not matter") {
  const auto document = parse_text(
      "\xEF\xBB\xBF"
      "a: 1\r\nb: 2\r\n",
      "t.yaml");
  REQUIRE(document);
  CHECK(document->root.find("a")->text == "1");
  CHECK(document->root.find("b")->where.line == 2);
  CHECK(document->lines[0] == "a: 1");
}

TEST_CASE("a null value stands at its key") {
  const auto document = parse_text("a: 1\nb:\nc: 3\n", "t.yaml");
  REQUIRE(document);
  CHECK(document->root.find("b")->where.line == 2);
}

TEST_CASE("anchors, aliases and merge keys") {
  const auto document = parse_text(
      "base: &b {x: 1, y: 2}\n"
      "other: &o {y: 3, z: 4}\n"
      "copy: *b\n"
      "one: {<<: *b, y: 9}\n"
      "two: {<<: [*o, *b], w: 0}\n"
      "text: {'<<': 5}\n",
      "t.yaml");
  REQUIRE(document);
  CHECK(document->root.find("copy")->find("y")->text == "2");
  CHECK(document->root.find("one")->find("y")->text == "9");
  CHECK(document->root.find("one")->find("x")->text == "1");
  CHECK(document->root.find("two")->find("y")->text == "3");
  CHECK(document->root.find("two")->find("x")->text == "1");
  CHECK(document->root.find("text")->find("<<")->text == "5");
  CHECK(document->root.find("one")->keys.size() == document->root.find("one")->children.size());
  CHECK(code_of("a: {<<: 5}") == "GW1002");
}

TEST_CASE("an alias bomb is stopped") {
  std::string bomb = "a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n";
  for (int i = 1; i < 20; ++i) {
    const std::string before = "*a" + std::to_string(i - 1);
    bomb += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [" + before + repeat("," + before, 9) +
            "]\n";
  }
  const auto result = parse_text(bomb, "bomb.yaml");
  CHECK_FALSE(result);
  CHECK(result.diagnostics.list().at(0).code == "GW1003");
  CHECK(code_of("a: &a [*a]") == "GW1003");
}

TEST_CASE("depth is limited, whichever way it is reached") {
  CHECK(code_of(repeat("[", 60) + repeat("]", 60)) == "ok");
  CHECK(code_of(repeat("[", 70) + repeat("]", 70)) == "GW1003");
  CHECK(code_of(repeat("{a: ", 70) + "1" + repeat("}", 70)) == "GW1003");
  CHECK(code_of(repeat("[", 200000)) == "GW1003");
  CHECK(code_of(repeat("- ", 100) + "x") == "GW1003");
  std::string chain = "a0: &a0 [x]\n";
  for (int i = 1; i < 100; ++i)
    chain += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [*a" + std::to_string(i - 1) + "]\n";
  CHECK(code_of(chain) == "GW1003");
}

TEST_CASE("limits on size") {
  CHECK(code_of("[1, 2, 3]", {.bytes = 5}) == "GW1003");
  CHECK(code_of("[1, 2, 3]", {.bytes = 100, .nodes = 4}) == "ok");
  CHECK(code_of("[1, 2, 3]", {.bytes = 100, .nodes = 3}) == "GW1003");
}

TEST_CASE("what is not YAML says where") {
  const auto result = parse_text("a: 1\nb: [1, 2\n", "t.yaml");
  REQUIRE_FALSE(result);
  const Diagnostic& problem = result.diagnostics.list().at(0);
  CHECK(problem.code == "GW1002");
  CHECK(problem.where.line >= 2);
  CHECK(code_of("a: 'x") == "GW1002");
  CHECK(code_of("a: *nowhere") == "GW1002");
  CHECK(code_of("a: 1\n---\nb: 2\n") == "GW1002");
  CHECK(code_of("? [a, b]\n: 1\n") == "GW1002");
  CHECK(code_of("~: 1\n") == "GW1002");
  CHECK(code_of("--- \na: 1\n") == "ok");
}

TEST_CASE("all duplicate keys are reported, with a caret") {
  const auto result = parse_text("a: 1\nb: 2\na: 3\nc: {d: 1, d: 2}\n", "t.yaml");
  REQUIRE_FALSE(result);
  REQUIRE(result.diagnostics.list().size() == 2);
  CHECK(result.diagnostics.list()[0].code == "GW1004");
  CHECK(result.diagnostics.list()[0].where.line == 3);
  CHECK(result.diagnostics.list()[0].source_line == "a: 3");
  CHECK(result.diagnostics.list()[1].where.column == 11);
}

TEST_CASE("what is not text is refused") {
  CHECK(code_of(std::string("a: \0b", 5)) == "GW1001");
  CHECK(code_of("\xFF\xFE"
                "a") == "GW1001");
  CHECK(code_of("a: \xC3(") == "GW1001");
  CHECK(code_of("a: \xED\xA0\x80") == "GW1001");
  CHECK(code_of("a: caf\xC3\xA9") == "ok");
}

TEST_CASE("files that cannot be read say why") {
  const std::string folder = std::filesystem::temp_directory_path() / "gw_document_test";
  std::filesystem::create_directories(folder);
  const auto missing = parse_file(folder + "/missing.yaml");
  REQUIRE_FALSE(missing);
  CHECK(missing.diagnostics.list()[0].code == "GW1001");
  CHECK(missing.diagnostics.list()[0].message.find("No such file") != std::string::npos);
  const auto directory = parse_file(folder);
  REQUIRE_FALSE(directory);
  CHECK(directory.diagnostics.list()[0].message.find("Is a directory") != std::string::npos);
  std::ofstream(folder + "/empty.yaml");
  const auto empty = parse_file(folder + "/empty.yaml");
  REQUIRE(empty);
  CHECK(empty->root.kind == Node::Kind::null);
  std::ofstream(folder + "/big.yaml") << std::string(2000, 'x');
  CHECK(parse_file(folder + "/big.yaml", {.bytes = 1000}).diagnostics.list()[0].code == "GW1003");
  std::filesystem::remove_all(folder);
}

TEST_CASE("truncated and damaged documents never crash") {
  const std::string text =
      "a: &x {b: [1, 'two', \"three\\n\"], c: *x}\n# note\nd: |\n  block\n  text\ne: {<<: {f: 1}}\n";
  for (std::size_t i = 0; i <= text.size(); ++i) (void)parse_text(text.substr(0, i), "cut.yaml");
  for (std::size_t i = 0; i < text.size(); ++i) {
    for (char c : {'\0', '{', ']', ':', '&', '*', '"', '\t', '\xC3', '%', '!', '?'}) {
      std::string damaged = text;
      damaged[i] = c;
      (void)parse_text(damaged, "damaged.yaml");
    }
  }
}
