#include "gw/evidence/held_out.h"

#include <fmt/format.h>

#include <algorithm>

#include "gw/base/csv.h"
#include "gw/base/text.h"
#include "gw/units/unit.h"

namespace gw::evidence {
namespace {

constexpr std::size_t kHashDigits = 32;

// The comment line that is a hash and nothing else.
std::string hash_in(const std::string& text) {
  for (const std::string& line : split(text, '\n')) {
    if (!line.starts_with('#')) break;
    const std::string word(trim(std::string_view(line).substr(1)));
    if (word.size() == kHashDigits && word.find_first_not_of("0123456789abcdef") == std::string::npos)
      return word;
  }
  return "";
}

}  // namespace

const HeldOut* HeldOutTable::find(const std::string& left_out, const std::string& kind,
                                  const std::string& name) const {
  const auto found = std::ranges::find_if(
      groups, [&](const HeldOut& h) { return h.left_out == left_out && h.kind == kind && h.name == name; });
  return found == groups.end() ? nullptr : &*found;
}

Result<HeldOutTable> read_held_out(const std::string& text, const std::string& file) {
  const auto table = parse_csv(text, file);
  if (!table) return table.diagnostics;
  Diagnostics diagnostics;
  for (const char* name :
       {"left_out", "kind", "name", "rows", "configurations", "median_frac", "p90_frac", "bias_frac"})
    if (table->column(name) < 0)
      diagnostics.error("GW1411", {file, 1, 0}, name, fmt::format("the column '{}' is missing", name));
  if (diagnostics.has_errors()) return diagnostics;
  HeldOutTable out{hash_in(text), {}};
  for (const CsvTable::Row& row : table->rows) {
    const auto cell = [&](const char* name) { return row.cells[std::size_t(table->column(name))]; };
    const auto number = [&](const char* name) {
      const auto parsed = parse_number(cell(name));
      if (parsed && parsed->unit.empty()) return parsed->value;
      diagnostics.error("GW1412", {file, row.line, table->column(name) + 1}, name,
                        fmt::format("'{}' is not a number", cell(name)));
      return 0.0;
    };
    out.groups.push_back({cell("left_out"), cell("kind"), cell("name"), number("rows"),
                          number("configurations"), number("median_frac"), number("p90_frac"),
                          number("bias_frac")});
  }
  if (diagnostics.has_errors()) return diagnostics;
  return out;
}

}  // namespace gw::evidence
