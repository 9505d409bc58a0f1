#include "gw/catalog/library.h"

#include <fmt/format.h>

#include <filesystem>
#include <map>
#include <mutex>
#include <set>
#include <utility>

#include "gw/base/file.h"
#include "gw/base/text.h"
#include "gw/catalog/content_hash.h"

namespace gw::catalog {
namespace {

namespace fs = std::filesystem;

const char* const kDataExtensions[] = {".epw", ".csv"};

// A name is one path component, so that a campus file cannot reach outside the catalogue.
bool is_plain_name(const std::string& name) {
  return !name.empty() && name.front() != '.' && name.find_first_of("/\\") == std::string::npos &&
         name.find('\0') == std::string::npos && name.find("..") == std::string::npos;
}

bool is_file(const fs::path& path) {
  std::error_code ignored;
  return fs::is_regular_file(path, ignored);
}

// Entries of a directory; nothing when it cannot be read.
std::vector<fs::directory_entry> entries(const fs::path& directory) {
  std::error_code error;
  std::vector<fs::directory_entry> out;
  for (fs::directory_iterator it(directory, error), end; !error && it != end; it.increment(error))
    out.push_back(*it);
  return out;
}

std::vector<std::string> sorted(const std::set<std::string>& names) { return {names.begin(), names.end()}; }

std::string read_bytes(const std::string& path) {
  std::string problem;  // only files that were read before
  return read_file(path, problem);
}

// "catalog//" and "./catalog" -> "catalog": a prefix of the paths below it.
std::string normal(const std::string& root) {
  std::string out = fs::path(root).lexically_normal().string();
  while (out.size() > 1 && out.ends_with('/')) out.pop_back();
  return out;
}

}  // namespace

/// One row: its document, or the errors that prevented it.
struct CachedRow {
  std::unique_ptr<const describe::Document> document;
  Diagnostics diagnostics;
};

struct Library::State {
  std::vector<std::string> roots;
  std::string shipped = default_root().empty() ? "" : normal(default_root());
  std::mutex mutex;                               // guards what follows
  std::map<std::string, CachedRow> rows;          // by path
  std::map<std::string, std::string> used_files;  // "folder/file name" -> path

  std::string find(const std::string& folder, const std::string& file) const {
    if (!is_plain_name(folder) || !is_plain_name(file)) return {};
    for (const std::string& root : roots)
      if (const fs::path path = fs::path(root) / folder / file; is_file(path)) return path.string();
    return {};
  }

  template <class Wanted>
  std::vector<std::string> stems(const std::string& folder, Wanted wanted) const {
    std::set<std::string> out;
    if (!is_plain_name(folder)) return {};
    for (const std::string& root : roots)
      for (const fs::directory_entry& entry : entries(fs::path(root) / folder))
        if (wanted(entry.path().extension().string()) && is_file(entry.path()))
          if (const std::string stem = entry.path().stem().string(); is_plain_name(stem)) out.insert(stem);
    return sorted(out);
  }

  // What messages and provenance call a file: shipped rows by their place in the catalogue, so that results do not
  // depend on where it is installed; a user's by its path.
  std::string label(const std::string& path) const {
    const bool is_shipped = !shipped.empty() && path.starts_with(shipped + "/");
    return is_shipped ? "catalog" + path.substr(shipped.size()) : path;
  }

  const CachedRow& parsed(const std::string& path) {
    const auto [it, fresh] = rows.try_emplace(path);
    if (!fresh) return it->second;
    const std::string name = label(path);
    Result<describe::Document> result =
        name == path ? describe::parse_file(path) : describe::parse_text(read_bytes(path), name);
    it->second.diagnostics = result.diagnostics;
    if (result) it->second.document = std::make_unique<const describe::Document>(std::move(*result));
    return it->second;
  }
};

Library::Library(std::vector<std::string> roots) : state_(std::make_unique<State>()) {
  std::error_code ignored;
  for (const std::string& root : roots)
    if (!root.empty() && fs::is_directory(root, ignored)) state_->roots.push_back(normal(root));
}
Library::~Library() = default;
Library::Library(Library&&) noexcept = default;
Library& Library::operator=(Library&&) noexcept = default;

const std::vector<std::string>& Library::roots() const { return state_->roots; }

std::vector<std::string> Library::folders() const {
  std::set<std::string> out;
  std::error_code ignored;
  for (const std::string& root : state_->roots)
    for (const fs::directory_entry& entry : entries(root))
      if (const std::string name = entry.path().filename().string();
          is_plain_name(name) && entry.is_directory(ignored))
        out.insert(name);
  return sorted(out);
}

std::vector<std::string> Library::names(const std::string& folder) const {
  return state_->stems(folder, [](const std::string& extension) { return extension == ".yaml"; });
}

std::vector<std::string> Library::file_names(const std::string& folder) const {
  return state_->stems(folder, [](const std::string& extension) {
    return extension == kDataExtensions[0] || extension == kDataExtensions[1];
  });
}

std::string Library::path(const std::string& folder, const std::string& name) const {
  return state_->find(folder, name + ".yaml");
}

std::string Library::file_path(const std::string& folder, const std::string& name) const {
  const auto use = [&](const std::string& file) {
    const std::string path = state_->find(folder, file);
    if (path.empty()) return path;
    const std::scoped_lock lock(state_->mutex);
    state_->used_files.emplace(folder + "/" + file, path);
    return path;
  };
  for (const char* extension : kDataExtensions) {
    if (name.ends_with(extension)) return use(name);
    if (std::string path = use(name + extension); !path.empty()) return path;
  }
  return {};
}

const describe::Document* Library::row(const std::string& folder, const std::string& name,
                                       Diagnostics& diagnostics) const {
  if (!is_plain_name(folder) || !is_plain_name(name)) {
    diagnostics.error(
        "GW1301", {}, folder,
        fmt::format("'{}' is not a row name: a name is a file name without '/' and '..'", name));
    return nullptr;
  }
  const std::string file = path(folder, name);
  if (file.empty()) {
    const std::vector<std::string> known = names(folder);
    const std::string hint = did_you_mean(name, known);
    diagnostics.error("GW1110", {}, folder,
                      fmt::format("no row '{}' in catalogue folder '{}' (searched {})", name, folder,
                                  state_->roots.empty() ? "no catalogue" : list_names(state_->roots)),
                      hint.empty() && !known.empty() ? "known: " + list_names(known) : hint);
    return nullptr;
  }
  const std::scoped_lock lock(state_->mutex);
  const CachedRow& row = state_->parsed(file);
  diagnostics.append(row.diagnostics);
  if (row.document) state_->used_files.emplace(folder + "/" + name + ".yaml", file);
  return row.document.get();
}

std::string Library::hash() const {
  const std::scoped_lock lock(state_->mutex);
  ContentHash hash;
  for (const auto& [name, path] : state_->used_files) {
    const std::string bytes = read_bytes(path);
    // Lengths between the pieces keep ("ab", "c") and ("a", "bc") apart.
    hash.add(fmt::format("{}:{}:{}:", name.size(), name, bytes.size()));
    hash.add(bytes);
  }
  return hash.hex();
}

describe::Resolver Library::resolver() const {
  // A missing row is left to the reader, which knows the place and the other folders a name may be in.
  return {[this](const std::string& folder, const std::string& name, Diagnostics& diagnostics) {
            return path(folder, name).empty() ? nullptr : row(folder, name, diagnostics);
          },
          [this](const std::string& folder) { return names(folder); }};
}

}  // namespace gw::catalog
