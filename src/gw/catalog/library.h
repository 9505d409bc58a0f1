#pragma once
// Named rows of data in folders: the catalogue. A user's catalogue is searched before the shipped one, so a
// row of the same name replaces it.

#include <memory>
#include <string>
#include <vector>

#include "gw/base/diagnostics.h"
#include "gw/describe/document.h"
#include "gw/describe/reader.h"

namespace gw::catalog {

/// The shipped catalogue: environment variable GIGAWATT_CATALOG, else <directory of the executable>/../share/
/// gigawatt/catalog, else catalog/ of the source tree this was built from. "" when none of them is a
/// directory.
std::string default_root();
/// The shipped measurements (evidence/), found in the same way: GIGAWATT_EVIDENCE, share/gigawatt/evidence,
/// source tree.
std::string default_evidence_root();

/// Rows of one or more catalogue roots; each root holds folders, each folder one YAML file per row. Rows are
/// parsed once and live as long as the library. All functions may be called from several threads at once.
class Library {
 public:
  /// Roots in order of search: the user's first, the shipped one last. Roots that do not exist are ignored.
  explicit Library(std::vector<std::string> roots);
  ~Library();
  Library(Library&&) noexcept;
  Library& operator=(Library&&) noexcept;

  const std::vector<std::string>& roots() const;
  /// Folders of all roots ("accelerators", "models", ...), sorted.
  std::vector<std::string> folders() const;
  /// Row names of a folder (stems of its .yaml files) in all roots, sorted, each once.
  std::vector<std::string> names(const std::string& folder) const;
  /// Path of the row's YAML file; "" if there is none.
  std::string path(const std::string& folder, const std::string& name) const;
  /// Path of a row kept as data: <name>.epw, <name>.csv, or `name` itself with that extension; "" if there is
  /// none. The file counts as used: its content enters hash().
  std::string file_path(const std::string& folder, const std::string& name) const;
  /// Names of a folder's data files (.epw, .csv) without extension, sorted.
  std::vector<std::string> file_names(const std::string& folder) const;
  /// The parsed row, or nullptr with errors: GW1110 no such row (with the nearest name), GW1301 not a row
  /// name ('/' or '..' in it), or what the parser found. Errors of a broken row are reported on every call.
  const describe::Document* row(const std::string& folder, const std::string& name,
                                Diagnostics& diagnostics) const;
  /// 128-bit FNV-1a, 32 hex digits, over folder, file name and bytes of every row and data file used so far,
  /// in order of name: equal contents give equal hashes wherever the catalogue lies and in whatever order
  /// rows were asked for.
  std::string hash() const;
  /// For describe::read(), which reports missing rows itself; must not outlive the library.
  describe::Resolver resolver() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace gw::catalog
