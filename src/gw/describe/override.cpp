// `--set path=value`: a change to the tree before it is read, so that it is checked like everything else.

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "gw/describe/parse_text.h"
#include "gw/describe/reading.h"

namespace gw::describe {
namespace {

const Location kPlace{detail::kOverrideFile, 0, 0};

void place_all(Node& node) {
  node.where = kPlace;
  for (Location& where : node.key_places) where = kPlace;
  for (Node& child : node.children) place_all(child);
}

bool is_number(const std::string& text) {
  return !text.empty() && text.size() < 9 &&
         std::ranges::all_of(text, [](unsigned char c) { return std::isdigit(c); });
}

// "halls[0].racks" and "halls.0.racks" -> halls, 0, racks. Nothing for an empty step or an open bracket.
std::optional<std::vector<std::string>> steps_of(const std::string& path) {
  std::vector<std::string> out = {""};
  bool closed = false;  // just after ']': only '.', '[' or the end may follow
  for (std::size_t i = 0; i < path.size(); ++i) {
    if (path[i] == '.' || path[i] == '[') {
      if (out.back().empty()) return {};
      closed = false;
      out.emplace_back();
    }
    if (path[i] == '.') continue;
    if (path[i] == '[') {
      const std::size_t end = path.find(']', i);
      if (end == std::string::npos || !is_number(path.substr(i + 1, end - i - 1))) return {};
      out.back() = path.substr(i + 1, end - i - 1);
      i = end;
      closed = true;
      continue;
    }
    if (closed) return {};
    out.back() += path[i];
  }
  if (out.back().empty()) return {};
  return out;
}

void append(Node& map, const std::string& key, Node value) {
  map.keys.push_back(key);
  map.key_places.push_back(kPlace);
  map.children.push_back(std::move(value));
}

// The child to go on with, moved to the end; a key that is not there yet is made. Another spelling of the
// same field stays: only the reader knows which keys are one field, and takes the last one that an override
// wrote.
Node& child_of_mapping(Node& map, const std::string& key) {
  if (const auto at = std::ranges::find(map.keys, key); at != map.keys.end()) {
    const auto i = at - map.keys.begin();
    std::rotate(map.keys.begin() + i, map.keys.begin() + i + 1, map.keys.end());
    std::rotate(map.key_places.begin() + i, map.key_places.begin() + i + 1, map.key_places.end());
    std::rotate(map.children.begin() + i, map.children.begin() + i + 1, map.children.end());
    return map.children.back();
  }
  Node made;
  made.where = kPlace;
  append(map, key, std::move(made));
  return map.children.back();
}

// A name becomes the row it names, with changes; a number becomes a value with a source.
void open_scalar(Node& node, const std::string& next) {
  Node inner = std::move(node);
  node = {};
  node.kind = Node::Kind::mapping;
  node.where = inner.where;
  const bool value = detail::is_attribution_key(next) && parse_number(inner.text);
  const Location where = inner.where;
  append(node, value ? "value" : "base", std::move(inner));
  node.key_places.back() = where;
}

struct Target {
  Node* node = nullptr;
  std::string problem;
};

Target walk(Node& root, const std::vector<std::string>& steps) {
  Node* at = &root;
  std::string path;
  for (const std::string& step : steps) {
    if (at->kind == Node::Kind::scalar) open_scalar(*at, step);
    if (at->kind == Node::Kind::null) {
      at->kind = Node::Kind::mapping;
      at->text.clear();
      at->patch = at->where.file == kPlace.file;
    }
    if (at->kind == Node::Kind::mapping) {
      at = &child_of_mapping(*at, step);
    } else {
      const std::size_t size = at->children.size();
      if (!is_number(step))
        return {nullptr,
                fmt::format("'{}' is a list: expected the number of an element, found '{}'", path, step)};
      if (std::stoul(step) >= size)
        return {nullptr, fmt::format("'{}' has {} element{}, counted from 0: there is no {}", path, size,
                                     size == 1 ? "" : "s", step)};
      at = &at->children[std::stoul(step)];
    }
    path += (path.empty() ? "" : ".") + step;
  }
  return {at, {}};
}

}  // namespace

void apply_override(Document& document, const std::string& assignment, Diagnostics& diagnostics) {
  const std::size_t equals = assignment.find('=');
  const auto steps = equals == std::string::npos ? std::nullopt : steps_of(assignment.substr(0, equals));
  if (!steps) {
    diagnostics.error("GW1010", kPlace, {}, fmt::format("expected path=value, found '{}'", assignment),
                      "as in halls[0].racks=20 or site.power=50MW");
    return;
  }
  const std::string path = assignment.substr(0, equals);
  Result<Document> value = parse_text(assignment.substr(equals + 1), "--set");
  if (!value) {
    for (Diagnostic d : value.diagnostics.list()) {
      d.where = kPlace;
      d.path = path;
      diagnostics.add(std::move(d));
    }
    return;
  }
  place_all(value->root);
  if (int(steps->size()) > ParseLimits{}.depth) {
    diagnostics.error("GW1011", kPlace, path, "the path is too deep");
    return;
  }
  Document changed = document;
  const Target target = walk(changed.root, *steps);
  if (!target.node) {
    diagnostics.error("GW1011", kPlace, path, target.problem);
    return;
  }
  *target.node = std::move(value->root);
  document = std::move(changed);
}

}  // namespace gw::describe
