#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <sstream>

#include "common.h"
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

std::string read_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
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
    for (const std::string& candidate : lib.names(folder)) {
      all.push_back(candidate);
      if (candidate == row) found.push_back(folder);
    }
  }
  if (found.empty()) return unknown("catalogue row", name, all);
  std::string out;
  for (const std::string& folder : found) out += fmt::format("# {}/{}\n{}", folder, row, read_file(lib.path(folder, row)));
  print(out);
  return kDone;
}

}  // namespace gw::app
