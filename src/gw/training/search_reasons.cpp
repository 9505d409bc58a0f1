#include "gw/training/search_reasons.h"

#include <fmt/format.h>

#include <algorithm>

#include "gw/training/step.h"

namespace gw::training {
namespace {

/// A candidate as simulate_step sees it.
struct Winner {
  Ranked ranked;
  Step step;
};

Winner winner(TrainingSetup setup, const PlanSpace& space, const Candidate& c) {
  Winner out;
  space.set_plan(setup.plan, c.order);
  out.step = std::get<Step>(simulate_step(setup));
  out.ranked = {.plan = setup.plan,
                .order = c.order,
                .step_time = c.time,
                .tokens_per_second = out.step.tokens_per_second,
                .mfu_frac = out.step.mfu_frac,
                .memory = c.memory,
                .joules_per_token = c.joules_per_token,
                .uncertainty_frac = out.step.uncertainty_frac,
                .binding = out.step.binding,
                .binding_share_frac = out.step.binding_share_frac,
                .reason = fmt::format("bound by {} ({:.0f} % of the step)", out.step.binding,
                                      100.0 * out.step.binding_share_frac)};
  return out;
}

// "tensor 8 not 4, recompute none not full".
std::string differences(const Plan& plan, const Plan& other) {
  std::string text;
  for (std::size_t i = 0; i < kAxes; ++i) {
    const Axis axis = static_cast<Axis>(i);
    const std::int64_t a = get(plan, axis), b = get(other, axis);
    if (a == b) continue;
    text += fmt::format("{}{} {} not {}", text.empty() ? "" : ", ", to_string(axis), value_text(axis, a),
                        value_text(axis, b));
  }
  return text;
}

// The part of the step in which `a` gains most on `b`.
std::string largest_gain(const Step& a, const Step& b) {
  const Part* best = nullptr;
  Time gain;
  for (std::size_t i = 0; i < a.parts.size(); ++i) {
    const Time saved = b.parts[i].time - a.parts[i].time;
    if (saved > gain) gain = saved, best = &a.parts[i];
  }
  return best ? fmt::format("less {}", to_string(best->kind)) : "";
}

std::string against_next(const Winner& a, const Winner& b, Objective objective) {
  const std::string how = differences(a.ranked.plan, b.ranked.plan);
  const auto percent = [](double worse, double good) { return 100.0 * (worse / good - 1.0); };
  if (objective == Objective::memory && a.ranked.memory < b.ranked.memory)
    return fmt::format("{:.2f} GB less than the next: {}", (b.ranked.memory - a.ranked.memory).in(unit::GB), how);
  if (objective == Objective::energy && a.ranked.joules_per_token < b.ranked.joules_per_token)
    return fmt::format("{:.2f} % less energy than the next: {}",
                       -percent(a.ranked.joules_per_token, b.ranked.joules_per_token), how);
  if (a.ranked.step_time < b.ranked.step_time) {
    const std::string gain = largest_gain(a.step, b.step);
    return fmt::format("{:.2f} % faster than the next: {}{}{}", percent(b.ranked.step_time.base(), a.ranked.step_time.base()),
                       how, gain.empty() ? "" : "; ", gain);
  }
  return fmt::format("as good as the next with {:.2f} GB less memory: {}",
                     (b.ranked.memory - a.ranked.memory).in(unit::GB), how);
}

// A point of the front against the fastest.
std::string trade(const Ranked& point, const Ranked& fastest) {
  std::string text = fmt::format("{:.2f} % slower than the fastest",
                                 100.0 * (point.step_time / fastest.step_time - 1.0));
  if (point.memory < fastest.memory)
    text += fmt::format(", {:.2f} GB less memory", (fastest.memory - point.memory).in(unit::GB));
  if (point.joules_per_token < fastest.joules_per_token)
    text += fmt::format(", {:.2f} % less energy", 100.0 * (1.0 - point.joules_per_token / fastest.joules_per_token));
  return text;
}

}  // namespace

std::vector<Ranked> describe_best(const TrainingSetup& setup, const PlanSpace& space,
                                  const std::vector<Candidate>& found, const SearchOptions& options) {
  std::vector<Winner> winners;
  for (const Candidate& c : found) winners.push_back(winner(setup, space, c));
  std::vector<Ranked> out;
  for (std::size_t i = 0; i < winners.size() && i < options.top; ++i) {
    out.push_back(winners[i].ranked);
    if (i + 1 < winners.size())
      out.back().reason += "; " + against_next(winners[i], winners[i + 1], options.objective);
  }
  return out;
}

std::vector<Ranked> describe_front(const TrainingSetup& setup, const PlanSpace& space,
                                   const std::vector<Candidate>& front) {
  std::vector<Ranked> out;
  for (const Candidate& c : front) {
    out.push_back(winner(setup, space, c).ranked);
    out.back().reason += out.size() == 1 ? "; fastest" : "; " + trade(out.back(), out.front());
  }
  return out;
}

}  // namespace gw::training
