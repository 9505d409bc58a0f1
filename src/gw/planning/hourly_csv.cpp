#include "gw/planning/hourly_csv.h"

#include <fmt/format.h>

#include <sstream>

#include "gw/base/text.h"
#include "gw/units/unit.h"

namespace gw::planning {
namespace {

constexpr std::size_t kHours = 8760, kLeapHours = 8784;
constexpr std::ptrdiff_t kFirstHourOf29February = (31 + 28) * 24;
// A file of a wrong kind has nothing but bad rows: the first few tell enough.
constexpr std::size_t kMostErrors = 5;

}  // namespace

Result<std::vector<double>> parse_hourly_csv(const std::string& text, const std::string& path, const ValueRange& range) {
  Diagnostics problems;
  std::vector<double> values;
  std::istringstream in(text);
  std::string line;
  std::getline(in, line);  // header
  for (int number = 2; std::getline(in, line); ++number) {
    if (trim(line).empty()) continue;
    const std::string cell(trim(split(line, ',').back()));
    const auto parsed = parse_number(cell);
    if (parsed && parsed->unit.empty() && parsed->value >= range.least && parsed->value <= range.most) values.push_back(parsed->value);
    else if (problems.list().size() < kMostErrors)
      problems.error("GW1401", {path, number, 1}, "", fmt::format("expected a number between {} and {} in the last column, got '{}'", range.least, range.most, cell));
    else break;
  }
  if (problems.has_errors()) return problems;
  if (values.size() == kLeapHours)
    values.erase(values.begin() + kFirstHourOf29February, values.begin() + kFirstHourOf29February + 24);
  if (values.size() != kHours) {
    problems.error("GW1401", {path, 0, 0}, "", fmt::format("expected 8,760 hourly values, found {}", values.size()));
    return problems;
  }
  return values;
}

}  // namespace gw::planning
