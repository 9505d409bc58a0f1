#include <cstdlib>
#include <filesystem>

#include "gw/catalog/library.h"

namespace gw::catalog {
namespace {

namespace fs = std::filesystem;

bool names_directory(const fs::path& path) {
  std::error_code ignored;
  return fs::is_directory(path, ignored);
}

}  // namespace

std::string default_root() {
  // A variable that names no directory is passed on, so that the message names the folder the user asked for.
  if (const char* given = std::getenv("GIGAWATT_CATALOG"); given && *given) return given;
  std::error_code error;
  const fs::path program = fs::read_symlink("/proc/self/exe", error);
  if (!error)
    if (const fs::path beside = program.parent_path() / ".." / "share" / "gigawatt" / "catalog";
        names_directory(beside))
      return beside.lexically_normal().string();
  return names_directory(GW_CATALOG_DIR) ? GW_CATALOG_DIR : "";
}

}  // namespace gw::catalog
