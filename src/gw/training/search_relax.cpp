// Nothing of a space fits: the constraint that binds, and the smallest single changes that let some plan run.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "gw/training/search_reasons.h"

namespace gw::training {
namespace {

// Open dimensions that do not cut weights take the values that need least memory: a large space is then asked
// in milliseconds. What is found does fit; a plan that fits only with other values is not found.
Axes frugal(Axes axes) {
  const auto fill = [&](Axis axis, std::vector<std::int64_t> values) {
    if (auto& list = axes[static_cast<std::size_t>(axis)]; list.empty()) list = std::move(values);
  };
  fill(Axis::micro_batch, {1});
  fill(Axis::recompute, {std::int64_t(Recompute::none), std::int64_t(Recompute::full)});
  fill(Axis::virtual_pipeline, {1});
  fill(Axis::zero_stage, {1, 2, 3});
  return axes;
}

// Some plan of the axes divides and fits; stops at the first.
std::optional<Plan> any_fit(const TrainingSetup& setup, const Axes& given) {
  const PlanSpace space(setup, axes_of(setup, frugal(given)));
  const workload::Roofline roofline(setup.accelerator);
  TrainingSetup work = setup;
  for (std::size_t unit = 0; unit < space.units(); ++unit) {
    const bool none = visit_unit(work, space, unit, roofline, [&](std::uint64_t, const ModelCost& model) {
      return memory_use(work, model).total() > work.accelerator.memory;
    });
    if (!none) return work.plan;
  }
  return {};
}

/// Tries single changes and keeps those that help.
struct Attempts {
  const TrainingSetup& setup;
  const Axes& given;
  std::vector<std::string> helped;

