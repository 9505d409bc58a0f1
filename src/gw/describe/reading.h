#pragma once
// Inside this room only: the state of one read(), shared by the reader's files.
//
// A record may be read in layers: its catalogue row (which may stand on another row), then the document's own
// keys. So keys are applied as they come, and what was given is remembered by path; missing keys and defaults
// are found once, at the end (finish.cpp).

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "gw/describe/reader.h"

namespace gw::describe::detail {

/// The file that values of `--set` stand in.
inline constexpr const char* kOverrideFile = "--set";

/// What `source:`, `grade:` and their like say, here or in a mapping above.
struct Attribution {
  std::string source, note, url, seen;
  std::optional<Grade> grade;
};

/// Where a value stands. `path` is dotted, in canonical keys.
struct Context {
  const Document* document = nullptr;
  std::string path;
  Attribution from;
  bool in_row = false;   ///< inside a catalogue row
  bool root = false;     ///< the top of a document: `format:` is welcome
  bool layered = false;  ///< on top of values already read: a variant needs no `kind:`
  bool fresh = false;    ///< in a record that nothing has filled: a patch must give what is required
};

/// How the key of a value was written: what its text may be.
enum class Spelling { with_suffix, without_suffix };

/// True for values that are words: text, dates, choices, true and false.
inline bool is_text(const ValueType& type) {
  return type.get_text || type.kind == Kind::boolean || type.kind == Kind::choice;
}

class Reading {
 public:
  Reading(const Resolver& resolver, ProvenanceMap& provenance, Diagnostics& diagnostics)
      : resolver_(resolver), provenance_(provenance), diagnostics_(diagnostics) {}

  void document(const Document& document, const RecordType& type, void* target);

 private:
  // read_record.cpp
  void value(const Node& node, const Field& field, const ValueType& type, void* at, Spelling spelling,
             const Context& context);
  void optional(const Node& node, const Field& field, const ValueType& type, void* at, Spelling spelling,
                const Context& context);
  void list(const Node& node, const Field& field, const ValueType& type, void* at, Spelling spelling,
            const Context& context);
  void patch_list(const Node& node, const Field& field, const ValueType& type, void* at, Spelling spelling,
                  const Context& context);
  void record(const Node& node, const RecordType& type, void* at, const Context& context);
  std::map<const Field*, std::size_t> overridden(const Node& node, const RecordType& type) const;
  void keys(const Node& node, const RecordType& type, void* at, const Context& context, bool is_kind);
  void one_key(const Node& node, std::size_t i, const RecordType& type, void* at, const Context& context);
  void unknown_key(const Node& node, std::size_t i, const RecordType& type, const Context& context,
                   bool is_kind);
  bool wrong_suffix(const Node& node, std::size_t i, const RecordType& type, const Context& context);
  bool check_format(const Node& node, const RecordType& type, const Context& context);
  bool has_field(const RecordType& type, const std::string& key) const;

  // read_row.cpp
  void variant(const Node& node, const ValueType& type, void* at, const Context& context);
  void variant_keys(const Node& node, const ValueType& type, void* at, const Context& context, bool on_row);
  std::optional<std::size_t> kind_of(const Node& node, const ValueType& type, const void* at,
                                     const Context& context);
  const Document* row(const std::vector<std::string>& folders, const Node& name, const Context& context,
                      std::string& folder);
  void row_record(const Node& name, const RecordType& type, void* at, const Context& context);
  bool row_variant(const Node& name, const ValueType& type, void* at, const Context& context);

  // read_scalar.cpp
  void scalar(const Node& node, const Field& field, const ValueType& type, void* at, Spelling spelling,
              const Context& context);
  void plain_scalar(const Node& node, const Field& field, const ValueType& type, void* at, Spelling spelling,
                    const Context& context);
  std::optional<double> number(const Node& node, const Field& field, const ValueType& type, Spelling spelling,
                               const Context& context);
  std::optional<double> with_unit(const Node& node, const ParsedNumber& parsed, const Field& field,
                                  const ValueType& type, Spelling spelling, const Context& context);
  bool in_range(const Node& node, double number, const ValueType& type, const Context& context);
  std::optional<double> boolean(const Node& node, const Context& context);
  std::optional<double> choice(const Node& node, const ValueType& type, const Context& context);
  void date(const Node& node, const Field& field, const ValueType& type, void* at, const Context& context);

  // attribution.cpp
  Attribution attribution(const Node& node, const RecordType* type, const Context& context);
  Origin origin(const Node& node, const Context& context) const;
  void record_number(const Node& node, const Field& field, const ValueType& type, double number,
                     std::string text, const Context& context);

  // finish.cpp
  void finish(const RecordType& type, const void* at, const std::string& path, bool given);
  void finish_value(const Field& field, const ValueType& type, const void* at, const std::string& path,
                    bool given);
  void default_provenance(const Field& field, const ValueType& type, const void* at, const std::string& path);

  // reading.cpp
  void error(const char* code, const Location& where, const Context& context, std::string message,
             std::string hint = {});
  void give(const std::string& path, const Node& node, const Document* document);
  void note_patch(const Node& node, const Context& context);
  void forget(const std::string& path, bool itself);

  /// The place of a record or value that was given.
  struct Given {
    Location where;
    const Document* document = nullptr;
  };

  const Resolver& resolver_;
  ProvenanceMap& provenance_;
  Diagnostics& diagnostics_;
  std::map<std::string, Given> given_;
  std::set<std::string> broken_;   ///< records not to be searched for missing keys
  std::set<std::string> patched_;  ///< records that are defaults as a whole but for a patch: nothing in them is missing
  std::vector<std::pair<std::string, std::string>> open_rows_;  ///< folder and name, outermost first
};

/// The names of the grades a document may give.
const std::vector<std::string>& grade_names();
std::optional<Grade> parse_grade(const std::string& text);
/// Keys that say where a number comes from; welcome in every mapping.
bool is_attribution_key(const std::string& key);
/// A number as a person would type it: "0.85", "1000000", "1e+20".
std::string number_text(double value);
/// "[0, 10]", "at least 0", or "".
std::string range_text(const Options& options);
bool converts(const Unit& from, const Unit& to);
/// `value` in `from`, as counted in `to`.
double convert(double value, const Unit& from, const Unit& to);
/// Symbols of the units that convert to `unit`, its own first.
std::vector<std::string> symbols_like(const Unit& unit);
/// True when a plain scalar is a YAML 1.2 number, boolean or null rather than text.
bool looks_like_number(const Node& node);
std::string child_path(const std::string& path, const std::string& key);
/// The unit of `key` and the stem before its suffix, for every unit that fits.
std::vector<std::pair<std::string, const Unit*>> suffix_splits(const std::string& key);
/// What the stored double is in the field's unit, and back.
double in_field_unit(const ValueType& type, double stored);
double to_stored(const ValueType& type, double in_unit);
/// How the node looks in a message: "a list", "'text'".
std::string describe_node(const Node& node);

}  // namespace gw::describe::detail
