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

// A folder of shipped data: that of the variable, beside the program, or of the source tree.
std::string shipped(const char* variable, const char* folder, const char* source) {
  // A variable that names no directory is passed on, so that the message names the folder the user asked for.
  if (const char* given = std::getenv(variable); given && *given) return given;
  std::error_code error;
  const fs::path program = fs::read_symlink("/proc/self/exe", error);
  if (!error)
    if (const fs::path beside = program.parent_path() / ".." / "share" / "gigawatt" / folder;
        names_directory(beside))
      return beside.lexically_normal().string();
  return names_directory(source) ? source : "";
}

}  // namespace

std::string default_root() { return shipped("GIGAWATT_CATALOG", "catalog", GW_CATALOG_DIR); }

std::string default_evidence_root() { return shipped("GIGAWATT_EVIDENCE", "evidence", GW_EVIDENCE_DIR); }

}  // namespace gw::catalog