  template <class Change>
  bool attempt(const std::string& text, Change&& change) {
    TrainingSetup changed = setup;
    Axes axes = given;
    change(changed, axes);
    if (!any_fit(changed, axes)) return false;
    helped.push_back(text);
    return true;
  }
};

// The dimensions the caller limited, one at a time: let loose, what does the first plan that fits use?
void free_dimensions(Attempts& attempts) {
  for (std::size_t i = 0; i < kAxes; ++i) {
    if (attempts.given[i].empty()) continue;
    Axes axes = attempts.given;
    axes[i].clear();
    const Axis axis = static_cast<Axis>(i);
    if (const auto plan = any_fit(attempts.setup, axes))
      attempts.helped.push_back(
          fmt::format("{}: {} fits", to_string(axis), value_text(axis, get(*plan, axis))));
  }
}

void settings(Attempts& attempts) {
  const Plan& plan = attempts.setup.plan;
  if (!plan.uneven_stages)
    attempts.attempt("uneven_stages: true fits",
                     [](TrainingSetup& s, Axes&) { s.plan.uneven_stages = true; });
  if (!plan.software.fused_attention)
    attempts.attempt("software.fused_attention: true fits",
                     [](TrainingSetup& s, Axes&) { s.plan.software.fused_attention = true; });
  if (plan.software.gradient == GradientFormat::fp32)
    attempts.attempt("gradient: bf16 fits",
                     [](TrainingSetup& s, Axes&) { s.plan.software.gradient = GradientFormat::bf16; });
}

// The batch nearest to the one asked for that divides under some plan of the space.
std::int64_t nearest_batch(const TrainingSetup& setup, const PlanSpace& space) {
  const std::int64_t batch = setup.plan.global_batch_sequences;
  std::int64_t nearest = 0;
  Plan plan = setup.plan;
  for (std::size_t unit = 0; unit < space.units(); ++unit) {
    space.set_unit(plan, unit);
    for (const Shape& shape : space.shapes) {
      plan.pipeline = shape.pipeline;
      const std::int64_t step = plan.data(setup.accelerators) * plan.micro_batch;
      if (step < 1) continue;
      const std::int64_t below = batch / step * step;
      for (const std::int64_t b : {below, below + step})
        if (b > 0 && (nearest == 0 || std::abs(b - batch) < std::abs(nearest - batch))) nearest = b;
    }
  }
  return nearest;
}

void other_batch(Attempts& attempts, const PlanSpace& space) {
  const std::int64_t batch = nearest_batch(attempts.setup, space);
  if (batch > 0 && batch != attempts.setup.plan.global_batch_sequences)
    attempts.attempt(fmt::format("global_batch_sequences: {} fits", batch),
                     [&](TrainingSetup& s, Axes&) { s.plan.global_batch_sequences = batch; });
}

// The last tier is stretched: what fits in memory does not depend on the fabric.
void set_accelerators(TrainingSetup& setup, std::int64_t count) {
  setup.accelerators = count;
  if (!setup.fabric.tiers.empty())
    setup.fabric.tiers.back().group = std::max(setup.fabric.tiers.back().group, count);
}

void more_accelerators(Attempts& attempts) {
  constexpr std::int64_t kMostTimes = 64;
  for (std::int64_t times = 2; times <= kMostTimes; times *= 2) {
    const std::int64_t count = times * attempts.setup.accelerators;
    if (attempts.attempt(fmt::format("{} accelerators fit", count),
                         [&](TrainingSetup& s, Axes&) { set_accelerators(s, count); }))
      return;
  }
}

// The problem of the plan that breaks the fewest rules, the batch last. Every plan would be too many
// messages: ranks are tried with one shape, then shapes with one choice of ranks.
Problem dividing_problem(const TrainingSetup& setup, const PlanSpace& space) {
  TrainingSetup probe = setup;
  std::optional<Problem> first;
  std::size_t fewest = std::numeric_limits<std::size_t>::max();
  const auto look = [&](std::uint64_t order) {
    space.set_plan(probe.plan, order);
    const std::vector<Problem> problems = check_plan(probe);
    if (problems.empty() || problems.size() >= fewest) return;
    fewest = problems.size();
    const auto other =
        std::find_if(problems.begin(), problems.end(), [](const Problem& p) { return p.code != "GW2006"; });
    first = other == problems.end() ? problems.front() : *other;
  };
  const std::uint64_t shape = space.shapes.empty() ? 0 : space.shapes.front().order;
  const std::uint64_t block = space.batch_count * space.shape_count;
  if (space.ranks.empty())
    for (std::uint64_t rank = 0; rank < space.rank_count; ++rank) look(rank * block + shape);
  for (const std::uint64_t rank : space.ranks) look(rank * block + shape);
  if (!space.ranks.empty())
    for (std::uint64_t i = 0; i < space.shape_count; ++i) look(space.ranks.front() * block + i);
  return first.value_or(Problem{"GW2006", "no plan of the space divides the batch", ""});
}

Problem memory_problem(TrainingSetup setup, const PlanSpace& space, const Closest& closest) {
  space.set_plan(setup.plan, closest.order);
  std::vector<Problem> problems = check_memory(setup, memory_use(setup));
  Problem problem = problems.empty() ? Problem{"GW2010", "does not fit in memory", ""} : problems.front();
  problem.message = "no plan of the space fits in memory; with the plan that needs least, " + problem.message;
  return problem;
}

}  // namespace

NothingFits nothing_fits(const TrainingSetup& setup, const Axes& given, const PlanSpace& space,
                         const Closest& closest) {
  NothingFits out;
  Attempts attempts{setup, given, {}};
  free_dimensions(attempts);
  settings(attempts);
  if (closest.found()) {
    out.problem = memory_problem(setup, space, closest);
    out.closest = setup.plan;
    space.set_plan(*out.closest, closest.order);
  } else {
    out.problem = dividing_problem(setup, space);
    other_batch(attempts, space);
  }
  more_accelerators(attempts);
  if (closest.found())
    attempts.helped.push_back(
        fmt::format("accelerators with {:.1f} GB of memory fit", closest.memory.in(unit::GB)));
  out.relaxations = std::move(attempts.helped);
  out.problem.hint = out.relaxations.empty() ? out.problem.hint : out.relaxations.front();
  return out;
}

}  // namespace gw::training
