#include "gw/training/nearest_plan.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "gw/training/memory.h"
#include "gw/training/search_space.h"

namespace gw::training {
namespace {

// Changes that are cheap to make count less than half a doubling of a rank.
constexpr double kSwitchDistance = 0.45;

// How much is computed again, in steps.
double recompute_depth(std::int64_t value) {
  switch (static_cast<Recompute>(value)) {
    case Recompute::none:
      return 0.0;
    case Recompute::activations:
      return 0.5;
    case Recompute::selective:
      return 1.0;
    case Recompute::full:
      return 2.0;
  }
  return 0.0;
}

double axis_distance(Axis axis, std::int64_t asked, std::int64_t found) {
  switch (axis) {
    case Axis::sequence_parallel:
    case Axis::schedule:
      return asked == found ? 0.0 : kSwitchDistance;
    case Axis::recompute:
      return kSwitchDistance * std::abs(recompute_depth(asked) - recompute_depth(found));
    case Axis::zero_stage:
      return kSwitchDistance * double(std::abs(asked - found));
    default:
      return std::abs(std::log2(double(std::max<std::int64_t>(1, asked)) / double(found)));
  }
}

double distance(const Plan& asked, const Plan& found, std::size_t first, std::size_t last) {
  double sum = 0;
  for (std::size_t i = first; i < last; ++i) {
    const Axis axis = static_cast<Axis>(i);
    sum += axis_distance(axis, get(asked, axis), get(found, axis));
  }
  return sum;
}

// The narrowest that the part has and that is no narrower than the one asked for.
catalog::Precision usable(catalog::Precision asked, const catalog::Accelerator& part) {
  using catalog::Precision;
  const bool blocks = asked == Precision::nvfp4 || asked == Precision::mxfp8;
  for (const Precision p : {asked, Precision::mxfp8, Precision::fp8, Precision::bf16, Precision::fp16, Precision::fp32}) {
    const bool wider = catalog::bytes_per_element(p) >= catalog::bytes_per_element(asked) || (blocks && p == Precision::fp8);
    if (wider && part.peak_rate(p).base() > 0) return p;
  }
  return asked;
}

struct Nearest {
  const TrainingSetup& asked;
  std::optional<Plan> plan = {};
  double best = std::numeric_limits<double>::infinity();

  void look(TrainingSetup& work, const PlanSpace& space, std::size_t unit,
            const workload::Roofline& roofline) {
    visit_unit(work, space, unit, roofline, [&](std::uint64_t, const ModelCost& model) {
      const double away = distance(asked.plan, work.plan, 0, kAxes);
      if (away < best && memory_use(work, model).total() <= work.accelerator.memory)
        best = away, plan = work.plan;
      return true;
    });
  }
};

bool sizes_are_sound(const TrainingSetup& setup) {
  const std::vector<Problem> problems = check_plan(setup);
  return std::ranges::none_of(problems,
                              [](const Problem& p) { return p.code == "GW2013" || p.code == "GW2011"; });
}

}  // namespace

std::optional<Plan> nearest_plan(const TrainingSetup& setup) {
  if (!sizes_are_sound(setup)) return {};
  TrainingSetup work = setup;
  work.plan.precision = usable(setup.plan.precision, setup.accelerator);
  const PlanSpace space(work, axes_of(work, {}));
  const workload::Roofline roofline(setup.accelerator);
  // Pieces of the space, nearest first: once one is further than the best plan, the rest is too.
  std::vector<std::pair<double, std::size_t>> units(space.units());
  for (std::size_t i = 0; i < units.size(); ++i) {
    space.set_unit(work.plan, i);
    units[i] = {distance(setup.plan, work.plan, 0, kFirstShapeAxis), i};
  }
  std::ranges::sort(units);
  Nearest nearest{setup};
  for (const auto& [away, unit] : units) {
    if (away >= nearest.best) break;
    nearest.look(work, space, unit, roofline);
  }
  return nearest.plan;
}

std::vector<std::pair<std::string, std::string>> plan_changes(const Plan& from, const Plan& to) {
  std::vector<std::pair<std::string, std::string>> out;
  for (std::size_t i = 0; i < kAxes; ++i) {
    const Axis axis = static_cast<Axis>(i);
    const bool idle = axis == Axis::sequence_parallel && to.tensor == 1;
    if (!idle && get(from, axis) != get(to, axis))
      out.emplace_back(to_string(axis), value_text(axis, get(to, axis)));
  }
  if (from.precision != to.precision) out.emplace_back("precision", catalog::to_string(to.precision));
  return out;
}

}  // namespace gw::training
