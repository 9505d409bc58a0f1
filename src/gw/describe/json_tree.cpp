#include <cmath>
#include <nlohmann/json.hpp>

#include "gw/describe/reading.h"
#include "gw/describe/schema.h"

namespace gw::describe {
namespace {

using Json = nlohmann::ordered_json;

Json scalar(const Node& node) {
  if (!detail::looks_like_number(node)) return node.text;
  if (node.text == "true" || node.text == "false") return node.text == "true";
  const double value = parse_number(node.text)->value;
  const bool whole = value == std::floor(value) && std::abs(value) < 9007199254740992.0;
  return whole ? Json(std::int64_t(value)) : Json(value);
}

Json tree(const Node& node) {
  if (node.kind == Node::Kind::scalar) return scalar(node);
  if (node.kind == Node::Kind::null) return nullptr;
  Json out = node.kind == Node::Kind::sequence ? Json::array() : Json::object();
  for (std::size_t i = 0; i < node.children.size(); ++i) {
    if (node.kind == Node::Kind::sequence)
      out.push_back(tree(node.children[i]));
    else if (i < node.keys.size())
      out[node.keys[i]] = tree(node.children[i]);
  }
  return out;
}

}  // namespace

std::string to_json(const Node& node) {
  return tree(node).dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace gw::describe
