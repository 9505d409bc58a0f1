// Catalogue rows, and variants, whose rows choose the alternative.

#include <fmt/format.h>

#include <algorithm>

#include "gw/base/text.h"
#include "gw/describe/reading.h"

namespace gw::describe::detail {
namespace {

constexpr std::size_t kDeepestRow = 32;

std::vector<std::string> kind_names(const ValueType& type) {
  std::vector<std::string> out;
  for (const auto& kind : type.kinds) out.push_back(kind().name);
  return out;
}

std::vector<std::string> folders_of(const ValueType& type) {
  std::vector<std::string> out;
  for (const auto& kind : type.kinds) {
    const std::string& folder = kind().catalogue;
    if (!folder.empty() && std::ranges::find(out, folder) == out.end()) out.push_back(folder);
  }
  return out;
}

Context row_context(const Document* document, const Context& context) {
  Context out;
  out.document = document;
  out.path = context.path;
  out.in_row = true;
  out.root = true;
  return out;
}

std::string join_folders(const std::vector<std::string>& folders) {
  return fmt::format("catalog/{}", fmt::join(folders, ", catalog/"));
}

}  // namespace

const Document* Reading::row(const std::vector<std::string>& folders, const Node& name,
                             const Context& context, std::string& folder) {
  if (name.kind != Node::Kind::scalar || looks_like_number(name)) {
    error("GW1108", name.where, context,
          fmt::format("expected the name of a catalogue row, found {}", describe_node(name)));
    return nullptr;
  }
  std::vector<std::string> names;
  for (const std::string& candidate : folders) {
    if (std::ranges::find(open_rows_, std::pair(candidate, name.text)) != open_rows_.end() ||
        open_rows_.size() > kDeepestRow) {
      std::string chain;
      for (const auto& open : open_rows_) chain += open.second + " -> ";
      error("GW1111", name.where, context,
            fmt::format("catalogue rows stand on each other: {}{}", chain, name.text));
      return nullptr;
    }
    Diagnostics scratch;
    const Document* found = resolver_.row ? resolver_.row(candidate, name.text, scratch) : nullptr;
    diagnostics_.append(scratch);
    folder = candidate;
    if (found || scratch.has_errors()) return found;
    if (!resolver_.names) continue;
    for (std::string& other : resolver_.names(candidate)) names.push_back(std::move(other));
  }
  const std::string near = did_you_mean(name.text, names);
  const std::string all = names.empty() ? "it has no rows" : "it has: " + list_names(names, 40);
  error("GW1110", name.where, context, fmt::format("no row '{}' in {}", name.text, join_folders(folders)),
        near.empty() ? all : near + " " + all);
  return nullptr;
}

void Reading::row_record(const Node& name, const RecordType& type, void* at, const Context& context) {
  std::string folder;
  const Document* document = row({type.catalogue}, name, context, folder);
  forget(context.path, false);
  if (!document) {
    broken_.insert(context.path);
    return;
  }
  type.reset(at);
  open_rows_.emplace_back(folder, name.text);
  record(document->root, type, at, row_context(document, context));
  open_rows_.pop_back();
}

bool Reading::row_variant(const Node& name, const ValueType& type, void* at, const Context& context) {
  std::string folder;
  const Document* document = row(folders_of(type), name, context, folder);
  forget(context.path, false);
  if (document) {
    open_rows_.emplace_back(folder, name.text);
    variant(document->root, type, at, row_context(document, context));
    open_rows_.pop_back();
  } else {
    broken_.insert(context.path);
  }
  return !broken_.contains(context.path);
}

void Reading::variant(const Node& node, const ValueType& type, void* at, const Context& context) {
  note_patch(node, context);
  give(context.path, node, context.document);
  const bool by_name = !folders_of(type).empty() && !context.root;
  if (by_name && node.kind == Node::Kind::scalar && !looks_like_number(node)) {
    row_variant(node, type, at, context);
    return;
  }
  if (node.kind != Node::Kind::mapping) {
    broken_.insert(context.path);
    const std::string or_name =
        by_name ? fmt::format(" or a name from {}", join_folders(folders_of(type))) : "";
    error("GW1108", node.where, context,
          fmt::format("expected a mapping with 'kind'{}, found {}", or_name, describe_node(node)),
          fmt::format("kinds: {}", list_names(kind_names(type))));
    return;
  }
  Context layer = context;
  layer.layered = context.layered || (node.patch && !context.fresh);
  const Node* base = folders_of(type).empty() ? nullptr : node.find("base");
  if (base) {
    if (!row_variant(*base, type, at, context)) return;
    layer.layered = true;
  }
  variant_keys(node, type, at, layer, base != nullptr);
}

void Reading::variant_keys(const Node& node, const ValueType& type, void* at, const Context& context,
                           bool on_row) {
  const std::optional<std::size_t> kind = kind_of(node, type, at, context);
  if (!kind) {
    broken_.insert(context.path);
    return;
  }
  const std::size_t before = type.index(at);
  if (on_row && *kind != before) {
    error("GW1107", node.find("kind")->where, context,
          fmt::format("kind is '{}', but the row is a '{}'", type.kinds[*kind]().name,
                      type.kinds[before]().name));
    return;
  }
  if (*kind != before) forget(context.path, false);
  void* chosen = type.emplace(at, *kind);
  const RecordType& record_type = type.kinds[*kind]();
  if (context.in_row && context.root && !context.layered) record_type.reset(chosen);
  keys(node, record_type, chosen, context, true);
}

std::optional<std::size_t> Reading::kind_of(const Node& node, const ValueType& type, const void* at,
                                            const Context& context) {
  const std::vector<std::string> names = kind_names(type);
  const Node* kind = node.find("kind");
  Context here = context;
  here.path = child_path(context.path, "kind");
  if (!kind) {
    if (context.layered) return type.index(at);
    error("GW1103", node.where, here, "missing required key 'kind'",
          fmt::format("one of: {}", list_names(names)));
    return {};
  }
  const auto found = std::ranges::find(names, kind->text);
  if (kind->kind == Node::Kind::scalar && found != names.end()) return std::size_t(found - names.begin());
  const std::string near = did_you_mean(kind->text, names);
  error("GW1107", kind->where, here, fmt::format("unknown kind {}", describe_node(*kind)),
        near.empty() ? fmt::format("one of: {}", list_names(names)) : near);
  return {};
}

}  // namespace gw::describe::detail
