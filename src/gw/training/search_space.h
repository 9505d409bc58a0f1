#pragma once
// The enumerated space of a search: its dimensions, and which parts of it cannot divide.
//
// A plan is three choices: ranks (what cuts a layer), batch (micro-batch and recompute), shape (pipeline,
// virtual stages, ZeRO, schedule). Ranks that check_plan() refuses whatever the shape, and shapes it refuses
// whatever the ranks, are dropped once; check_plan() has the last word on every plan that is left.

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "gw/training/search.h"

namespace gw::training {

/// The dimensions, slowest first.
enum class Axis {
  tensor,
  context,
  expert,
  expert_tensor,
  sequence_parallel,
  micro_batch,
  recompute,
  pipeline,
  virtual_pipeline,
  zero_stage,
  schedule
};
inline constexpr std::size_t kAxes = 11, kFirstBatchAxis = 5, kFirstShapeAxis = 7;
using Axes = std::array<std::vector<std::int64_t>, kAxes>;

/// Key of the plan's field, and a value as YAML would have it.
const char* to_string(Axis axis);
std::string value_text(Axis axis, std::int64_t value);
std::int64_t get(const Plan& plan, Axis axis);
void set(Plan& plan, Axis axis, std::int64_t value);

/// The lists of `space`, with the sensible values where a list is empty.
Axes axes_of(const TrainingSetup& setup, Axes given);
/// The lists of `space` as numbers, empty ones left empty.
Axes given_axes(const SearchSpace& space);
SearchSpace space_of(const Axes& axes);

/// A shape that some ranks may allow.
struct Shape {
  std::uint64_t order = 0;  ///< among all shapes
  std::int64_t pipeline = 1, virtual_pipeline = 1;
  int zero_stage = 0;
  Schedule schedule = Schedule::one_f_one_b;
};

struct PlanSpace {
  PlanSpace(const TrainingSetup& setup, Axes lists);

  Axes axes;
  std::vector<std::uint64_t> ranks;  ///< that may divide, by their order among all ranks
  std::vector<Shape> shapes;
  std::uint64_t rank_count = 1, batch_count = 1, shape_count = 1;  ///< of the whole product

  std::uint64_t size() const { return rank_count * batch_count * shape_count; }
  /// Pieces of equal rank and batch choice: what plans share a ModelCost.
  std::size_t units() const { return ranks.size() * std::size_t(batch_count); }
  /// Sets rank and batch axes of a unit; returns the order of its first plan.
  std::uint64_t set_unit(Plan& plan, std::size_t unit) const;
  /// Sets every axis of the plan at `order`.
  void set_plan(Plan& plan, std::uint64_t order) const;
};

/// Calls visit(order, model) for each plan of a unit that divides, with setup.plan set to it, until it
/// returns false; false when it did.
template <class Visit>
bool visit_unit(TrainingSetup& setup, const PlanSpace& space, std::size_t unit,
                const workload::Roofline& roofline, Visit&& visit) {
  Plan& plan = setup.plan;
  const std::uint64_t first = space.set_unit(plan, unit);
  std::optional<ModelCost> model;
  for (const Shape& shape : space.shapes) {
    plan.pipeline = shape.pipeline, plan.virtual_pipeline = shape.virtual_pipeline;
    plan.zero_stage = shape.zero_stage, plan.schedule = shape.schedule;
    if (plan.micro_batches(setup.accelerators) == 0 || !check_plan(setup).empty()) continue;
    if (!model) model = model_cost(setup, roofline);
    if (!visit(first + shape.order, *model)) return false;
  }
  return true;
}

}  // namespace gw::training
