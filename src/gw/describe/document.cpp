#include "gw/describe/document.h"

#include <fmt/format.h>

#include <algorithm>

#include "gw/base/file.h"
#include "gw/base/text.h"
#include "gw/describe/parse_text.h"

namespace gw::describe {
namespace {

// The flow brackets open at once, whatever quotes and comments may hide: far more than the depth limit is no
// document, and is refused before the parsing library queues a token for each.
bool brackets_too_deep(const std::string& text, int limit) {
  long open = 0;
  for (char c : text) {
    if (c == '[' || c == '{')
      ++open;
    else if ((c == ']' || c == '}') && open > 0)
      --open;
    if (open > 100L * limit) return true;
  }
  return false;
}

Diagnostics one_error(const char* code, const std::string& file, std::string message, std::string hint = {}) {
  Diagnostics out;
  out.error(code, {file, 0, 0}, {}, std::move(message), std::move(hint));
  return out;
}

}  // namespace

const Node* Node::find(const std::string& key) const {
  const std::size_t count = std::min(keys.size(), children.size());
  for (std::size_t i = 0; i < count; ++i)
    if (keys[i] == key) return &children[i];
  return nullptr;
}

Node* Node::find(const std::string& key) {
  return const_cast<Node*>(static_cast<const Node*>(this)->find(key));
}

Result<Document> parse_file(const std::string& path, const ParseLimits& limits) {
  std::string problem;
  const std::string bytes = read_file(path, problem, limits.bytes);
  if (!problem.empty()) return one_error("GW1001", path, fmt::format("cannot read this file: {}", problem));
  return parse_text(bytes, path, limits);
}

Result<Document> parse_text(const std::string& text, const std::string& name, const ParseLimits& limits) {
  if (text.size() > limits.bytes)
    return one_error("GW1003", name, fmt::format("larger than {} bytes", limits.bytes),
                     "long series belong in a data file named from this one");
  Diagnostics diagnostics;
  const std::optional<std::string> clean = detail::clean_text(text, name, diagnostics);
  if (!clean) return diagnostics;
  if (brackets_too_deep(*clean, limits.depth))
    return one_error("GW1003", name, fmt::format("nested deeper than {} levels", limits.depth));
  Document document;
  document.file = name;
  document.lines = split(*clean, '\n');
  std::optional<Node> root = detail::parse_yaml(*clean, name, limits, diagnostics);
  if (!root) return detail::with_source_lines(diagnostics, name, document.lines);
  document.root = std::move(*root);
  return document;
}

}  // namespace gw::describe
