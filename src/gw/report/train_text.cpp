#include "gw/report/train_text.h"

#include <fmt/format.h>

#include <algorithm>

#include "gw/base/text.h"
#include "gw/report/text_table.h"
#include "gw/training/nearest_plan.h"

namespace gw::report {
namespace {

using planning::TrainRun;
using training::Ranked;

constexpr int kLabelWidth = 18, kNumberWidth = 11;

/// Seconds, or milliseconds where those read better.
struct TimeUnit {
  const char* name;
  Time unit;
  explicit TimeUnit(Time scale) : name(scale < 1.0 * s ? "ms" : "s"), unit(scale < 1.0 * s ? ms : s) {}
  std::string of(Time t, int digits = 4) const { return significant(t.in(unit), digits); }
};

// "Step                   12.34 s     +- 15 %".
std::string line(const char* label, const std::vector<std::pair<std::string, std::string>>& cells) {
  std::string out = fmt::format("{:<{}}", label, kLabelWidth);
  for (const auto& [number, unit] : cells) out += fmt::format("{:>{}} {:<20}", number, kNumberWidth, unit);
  while (out.ends_with(' ')) out.pop_back();
  return out + "\n";
}

std::string text_line(const char* label, const std::string& text) {
  return fmt::format("{:<{}}{}\n", label, kLabelWidth, text);
}

std::string named(const std::string& row, bool usual, const char* flag) {
  return (row.empty() ? std::string("as given") : row) +
         (usual ? fmt::format(" (usual for the part; {})", flag) : "");
}

std::string speed_lines(const TrainRun& run) {
  const training::Step& step = run.step;
  const training::TrainingSetup& setup = run.job.setup;
  const TimeUnit unit(step.total);
  std::string out;
  out += line("Step", {{unit.of(step.total), unit.name},
                       {fmt::format("\u00b1 {:.0f} %", 100 * step.uncertainty_frac), "two of three runs"}});
  out +=
      line("Tokens", {{significant(step.tokens_per_second), "tokens/s"},
                      {significant(step.tokens_per_second / double(setup.accelerators)), "tokens/s each"}});
  out += line("Speed", {{significant(step.achieved.in(TFLOP / s)), "TFLOP/s each"},
                        {significant(100 * step.mfu_frac), "% MFU"},
                        {significant(100 * step.hfu_frac),
                         fmt::format("% HFU ({} peak)", catalog::to_string(setup.plan.precision))}});
  if (run.joules_per_token) {
    const double watts = *run.joules_per_token * step.tokens_per_second / double(setup.accelerators);
    out += line("Energy", {{significant(*run.joules_per_token / 3.6, 3), "kWh/M tokens"},
                           {significant(watts, 3), fmt::format("W each in {}", run.rack_row)}});
  }
  return out;
}

std::string timeline(const TrainRun& run) {
  const training::Step& step = run.step;
  const TimeUnit unit(step.total);
  TextTable table;
  table.row({"Step timeline", unit.name, "%"});
  for (const training::Part& part : step.parts)
    if (part.time.base() > 0)
      table.row({"  " + std::string(label_of(part.kind)), unit.of(part.time),
                 percent(part.time.base(), step.total.base())});
  table.row({"  total", unit.of(step.total), "100.0"});
  return table.text();
}

std::string memory(const TrainRun& run) {
  const training::MemoryUse& use = run.step.memory;
  const Bytes capacity = run.job.setup.accelerator.memory;
  TextTable table;
  table.row({"Memory of the fullest rank", "GB", "% of part"});
  const std::pair<const char*, Bytes> rows[] = {{"  weights", use.weights},
                                                {"  gradients", use.gradients},
                                                {"  optimizer states", use.optimizer},
                                                {"  activations", use.activations},
                                                {"  workspace", use.workspace},
                                                {"  total", use.total()}};
  for (const auto& [label, bytes] : rows)
    table.row({label, fmt::format("{:.2f}", bytes.in(GB)), percent(bytes.base(), capacity.base())});
  table.row({"  capacity", fmt::format("{:.2f}", capacity.in(GB)), "100.0"});
  return table.text();
}

std::string words(std::string name) {
  std::ranges::replace(name, '_', ' ');
  return name;
}

// The best plan as a command of its own.
std::string plan_command(const TrainRun& run) {
  std::string out = train_command(run.flags);
  for (const auto& [key, value] : training::plan_changes(run.job.input.plan, run.job.setup.plan))
    out += fmt::format(" --set {}={}", key, value);
  return out;
}

std::string next(const TrainRun& run) {
  return run.search ? plan_command(run) + " --operators" : train_command(run.flags) + " --search";
}

std::vector<std::string> plan_cells(const Ranked& r, std::int64_t accelerators) {
  const training::Plan& p = r.plan;
  const std::string schedule = p.pipeline == 1                                 ? "-"
                               : p.schedule == training::Schedule::one_f_one_b ? "1F1B"
                               : p.schedule == training::Schedule::interleaved ? "interleaved"
                               : p.schedule == training::Schedule::zero_bubble ? "zero_bubble"
                                                                               : "dualpipe";
  return {std::to_string(p.tensor),
          std::to_string(p.pipeline),
          std::to_string(p.virtual_pipeline),
          std::to_string(p.context),
          std::to_string(p.expert),
          std::to_string(p.expert_tensor),
          std::to_string(p.data(accelerators)),
          std::to_string(p.zero_stage),
          std::to_string(p.micro_batch),
          p.sequence_parallel && p.tensor > 1 ? "yes" : "-",
          workload::to_string(p.recompute),
          schedule};
}

std::string plans_table(const TrainRun& run, const std::vector<Ranked>& plans, TimeUnit unit,
                        const char* title) {
  TextTable table;
  table.row({title, "TP", "PP", "VP", "CP", "EP", "ETP", "DP", "ZeRO", "MB", "SP", "recompute", "schedule",
             fmt::format("step {}", unit.name), "tokens/s", "% MFU", "GB", "kWh/M tok"});
  std::size_t number = 0;
  for (const Ranked& r : plans) {
    std::vector<std::string> row = plan_cells(r, run.job.setup.accelerators);
    row.insert(row.begin(), std::to_string(++number));
    for (std::string cell : {unit.of(r.step_time), significant(r.tokens_per_second),
                             significant(100 * r.mfu_frac, 3), significant(r.memory.in(GB), 3),
                             r.joules_per_token > 0 ? significant(r.joules_per_token / 3.6, 3) : "-"})
      row.push_back(std::move(cell));
    table.row(std::move(row));
  }
  return table.text();
}

std::string reasons(const std::vector<Ranked>& plans) {
  std::string out;
  for (std::size_t i = 0; i < plans.size(); ++i) out += fmt::format("  {:>2}  {}\n", i + 1, plans[i].reason);
  return out;
}

// The front without its tail, and without points that hardly differ from one that is shown.
std::vector<Ranked> thinned(const std::vector<Ranked>& pareto) {
  std::vector<Ranked> out;
  for (const Ranked& r : pareto) {
    const bool like_one = std::ranges::any_of(out, [&](const Ranked& shown) {
      return shown.memory.base() * (1 - kFrontMemoryStep) <= r.memory.base() &&
             shown.joules_per_token * (1 - kFrontEnergyStep) <= r.joules_per_token;
    });
    if (!like_one && r.step_time <= kFrontTail * pareto.front().step_time) out.push_back(r);
  }
  return out;
}

std::string counts_text(const training::SearchCounts& c) {
  const auto number = [](std::uint64_t n) { return plain(double(n)); };
  return fmt::format("{} plans: {} do not divide, {} do not fit in memory, {} evaluated",
                     number(c.enumerated), number(c.not_dividing), number(c.out_of_memory),
                     number(c.evaluated));
}

}  // namespace

std::string step_text(const TrainRun& run) {
  const training::TrainingSetup& setup = run.job.setup;
  std::string out = fmt::format("{} on {} {}\n", setup.model.name, plain(double(setup.accelerators)),
                                setup.accelerator.name);
  out += text_line("Plan", plan_text(setup.plan, setup.accelerators));
  out += text_line(
      "Batch", fmt::format("{} sequences of {} tokens in {} micro-batches a pipeline",
                           plain(double(setup.plan.global_batch_sequences)),
                           plain(double(setup.plan.sequence_length)), plain(double(run.step.micro_batches))));
  out += text_line("Software", named(run.job.software_row, run.job.usual_software, "--software"));
  out += text_line("Fabric", named(run.job.fabric_row, run.job.usual_fabric, "--fabric"));
  out += speed_lines(run) + "\n" + timeline(run) + "\n" + memory(run) + "\n";
  out += text_line("Binding", fmt::format("{}: {:.0f} % of the step", words(run.step.binding),
                                          100 * run.step.binding_share_frac));
  for (const std::string& warning : run.step.warnings) out += text_line("Warning", warning);
  return out + text_line("Next", next(run));
}

std::string operators_text(const TrainRun& run) {
  const auto number = [](double value) { return value > 0 ? significant(value) : std::string("-"); };
  const auto size = [](double value) { return value > 0 ? plain(value) : std::string("-"); };
  std::string out =
      "\nOperators of one micro-batch on one rank, without launch gaps, recompute and communication\n";
  for (const training::OperatorBlock& block : run.operators) {
    TextTable table(2);
    table.row({fmt::format("{} ({} in the model)", block.name, plain(block.count)), "kind", "m", "n", "k",
               "batch", "GFLOP", "MB", "forward ms", "backward ms", "bound by", "TFLOP/s", "% of peak"});
    for (const training::OperatorRow& row : block.rows) {
      const Flops flops = row.flops();
      const Time time = row.forward.time.time() + row.backward_time();
      table.row({"  " + words(row.op.name), words(workload::to_string(row.op.kind)), size(row.op.m),
                 size(row.op.n), size(row.op.k), size(row.op.batch), number(flops.in(1e-3 * TFLOP)),
                 number(row.bytes().in(MB)), number(row.forward.time.time().in(ms)),
                 number(row.backward_time().in(ms)), row.forward.bound_by(),
                 time.base() > 0 ? number((flops / time).in(TFLOP / s)) : "-",
                 fmt::format("{:.1f}", 100 * row.efficiency_frac)});
    }
    out += table.text();
  }
  return out;
}

std::string search_text(const TrainRun& run) {
  const training::SearchResult& found = *run.search;
  const TimeUnit unit(found.best.front().step_time);
  std::string out = text_line("Search", counts_text(found.counts));
  std::string kept;
  for (const std::string& dimension : run.job.kept) kept += (kept.empty() ? "" : ", ") + dimension;
  if (!kept.empty()) out += text_line("Kept", kept + " (given; free one with --set search.NAME=[])");
  out += "\n" + plans_table(run, found.best, unit, "Best") + reasons(found.best) +
         fmt::format(
             "  of two of three runs the step lies within \u00b1 {:.0f} %: smaller differences between "
             "unlike plans are no findings\n",
             100 * found.best.front().uncertainty_frac);
  const std::vector<Ranked> front = thinned(found.pareto);
  out += "\n" + plans_table(run, front, unit, "Front") +
         fmt::format(
             "  speed against memory{}: no plan is better in all. {} of {} points: left out are those more "
             "than\n"
             "  {} times slower, and those that save less than {:.0f} % of memory and {:.0f} % of energy on "
             "one shown\n\n",
             run.rack_row.empty() ? "" : " and energy", front.size(), found.pareto.size(), plain(kFrontTail),
             100 * kFrontMemoryStep, 100 * kFrontEnergyStep);
  return out;
}

std::string nothing_fits_text(const planning::TrainOutcome& outcome) {
  std::string out = counts_text(outcome.counts) + "\n";
  if (outcome.nothing_fits->relaxations.empty()) return out + "no single change lets a plan run\n";
  out += "what would let a plan run, smallest change first:\n";
  for (const std::string& relaxation : outcome.nothing_fits->relaxations) out += "  " + relaxation + "\n";
  return out;
}

}  // namespace gw::report
