#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "gw/base/text.h"
#include "gw/evidence/row.h"

namespace gw::evidence {
namespace {

constexpr std::size_t kMostErrors = 20;

/// A column of numbers and its range.
struct Numeric {
  const char* name;
  double least, most;
  bool whole;
};
constexpr double kLeastSpeed = 1e-6, kMostSize = 1e9, kMostRanks = 1e6, kMostRate = 1e15;
constexpr std::array<Numeric, 32> kNumeric{{{"params_total_b", 0, kMostRate, false},
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
                                            {"measured_tflops_per_gpu", kLeastSpeed, 1e9, false},
                                            {"measured_mfu", kLeastSpeed, 100, false},
                                            {"measured_step_time_s", 0, 1e6, false},
                                            {"measured_tokens_per_s", 0, 1e12, false},
                                            {"etp", 1, kMostRanks, true}}};

/// A column of words.
struct Words {
  const char* name;
  std::vector<std::string> words;
};
const std::vector<Words>& choices() {
  static const std::vector<Words> all{
      {"precision", {"fp32", "tf32", "fp16", "bf16", "fp8", "mxfp8", "fp4", "nvfp4", "int8"}},
      {"sp", {"yes", "no"}},
      {"expert_dispatcher", {"all_to_all", "deepep"}},
      {"expert_overlap", {"yes", "no"}},
      {"recompute", {"none", "selective", "full", "activations"}}};
  return all;
}

constexpr std::array<const char*, 15> kText{{"id", "source_title", "source_url_or_repo_path",
                                             "table_or_section", "model_name", "attention_kind", "activation",
                                             "accelerator", "schedule", "notes", "arch_source", "quality",
                                             "config_group", "software", "fabric"}};
constexpr std::array<const char*, 4> kNeeded{{"id", "model_name", "accelerator", "n_accelerators"}};

std::vector<std::string> known_columns() {
  std::vector<std::string> out(kText.begin(), kText.end());
  for (const Numeric& column : kNumeric) out.emplace_back(column.name);
  for (const Words& column : choices()) out.emplace_back(column.name);
  return out;
}

void check_columns(const CsvTable& table, Diagnostics& problems) {
  const std::vector<std::string> known = known_columns();
  for (std::size_t i = 0; i < table.header.size(); ++i) {
    const std::string& name = table.header[i];
    if (std::ranges::find(known, name) != known.end()) continue;
    // The hint stands in the message: warnings are printed in one line.
    const std::string hint = did_you_mean(name, known);
    problems.warning("GW1413", {table.file, 1, int(i) + 1}, table.file,
                     fmt::format("column '{}' is not read{}{}", name, hint.empty() ? "" : "; ", hint));
  }
  for (const char* name : kNeeded)
    if (table.column(name) < 0)
      problems.error("GW1411", {table.file, 1, 1}, "", fmt::format("no column '{}'", name),
                     did_you_mean(name, table.header));
}

void check_number(const Row& row, const Numeric& column, const Location& where, Diagnostics& problems) {
  const std::string_view cell = row.text(column.name);
  const auto value = row.number(column.name);
  if (cell.empty()) return;
  if (value && *value >= column.least && *value <= column.most &&
      (!column.whole || *value == std::floor(*value)))
    return;
  problems.error("GW1412", where, column.name,
                 fmt::format("expected {} between {} and {}, found '{}'",
                             column.whole ? "a whole number" : "a number", column.least, column.most, cell));
}

void check_word(const Row& row, const Words& column, const Location& where, Diagnostics& problems) {
  const std::string cell(row.text(column.name));
  if (cell.empty() || std::ranges::find(column.words, cell) != column.words.end()) return;
  problems.error("GW1412", where, column.name,
                 fmt::format("expected one of {} or nothing, found '{}'", list_names(column.words), cell),
                 did_you_mean(cell, column.words));
}

void check_cells(const CsvTable& table, Diagnostics& problems) {
  const std::size_t most =
      problems.list().size() + kMostErrors;  // columns that are not read are many at times
  for (std::size_t i = 0; i < table.rows.size() && problems.list().size() < most; ++i) {
    const Row row(table, i);
    const auto place = [&](const char* name) {
      return Location{table.file, row.line(), table.column(name) + 1};
    };
    for (const Numeric& column : kNumeric) check_number(row, column, place(column.name), problems);
    for (const Words& column : choices()) check_word(row, column, place(column.name), problems);
    if (table.column("id") >= 0 && !row.has("id"))
      problems.error("GW1412", place("id"), "id", "expected a name for the row, found nothing");
  }
}

}  // namespace

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
  table.diagnostics.append(problems);
  return table;
}

}  // namespace gw::evidence
