// The only file that knows yaml-cpp: its parser's events become a tree of Nodes.
//
// Aliases are expanded as they are met, against a budget of nodes, so an alias bomb costs no more than the
// budget; depth is checked at each opening, before the parsing library recurses.

#include <fmt/format.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <map>
#include <set>
#include <sstream>
#include <vector>

#include "gw/describe/parse_text.h"

namespace gw::describe {
namespace {

/// Ends the parse from inside an event.
struct Stop {
  const char* code;
  Location where;
  std::string message, hint;
};

/// A finished subtree that an alias may repeat.
struct Anchored {
  Node node;
  std::size_t nodes = 0;
  int height = 0;
};

/// A collection that is still open.
struct Open {
  Node node;
  YAML::anchor_t anchor = 0;
  bool has_key = false;        // mapping: a key waits for its value
  bool merge_key = false;      // the waiting key is an unquoted <<
  std::set<std::string> seen;  // mapping: keys so far
  std::vector<Node> merges;    // mapping: values of <<
  std::size_t nodes = 1;
  int height = 1;
};

class TreeBuilder final : public YAML::EventHandler {
 public:
  TreeBuilder(const std::string& file, const ParseLimits& limits, Diagnostics& diagnostics)
      : file_(file), limits_(limits), diagnostics_(diagnostics) {}

  Node take_root() { return std::move(root_); }

