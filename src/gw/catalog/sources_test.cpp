// Every number of every shipped catalogue row says where it is from.
#include <doctest/doctest.h>

#include <set>

#include "gw/catalog/library.h"
#include "gw/describe/document.h"
#include "gw/units/unit.h"

using namespace gw;
using describe::Node;

namespace {

/// What a number inherits from the mappings around it. A new source brings its own grade and note.
struct Attribution {
  std::string source, grade, note;
  bool reasoned = false;  // graded assumed beside a source that says why
};

Attribution inherit(Attribution from, const Node& mapping) {
  const auto text = [&](const char* key) {
    const Node* child = mapping.find(key);
    return child && child->kind == Node::Kind::scalar ? child->text : std::string();
  };
  const std::string source = text("source"), grade = text("grade");
  if (!source.empty()) from = {source, {}, {}, false};
  if (!grade.empty()) {
    from.grade = grade;
    from.reasoned = !source.empty() && source != "assumption" && source != "assumed";
  }
  if (const std::string note = text("note"); !note.empty()) from.note = note;
  return from;
}

bool is_number(const Node& node) {
  if (node.quoted) return false;
  const std::optional<ParsedNumber> number = parse_number(node.text);
  return number && (number->unit.empty() || find_unit(number->unit));
}

bool says_where_from(const Attribution& from) {
  return from.grade == "assumed" ? from.reasoned || !from.note.empty() : !from.source.empty();
}

void walk(const Node& node, const Attribution& from, const std::string& path,
          std::vector<std::string>& unsourced, int& numbers) {
  static const std::set<std::string> text_keys = {"format", "name", "kind", "source", "grade",
                                                  "note",   "seen", "url",  "base"};
  if (node.kind == Node::Kind::scalar && is_number(node)) {
    ++numbers;
    if (!says_where_from(from)) unsourced.push_back(path);
  }
  const Attribution here = node.kind == Node::Kind::mapping ? inherit(from, node) : from;
  for (std::size_t i = 0; i < node.children.size(); ++i) {
    const bool mapping = node.kind == Node::Kind::mapping;
    if (mapping && text_keys.contains(node.keys[i])) continue;
    walk(node.children[i], here, path + "." + (mapping ? node.keys[i] : std::to_string(i)), unsourced,
         numbers);
  }
}

std::vector<std::string> unsourced_numbers(const std::string& yaml, int& numbers) {
  const Result<describe::Document> document = describe::parse_text(yaml, "test.yaml");
  REQUIRE(document);
  std::vector<std::string> out;
  walk(document->root, {}, "", out, numbers);
  return out;
}

}  // namespace

TEST_CASE("the check itself finds numbers without a source") {
  int numbers = 0;
  CHECK(unsourced_numbers("a: 1\nb: {value: 2, source: x}\n", numbers) == std::vector<std::string>{".a"});
  CHECK(numbers == 2);
  CHECK(unsourced_numbers("source: x\na: 1\nb: [2, {c: 3}]\n", numbers).empty());
  CHECK(unsourced_numbers("a: {value: 1, grade: assumed}\n", numbers).size() == 1);
  CHECK(unsourced_numbers("a: {value: 1, grade: assumed, note: why}\n", numbers).empty());
  CHECK(unsourced_numbers("source: x\na: {value: 1, grade: assumed}\n", numbers).size() == 1);
  CHECK(unsourced_numbers("source: half of what x measured\ngrade: assumed\na: 1\n", numbers).empty());
  CHECK(unsourced_numbers("a: {value: 1, source: assumption, grade: assumed}\n", numbers).size() == 1);
  CHECK(unsourced_numbers("power: 5 MW\nname: 7\ntext: eight\n", numbers) ==
        std::vector<std::string>{".power"});
}

TEST_CASE("every number of every shipped row has a source, or is graded assumed with a note") {
  const catalog::Library library({GW_SOURCE_DIR "/catalog"});
  REQUIRE(library.folders().size() >= 2);
  int numbers = 0;
  for (const std::string& folder : library.folders()) {
    for (const std::string& name : library.names(folder)) {
      Diagnostics diagnostics;
      const describe::Document* row = library.row(folder, name, diagnostics);
      CHECK_MESSAGE(row, diagnostics.render());
      if (!row) continue;
      std::vector<std::string> unsourced;
      walk(row->root, {}, "", unsourced, numbers);
      for (const std::string& path : unsourced)
        FAIL_CHECK(folder << "/" << name << ".yaml: neither a source nor a reasoned assumption for " << path);
    }
  }
  CHECK(numbers > 500);
}
