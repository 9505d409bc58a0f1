#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <stdexcept>

#include "common.h"
#include "gw/base/file.h"
#include "gw/base/text.h"
#include "gw/catalog/library.h"
#include "verbs.h"

namespace gw::app {
namespace {

catalog::Library library(const Options& options) {
  std::vector<std::string> roots = options.catalogue;
  roots.push_back(catalog::default_root());
  return catalog::Library(roots);
}

std::vector<std::string> rows_of(const catalog::Library& lib, const std::string& folder) {
  std::vector<std::string> names = lib.names(folder);
  for (const std::string& name : lib.file_names(folder)) names.push_back(name);
  std::ranges::sort(names);
  return names;
}

int unknown(const std::string& what, const std::string& name, const std::vector<std::string>& candidates) {
  const std::string hint = did_you_mean(name, candidates);
  std::fputs(fmt::format("error[GW6003]: no {} '{}'{}{}\n", what, name, hint.empty() ? "" : "; ", hint).c_str(), stderr);
  return kBadInput;
}

std::string text_of(const std::string& path) {
  std::string problem;
  const std::string text = read_file(path, problem);
  if (!problem.empty()) throw std::runtime_error(path + ": " + problem);
  return text;
}

// A row as it stands; of a data file (weather, prices) its path and how it begins.
std::string shown(const catalog::Library& lib, const std::string& folder, const std::string& row) {
  if (const std::string path = lib.path(folder, row); !path.empty())
    return fmt::format("# {}/{}\n{}", folder, row, text_of(path));
  constexpr std::size_t kLines = 12, kWidth = 100;
  const std::string path = lib.file_path(folder, row);
  const std::vector<std::string> lines = split(text_of(path), '\n');
  std::string out = fmt::format("# {}/{}: {}\n", folder, row, path);
  for (std::size_t i = 0; i < std::min(kLines, lines.size()); ++i) {
    const std::string_view line = trim(lines[i]);
    out += fmt::format("{}{}\n", line.substr(0, kWidth), line.size() > kWidth ? "..." : "");
  }
  if (lines.size() > kLines) out += fmt::format("... and {} more lines\n", lines.size() - kLines);
  return out;
}

}  // namespace

int verb_catalog_list(const std::string& folder, const Options& options) {
  const catalog::Library lib = library(options);
  const std::vector<std::string> folders = lib.folders();
  if (!folder.empty() && std::ranges::find(folders, folder) == folders.end())
    return unknown("catalogue folder", folder, folders);
  std::string out;
  for (const std::string& name : folders) {
    if (!folder.empty() && name != folder) continue;
    out += name + "\n";
    for (const std::string& row : rows_of(lib, name)) out += "  " + row + "\n";
  }
  print(out);
  return kDone;
}

int verb_catalog_show(const std::string& name, const Options& options) {
  const catalog::Library lib = library(options);
  const std::size_t slash = name.find('/');
  const std::string row = slash == std::string::npos ? name : name.substr(slash + 1);
  std::vector<std::string> found, all;
  for (const std::string& folder : lib.folders()) {
    if (slash != std::string::npos && folder != name.substr(0, slash)) continue;
    for (const std::string& candidate : rows_of(lib, folder)) {
      all.push_back(candidate);
      if (candidate == row) found.push_back(folder);
    }
  }
  if (found.empty()) return unknown("catalogue row", name, all);
  std::string out;
  for (const std::string& folder : found) out += shown(lib, folder, row);
  print(out);
  return kDone;
}

}  // namespace gw::app
