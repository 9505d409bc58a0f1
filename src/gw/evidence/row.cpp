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

/// Columns of numbers, and their least value.
struct Numeric {
  const char* name;
  double least;
  bool whole;
};
constexpr std::array<Numeric, 32> kNumeric{{{"params_total_b", 0, false},
                                            {"params_active_b", 0, false},
                                            {"layers", 1, true},
                                            {"hidden", 1, true},
                                            {"ffn_hidden", 1, true},
                                            {"heads", 1, true},
                                            {"kv_heads", 1, true},
                                            {"head_dim", 1, true},
                                            {"vocab", 1, true},
                                            {"seq_len", 1, true},
                                            {"experts", 0, true},
                                            {"experts_per_token", 0, true},
                                            {"shared_experts", 0, true},
                                            {"moe_ffn_hidden", 0, true},
                                            {"global_batch_sequences", 0, false},
                                            {"micro_batch", 0, false},
                                            {"n_accelerators", 1, true},
                                            {"per_node", 1, true},
                                            {"nvlink_gbps", 0, false},
                                            {"scaleout_gbps_per_gpu", 0, false},
                                            {"tp", 1, true},
                                            {"pp", 1, true},
                                            {"vpp", 0, true},
                                            {"dp", 1, false},
                                            {"zero_stage", 0, true},
                                            {"cp", 1, true},
                                            {"ep", 1, true},
                                            {"measured_tflops_per_gpu", 0, false},
                                            {"measured_mfu", 0, false},
                                            {"measured_step_time_s", 0, false},
                                            {"measured_tokens_per_s", 0, false},
                                            {"etp", 1, true}}};
constexpr std::array<const char*, 4> kNeeded{{"id", "model_name", "accelerator", "n_accelerators"}};

void check_columns(const CsvTable& table, Diagnostics& problems) {
  for (const char* name : kNeeded)
    if (table.column(name) < 0)
      problems.error("GW1411", {table.file, 1, 1}, "", fmt::format("no column '{}'", name),
                     did_you_mean(name, table.header));
}

void check_cells(const CsvTable& table, Diagnostics& problems) {
  for (const Numeric& column : kNumeric) {
    const int at = table.column(column.name);
    if (at < 0) continue;
    for (const CsvTable::Row& row : table.rows) {
      const std::string_view cell = trimmed(row.cells[std::size_t(at)]);
      const auto value = parsed(cell);
      const bool good = cell.empty() || (value && *value >= column.least && (!column.whole || *value == std::floor(*value)));
      if (good) continue;
      problems.error("GW1412", {table.file, row.line, at + 1}, column.name,
                     fmt::format("expected {} of at least {}, found '{}'", column.whole ? "a whole number" : "a number",
                                 column.least, cell));
      if (problems.list().size() >= kMostErrors) return;
    }
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
