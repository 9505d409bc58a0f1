#include "gw/planning/hourly_csv.h"

#include <fmt/format.h>

#include <algorithm>

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

// A unit as column names write it, and what it is in units of the values.
struct NamedUnit {
  const char* words;
  const char* of;
  double factor;
};
constexpr NamedUnit kNamedUnits[] = {
    {"cents/kwh", "USD/MWh", 10},     {"cent/kwh", "USD/MWh", 10},      {"ct/kwh", "USD/MWh", 10},
    {"c/kwh", "USD/MWh", 10},         {"usd/kwh", "USD/MWh", 1000},     {"$/kwh", "USD/MWh", 1000},
    {"usd/mwh", "USD/MWh", 1},        {"$/mwh", "USD/MWh", 1},          {"kg/mwh", "kg/MWh", 1},
    {"g/kwh", "kg/MWh", 1},           {"kg/kwh", "kg/MWh", 1000},       {"t/mwh", "kg/MWh", 1000},
    {"lb/mwh", "kg/MWh", 0.45359237}, {"lbs/mwh", "kg/MWh", 0.45359237}};

// "Price (cents per kWh)" -> " price  cents/kwh ": words apart, "per" as a slash.
std::string plain_words(std::string_view name) {
  std::string out = " ";
  for (const char c : to_lower(name))
    out += c == '(' || c == ')' || c == '[' || c == ']' || c == '_' || c == ',' ? ' ' : c;
  out += ' ';
  for (const char* per : {" per ", " / "})
    for (std::size_t at = out.find(per); at != std::string::npos; at = out.find(per))
      out.replace(at, std::string_view(per).size(), "/");
  return out;
}

constexpr const char* kTimes[] = {"time", "date", "hour", "day", "month", "year", "interval", "period", "he", "index", "row", "utc", "local", "zone"};
constexpr const char* kValues[] = {"price", "lmp", "lbmp", "spp", "total", "value", "usd", "emission", "intensity",
                                   "co2", "kg", "rate", "load", "power", "mw", "cost", "ct", "cents", "$"};
// Of a price: what it is made of.
constexpr const char* kParts[] = {"mcc", "mlc", "mec", "congestion", "loss", "losses"};

// True if one of the words begins a word of the name.
template <std::size_t N>
bool named(const std::string& words, const char* const (&wanted)[N]) {
  return std::ranges::any_of(wanted, [&](const char* word) { return words.find(fmt::format(" {}", word)) != std::string::npos; });
}

}  // namespace

int value_column(const CsvTable& table, Diagnostics& problems) {
  std::vector<int> others, by_name;
  std::string names;
  for (std::size_t i = 0; i < table.header.size(); ++i) {
    const std::string words = plain_words(trim(table.header[i]));
    const bool filled = std::ranges::any_of(table.rows, [&](const CsvTable::Row& row) { return parse_number(trim(row.cells[i])).has_value(); });
    const bool value = named(words, kValues) && !named(words, kParts);
    if (!value && (!filled || named(words, kTimes))) continue;
    others.push_back(int(i));
    if (value) by_name.push_back(int(i));
    names += fmt::format("{}'{}'", names.empty() ? "" : ", ", trim(table.header[i]));
  }
  if (others.size() == 1) return others.front();
  if (by_name.size() == 1) return by_name.front();
  if (others.empty()) return int(table.header.size()) - 1;
  problems.error("GW1410", {table.file, 1, 1}, "", fmt::format("which column holds the values is not said: {}", names),
                 "keep one of them, or call one 'price' or 'value' and the others otherwise");
  return -1;
}

// An energy price or rate in a unit that is not known here is refused.
double unit_factor(const std::string& name, const ValueRange& range, const std::string& path,
                   Diagnostics& problems) {
  const std::string words = plain_words(name);
  if (!*range.unit) return 1.0;
  for (const NamedUnit& unit : kNamedUnits)
    if (unit.of == std::string_view(range.unit) &&
        words.find(fmt::format(" {} ", unit.words)) != std::string::npos)
      return unit.factor;
  const bool foreign = std::ranges::any_of(
      std::initializer_list<const char*>{" eur", " gbp", " cad", " aud", " jpy", " cny", " inr", "€", "£"},
      [&](const char* word) { return words.find(word) != std::string::npos; });
  if (foreign || words.find("/kwh ") != std::string::npos || words.find("/mwh ") != std::string::npos)
    problems.error("GW1401", {path, 1, 1}, "",
                   fmt::format("the column '{}' does not convert to {}", trim(name), range.unit));
  return 1.0;
}

Result<std::vector<double>> parse_hourly_csv(const std::string& text, const std::string& path, const ValueRange& range) {
  Diagnostics problems;
  check_separator(text, path, problems);
  if (problems.has_errors()) return problems;
  const auto table = parse_csv(text, path);
  if (!table) return table.diagnostics;
  std::vector<double> values;
  std::vector<CsvTable::Row> rows = table->rows;
  // A first line that is a number like the rest is no header.
  const bool headless = parse_number(trim(table->header.back())).has_value();
  if (headless) rows.insert(rows.begin(), CsvTable::Row{1, table->header});
  const int column = headless ? int(table->header.size()) - 1 : value_column(*table, problems);
  if (column < 0) return problems;
  const double factor = headless ? 1.0 : unit_factor(table->header[std::size_t(column)], range, path, problems);
  if (problems.has_errors()) return problems;
  for (const CsvTable::Row& row : rows) {
    const std::string cell(trim(row.cells[std::size_t(column)]));
    const auto parsed = parse_number(cell);
    const double value = parsed ? factor * parsed->value : 0.0;
    if (parsed && parsed->unit.empty() && value >= range.least && value <= range.most)
      values.push_back(value);
    else if (problems.list().size() < kMostErrors)
      problems.error("GW1401", {path, row.line, 1}, "",
                     fmt::format("expected a number between {} and {} in column '{}', got '{}'", range.least,
                                 range.most, trim(table->header[std::size_t(column)]), row.cells[std::size_t(column)]));
    else break;
  }
  if (!problems.has_errors()) fit_to_year(values, path, problems);
  if (problems.has_errors()) return problems;
  return values;
}

}  // namespace gw::planning