  void OnDocumentStart(const YAML::Mark& mark) override {
    if (++documents_ > 1)
      throw Stop{"GW1002", place(mark), "a second document starts here, one file holds one document",
                 "remove the '---' line or split the file"};
  }
  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    Node node;
    node.where = place(mark);
    finish(std::move(node), anchor, 1, 1);
  }

  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    Node node;
    node.kind = Node::Kind::scalar;
    node.text = value;
    node.quoted = tag == "!" || tag == "tag:yaml.org,2002:str";
    node.where = place(mark);
    finish(std::move(node), anchor, 1, 1);
  }

  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    const auto found = anchors_.find(anchor);
    if (found == anchors_.end())
      throw Stop{"GW1003", place(mark), "an alias inside its own anchor would never end", {}};
    check_depth(place(mark), found->second.height);
    charge(found->second.nodes, place(mark));
    attach(Node(found->second.node), found->second.nodes, found->second.height);
  }

  void OnSequenceStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    open(Node::Kind::sequence, mark, anchor);
  }
  void OnSequenceEnd() override { close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    open(Node::Kind::mapping, mark, anchor);
  }
  void OnMapEnd() override {
    merge(stack_.back());
    close();
  }

 private:
  Location place(const YAML::Mark& mark) const { return {file_, mark.line + 1, mark.column + 1}; }

  void charge(std::size_t nodes, const Location& where) {
    used_ += nodes;
    if (used_ > limits_.nodes)
      throw Stop{
          "GW1003", where, fmt::format("more than {} values once aliases are expanded", limits_.nodes), {}};
  }
  void check_depth(const Location& where, int height) const {
    if (int(stack_.size()) + height > limits_.depth)
      throw Stop{"GW1003", where, fmt::format("nested deeper than {} levels", limits_.depth), {}};
  }

  void open(Node::Kind kind, const YAML::Mark& mark, YAML::anchor_t anchor) {
    check_depth(place(mark), 1);
    charge(1, place(mark));
    Open frame;
    frame.node.kind = kind;
    frame.node.where = place(mark);
    frame.anchor = anchor;
    stack_.push_back(std::move(frame));
  }

  void close() {
    Open frame = std::move(stack_.back());
    stack_.pop_back();
    if (frame.anchor) remember(frame.anchor, frame.node, frame.nodes, frame.height);
    attach(std::move(frame.node), frame.nodes, frame.height);
  }

  // A leaf: charged here, since collections are charged when they open.
  void finish(Node node, YAML::anchor_t anchor, std::size_t nodes, int height) {
    check_depth(node.where, 0);
    charge(1, node.where);
    if (anchor) remember(anchor, node, nodes, height);
    attach(std::move(node), nodes, height);
  }

  // The kept copy counts too: nested anchors must not multiply memory beyond the budget.
  void remember(YAML::anchor_t anchor, const Node& node, std::size_t nodes, int height) {
    charge(nodes, node.where);
    anchors_[anchor] = {node, nodes, height};
  }

  void attach(Node node, std::size_t nodes, int height) {
    if (stack_.empty()) {
      root_ = std::move(node);
      return;
    }
    Open& parent = stack_.back();
    parent.nodes += nodes;
    parent.height = std::max(parent.height, height + 1);
    if (parent.node.kind == Node::Kind::sequence)
      parent.node.children.push_back(std::move(node));
    else if (!parent.has_key)
      add_key(parent, std::move(node));
    else
      add_value(parent, std::move(node));
  }

  void add_key(Open& map, Node key) {
    if (key.kind != Node::Kind::scalar)
      throw Stop{"GW1002", key.where, "a key must be a word, found nothing or a collection", {}};
    map.has_key = true;
    map.merge_key = key.text == "<<" && !key.quoted;
    if (map.merge_key) {
      map.node.key_places.push_back(key.where);
      return;
    }
    if (!map.seen.insert(key.text).second)
      diagnostics_.error("GW1004", key.where, key.text, fmt::format("key '{}' is given twice", key.text),
                         "keep one of them");
    map.node.keys.push_back(std::move(key.text));
    map.node.key_places.push_back(std::move(key.where));
  }

  void add_value(Open& map, Node value) {
    map.has_key = false;
    if (!map.merge_key) {
      if (value.kind == Node::Kind::null) value.where = map.node.key_places.back();
      map.node.children.push_back(std::move(value));
      return;
    }
    const Location where = map.node.key_places.back();
    map.node.key_places.pop_back();
    std::vector<Node> parts;
    if (value.kind == Node::Kind::sequence)
      parts = std::move(value.children);
    else
      parts.push_back(std::move(value));
    for (Node& part : parts) {
      if (part.kind != Node::Kind::mapping)
        throw Stop{"GW1002", where, "'<<' merges mappings, found something else", {}};
      map.merges.push_back(std::move(part));
    }
  }

  // Keys of the mapping itself win, then earlier merges.
  static void merge(Open& map) {
    for (Node& part : map.merges) {
      for (std::size_t i = 0; i < part.keys.size(); ++i) {
        if (!map.seen.insert(part.keys[i]).second) continue;
        map.node.keys.push_back(std::move(part.keys[i]));
        map.node.key_places.push_back(std::move(part.key_places[i]));
        map.node.children.push_back(std::move(part.children[i]));
      }
    }
    map.merges.clear();
  }

  const std::string& file_;
  const ParseLimits& limits_;
  Diagnostics& diagnostics_;
  std::vector<Open> stack_;
  std::map<YAML::anchor_t, Anchored> anchors_;
  Node root_;
  std::size_t used_ = 0;
  int documents_ = 0;
};

}  // namespace

namespace detail {

std::optional<Node> parse_yaml(const std::string& text, const std::string& file, const ParseLimits& limits,
                               Diagnostics& diagnostics) {
  std::istringstream stream(text);
  TreeBuilder builder(file, limits, diagnostics);
  try {
    YAML::Parser parser(stream);
    while (parser.HandleNextDocument(builder)) {
    }
  } catch (const Stop& stop) {
    diagnostics.error(stop.code, stop.where, {}, stop.message, stop.hint);
    return {};
  } catch (const YAML::Exception& error) {
    diagnostics.error("GW1002", {file, error.mark.line + 1, error.mark.column + 1}, {},
                      fmt::format("not YAML: {}", error.msg));
    return {};
  }
  if (diagnostics.has_errors()) return {};
  return builder.take_root();
}

}  // namespace detail
}  // namespace gw::describe
