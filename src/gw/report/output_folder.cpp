#include "gw/report/output_folder.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <stdexcept>

#include "gw/report/staging.h"

namespace gw::report {
namespace {

namespace fs = std::filesystem;

// Links are followed: the folder behind one is replaced, not the link.
fs::path absolute_target(const std::string& directory) {
  std::error_code error;
  fs::path path = fs::weakly_canonical(fs::absolute(directory), error);
  if (error) path = fs::absolute(directory).lexically_normal();
  if (path.filename().empty()) path = path.parent_path();
  return path;
}

// Such a folder cannot change places with another.
bool is_mount_point(const fs::path& path) {
  struct statx about {};
  if (::statx(AT_FDCWD, path.c_str(), 0, STATX_TYPE, &about) != 0) return false;
  return (about.stx_attributes_mask & STATX_ATTR_MOUNT_ROOT) &&
         (about.stx_attributes & STATX_ATTR_MOUNT_ROOT);
}

// Whether everything in the folder is ours, so that replacing it loses nothing of the user's.
bool holds_only_a_result(const fs::path& path, const FolderKind& kind) {
  std::error_code error;
  for (const fs::directory_entry& entry : fs::directory_iterator(path, error)) {
    const std::string name = entry.path().filename().string();
    if (std::ranges::find(kind.files, name) == kind.files.end()) return false;
  }
  if (error) return false;
  for (const std::string& folder : kind.folders)
    for (const fs::directory_entry& entry : fs::directory_iterator(path / folder, error))
      if (entry.path().extension() != ".csv") return false;
  std::ifstream in(path / kind.summary);
  std::string start(256, '\0');
  in.read(start.data(), std::streamsize(start.size()));
  return start.find(kind.format) != std::string::npos;
}

// The folder a user stands in, or one above it, is never replaced.
bool holds_working_directory(const fs::path& path) {
  std::error_code error;
  const fs::path here = fs::canonical(fs::current_path(error), error),
                 there = fs::weakly_canonical(path, error);
  const auto [end, _] = std::mismatch(there.begin(), there.end(), here.begin(), here.end());
  return end == there.end();
}

// Tells the caller which folder is being written, and when it is gone: it outlives the staging, whose end removes it.
class Announced {
 public:
  explicit Announced(const StagingTold& told) : told_(told) {}
  void begin(const fs::path& path) const {
    if (told_) told_(path.string());
  }
  ~Announced() {
    if (told_) told_("");
  }
  Announced(const Announced&) = delete;
  Announced& operator=(const Announced&) = delete;

 private:
  const StagingTold& told_;
};

}  // namespace

void write_file(const fs::path& path, const std::string& text) {
  std::ofstream out(path, std::ios::binary);
  out << text;
  out.close();
  if (!out) throw std::runtime_error("cannot write " + path.filename().string() + " (is the disk full?)");
}

bool check_folder(const std::string& directory, const FolderKind& kind, Diagnostics& diagnostics) {
  const fs::path target = absolute_target(directory);
  std::error_code error;
  const auto refuse = [&](std::string why, std::string hint = "") {
    diagnostics.error("GW5001", {directory, 0, 0}, "", std::move(why), std::move(hint));
    return false;
  };
  const fs::file_status status = fs::status(target, error);
  if (status.type() == fs::file_type::none) return refuse("cannot write: " + error.message());
  if (!fs::exists(status) && fs::is_symlink(target, error)) return refuse("the output is a link to nothing");
  if (fs::exists(status) && !fs::is_directory(status)) return refuse("the output is not a folder");
  if (is_mount_point(target))
    return refuse("the output is a mount point, which cannot be replaced whole", "name a folder inside it");
  if (fs::is_directory(target, error) && !fs::is_empty(target, error) && !error &&
      (!holds_only_a_result(target, kind) || holds_working_directory(target))) {
    diagnostics.error("GW5002", {directory, 0, 0}, "",
                      "the folder holds other files; only an earlier result is replaced",
                      "name a new folder");
    return false;
  }
  fs::path parent = target.parent_path();
  while (!parent.empty() && !fs::exists(parent, error) && parent != parent.parent_path())
    parent = parent.parent_path();
  if (!fs::is_directory(parent, error) || ::access(parent.c_str(), W_OK | X_OK) != 0)
    return refuse(fmt::format("cannot write in {}", parent.string()));
  return true;
}

bool write_folder(const std::string& directory, const FolderKind& kind,
                  const std::function<void(const fs::path&)>& write, const StagingTold& told,
                  Diagnostics& diagnostics) {
  if (!check_folder(directory, kind, diagnostics)) return false;
  const fs::path target = absolute_target(directory);
  try {
    fs::create_directories(target.parent_path());
    const Announced announced(told);
    Staging staging(target, kind);
    announced.begin(staging.path());
    write(staging.path());
    staging.commit();
  } catch (const fs::filesystem_error& error) {
    diagnostics.error("GW5001", {directory, 0, 0}, "",
                      fmt::format("cannot write: {}", error.code().message()), "");
    return false;
  }
  return true;
}

}  // namespace gw::report
