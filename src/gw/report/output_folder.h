#pragma once
// An output directory, whole or not at all: what every verb's -o does.

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "gw/base/diagnostics.h"

namespace gw::report {

/// How a folder of an earlier result is known, so that only such a folder is replaced.
struct FolderKind {
  std::vector<std::string> files;         ///< every name it may hold
  std::string summary;                    ///< the one that begins with...
  std::string format;                     ///< ... this format: "gigawatt.result/"
  std::vector<std::string> folders = {};  ///< of `files`, those that are folders of .csv files
};

/// Whether write_folder() could start: asked before long work, so that a bad -o costs no waiting. GW5001:
/// cannot write there, or a mount point; GW5002: the folder holds other files, or is the working folder.
bool check_folder(const std::string& directory, const FolderKind& kind, Diagnostics& diagnostics);

/// Told the folder that holds the half-written result, and "" when there is none any more.
using StagingTold = std::function<void(const std::string&)>;

/// Calls `write` with a sibling folder that then takes the directory's place; an earlier result there is
/// replaced. A link is followed. Throws what `write` throws (std::runtime_error: disk full); nothing is left
/// behind. What killed runs have left beside the directory is removed.
bool write_folder(const std::string& directory, const FolderKind& kind,
                  const std::function<void(const std::filesystem::path&)>& write, const StagingTold& told,
                  Diagnostics& diagnostics);

/// Writes one file; throws std::runtime_error when it cannot.
void write_file(const std::filesystem::path& path, const std::string& text);

}  // namespace gw::report
