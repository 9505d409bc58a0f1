// The model beside published runs. Prints the table; fails when the median error of the clean rows leaves 25
// %.
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
    if (c == '"')
      quoted = !quoted;
    else if (c == ',' && !quoted)
      cells.emplace_back();
    else
      cells.back().push_back(c);
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
      {"A100-80-SXM", "a100_80"}, {"A100 (Ampere; memory size not printed)", "a100_80"},
      {"H100-SXM", "h100_sxm"},   {"GB200", "gb200"},
      {"B200", "b200"},           {"GB300", "gb300"}};
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

double vocabulary_of(const Row& row) {
  const std::string& name = row.at("model_name");
  const double otherwise = name.rfind("Nemotron", 0) == 0 ? 256000
                           : name.rfind("LLAMA2", 0) == 0 ? 32000
                                                          : 51200;
  return number(row, "vocab", otherwise);
}

catalog::Experts experts_of(const Row& row) {
  catalog::Experts experts{.routed = integer(row, "experts"),
                           .per_token = integer(row, "experts_per_token", 1)};
  experts.shared = integer(row, "shared_experts");
  experts.expert_ffn = integer(row, "moe_ffn_hidden", integer(row, "ffn_hidden"));
  experts.shared_ffn = experts.shared * experts.expert_ffn;
  return experts;
}

catalog::Model model_of(const Row& row) {
  catalog::Model model;
  model.name = row.at("model_name");
  model.layers = integer(row, "layers");
  model.hidden = integer(row, "hidden");
  const std::int64_t heads = integer(row, "heads"),
                     head_dim = integer(row, "head_dim", model.hidden / std::max<std::int64_t>(1, heads));
  model.attention = catalog::GroupedAttention{
      .heads = heads, .kv_heads = integer(row, "kv_heads", heads), .head_dim = head_dim};
  const std::string activation = row.at("activation");
  const bool gated = activation == "swiglu";
  model.activation = gated ? catalog::Activation::swiglu : catalog::Activation::gelu;
  model.ffn = integer(row, "ffn_hidden", 4 * model.hidden);
  model.vocabulary = std::int64_t(vocabulary_of(row));
  model.biases = !gated;
  model.position = gated ? catalog::Position::rotary : catalog::Position::learned;
  model.max_sequence = integer(row, "seq_len");
  model.tied_embeddings = !gated;
  if (integer(row, "experts") > 0) model.experts = experts_of(row);
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
  for (auto p : {catalog::Precision::fp16, catalog::Precision::bf16, catalog::Precision::fp8,
                 catalog::Precision::mxfp8, catalog::Precision::nvfp4})
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
  plan.expert = std::max<std::int64_t>(1, integer(row, "ep", 1));
  plan.schedule = plan.virtual_pipeline > 1 ? Schedule::interleaved : Schedule::one_f_one_b;
  plan.micro_batch = integer(row, "micro_batch", 1);
  plan.sequence_length = integer(row, "seq_len");
  plan.zero_stage = int(integer(row, "zero_stage", 1));
  plan.sequence_parallel = row.at("sp") == "yes" || (row.at("sp").empty() && !is_early(row));
  plan.precision = precision;
  plan.uneven_stages = true;
  plan.fused_attention = plan.data_overlap = !is_early(row);
  if (!is_early(row)) {
    // Recipes of these libraries reduce gradients in bf16 and hide tensor-parallel traffic in GEMMs.
    plan.gradient = GradientFormat::bf16;
    plan.tensor_overlap_frac = 0.6;
  }
  return plan;
}

// Whole micro-batches only: a batch that does not divide is scaled, time with it.
std::int64_t divisible_batch(std::int64_t batch, std::int64_t each) {
  return std::max<std::int64_t>(1, std::llround(double(batch) / double(each))) * each;
}

// Megatron-LM recomputed whole layers until selective recompute came in 2022.
std::string recompute_of(const Row& row) {
  if (!row.at("recompute").empty()) return row.at("recompute");
  if (row.at("source_title").rfind("MT-NLG", 0) == 0) return "full";
  return row.at("source_title").rfind("MegaScale", 0) == 0 ? "selective" : "";
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
  if (!part || !precision || row.at("layers").empty() || row.at("hidden").empty() || row.at("heads").empty())
    return {};
  TrainingSetup setup{.model = model_of(row),
                      .accelerator = *part,
                      .fabric = {},
                      .accelerators = integer(row, "n_accelerators"),
                      .plan = plan_of(row, *precision)};
  const double nic_gbit = number(row, "scaleout_gbps_per_gpu");
  if (nic_gbit > 0) setup.accelerator.scale_out_bandwidth = Bandwidth::from_base(nic_gbit * 1.25e8);
  setup.fabric = network::make_fabric(setup.accelerator, network::ScaleOut{}, setup.accelerators);
  const std::int64_t each = setup.plan.data(setup.accelerators) * setup.plan.micro_batch;
  if (each < 1) return {};
  setup.plan.global_batch_sequences = divisible_batch(integer(row, "global_batch_sequences"), each);
  choose_recompute(setup, recompute_of(row));
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
  return known && row.at("quality") == "A" && integer(row, "experts") == 0 &&
         integer(row, "zero_stage") < 2 && !row.at("tp").empty() && !row.at("pp").empty() &&
         measured_step_s(row).has_value();
}

