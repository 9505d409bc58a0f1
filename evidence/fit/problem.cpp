#include "problem.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "gw/evidence/statistics.h"
#include "gw/training/step_cost.h"

namespace gw::fit {
namespace {

// |e| is rounded off below this, so that rows at the noise floor of repeated runs (1 to 4 %) do not steer.
constexpr double kNoise = 0.02;
// Errors beyond this count less than in proportion: some rows are of configurations that are not fully
// printed.
constexpr double kFar = 0.5;
// Pull of one parameter that leaves its prior by its whole range, and of one that leaves the mean of the same
// field over all rows: libraries and families resemble one another, so one with few runs, or none, takes
// after the rest (partial pooling [Gelman and Hill 2007, chapter 12]). Both are those of least error of
// sources left out.
constexpr double kPrior = 0.0006, kPool = 0.0015;

double robust(double e) {
  const double near = std::sqrt(e * e + kNoise * kNoise) - kNoise;
  return near < kFar ? near : kFar + 0.5 * (near - kFar);
}

}  // namespace

Problem::Problem(const CsvTable& table, evidence::Rig rig, std::vector<Parameter> parameters)
    : table_(table), rig_(std::move(rig)), parameters_(std::move(parameters)) {
  std::map<std::string, std::vector<std::size_t>> fields;
  for (std::size_t i = 0; i < parameters_.size(); ++i)
    fields[parameters_[i].folder + "." + parameters_[i].field].push_back(i);
  for (auto& [name, members] : fields) fields_.push_back(std::move(members));
  settle(start());
}

void Problem::prepare() {
  prepared_.clear();
  std::vector<evidence::Comparison> comparisons;
  for (std::size_t i = 0; i < table_.rows.size(); ++i) {
    const evidence::Row row(table_, i);
    auto known = evidence::setup_of(row, rig_);
    if (!std::holds_alternative<evidence::Case>(known)) continue;
    Prepared p{std::get<evidence::Case>(std::move(known)), evidence::describe_row(row), {}, {}};
    p.comparison.part = p.known.part, p.comparison.software = p.known.software;
    p.comparison.fully_sharded = p.known.setup.plan.zero_stage == 3;
    p.comparison.tokens =
        double(p.known.setup.plan.global_batch_sequences) * double(p.known.setup.plan.sequence_length);
    p.comparison.experts = p.known.setup.model.experts.has_value();
    p.comparison.measured_s = p.known.measured_s;
    for (std::size_t k = 0; k < parameters_.size(); ++k)
      if (depends(p, parameters_[k])) p.depends.push_back(k);
    prepared_.push_back(std::move(p));
  }
  for (Prepared& p : prepared_) comparisons.push_back(p.comparison);
  evidence::weigh(comparisons);
  for (std::size_t i = 0; i < prepared_.size(); ++i) prepared_[i].comparison.weight = comparisons[i].weight;
}

double Problem::value(const std::vector<double>& x, std::size_t i) const {
  const Parameter& p = parameters_[i];
  return p.low + std::clamp(x[i], 0.0, 1.0) * (p.high - p.low);
}

std::vector<double> Problem::start() const {
  std::vector<double> x;
  for (const Parameter& p : parameters_) x.push_back((p.start - p.low) / (p.high - p.low));
  return x;
}

void Problem::apply(const std::vector<double>& x) {
  for (std::size_t i = 0; i < parameters_.size(); ++i)
    if (applied_.empty() || applied_[i] != x[i]) set(rig_, parameters_[i], value(x, i));
  applied_ = x;
}

bool Problem::depends(const Prepared& row, const Parameter& parameter) const {
  const auto family = rig_.family.find(row.known.part);
  const std::string name = parameter.folder == "software"  ? row.known.software
                           : parameter.folder == "fabrics" ? row.known.fabric
                           : family != rig_.family.end()   ? family->second
                                                           : std::string();
  return std::ranges::find(parameter.rows, name) != parameter.rows.end();
}

// A search moves few parameters at a time: rows that depend on none of them keep their last prediction.
double Problem::predict(Prepared& row, const std::vector<double>& x) const {
  std::vector<double> at;
  for (const std::size_t k : row.depends) at.push_back(x[k]);
  if (row.predicted_s > 0 && at == row.at) return row.predicted_s;
  row.at = std::move(at);
  training::TrainingSetup& setup = row.known.setup;
  setup.accelerator.efficiency = rig_.accelerators.at(row.known.part).efficiency;
  const training::Software& of_row = rig_.software.at(row.known.software);
  // What the row or its recipe says of traffic stays.
  const training::Software told = setup.plan.software;
  setup.plan.software = of_row;
  setup.plan.software.expert_dispatcher = told.expert_dispatcher;
  setup.plan.software.expert_overlap = told.expert_overlap;
  if (row.known.overlap_printed) setup.plan.software.tensor_overlap_frac = told.tensor_overlap_frac;
  if (row.known.tokens_dropped) setup.plan.software.expert_host_each = Time{};
  setup.fabric =
      network::make_fabric(setup.accelerator, rig_.fabrics.at(row.known.fabric), setup.accelerators);
  row.predicted_s = training::step_cost(setup, workload::Roofline(setup.accelerator)).total().base();
  return row.predicted_s;
}

std::string Problem::breakdown(const std::vector<double>& x, const std::string& id) {
  apply(x);
  std::string out;
  for (Prepared& row : prepared_) {
    if (row.comparison.id != id) continue;
    const double total = predict(row, x);
    const auto cost = training::step_cost(row.known.setup, workload::Roofline(row.known.setup.accelerator));
    const auto& plan = row.known.setup.plan;
    out += fmt::format(
        "{} {} {} {} x{} measured {:.4g} s ({}) predicted {:.4g} s {:+.1f} %, tp {} pp {} vp {} cp {} ep {} "
        "etp {} zero {} mb {} gbs {} seq {} {} recompute {} m {} memory {:.1f} of {:.0f} GB\n",
        id, row.comparison.model, row.known.software, row.known.part, row.known.setup.accelerators,
        row.comparison.measured_s, row.known.measured_as, total,
        100 * (total / row.comparison.measured_s - 1), plan.tensor, plan.pipeline, plan.virtual_pipeline,
        plan.context, plan.expert, plan.expert_tensor, plan.zero_stage, plan.micro_batch,
        plan.global_batch_sequences, plan.sequence_length, catalog::to_string(plan.precision),
        workload::to_string(plan.recompute), cost.micro_batches, cost.memory.total().in(unit::GB),
        row.known.setup.accelerator.memory.in(unit::GB));
    for (std::size_t i = 0; i < training::kPartCount; ++i)
      if (cost.parts[i].base() > 0)
        out += fmt::format("   {}={:.1f}%", training::to_string(static_cast<training::PartKind>(i)),
                           100 * cost.parts[i].base() / total);
    out += "\n";
  }
  return out;
}

void Problem::settle(const std::vector<double>& x) {
  apply(x);
  prepare();
}

bool Problem::counts(const Prepared& row) const {
  return row.comparison.headline() && !sources_out_.contains(row.comparison.source) &&
         !parts_out_.contains(evidence::generation(row.comparison.part));
}

void Problem::leave_out(std::set<std::string> sources, std::set<std::string> parts) {
  sources_out_ = std::move(sources);
  parts_out_ = std::move(parts);
}

double Problem::objective(const std::vector<double>& x) {
  apply(x);
  double sum = 0, weight = 0;
  for (Prepared& row : prepared_) {
    if (!counts(row)) continue;
    sum += row.comparison.weight * robust(std::log(predict(row, x) / row.comparison.measured_s));
    weight += row.comparison.weight;
  }
  return (weight > 0 ? sum / weight : 0) + pull(x);
}

double Problem::pull(const std::vector<double>& x) const {
  const std::vector<double> prior = start();
  double out = 0;
  for (const std::vector<std::size_t>& field : fields_) {
    double mean = 0;
    for (const std::size_t i : field) mean += x[i] / double(field.size());
    for (const std::size_t i : field)
      out += kPrior * (x[i] - prior[i]) * (x[i] - prior[i]) + kPool * (x[i] - mean) * (x[i] - mean);
  }
  return out;
}

std::vector<evidence::Comparison> Problem::compare(const std::vector<double>& x) {
  settle(x);
  std::vector<evidence::Comparison> out;
  for (Prepared& row : prepared_) {
    row.comparison.predicted_s = predict(row, x);
    out.push_back(row.comparison);
  }
  return out;
}

}  // namespace gw::fit
