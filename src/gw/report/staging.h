#pragma once
// A folder that takes its place whole or disappears. Internal to the room.

#include <filesystem>

#include "gw/report/output_folder.h"

namespace gw::report {

/// The folder beside `target` that a result is first written into. Throws std::filesystem::filesystem_error.
class Staging {
 public:
  /// Sweeps what runs that were killed have left beside the target.
  Staging(const std::filesystem::path& target, const FolderKind& kind);
  /// Removes whatever is at path(): the half-written result, or after commit() the one it replaced.
  ~Staging();
  Staging(const Staging&) = delete;
  Staging& operator=(const Staging&) = delete;
  const std::filesystem::path& path() const { return path_; }
  /// Takes the target's place in one step.
  void commit();

 private:
  Staging(const std::filesystem::path& target, std::filesystem::path made);
  std::filesystem::path target_, path_;
  int lock_ = -1;  ///< held while this lives: tells a folder in use from one left behind
};

}  // namespace gw::report
