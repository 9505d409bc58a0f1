#include "gw/catalog/hugging_face_config.h"

#include <fmt/format.h>

#include <cmath>

#include "gw/base/text.h"
#include "gw/units/unit.h"

namespace gw::catalog {
namespace {

using describe::Node;

bool is_null(const Node& node) {
  if (node.kind == Node::Kind::null) return true;
  return node.kind == Node::Kind::scalar && !node.quoted &&
         (node.text == "null" || node.text == "~" || node.text.empty());
}

// A whole number as JSON writes it; 1e3 counts, 1.5 and "7" in quotes do not.
std::optional<double> whole_number(const Node& node) {
  constexpr double kExact = 9007199254740992.0;  // 2^53: beyond it a double skips integers
  if (node.kind != Node::Kind::scalar || node.quoted) return {};
  const std::optional<ParsedNumber> number = parse_number(node.text);
  if (!number || !number->unit.empty() || std::floor(number->value) != number->value) return {};
  if (std::abs(number->value) > kExact) return {};
  return number->value;
}

std::string shown(const Node& node) {
  if (node.kind == Node::Kind::mapping) return "a mapping";
  if (node.kind == Node::Kind::sequence) return "a list";
  constexpr std::size_t kLongest = 40;
  return fmt::format("'{}'", node.text.size() > kLongest ? node.text.substr(0, kLongest) + "..." : node.text);
}

}  // namespace

std::string HuggingFaceConfig::path(const std::string& key) const {
  if (key.empty()) return prefix_;
  return prefix_.empty() ? key : prefix_ + "." + key;
}

const Node* HuggingFaceConfig::find(const std::string& key) const {
  const Node* node = mapping_.find(key);
  return node && !is_null(*node) ? node : nullptr;
}

void HuggingFaceConfig::error(const std::string& code, const std::string& key, const std::string& message,
                              const std::string& hint) const {
  const Node* node = mapping_.find(key);
  Diagnostic problem{.code = code,
                     .where = node ? node->where : mapping_.where,
                     .path = path(key),
                     .message = message,
                     .hint = hint,
                     .source_line = {}};
  if (problem.where.file.empty()) problem.where.file = document_.file;
  const int line = problem.where.line;
  if (line >= 1 && std::size_t(line) <= document_.lines.size())
    problem.source_line = document_.lines[line - 1];
  diagnostics_.add(std::move(problem));
}

void HuggingFaceConfig::contradiction(const std::string& key, const std::string& message,
                                      const std::string& hint) const {
  error("GW1306", key, message, hint);
}

std::int64_t HuggingFaceConfig::required(const std::string& key, std::int64_t min, std::int64_t max) const {
  if (find(key)) return optional(key, min, max, min);
  error("GW1304", key, fmt::format("missing key '{}'", key), did_you_mean(key, mapping_.keys));
  return min;
}

std::int64_t HuggingFaceConfig::optional(const std::string& key, std::int64_t min, std::int64_t max,
                                         std::int64_t otherwise) const {
  const Node* node = find(key);
  if (!node) return otherwise;
  const std::optional<double> value = whole_number(*node);
  if (!value) {
    error("GW1305", key, fmt::format("expected an integer, found {}", shown(*node)));
  } else if (*value < double(min) || *value > double(max)) {
    error("GW1305", key, fmt::format("{} is outside [{}, {}]", node->text, min, max));
  } else {
    return std::int64_t(*value);
  }
  return min;
}

bool HuggingFaceConfig::flag(const std::string& key, bool otherwise) const {
  const Node* node = find(key);
  if (!node) return otherwise;
  const std::string value = node->kind == Node::Kind::scalar ? to_lower(node->text) : "";
  if (value != "true" && value != "false")
    error("GW1305", key, fmt::format("expected true or false, found {}", shown(*node)));
  return value == "true";
}

std::string HuggingFaceConfig::text(const std::string& key, const std::string& otherwise) const {
  const Node* node = find(key);
  if (!node) return otherwise;
  if (node->kind == Node::Kind::scalar) return node->text;
  error("GW1305", key, fmt::format("expected text, found {}", shown(*node)));
  return otherwise;
}

std::vector<std::int64_t> HuggingFaceConfig::integers(const std::string& key) const {
  std::vector<std::int64_t> out;
  const Node* node = find(key);
  if (!node) return out;
  if (node->kind != Node::Kind::sequence)
    error("GW1305", key, fmt::format("expected a list, found {}", shown(*node)));
  for (const Node& element : node->children) {
    const std::optional<double> value = whole_number(element);
    if (value)
      out.push_back(std::int64_t(*value));
    else
      error("GW1305", key, fmt::format("expected a list of integers, found {} in it", shown(element)));
  }
  return out;
}

}  // namespace gw::catalog
