#include "gw/report/evidence_text.h"

#include <fmt/format.h>

#include <cmath>

#include "gw/base/text.h"

namespace gw::report {
namespace {

using evidence::Comparison;

constexpr std::size_t kMostDetails = 4;
constexpr std::size_t kNameWidth = 38;

std::string cut(const std::string& text, std::size_t width) {
  return text.size() <= width ? text : text.substr(0, width - 3) + "...";
}

// "   8.1   27.0" of the group when its source was left out, "" without.
std::string unseen(const evidence::Group& g, const evidence::HeldOutTable& held_out) {
  if (held_out.groups.empty()) return "";
  const evidence::HeldOut* h = held_out.find("source", g.kind, g.name);
  return h ? fmt::format("{:>8.1f}{:>7.1f}", 100 * h->median_frac, 100 * h->p90_frac) : fmt::format("{:>8}{:>7}", "-", "-");
}

std::string line(const evidence::Group& g, const evidence::HeldOutTable& held_out) {
  const evidence::Errors& e = g.errors;
  const std::string rank =
      std::isnan(e.rank_correlation) ? "-" : fmt::format("{:.2f} ({})", e.rank_correlation, e.ranked_groups);
  return fmt::format("{:<11}{:<{}}{:>5}{:>8.0f}{:>8.1f}{:>7.1f}{:>8.1f}{:>11}{:>7.0f}{}\n", g.kind,
                     cut(g.name, kNameWidth - 1), kNameWidth, e.rows, e.weight, 100 * e.median_frac,
                     100 * e.p90_frac, 100 * e.bias_frac, rank, 100 * e.within_frac, unseen(g, held_out));
}

std::string reasons(std::span<const Comparison> comparisons, std::size_t without) {
  std::string out = fmt::format("\n{} row{} without a prediction:\n", without, without == 1 ? "" : "s");
  for (const evidence::Reason& reason : evidence::reasons_of(comparisons))
    out += fmt::format("{:>5}  {}{}{}\n", reason.rows, reason.what, reason.details.empty() ? "" : ": ",
                       list_names(reason.details, kMostDetails));
  return out;
}

}  // namespace

std::string evidence_text(std::span<const Comparison> comparisons, const std::string& table,
                          const std::string& kind, const evidence::HeldOutTable& held_out) {
  std::size_t predicted = 0;
  for (const Comparison& c : comparisons) predicted += c.predicted();
  std::string out = fmt::format("{}: {} of {} rows predicted\n", table, predicted, comparisons.size());
  out += "Error of the step time, predicted / measured - 1; rows of one configuration count as one.\n";
  const bool beside = !held_out.groups.empty();
  if (beside) out += "unseen: the same runs predicted by parameters fitted without their source.\n";
  out += "\n";
  out += fmt::format("{:<11}{:<{}}{:>5}{:>8}{:>8}{:>7}{:>8}{:>11}{:>7}{}\n", "group", "", kNameWidth, "rows",
                     "configs", "median", "90th", "bias", "rank (of)", "within", beside ? "  unseen   90th" : "");
  out += fmt::format("{:<11}{:<{}}{:>5}{:>8}{:>8}{:>7}{:>8}{:>11}{:>7}{}\n", "", "", kNameWidth, "", "", "%",
                     "%", "%", "", "%", beside ? "       %      %" : "");
  for (const evidence::Group& g : evidence::groups_of(comparisons))
    if (kind.empty() || g.kind == kind) out += line(g, held_out);
  if (predicted < comparisons.size()) out += reasons(comparisons, comparisons.size() - predicted);
  return out;
}

namespace {

std::string printed_text(const evidence::Breakdown& row) {
  std::string out = "\nthe row prints\n";
  for (const auto& [column, cell] : row.printed) out += fmt::format("  {:<26}{}\n", column, cell);
  return out;
}

std::string parts_text(const evidence::Breakdown& row) {
  const double total = row.comparison.predicted_s;
  std::string out = fmt::format("\n{:<28}{:>12}{:>8}\n", "parts of the step", "s", "%");
  for (std::size_t i = 0; i < training::kPartCount; ++i) {
    const double seconds = row.cost.parts[i].base();
    if (seconds <= 0) continue;
    std::string name = training::to_string(static_cast<training::PartKind>(i));
    for (char& c : name)
      if (c == '_') c = ' ';
    out += fmt::format("  {:<26}{:>12}{:>8.1f}\n", name, significant(seconds), 100 * seconds / total);
  }
  return out + fmt::format("  {:<26}{:>12}{:>8.1f}\n", "step", significant(total), 100.0);
}

std::string memory_text(const evidence::Breakdown& row) {
  const training::MemoryUse& m = row.cost.memory;
  const Bytes most = row.comparison.known->setup.accelerator.memory;
  std::string out = fmt::format("\n{:<28}{:>12}{:>8}\n", "memory of the fullest rank", "GB", "%");
  const std::pair<const char*, Bytes> all[] = {{"weights", m.weights},     {"gradients", m.gradients},
                                               {"optimizer", m.optimizer}, {"activations", m.activations},
                                               {"workspace", m.workspace}, {"total", m.total()}};
  for (const auto& [name, bytes] : all)
    out += fmt::format("  {:<26}{:>12.1f}{:>8.1f}\n", name, bytes.in(unit::GB), 100 * (bytes / most));
  if (!row.comparison.fits)
    out += fmt::format(
        "  more than the {:.0f} GB of the part: the estimate is too high, or the run saved some\n",
        most.in(unit::GB));
  return out;
}

std::string plan_text(const evidence::Breakdown& row) {
  const training::TrainingSetup& setup = row.comparison.known->setup;
  const training::Plan& p = setup.plan;
  const std::string recompute = p.recompute == workload::Recompute::full && p.recompute_layers_frac < 1
                                    ? fmt::format("full of {:.0f} %", 100 * p.recompute_layers_frac)
                                    : workload::to_string(p.recompute);
  return fmt::format(
      "plan        TP {} PP {} VP {} CP {} EP {} ETP {} DP {} ZeRO {}, micro-batch {}, batch {} x {} tokens, "
      "{}, recompute {}\n",
      p.tensor, p.pipeline, p.virtual_pipeline, p.context, p.expert, p.expert_tensor,
      p.data(setup.accelerators), p.zero_stage, p.micro_batch, p.global_batch_sequences, p.sequence_length,
      catalog::to_string(p.precision), recompute);
}

}  // namespace

std::string evidence_row_text(const evidence::Breakdown& row) {
  const Comparison& c = row.comparison;
  std::string out =
      fmt::format("{}  {} on {} x {}\n{}\n", c.id, c.model, c.accelerators, c.accelerator, c.source);
  if (!c.predicted()) return out + fmt::format("no prediction: {}\n", c.reason) + printed_text(row);
  const evidence::Case& known = *c.known;
  out += fmt::format(
      "\npredicted   {} s a step, +-{:.0f} % (two of three published runs of this kind stay within)\n",
      significant(c.predicted_s), 100 * c.uncertainty_frac);
  out += fmt::format("measured    {} s a step, from {}: {}\n", significant(c.measured_s),
                     known.measured_column, known.conversion);
  out += fmt::format("error       {:+.1f} %, {} the stated uncertainty\n", 100 * c.error(),
                     c.within() ? "within" : "outside");
  out +=
      fmt::format("model rate  {} TFLOP/s an accelerator predicted, {} measured; MFU {:.1f} % and {:.1f} %\n",
                  significant(row.predicted_tflops), significant(row.measured_tflops),
                  100 * row.predicted_mfu_frac, 100 * row.measured_mfu_frac);
  out += plan_text(row);
  out += fmt::format("rows        accelerators/{}, software/{}, fabrics/{}{}\n", known.part, known.software,
                     known.fabric, known.model.empty() ? "" : ", models/" + known.model);
  out += "\nassumed, as the row does not print it\n";
  for (const std::string& assumption : known.assumptions) out += "  " + assumption + "\n";
  return out + parts_text(row) + memory_text(row) + printed_text(row);
}

}  // namespace gw::report
