#pragma once
// A record that a flag names: a row of the catalogue, or a file of its own.

#include <optional>
#include <string>

#include "gw/base/diagnostics.h"
#include "gw/catalog/library.h"
#include "gw/describe/reader.h"
#include "gw/planning/load.h"

namespace gw::planning {

/// Whether a flag's text is a file: it has a folder or ends as one.
bool is_file_name(const std::string& name);

/// Reads the record; nothing and errors when it cannot. What problems(record) finds across fields is GW2702, at its place.
/// `provenance` gets its numbers, with `prefix` before their paths.
template <class T>
std::optional<T> read_named(const std::string& name, const catalog::Library& library, const std::string& prefix,
                            describe::ProvenanceMap& provenance, Diagnostics& diagnostics) {
  const describe::Document* document = nullptr;
  Result<describe::Document> file = Diagnostics{};
  if (is_file_name(name)) {
    file = describe::parse_file(name);
    diagnostics.append(file.diagnostics);
    if (file) document = &*file;
  } else {
    document = library.row(T::description().catalogue, name, diagnostics);
  }
  if (!document) return {};
  Diagnostics found;
  describe::ProvenanceMap own;
  T out = describe::read<T>(*document, library.resolver(), own, found);
  if (!found.has_errors())
    for (const auto& problem : problems(out))
      found.add(place_issue(*document, {"GW2702", problem.field, problem.message, "", false}));
  for (auto& [path, entry] : own) {
    entry.path = prefix + "." + path;
    provenance[entry.path] = std::move(entry);
  }
  diagnostics.append(found);
  if (found.has_errors()) return {};
  return out;
}

}  // namespace gw::planning
