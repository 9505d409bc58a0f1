#pragma once
// A YAML or JSON document as a plain tree with places, independent of the parsing library.

#include <cstddef>
#include <string>
#include <vector>

#include "gw/base/diagnostics.h"
#include "gw/base/result.h"

namespace gw::describe {

/// One node. A mapping keeps its keys in file order.
struct Node {
  enum class Kind { null, scalar, sequence, mapping };
  Kind kind = Kind::null;
  std::string text;                  ///< scalar
  bool quoted = false;               ///< scalar written in quotes: never a number
  std::vector<std::string> keys;     ///< mapping
  std::vector<Location> key_places;  ///< mapping
  std::vector<Node> children;        ///< sequence elements or mapping values
  bool patch = false;  ///< a mapping made on the way of a `--set` path: it changes what lies below it, a row or the
                       ///< defaults; its keys are fields or, over a list, numbers of elements
  Location where;

  const Node* find(const std::string& key) const;
  Node* find(const std::string& key);
};

/// The text of the document, kept for carets.
struct Document {
  std::string file;
  std::vector<std::string> lines;
  Node root;
};

/// Limits against hostile input.
struct ParseLimits {
  std::size_t bytes = 64u << 20;
  std::size_t nodes = 1'000'000;  ///< after alias expansion: an alias bomb stops here
  int depth = 64;
};

/// Reads a file. Errors: GW1001 cannot read (missing, directory, no permission), GW1002 not YAML, GW1003 too
/// large or too deep (alias bomb), GW1004 duplicate key.
Result<Document> parse_file(const std::string& path, const ParseLimits& limits = {});
/// Reads text; `name` stands for the file in messages.
Result<Document> parse_text(const std::string& text, const std::string& name, const ParseLimits& limits = {});

/// One `--set path=value`. The path is dotted, list elements by number: halls.0.racks or halls[0].racks.
/// The value is parsed as YAML. Errors: GW1010 not path=value, GW1011 no such element.
/// Setting below a catalogue name turns `cooling: dry_cooler` into {base: dry_cooler, ...}; below what the document
/// leaves to a row or to defaults, it makes a patch.
void apply_override(Document& document, const std::string& assignment, Diagnostics& diagnostics);

}  // namespace gw::describe
