#include <fmt/format.h>

#include <cmath>
#include <cstdlib>

#include "gw/base/text.h"
#include "gw/describe/record.h"
#include "gw/evidence/rig.h"

namespace gw::evidence {
namespace {

const Location kPlace{"--set", 0, 0};

template <class T>
std::vector<std::string> names(const std::map<std::string, T>& rows) {
  std::vector<std::string> out;
  for (const auto& [name, row] : rows) out.push_back(name);
  return out;
}

void set_field(const describe::RecordType& type, void* record, const std::string& path,
               const std::string& key, const std::string& text, Diagnostics& problems) {
  std::vector<std::string> keys;
  for (const describe::Field& field : type.fields) {
    if (!field.type.set_number) continue;
    keys.push_back(field.key);
    if (field.key != key) continue;
    char* end = nullptr;
    const double value = std::strtod(text.c_str(), &end);
    const describe::Options& range = field.type.options;
    if (text.empty() || *end != '\0' || !std::isfinite(value) || (range.min && value < *range.min) ||
        (range.max && value > *range.max)) {
      problems.error("GW1102", kPlace, path,
                     fmt::format("'{}' is not a number from {:g} to {:g}", text,
                                 range.min.value_or(-INFINITY), range.max.value_or(INFINITY)));
      return;
    }
    field.type.set_number(field.address(record), value * (field.type.unit ? field.type.unit->factor : 1.0));
    return;
  }
  problems.error("GW1101", kPlace, path, fmt::format("no number '{}' in {}", key, type.name),
                 did_you_mean(key, keys));
}

template <class T>
void set_row(std::map<std::string, T>& rows, const std::vector<std::string>& path, const std::string& text,
             const std::string& value, Diagnostics& problems) {
  const auto row = rows.find(path[1]);
  if (row == rows.end()) {
    problems.error("GW1110", kPlace, text, fmt::format("no row '{}' in {}", path[1], path[0]),
                   did_you_mean(path[1], names(rows)));
    return;
  }
  set_field(T::description(), &row->second, text, path[2], value, problems);
}

}  // namespace

void override_row(Rig& rig, const std::string& assignment, Diagnostics& problems) {
  const std::size_t equals = assignment.find('=');
  const std::string text = assignment.substr(0, equals);
  const std::vector<std::string> path = split(text, '.');
  if (equals == std::string::npos || path.size() != 3 || (path[0] != "software" && path[0] != "fabrics")) {
    problems.error("GW1010", kPlace, assignment,
                   "expected software.ROW.FIELD=VALUE or fabrics.ROW.FIELD=VALUE");
    return;
  }
  const std::string value = assignment.substr(equals + 1);
  if (path[0] == "software")
    set_row(rig.software, path, text, value, problems);
  else
    set_row(rig.fabrics, path, text, value, problems);
}

}  // namespace gw::evidence
