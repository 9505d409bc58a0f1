// Where every number comes from.

#include <fmt/format.h>

#include <algorithm>

#include "gw/base/text.h"
#include "gw/describe/reading.h"

namespace gw::describe::detail {
namespace {

std::string place(const Node& node) {
  if (node.where.line == 0) return node.where.file;
  return fmt::format("{}:{}:{}", node.where.file, node.where.line, node.where.column);
}

// One line that leads a reader to the source.
std::string cited(const Attribution& from) {
  std::string out = from.source;
  if (!from.url.empty()) out += (out.empty() ? "" : ", ") + from.url;
  if (!from.seen.empty()) out += fmt::format(" (seen {})", from.seen);
  return out;
}

}  // namespace

const std::vector<std::string>& grade_names() {
  static const std::vector<std::string> names = {"measured", "standard", "vendor", "published",
                                                 "press",    "user",     "assumed"};
  return names;
}

std::optional<Grade> parse_grade(const std::string& text) {
  const auto found = std::ranges::find(grade_names(), text);
  if (found == grade_names().end()) return {};
  return static_cast<Grade>(found - grade_names().begin());
}

bool is_attribution_key(const std::string& key) {
  return key == "source" || key == "grade" || key == "note" || key == "url" || key == "seen";
}

// A new source brings its own grade, note and address; a field of the record wins over a key of the same
// name.
Attribution Reading::attribution(const Node& node, const RecordType* type, const Context& context) {
  Attribution out = context.from;
  const auto text = [&](const char* key) -> const Node* {
    const Node* child = type && has_field(*type, key) ? nullptr : node.find(key);
    if (!child || child->kind == Node::Kind::scalar) return child;
    Context here = context;
    here.path = child_path(context.path, key);
    error("GW1108", child->where, here, fmt::format("expected text, found {}", describe_node(*child)));
    return nullptr;
  };
  if (const Node* source = text("source")) {
    out = {};
    out.source = source->text;
  }
  if (const Node* note = text("note")) out.note = note->text;
  if (const Node* url = text("url")) out.url = url->text;
  if (const Node* seen = text("seen")) {
    out.seen = seen->text;
    if (!parse_date(seen->text))
      error("GW1109", seen->where, context, fmt::format("'seen' is not a date: {}", describe_node(*seen)));
  }
  if (const Node* grade = text("grade")) {
    out.grade = parse_grade(grade->text);
    const std::string near = did_you_mean(grade->text, grade_names());
    if (!out.grade)
      error("GW1115", grade->where, context, fmt::format("unknown grade '{}'", grade->text),
            near.empty() ? fmt::format("one of: {}", list_names(grade_names())) : near);
  }
  return out;
}

Origin Reading::origin(const Node& node, const Context& context) const {
  Origin out;
  out.source = cited(context.from);
  out.note = context.from.note;
  out.place = place(node);
  if (context.from.grade)
    out.grade = *context.from.grade;
  else if (!out.source.empty())
    out.grade = Grade::published;
  else
    out.grade = context.in_row ? Grade::assumed : Grade::user;
  return out;
}

void Reading::record_number(const Node& node, const Field& field, const ValueType& type, double number,
                            std::string text, const Context& context) {
  provenance_[context.path] = {context.path,    number,
                               std::move(text), type.unit ? type.unit->symbol : "",
                               field.doc,       origin(node, context),
                               is_text(type)};
}

}  // namespace gw::describe::detail
