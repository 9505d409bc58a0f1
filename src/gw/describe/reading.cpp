#include "gw/describe/reading.h"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "gw/describe/parse_text.h"

namespace gw::describe {
namespace detail {

void Reading::document(const Document& document, const RecordType& type, void* target) {
  Context context;
  context.document = &document;
  context.root = true;
  if (document.root.kind == Node::Kind::null) {
    error("GW1108", {document.file, 0, 0}, context, "the document is empty");
    return;
  }
  record(document.root, type, target, context);
  finish(type, target, context.path, true);
}

void Reading::error(const char* code, const Location& where, const Context& context, std::string message,
                    std::string hint) {
  std::string line = source_line(where, context.document->file, context.document->lines);
  diagnostics_.add(
      {Severity::error, code, where, context.path, std::move(message), std::move(hint), std::move(line)});
}

// The outermost place stays: a missing key is reported where the record is asked for.
void Reading::give(const std::string& path, const Node& node, const Document* document) {
  given_.try_emplace(path, Given{node.where, document});
}

// Before give(): whether any layer below gave this record.
void Reading::note_patch(const Node& node, const Context& context) {
  if (node.patch && !context.fresh && !given_.contains(context.path)) patched_.insert(context.path);
}

// Drops what was read at or below `path`, when another layer replaces it.
void Reading::forget(const std::string& path, bool itself) {
  const auto below = [&](const std::string& key) {
    if (key.size() == path.size()) return itself;
    return path.empty() || key[path.size()] == '.' || key[path.size()] == '[';
  };
  const auto drop = [&](auto& container, auto key_of) {
    for (auto it = container.lower_bound(path); it != container.end() && key_of(*it).starts_with(path);)
      it = below(key_of(*it)) ? container.erase(it) : std::next(it);
  };
  const auto first = [](const auto& entry) -> const std::string& { return entry.first; };
  drop(given_, first);
  drop(provenance_, first);
  drop(broken_, [](const std::string& key) -> const std::string& { return key; });
}

namespace {

// By place, the document's own first: as a person works through a file.
Diagnostics in_file_order(const Diagnostics& found, const std::string& file) {
  std::vector<Diagnostic> list = found.list();
  std::ranges::stable_sort(list, {}, [&](const Diagnostic& d) {
    return std::tuple(d.where.file != file, d.where.file, d.where.line, d.where.column);
  });
  Diagnostics out;
  for (Diagnostic& d : list) out.add(std::move(d));
  return out;
}

}  // namespace
}  // namespace detail

void read(const Document& document, const RecordType& type, void* target, const Resolver& resolver,
          ProvenanceMap& provenance, Diagnostics& diagnostics) {
  Diagnostics found;
  detail::Reading(resolver, provenance, found).document(document, type, target);
  diagnostics.append(detail::in_file_order(found, document.file));
}

}  // namespace gw::describe
