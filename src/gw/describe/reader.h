#pragma once
// Reads a described struct from a document: all problems at once, and where every number came from.

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "gw/describe/document.h"
#include "gw/describe/record.h"
#include "gw/units/figure.h"

namespace gw::describe {

/// What was read for one scalar field, or its default.
struct Provenance {
  std::string path;    ///< "halls[0].rack.accelerator.tdp_w"
  double value = 0.0;  ///< in `unit`; 0 for text
  std::string text;    ///< text, date and choice values; empty for numbers
  std::string unit;    ///< as printed
  std::string doc;
  Origin origin;
  bool is_text = false;  ///< the value is `text`, though it may be empty
};

/// By path.
using ProvenanceMap = std::map<std::string, Provenance>;

/// Finds rows of a catalogue folder.
struct Resolver {
  /// The row's document, or nullptr; valid for the life of the resolver.
  std::function<const Document*(const std::string& folder, const std::string& name, Diagnostics&)> row;
  std::function<std::vector<std::string>(const std::string& folder)> names;
};

/// Reads `document` into `*target`, which must be a default-made instance of `type`.
/// Codes: GW1101 unknown key, GW1102 out of range, GW1103 missing key, GW1104 not a number, GW1105 unit
/// missing or of another dimension, GW1106 wrong unit suffix, GW1107 unknown choice or kind, GW1108 wrong
/// shape (mapping or list expected), GW1109 not a date, GW1110 no such catalogue row, GW1111 catalogue cycle,
/// GW1112 not an integer, GW1113 given twice (power and power_mw), GW1114 bad format line, GW1115 unknown
/// grade.
void read(const Document& document, const RecordType& type, void* target, const Resolver& resolver,
          ProvenanceMap& provenance, Diagnostics& diagnostics);

template <class T>
T read(const Document& document, const Resolver& resolver, ProvenanceMap& provenance,
       Diagnostics& diagnostics) {
  T out;
  read(document, T::description(), &out, resolver, provenance, diagnostics);
  return out;
}

}  // namespace gw::describe
