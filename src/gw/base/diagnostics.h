#pragma once
// Problems of user input, collected: all of them at once, each with its place, what was found, what was
// expected, the nearest valid name and a stable code. The library never prints them and never exits.

#include <string>
#include <vector>

namespace gw {

/// A place in a file, or in a command-line override. line and column are 1-based; 0 means unknown.
struct Location {
  std::string file;
  int line = 0;
  int column = 0;
};

enum class Severity { error, warning };

struct Diagnostic {
  Severity severity = Severity::error;
  std::string code;  ///< stable, "GW1203"; listed in docs/diagnostics.md
  Location where;
  std::string path;         ///< dotted path of the value in the document: "halls[1].racks"
  std::string message;      ///< one sentence: what was found and what was expected
  std::string hint;         ///< what to do, e.g. "did you mean 'racks'?"; may be empty
  std::string source_line;  ///< text of the line, for the caret; may be empty
};

/// An ordered collection of diagnostics. Order is the order of finding; errors and warnings share it.
class Diagnostics {
 public:
  void add(Diagnostic diagnostic) { list_.push_back(std::move(diagnostic)); }
  void error(std::string code, Location where, std::string path, std::string message, std::string hint = {});
  void warning(std::string code, Location where, std::string path, std::string message,
               std::string hint = {});
  void append(const Diagnostics& other);
  bool has_errors() const;
  const std::vector<Diagnostic>& list() const { return list_; }
  /// Text in compiler style, at most `cap` errors, each with source line and caret where known:
  ///   campus.yaml:4:12: error[GW1102]: halls[0].racks: 0 is outside [1, 1e6]
  std::string render(std::size_t cap = 20) const;

 private:
  std::vector<Diagnostic> list_;
};

}  // namespace gw
