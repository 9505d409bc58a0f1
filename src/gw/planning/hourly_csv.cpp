#include "gw/planning/hourly_csv.h"

#include <fmt/format.h>

#include "gw/base/csv.h"
#include "gw/base/text.h"
#include "gw/units/unit.h"

namespace gw::planning {
namespace {

constexpr std::size_t kHours = 8760, kLeapHours = 8784;
constexpr std::ptrdiff_t kFirstHourOf29February = (31 + 28) * 24;
// A file of a wrong kind has nothing but bad rows: the first few tell enough.
constexpr std::size_t kMostErrors = 5;

// "hour;price" with decimal commas would be read as other columns.
void check_separator(const std::string& text, const std::string& path, Diagnostics& problems) {
  const std::string header = text.substr(0, text.find('\n'));
  if (header.find(',') == std::string::npos && header.find_first_of(";\t") != std::string::npos)
    problems.error("GW1401", {path, 1, 1}, "",
                   "columns must be separated by commas and decimals by points; found semicolons or tabs");
}

// Without 29 February where the file holds a leap year; every model year has 8,760 hours.
void fit_to_year(std::vector<double>& values, const std::string& path, Diagnostics& problems) {
  if (values.size() == kLeapHours)
    values.erase(values.begin() + kFirstHourOf29February, values.begin() + kFirstHourOf29February + 24);
  if (values.size() != kHours)
    problems.error("GW1401", {path, 0, 0}, "",
                   fmt::format("expected 8,760 hourly values, found {} (a leap year has 8,784)", values.size()));
}

}  // namespace

Result<std::vector<double>> parse_hourly_csv(const std::string& text, const std::string& path, const ValueRange& range) {
  Diagnostics problems;
  check_separator(text, path, problems);
  if (problems.has_errors()) return problems;
  const auto table = parse_csv(text, path);
  if (!table) return table.diagnostics;
  std::vector<double> values;
  for (const CsvTable::Row& row : table->rows) {
    const std::string cell(trim(row.cells.back()));
    const auto parsed = parse_number(cell);
    if (parsed && parsed->unit.empty() && parsed->value >= range.least && parsed->value <= range.most)
      values.push_back(parsed->value);
    else if (problems.list().size() < kMostErrors)
      problems.error("GW1401", {path, row.line, 1}, "",
                     fmt::format("expected a number between {} and {} in the last column, got '{}'", range.least,
                                 range.most, row.cells.back()));
    else break;
  }
  if (!problems.has_errors()) fit_to_year(values, path, problems);
  if (problems.has_errors()) return problems;
  return values;
}

}  // namespace gw::planning
