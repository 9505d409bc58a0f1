// Names, plans and commands in words.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>

#include "gw/report/train_text.h"
#include "gw/training/search_space.h"

namespace gw::report {
namespace {

// As a shell takes it: quoted when it holds anything but harmless characters.
std::string shell_word(const std::string& text) {
  const auto harmless = [](unsigned char c) {
    return std::isalnum(c) || std::string("-_./=:,+@%").find(char(c)) != std::string::npos;
  };
  if (!text.empty() && std::ranges::all_of(text, harmless)) return text;
  std::string quoted = "'";
  for (const char c : text) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return quoted + "'";
}

}  // namespace

const char* label_of(training::PartKind kind) {
  static constexpr std::array<const char*, training::kPartCount> labels{
      "matrix products",  "expert products", "attention",          "memory-bound kernels",
      "launch gaps",      "recompute",       "tensor parallel",    "expert all-to-all",
      "context parallel", "pipeline bubble", "pipeline imbalance", "pipeline messages",
      "data parallel",    "optimizer",       "offload to host",    "host",
      "stragglers"};
  return labels[static_cast<std::size_t>(kind)];
}

std::string plan_text(const training::Plan& plan, std::int64_t accelerators) {
  std::string out = fmt::format("TP {}", plan.tensor);
  if (plan.pipeline > 1) {
    const std::string schedule = training::value_text(training::Axis::schedule, std::int64_t(plan.schedule));
    out += fmt::format(", PP {} ({}{})", plan.pipeline, schedule == "one_f_one_b" ? "1F1B" : schedule,
                       plan.virtual_pipeline > 1 ? fmt::format(", VP {}", plan.virtual_pipeline) : "");
  }
  if (plan.context > 1) out += fmt::format(", CP {}", plan.context);
  if (plan.expert > 1) out += fmt::format(", EP {}", plan.expert);
  if (plan.expert_tensor > 1) out += fmt::format(", ETP {}", plan.expert_tensor);
  out += fmt::format(", DP {}, ZeRO {}, micro-batch {}", plan.data(accelerators), plan.zero_stage,
                     plan.micro_batch);
  if (plan.recompute != training::Recompute::none)
    out += fmt::format(", recompute {}", workload::to_string(plan.recompute));
  return out;
}

std::string train_command(const planning::TrainFlags& flags) {
  std::string out = "gw train " + shell_word(flags.model);
  const auto add = [&out](const char* flag, const std::string& value) {
    if (!value.empty()) out += fmt::format(" {} {}", flag, shell_word(value));
  };
  add("--accelerator", flags.accelerator);
  add("--count", flags.count);
  add("--plan", flags.plan_file);
  add("--batch", flags.batch);
  add("--sequence", flags.sequence);
  add("--precision", flags.precision);
  add("--fabric", flags.fabric);
  add("--software", flags.software);
  for (const std::string& root : flags.catalogue) add("--catalog", root);
  for (const std::string& assignment : flags.overrides)
    if (!assignment.starts_with("search.")) add("--set", assignment);
  return out;
}

}  // namespace gw::report
