#include <fmt/format.h>

#include "gw/report/train_document.h"
#include "gw/training/search_space.h"

namespace gw::report {
namespace {

using planning::TrainRun;

void row(std::string& out, const std::vector<std::string>& cells) {
  for (std::size_t i = 0; i < cells.size(); ++i) out += (i ? "," : "") + csv_cell(cells[i]);
  out += "\r\n";
}

std::string number(double value) { return fmt::format("{}", value); }

TextFile operators_csv(const TrainRun& run) {
  std::string out;
  row(out, {"block",
            "count",
            "operator",
            "kind",
            "precision",
            "m",
            "n",
            "k",
            "batch",
            "forward_flops",
            "backward_flops",
            "weight_gradient_flops",
            "forward_bytes",
            "backward_bytes",
            "weight_gradient_bytes",
            "forward_s",
            "backward_s",
            "weight_gradient_s",
            "forward_bound_by",
            "backward_bound_by",
            "weight_gradient_bound_by",
            "efficiency_frac"});
  for (const training::OperatorBlock& block : run.operators)
    for (const training::OperatorRow& r : block.rows)
      row(out, {block.name,
                number(block.count),
                r.op.name,
                workload::to_string(r.op.kind),
                catalog::to_string(r.op.precision),
                number(r.op.m),
                number(r.op.n),
                number(r.op.k),
                number(r.op.batch),
                number(r.forward.flops.base()),
                number(r.backward.flops.base()),
                number(r.weight_gradient.flops.base()),
                number(r.forward.bytes.base()),
                number(r.backward.bytes.base()),
                number(r.weight_gradient.bytes.base()),
                number(r.forward.time.time().in(s)),
                number(r.backward.time.time().in(s)),
                number(r.weight_gradient.time.time().in(s)),
                r.forward.bound_by(),
                r.backward.bound_by(),
                r.weight_gradient.bound_by(),
                number(r.efficiency_frac)});
  return {"operators.csv", out};
}

TextFile memory_csv(const TrainRun& run) {
  const training::MemoryUse& use = run.step.memory;
  std::string out;
  row(out, {"category", "bytes"});
  const std::pair<const char*, Bytes> rows[] = {{"weights", use.weights},
                                                {"gradients", use.gradients},
                                                {"optimizer", use.optimizer},
                                                {"activations", use.activations},
                                                {"workspace", use.workspace},
                                                {"total", use.total()},
                                                {"capacity", run.job.setup.accelerator.memory}};
  for (const auto& [name, bytes] : rows) row(out, {name, number(bytes.base())});
  return {"memory.csv", out};
}

void add_plans(std::string& out, const TrainRun& run, const char* list,
               const std::vector<training::Ranked>& plans) {
  std::size_t rank = 0;
  for (const training::Ranked& r : plans) {
    std::vector<std::string> cells = {list, std::to_string(++rank)};
    for (std::size_t i = 0; i < training::kAxes; ++i) {
      const auto axis = static_cast<training::Axis>(i);
      cells.push_back(training::value_text(axis, training::get(r.plan, axis)));
    }
    for (std::string cell :
         {std::to_string(r.plan.data(run.job.setup.accelerators)), number(r.step_time.in(s)),
          number(r.uncertainty_frac), number(r.tokens_per_second), number(r.mfu_frac),
          number(r.memory.base()), r.joules_per_token > 0 ? number(r.joules_per_token) : std::string(),
          r.binding, r.reason})
      cells.push_back(std::move(cell));
    row(out, cells);
  }
}

TextFile plans_csv(const TrainRun& run) {
  std::vector<std::string> headings = {"list", "rank"};
  for (std::size_t i = 0; i < training::kAxes; ++i)
    headings.push_back(training::to_string(static_cast<training::Axis>(i)));
  for (const char* heading : {"data", "step_s", "uncertainty_frac", "tokens_per_s", "mfu_frac",
                              "memory_bytes", "joules_per_token", "binding", "reason"})
    headings.push_back(heading);
  std::string out;
  row(out, headings);
  add_plans(out, run, "best", run.search->best);
  add_plans(out, run, "pareto", run.search->pareto);
  return {"plans.csv", out};
}

}  // namespace

std::vector<TextFile> step_tables(const TrainRun& run) {
  std::vector<TextFile> out = {operators_csv(run), memory_csv(run)};
  if (run.search) out.push_back(plans_csv(run));
  return out;
}

}  // namespace gw::report
