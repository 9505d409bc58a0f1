#include "gw/report/staging.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdio>

namespace gw::report {
namespace {

namespace fs = std::filesystem;

constexpr const char* kPrefix = ".gw-partial-";
// A younger folder may be one whose owner has not locked it yet.
constexpr std::chrono::minutes kSurelyLocked{1};

// A folder of a new name: never one that is there already.
fs::path make_folder(const fs::path& parent) {
  for (int i = 0;; ++i) {
    fs::path path = parent / fmt::format("{}{}-{}", kPrefix, ::getpid(), i);
    if (fs::create_directory(path)) return path;
  }
}

int open_folder(const fs::path& path) { return ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW); }

bool holds_only_ours(const fs::path& path, const FolderKind& kind) {
  std::error_code error;
  for (const fs::directory_entry& entry : fs::directory_iterator(path, error))
    if (std::ranges::find(kind.files, entry.path().filename().string()) == kind.files.end()) return false;
  return !error;
}

bool is_left_behind(const fs::path& path, const FolderKind& kind) {
  std::error_code error;
  const auto age = fs::file_time_type::clock::now() - fs::last_write_time(path, error);
  if (error || age < kSurelyLocked || !holds_only_ours(path, kind)) return false;
  const int folder = open_folder(path);
  if (folder < 0) return false;
  const bool free = ::flock(folder, LOCK_EX | LOCK_NB) == 0;
  ::close(folder);
  return free;
}

// A run that was killed outright could not clean up.
void sweep(const fs::path& parent, const FolderKind& kind) {
  std::error_code ignored;
  for (const fs::directory_entry& entry : fs::directory_iterator(parent, ignored))
    if (entry.path().filename().string().starts_with(kPrefix) && is_left_behind(entry.path(), kind))
      fs::remove_all(entry.path(), ignored);
}

}  // namespace

Staging::Staging(const fs::path& target, const FolderKind& kind) : Staging(target, make_folder(target.parent_path())) {
  // In this body the object counts as made: if it throws, the destructor removes the folder.
  sweep(target_.parent_path(), kind);
  for (const std::string& folder : kind.folders) fs::create_directory(path_ / folder);
}

Staging::Staging(const fs::path& target, fs::path made)
    : target_(target), path_(std::move(made)), lock_(open_folder(path_)) {
  if (lock_ >= 0) ::flock(lock_, LOCK_EX | LOCK_NB);
}

Staging::~Staging() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
  if (lock_ >= 0) ::close(lock_);
}

void Staging::commit() {
  if (!fs::exists(target_)) return fs::rename(path_, target_);
  // Exchanged, so that at every moment one whole result stands at the target.
  if (::renameat2(AT_FDCWD, path_.c_str(), AT_FDCWD, target_.c_str(), RENAME_EXCHANGE) == 0) return;
  if (errno != EINVAL && errno != ENOSYS)
    throw fs::filesystem_error("cannot replace", target_, std::error_code(errno, std::generic_category()));
  // File systems that cannot exchange: aside, then into place.
  const fs::path old = path_.string() + "-old";
  fs::rename(target_, old);
  std::error_code error, ignored;
  fs::rename(path_, target_, error);
  if (error) {
    fs::rename(old, target_, ignored);
    throw fs::filesystem_error("cannot replace", target_, error);
  }
  fs::remove_all(old, ignored);
}

}  // namespace gw::report
