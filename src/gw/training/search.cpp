#include "gw/training/search.h"

#include <algorithm>
#include <atomic>
#include <optional>

#include "gw/base/parallel.h"
#include "gw/training/search_front.h"
#include "gw/training/search_reasons.h"
#include "gw/training/search_space.h"

namespace gw::training {
namespace {

// Pieces the units are dealt into: enough for any machine, few enough that what they keep is small.
constexpr std::size_t kPieces = 1024;

/// What one piece of the space found.
struct Found {
  explicit Found(std::size_t top) : best(top) {}
  std::uint64_t out_of_memory = 0, evaluated = 0;
  BestFew best;
  Front front;
  Closest closest;
};

double objective_value(Objective objective, const Candidate& c) {
  if (objective == Objective::memory) return c.memory.base();
  return objective == Objective::energy ? c.joules_per_token : c.time.base();
}

/// Goes through some units; everything it needs is its own or constant.
struct Worker {
  TrainingSetup setup;
  const PlanSpace& space;
  const workload::Roofline& roofline;
  const SearchOptions& options;
  Found& found;

  void unit(std::size_t i) {
    visit_unit(setup, space, i, roofline, [&](std::uint64_t order, const ModelCost& model) {
      const Bytes memory = memory_use(setup, model).total();
      if (memory > setup.accelerator.memory) {
        ++found.out_of_memory;
        found.closest.add(order, memory);
      } else {
        evaluate(order, model);
      }
      return true;
    });
  }
  void evaluate(std::uint64_t order, const ModelCost& model) {
    const StepCost cost = step_cost(setup, model, roofline);
    ++found.evaluated;
    Candidate c{.order = order, .time = cost.total(), .memory = cost.memory.total()};
    if (options.joules_per_token) c.joules_per_token = options.joules_per_token(setup, cost);
    c.value = objective_value(options.objective, c);
    found.best.add(c);
    found.front.add(c);
  }
};

// Every piece fills its own slot; merged in order. Nothing where the caller said stop.
std::optional<Found> evaluate_all(const TrainingSetup& setup, const PlanSpace& space, const workload::Roofline& roofline,
                                  const SearchOptions& options) {
  const std::size_t keep = options.top + 1;  // the last of the list needs a next one to be compared with
  const std::size_t units = space.units(), pieces = std::min(units, kPieces);
  std::vector<Found> found(pieces, Found(keep));
  std::atomic<bool> stopped = false;
  parallel_for(pieces, options.threads, [&](std::size_t piece) {
    Worker worker{setup, space, roofline, options, found[piece]};
    for (std::size_t i = units * piece / pieces; i < units * (piece + 1) / pieces; ++i) {
      if (stopped || (options.stop && options.stop())) {
        stopped = true;
        return;
      }
      worker.unit(i);
    }
  });
  if (stopped) return std::nullopt;
  Found all(keep);
  for (const Found& part : found) {
    all.out_of_memory += part.out_of_memory, all.evaluated += part.evaluated;
    for (const Candidate& c : part.best.sorted()) all.best.add(c);
    for (const Candidate& c : part.front.sorted()) all.front.add(c);
    all.closest.add(part.closest.order, part.closest.memory);
  }
  return all;
}

}  // namespace

SearchResult search(const TrainingSetup& setup, const SearchSpace& space, const SearchOptions& options) {
  const PlanSpace plans(setup, axes_of(setup, given_axes(space)));
  const workload::Roofline roofline(setup.accelerator);
  const std::optional<Found> evaluated = evaluate_all(setup, plans, roofline, options);
  if (!evaluated) {
    SearchResult stopped;
    stopped.stopped = true;
    return stopped;
  }
  const Found& found = *evaluated;
  SearchResult result;
  SearchCounts& counts = result.counts;
  counts = {.enumerated = plans.size(), .out_of_memory = found.out_of_memory, .evaluated = found.evaluated};
  counts.not_dividing = counts.enumerated - counts.out_of_memory - counts.evaluated;
  if (counts.evaluated == 0) {
    result.nothing_fits = nothing_fits(setup, given_axes(space), plans, found.closest);
    return result;
  }
  result.best = describe_best(setup, plans, found.best.sorted(), options);
  result.pareto = describe_front(setup, plans, found.front.sorted());
  return result;
}

}  // namespace gw::training