double median(std::vector<double> values) {
  if (values.empty()) return 0;
  std::sort(values.begin(), values.end());
  const std::size_t n = values.size();
  return n % 2 == 1 ? values[n / 2] : 0.5 * (values[n / 2 - 1] + values[n / 2]);
}

namespace {

std::string group_of(const Row& row) {
  const std::string& part = row.at("accelerator");
  const std::string generation = part.rfind("A100", 0) == 0   ? "A100"
                                 : part.rfind("H100", 0) == 0 ? "H100"
                                                              : "Blackwell";
  const std::string kind = integer(row, "experts") > 0 ? "experts" : "dense";
  return generation + " " + kind + (integer(row, "zero_stage") >= 2 ? " FSDP" : " 3D");
}

std::vector<Comparison> compare_all(const std::vector<Row>& rows) {
  std::vector<Comparison> out;
  for (const Row& row : rows) {
    const auto measured = measured_step_s(row);
    if (!measured || row.at("quality") == "C" || row.at("attention_kind") == "MLA") continue;
    const auto setup = setup_of(row);
    if (!setup) continue;
    Comparison c;
    c.id = row.at("id"), c.source = row.at("source_title"), c.model = row.at("model_name");
    c.accelerator = row.at("accelerator"), c.group = group_of(row);
    c.clean = is_clean_dense(row);
    // The batch was rounded to whole micro-batches; the measured time goes with it.
    c.measured_s =
        *measured * double(setup->plan.global_batch_sequences) / number(row, "global_batch_sequences");
    const auto result = simulate_step(*setup);
    if (const auto* step = std::get_if<Step>(&result))
      c.predicted_s = step->total.in(unit::s);
    else
      c.problem = std::get<std::vector<Problem>>(result).front().message;
    out.push_back(c);
  }
  return out;
}

/// Absolute and signed errors of the comparisons that have a prediction.
struct Errors {
  std::vector<double> absolute, with_sign;
  void add(const Comparison& c) {
    if (!c.problem.empty()) return;
    absolute.push_back(std::abs(c.error()));
    with_sign.push_back(c.error());
  }
  std::string text() const {
    std::vector<double> sorted = absolute;
    std::sort(sorted.begin(), sorted.end());
    const auto quantile = [&](double q) {
      return sorted.empty() ? 0.0
                            : sorted[std::min(sorted.size() - 1, std::size_t(q * double(sorted.size())))];
    };
    return fmt::format(
        "{:4} rows, median absolute {:5.1f} %, two thirds within {:5.1f} %, 90th {:5.1f} %, median {:+6.1f} "
        "%",
        sorted.size(), 100 * median(absolute), 100 * quantile(2.0 / 3), 100 * quantile(0.9),
        100 * median(with_sign));
  }
};

std::string line_of(const Comparison& c) {
  if (!c.problem.empty()) return fmt::format("{} {:24.24} {:20.20} {}\n", c.id, c.source, c.model, c.problem);
  return fmt::format("{} {:24.24} {:20.20} {:9.9} measured {:8.3f} s, predicted {:8.3f} s, {:+6.1f} %\n",
                     c.id, c.source, c.model, c.accelerator, c.measured_s, c.predicted_s, 100 * c.error());
}

}  // namespace

TEST_CASE("dense 3D-parallel runs on A100 and H100 come out within a quarter at the median") {
  const auto rows = read_csv(std::string(GW_SHARED_DATA_DIR) + "/training/published-training.csv");
  if (rows.empty()) {
    MESSAGE("skipped: no published-training.csv under " GW_SHARED_DATA_DIR);
    return;
  }
  std::string table;
  Errors clean;
  std::map<std::string, Errors> groups;
  for (const Comparison& c : compare_all(rows)) {
    groups[c.group].add(c);
    if (!c.clean) continue;
    clean.add(c);
    groups["clean: " + c.source.substr(0, 22)].add(c);
    table += line_of(c);
  }
  for (const auto& [name, errors] : groups) table += fmt::format("{:30} {}\n", name, errors.text());
  MESSAGE(table << "clean dense 3D " << clean.text());
  CHECK(clean.absolute.size() > 30);
  CHECK(median(clean.absolute) < 0.25);
}

TEST_CASE("CSV cells may be quoted and rows may be short") {
  CHECK(read_csv("/nonexistent.csv").empty());
  CHECK(median({3, 1, 2}) == 2);
  CHECK(median({1, 2, 3, 4}) == doctest::Approx(2.5));
  CHECK(median({}) == 0);
}

}  // namespace gw::training::testing
