// The model beside published runs. Prints the table; fails when the median error of the clean rows leaves 25 %.
#include "gw/training/published_runs.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "gw/catalog/library.h"
#include "gw/describe/reader.h"

namespace gw::training::testing {
namespace {

std::vector<std::string> split_csv(const std::string& line) {
  std::vector<std::string> cells(1);
  bool quoted = false;
  for (char c : line) {
    if (c == '"') quoted = !quoted;
    else if (c == ',' && !quoted) cells.emplace_back();
    else cells.back().push_back(c);
  }
  return cells;
}

double number(const Row& row, const std::string& key, double otherwise = 0) {
  const auto cell = row.find(key);
  if (cell == row.end() || cell->second.empty()) return otherwise;
  char* end = nullptr;
  const double value = std::strtod(cell->second.c_str(), &end);
  return end == cell->second.c_str() ? otherwise : value;
}

std::int64_t integer(const Row& row, const std::string& key, std::int64_t otherwise = 0) {
  return std::int64_t(number(row, key, double(otherwise)));
}

const catalog::Accelerator* accelerator_row(const std::string& name) {
  static const std::map<std::string, std::string> names{
      {"A100-80-SXM", "a100_80"}, {"A100 (Ampere; memory size not printed)", "a100_80"}, {"H100-SXM", "h100_sxm"},
      {"GB200", "gb200"}, {"B200", "b200"}, {"GB300", "gb300"}};
  static std::map<std::string, catalog::Accelerator> cache;
  const auto row = names.find(name);
  if (row == names.end()) return nullptr;
  const auto cached = cache.find(row->second);
  if (cached != cache.end()) return &cached->second;
  catalog::Library library({std::string(GW_SOURCE_DIR) + "/catalog"});
  Diagnostics diagnostics;
  const auto* document = library.row("accelerators", row->second, diagnostics);
  if (!document) return nullptr;
  describe::ProvenanceMap provenance;
  auto part = describe::read<catalog::Accelerator>(*document, library.resolver(), provenance, diagnostics);
  if (diagnostics.has_errors()) return nullptr;
  return &cache.emplace(row->second, part).first->second;
}

catalog::Model model_of(const Row& row) {
  catalog::Model model;
  model.name = row.at("model_name");
  model.layers = integer(row, "layers");
  model.hidden = integer(row, "hidden");
  const std::int64_t heads = integer(row, "heads"), head_dim = integer(row, "head_dim", model.hidden / std::max<std::int64_t>(1, heads));
  model.attention = catalog::GroupedAttention{.heads = heads, .kv_heads = integer(row, "kv_heads", heads), .head_dim = head_dim};
  const std::string activation = row.at("activation");
  const bool gated = activation == "swiglu";
  model.activation = gated ? catalog::Activation::swiglu : catalog::Activation::gelu;
  model.ffn = integer(row, "ffn_hidden", 4 * model.hidden);
  model.vocabulary = integer(row, "vocab", 51200);
  model.biases = !gated;
  model.position = gated ? catalog::Position::rotary : catalog::Position::learned;
  model.max_sequence = integer(row, "seq_len");
  model.tied_embeddings = !gated;
  return model;
}

// Libraries before Flash attention and before overlapped data-parallel traffic.
bool is_early(const Row& row) {
  const std::string& source = row.at("source_title");
  for (const char* title : {"Efficient Large", "Reducing Activation", "BigScience", "MT-NLG", "MegaScale"})
    if (source.rfind(title, 0) == 0) return true;
  return false;
}

std::optional<catalog::Precision> precision_of(const Row& row) {
  const std::string& name = row.at("precision");
  for (auto p : {catalog::Precision::fp16, catalog::Precision::bf16, catalog::Precision::fp8, catalog::Precision::mxfp8,
                 catalog::Precision::nvfp4})
    if (name == catalog::to_string(p)) return p;
  if (is_early(row)) return catalog::Precision::bf16;
  return {};
}

Plan plan_of(const Row& row, catalog::Precision precision) {
  Plan plan;
  plan.tensor = integer(row, "tp", 1);
  plan.pipeline = integer(row, "pp", 1);
  plan.virtual_pipeline = std::max<std::int64_t>(1, integer(row, "vpp", 1));
  plan.context = std::max<std::int64_t>(1, integer(row, "cp", 1));
  plan.schedule = plan.virtual_pipeline > 1 ? Schedule::interleaved : Schedule::one_f_one_b;
  plan.micro_batch = integer(row, "micro_batch", 1);
  plan.sequence_length = integer(row, "seq_len");
  plan.zero_stage = int(integer(row, "zero_stage", 1));
  plan.sequence_parallel = row.at("sp") == "yes" || (row.at("sp").empty() && !is_early(row));
  plan.precision = precision;
  plan.uneven_stages = true;
  plan.fused_attention = plan.data_overlap = !is_early(row);
  return plan;
}

// Whole micro-batches only: a batch that does not divide is scaled, time with it.
std::int64_t divisible_batch(std::int64_t batch, std::int64_t each) {
  return std::max<std::int64_t>(1, std::llround(double(batch) / double(each))) * each;
}

void choose_recompute(TrainingSetup& setup, const std::string& printed) {
  for (Recompute recompute : {Recompute::none, Recompute::selective, Recompute::full}) {
    setup.plan.recompute = recompute;
    if (printed.empty() ? check(setup).empty() : printed == workload::to_string(recompute)) return;
  }
}

}  // namespace

std::vector<Row> read_csv(const std::string& path) {
  std::ifstream file(path);
  std::string line;
  std::vector<Row> rows;
  if (!std::getline(file, line)) return rows;
  const auto header = split_csv(line);
  while (std::getline(file, line)) {
    const auto cells = split_csv(line);
    Row row;
    for (std::size_t i = 0; i < header.size(); ++i) row[header[i]] = i < cells.size() ? cells[i] : "";
    rows.push_back(row);
  }
  return rows;
}

std::optional<TrainingSetup> setup_of(const Row& row) {
  const catalog::Accelerator* part = accelerator_row(row.at("accelerator"));
  const auto precision = precision_of(row);
  if (!part || !precision || row.at("layers").empty() || row.at("hidden").empty() || row.at("heads").empty()) return {};
  TrainingSetup setup{.model = model_of(row), .accelerator = *part, .fabric = {}, .accelerators = integer(row, "n_accelerators"),
                      .plan = plan_of(row, *precision)};
  const double nic_gbit = number(row, "scaleout_gbps_per_gpu");
  if (nic_gbit > 0) setup.accelerator.scale_out_bandwidth = Bandwidth::from_base(nic_gbit * 1.25e8);
  setup.fabric = network::make_fabric(setup.accelerator, network::ScaleOut{}, setup.accelerators);
  const std::int64_t each = setup.plan.data(setup.accelerators) * setup.plan.micro_batch;
  if (each < 1) return {};
  setup.plan.global_batch_sequences = divisible_batch(integer(row, "global_batch_sequences"), each);
  choose_recompute(setup, row.at("recompute"));
  return setup;
}

std::optional<double> measured_step_s(const Row& row) {
  const double step_s = number(row, "measured_step_time_s"), rate = number(row, "measured_tokens_per_s");
  if (step_s > 0) return step_s;
  if (rate > 0) return number(row, "global_batch_sequences") * number(row, "seq_len") / rate;
  return {};
}

bool is_clean_dense(const Row& row) {
  const std::string& part = row.at("accelerator");
  const bool known = part == "H100-SXM" || part.rfind("A100-80", 0) == 0 || part.rfind("A100 (", 0) == 0;
  return known && row.at("quality") == "A" && integer(row, "experts") == 0 && row.at("zero_stage") != "3" &&
         !row.at("tp").empty() && !row.at("pp").empty() && measured_step_s(row).has_value();
}

double median(std::vector<double> values) {
  if (values.empty()) return 0;
  std::sort(values.begin(), values.end());
  const std::size_t n = values.size();
  return n % 2 == 1 ? values[n / 2] : 0.5 * (values[n / 2 - 1] + values[n / 2]);
}

TEST_CASE("dense 3D-parallel runs on A100 and H100 come out within a quarter at the median") {
  const auto rows = read_csv(std::string(GW_SHARED_DATA_DIR) + "/training/published-training.csv");
  if (rows.empty()) {
    MESSAGE("skipped: no published-training.csv under " GW_SHARED_DATA_DIR);
    return;
  }
  std::string table;
  std::vector<double> errors, signed_errors;
  for (const Row& row : rows) {
    if (!is_clean_dense(row)) continue;
    const auto setup = setup_of(row);
    if (!setup) continue;
    const auto result = simulate_step(*setup);
    if (const auto* problems = std::get_if<std::vector<Problem>>(&result)) {
      table += fmt::format("{} {}: {}\n", row.at("id"), row.at("model_name"), problems->front().message);
      continue;
    }
    const Step& step = std::get<Step>(result);
    const double measured = *measured_step_s(row) * double(setup->plan.global_batch_sequences) /
                            number(row, "global_batch_sequences");
    const double error = step.total.in(unit::s) / measured - 1.0;
    errors.push_back(std::abs(error));
    signed_errors.push_back(error);
    table += fmt::format("{} {:14.14} {:18.18} {:5} t{} p{} v{} c{} b{} {:9} measured {:8.3f} s predicted {:8.3f} s {:+6.1f} %  ",
                         row.at("id"), row.at("source_title"), row.at("model_name"), setup->accelerators, setup->plan.tensor,
                         setup->plan.pipeline, setup->plan.virtual_pipeline, setup->plan.context, setup->plan.micro_batch,
                         workload::to_string(setup->plan.recompute), measured, step.total.in(unit::s), 100 * error);
    for (const Part& part : step.parts) table += fmt::format(" {:.0f}", 1000 * (part.time / step.total));
    table += "\n";
  }
  table += fmt::format("{} rows, median absolute error {:.1f} %, median error {:+.1f} %", errors.size(),
                       100 * median(errors), 100 * median(signed_errors));
  MESSAGE(table);
  CHECK(errors.size() > 30);
  CHECK(median(errors) < 0.25);
}

}  // namespace gw::training::testing
