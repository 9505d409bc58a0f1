#include "gw/evidence/row.h"

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "gw/base/text.h"

namespace gw::evidence {
namespace {

constexpr std::size_t kMostErrors = 20;

std::string_view trimmed(std::string_view text) {
  const auto blank = [](char c) { return c == ' ' || c == '\t' || c == '\r'; };
  while (!text.empty() && blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && blank(text.back())) text.remove_suffix(1);
  return text;
}

std::optional<double> parsed(std::string_view text) {
  if (text.empty()) return {};
  const std::string copy(text);
  char* end = nullptr;
  const double value = std::strtod(copy.c_str(), &end);
  if (end != copy.c_str() + copy.size() || !std::isfinite(value)) return {};
  return value;
}

/// Columns of numbers, and what they may be.
struct Numeric {
  const char* name;
  double least, most;
  bool whole;
};
constexpr double kMostSize = 1e9, kMostRanks = 1e6, kMostRate = 1e15;
constexpr std::array<Numeric, 32> kNumeric{{
    {"params_total_b", 0, kMostRate, false},
    {"params_active_b", 0, kMostRate, false},
    {"layers", 1, 1e4, true},
    {"hidden", 1, kMostSize, true},
    {"ffn_hidden", 1, kMostSize, true},
    {"heads", 1, kMostSize, true},
    {"kv_heads", 1, kMostSize, true},
    {"head_dim", 1, kMostSize, true},
    {"vocab", 1, kMostSize, true},
    {"seq_len", 1, kMostSize, true},
    {"experts", 0, 1e6, true},
    {"experts_per_token", 0, 1e6, true},
    {"shared_experts", 0, 1e4, true},
    {"moe_ffn_hidden", 0, kMostSize, true},
    {"global_batch_sequences", 1, 1e9, false},
    {"micro_batch", 1, 1e6, true},
    {"n_accelerators", 1, 1e7, true},
    {"per_node", 1, kMostSize, true},
    {"nvlink_gbps", 0, kMostRate, false},
    {"scaleout_gbps_per_gpu", 0, kMostRate, false},
    {"tp", 1, kMostRanks, true},
    {"pp", 1, kMostRanks, true},
    {"vpp", 0, kMostRanks, true},
    {"dp", 1, kMostRate, false},
    {"zero_stage", 0, 3, true},
    {"cp", 1, kMostRanks, true},
    {"ep", 1, kMostRanks, true},
    {"measured_tflops_per_gpu", 0, kMostRate, false},
    {"measured_mfu", 0, kMostRate, false},
    {"measured_step_time_s", 0, 1e6, false},
    {"measured_tokens_per_s", 0, 1e12, false},
    {"etp", 1, kMostRanks, true}}};
constexpr std::array<const char*, 4> kNeeded{{"id", "model_name", "accelerator", "n_accelerators"}};

void check_columns(const CsvTable& table, Diagnostics& problems) {
  for (const char* name : kNeeded)
    if (table.column(name) < 0)
      problems.error("GW1411", {table.file, 1, 1}, "", fmt::format("no column '{}'", name),
                     did_you_mean(name, table.header));
}

bool good(std::string_view cell, const Numeric& column) {
  if (cell.empty()) return true;
  const auto value = parsed(cell);
  return value && *value >= column.least && *value <= column.most && (!column.whole || *value == std::floor(*value));
}

void check_cells(const CsvTable& table, Diagnostics& problems) {
  for (const CsvTable::Row& row : table.rows)
    for (const Numeric& column : kNumeric) {
      const int at = table.column(column.name);
      const std::string_view cell = at < 0 ? std::string_view{} : trimmed(row.cells[std::size_t(at)]);
      if (good(cell, column)) continue;
      problems.error("GW1412", {table.file, row.line, at + 1}, column.name,
                     fmt::format("expected {} between {} and {}, found '{}'",
                                 column.whole ? "a whole number" : "a number", column.least, column.most, cell));
      if (problems.list().size() >= kMostErrors) return;
    }
}

}  // namespace

std::string_view Row::text(std::string_view column) const {
  const int at = table_->column(column);
  return at < 0 ? std::string_view{} : trimmed(row_->cells[std::size_t(at)]);
}

std::optional<double> Row::number(std::string_view column) const { return parsed(text(column)); }

std::int64_t Row::integer(std::string_view column, std::int64_t otherwise) const {
  const auto value = number(column);
  return value && std::abs(*value) < 9e15 ? std::int64_t(*value) : otherwise;
}

bool Row::mentions(std::string_view word) const {
  const std::string wanted = to_lower(word);
  for (const char* column : {"notes", "table_or_section", "source_title"})
    if (to_lower(text(column)).find(wanted) != std::string::npos) return true;
  return false;
}

bool Row::table_prints(std::string_view column) const {
  const std::string_view source = text("source_title");
  for (std::size_t i = 0; i < table_->rows.size(); ++i) {
    const Row other(*table_, i);
    if (other.has(column) && other.text("source_title") == source) return true;
  }
  return false;
}

Result<CsvTable> read_measurements(const std::string& path) {
  std::error_code error;
  std::ifstream in(path, std::ios::binary);
  if (!in || std::filesystem::is_directory(path, error)) {
    Diagnostics problems;
    problems.error("GW1410", {path, 0, 0}, "", "cannot read the table of measurements");
    return problems;
  }
  std::ostringstream text;
  text << in.rdbuf();
  Result<CsvTable> table = parse_csv(text.str(), path);
  if (!table) return table;
  Diagnostics problems;
  check_columns(*table, problems);
  check_cells(*table, problems);
  if (problems.has_errors()) return problems;
  return table;
}

}  // namespace gw::evidence
