// Canonical YAML: one spelling of every value, such that reading it back gives the same struct.

#include <fmt/format.h>

#include <cmath>

#include "gw/describe/reading.h"
#include "gw/describe/schema.h"

namespace gw::describe {
namespace {

bool is_plain_word(const std::string& text) {
  if (text.empty() || !std::isalpha(static_cast<unsigned char>(text[0]))) return false;
  for (unsigned char c : text)
    if (!std::isalnum(c) && c != '_' && c != '-') return false;
  for (const char* word : {"null", "true", "false", "yes", "no", "on", "off", "y", "n"})
    if (text.size() < 6 && std::string(word).size() == text.size() &&
        std::equal(text.begin(), text.end(), word,
                   [](unsigned char a, char b) { return std::tolower(a) == b; }))
      return false;
  return true;
}

std::string quoted(const std::string& text) {
  std::string out = "\"";
  for (unsigned char c : text) {
    if (c == '"' || c == '\\')
      out += fmt::format("\\{}", char(c));
    else if (c == '\n')
      out += "\\n";
    else if (c < 0x20 || c == 0x7F)
      out += fmt::format("\\x{:02x}", c);
    else
      out += char(c);
  }
  return out + '"';
}

std::string number(const ValueType& type, double stored) {
  const double value = detail::in_field_unit(type, stored);
  if (value == std::floor(value) && std::abs(value) < 1e15) return fmt::format("{:.0f}", value);
  return fmt::format("{}", value);
}

std::string scalar(const ValueType& type, const void* at) {
  if (type.kind == Kind::text) {
    const std::string text = type.get_text(at);
    return is_plain_word(text) ? text : quoted(text);
  }
  if (type.kind == Kind::date) return type.get_text(at);
  const double stored = type.get_number(at);
  if (type.kind == Kind::boolean) return stored != 0.0 ? "true" : "false";
  if (type.kind == Kind::choice)
    return stored >= 0 && stored < double(type.choices.size()) ? type.choices[std::size_t(stored)]
                                                               : quoted("");
  return number(type, stored);
}

class YamlWriter {
 public:
  std::string text;

  // The fields, each on its own line behind `indent` spaces.
  void fields(const RecordType& type, const void* at, int indent) {
    for (const Field& field : type.fields) {
      const void* address = field.address(const_cast<void*>(at));
      if (field.type.kind == Kind::optional && field.type.size(address) == 0) continue;
      text += fmt::format("{:{}}{}:", "", indent, field.key);
      value(field.type, address, indent);
    }
  }

 private:
  // What follows "key:" or "-", with its line end.
  void value(const ValueType& type, const void* at, int indent) {
    switch (type.kind) {
      case Kind::optional:
        if (type.size(at) > 0) return value(*type.element, type.at(at, 0), indent);
        text += " null\n";
        return;
      case Kind::record:
        return record(type.record(), at, indent, false);
      case Kind::variant:
        return record(type.kinds[type.index(at)](), type.at(at, 0), indent, true);
      case Kind::list:
        return list(type, at, indent);
      default:
        text += fmt::format(" {}\n", scalar(type, at));
    }
  }

  void record(const RecordType& type, const void* at, int indent, bool kind) {
    YamlWriter inner;
    if (kind) inner.text = fmt::format("{:{}}kind: {}\n", "", indent + 2, type.name);
    inner.fields(type, at, indent + 2);
    text += inner.text.empty() ? " {}\n" : "\n" + inner.text;
  }

  void list(const ValueType& type, const void* at, int indent) {
    const std::size_t size = type.size(at);
    const bool short_items = type.element->get_number || type.element->get_text;
    if (size == 0 || short_items) {
      text += " [";
      for (std::size_t i = 0; i < size; ++i) text += (i ? ", " : "") + scalar(*type.element, type.at(at, i));
      text += "]\n";
      return;
    }
    text += "\n";
    for (std::size_t i = 0; i < size; ++i) {
      text += fmt::format("{:{}}-", "", indent + 2);
      value(*type.element, type.at(at, i), indent + 2);
    }
  }
};

}  // namespace

std::string to_yaml(const RecordType& type, const void* value) {
  YamlWriter writer;
  writer.text = fmt::format("format: gigawatt.{}/1\n", type.name);
  writer.fields(type, value, 0);
  return writer.text;
}

}  // namespace gw::describe
