// A Markdown reference page from descriptions.

#include <fmt/format.h>

#include <algorithm>

#include "gw/describe/scalar_schema.h"
#include "gw/describe/schema.h"

namespace gw::describe {
namespace {

std::string cell(const std::string& text) {
  std::string out;
  for (char c : text) {
    if (c == '|') out += '\\';
    out += c == '\n' ? ' ' : c;
  }
  return out;
}

std::string link(const RecordType& type) { return fmt::format("[{0}](#{0})", type.name); }

std::string type_words(const ValueType& type) {
  switch (type.kind) {
    case Kind::boolean:
      return "true or false";
    case Kind::integer:
      return "whole number";
    case Kind::number:
    case Kind::quantity:
    case Kind::temperature:
      return type.unit ? type.unit->symbol : "number";
    case Kind::date:
      return "date";
    case Kind::text:
      return "text";
    case Kind::choice:
      return fmt::format("`{}`", fmt::join(type.choices, "` `"));
    case Kind::record:
      return link(type.record());
    case Kind::list:
      return "list of " + type_words(*type.element);
    case Kind::optional:
      return type_words(*type.element);
    case Kind::variant:
      break;
  }
  std::string out;
  for (const auto& kind : type.kinds) out += (out.empty() ? "" : " or ") + link(kind());
  return out;
}

std::string default_words(const Field& field, const void* defaults) {
  if (field.type.options.required) return "required";
  if (field.type.kind == Kind::optional && field.type.size(field.address(const_cast<void*>(defaults))) == 0)
    return "none";
  const detail::Json value = detail::default_value(field, defaults);
  if (value.is_null()) return "";
  if (value.is_number()) return detail::number_text(value.get<double>());
  return value.is_string() ? value.get<std::string>() : value.dump();
}

std::string source_words(const Field& field, const std::string& standard) {
  const std::string source = field.type.options.source, grade = field.type.options.grade;
  if (standard.empty() || standard == "required" || standard == "none") return "";
  if (source.empty()) return grade.empty() ? "assumed" : grade;
  return source + (grade.empty() ? "" : fmt::format(" ({})", grade));
}

class Reference {
 public:
  std::string page(const RecordType& type, const std::string& title) {
    std::string out = fmt::format("# {}\n", title);
    queue(type, false);
    for (std::size_t i = 0; i < records_.size(); ++i) out += section(*records_[i].first, records_[i].second);
    return out;
  }

 private:
  void queue(const RecordType& type, bool kind) {
    const bool known = std::ranges::any_of(records_, [&](const auto& entry) { return entry.first == &type; });
    if (!known) records_.emplace_back(&type, kind);
  }

  void queue_nested(const ValueType& type) {
    if (type.element) queue_nested(*type.element);
    if (type.kind == Kind::record) queue(type.record(), false);
    for (const auto& kind : type.kinds) queue(kind(), true);
  }

  std::string section(const RecordType& type, bool kind) {
    std::string out = fmt::format("\n## {}\n\n{}\n", type.name, type.doc);
    if (kind) out += fmt::format("Chosen by `kind: {}`.\n", type.name);
    if (!type.catalogue.empty())
      out += fmt::format("May be the name of a row of `catalog/{0}`, or `{{base: NAME, ...changes}}`.\n",
                         type.catalogue);
    if (type.fields.empty()) return out;
    out +=
        "\n| Key | Unit or type | Range | Default | Meaning | Source of the default "
        "|\n|---|---|---|---|---|---|\n";
    const std::shared_ptr<void> defaults = type.make();
    for (const Field& field : type.fields) {
      const std::string standard = default_words(field, defaults.get());
      out += fmt::format("| `{}` | {} | {} | {} | {} | {} |\n", field.key, cell(type_words(field.type)),
                         cell(detail::range_text(field.type.options)), cell(standard), cell(field.doc),
                         cell(source_words(field, standard)));
      queue_nested(field.type);
    }
    return out;
  }

  std::vector<std::pair<const RecordType*, bool>> records_;
};

}  // namespace

std::string reference_markdown(const RecordType& type, const std::string& title) {
  return Reference().page(type, title);
}

}  // namespace gw::describe
