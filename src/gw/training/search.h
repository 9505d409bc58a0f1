#pragma once
// The best parallel plan of a job: every plan of a space, evaluated in full.
//
// What: all combinations of tensor, context, expert, expert-tensor ranks, sequence parallelism, micro-batch,
// recompute, pipeline stages, virtual stages, ZeRO stage and schedule; data ranks are what is left. A plan that does
// not divide is dropped, then one that does not fit in memory, and every other gets the step time that
// simulate_step() gives it, to the last bit: no plan is skipped by a bound on its speed.
// How it is fast: plans that differ only in pipeline, virtual stages, ZeRO and schedule share one ModelCost; memory
// is known before the step is; the setup is changed in place, without heap memory.
// The result does not depend on the number of threads. Equal plans: the one with less memory, then the first in the
// order of enumeration (each dimension ascending, the last listed above runs fastest).
// Neglected: whatever step_cost() neglects.

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "gw/training/setup.h"
#include "gw/training/step_cost.h"

namespace gw::training {

/// Values to try. An empty list means every sensible one: the divisors of the accelerators (of the batch for
/// micro_batch) that the model's shape allows; expert_tensor within the scale-up domain. What is not searched
/// (batch, sequence, precision, overlap, ...) comes from TrainingSetup::plan.
struct SearchSpace {
  std::vector<std::int64_t> tensor, context, expert, expert_tensor;
  std::vector<int> sequence_parallel;  ///< 0, 1
  std::vector<std::int64_t> micro_batch;
  std::vector<Recompute> recompute;
  std::vector<std::int64_t> pipeline, virtual_pipeline;
  std::vector<int> zero_stage;
  std::vector<Schedule> schedule;
  static const describe::RecordType& description();
};

/// What "best" means; ties by step time, then memory.
enum class Objective { speed, memory, energy };

/// Energy of one token; called for every plan that fits, from several threads at once; must be finite.
using JoulesPerToken = std::function<double(const TrainingSetup&, const StepCost&)>;

struct SearchOptions {
  std::size_t top = 10;
  int threads = 0;  ///< 0 = all cores
  Objective objective = Objective::speed;
  JoulesPerToken joules_per_token = {};  ///< empty: energy is left out
  std::function<bool()> stop = {};       ///< asked often, from several threads at once; true ends the search
};

/// enumerated = not_dividing + out_of_memory + evaluated.
struct SearchCounts {
  std::uint64_t enumerated = 0, not_dividing = 0, out_of_memory = 0, evaluated = 0;
};

struct Ranked {
  Plan plan;
  std::uint64_t order = 0;  ///< place in the enumeration
  Time step_time;
  double tokens_per_second = 0, mfu_frac = 0;
  Bytes memory;                 ///< of the fullest rank
  double joules_per_token = 0;  ///< 0 without an estimate
  double uncertainty_frac = 0;  ///< as Step::uncertainty_frac: smaller differences between unlike plans are no findings
  std::string binding;          ///< as Step::binding
  double binding_share_frac = 0;
  std::string reason;  ///< what binds, and what this plan does better than the next
};

/// Why no plan of the space can run.
struct NothingFits {
  Problem problem;              ///< the constraint that binds; its hint is the first relaxation
  std::optional<Plan> closest;  ///< dividing plan that needs the least memory; none when nothing divides
  std::vector<std::string> relaxations;  ///< single changes that let some plan run, smallest first
};

struct SearchResult {
  bool stopped = false;        ///< the caller said stop: nothing else is set
  SearchCounts counts;
  std::vector<Ranked> best;    ///< at most `top`, best first; of plans equal in time and memory only the first
  std::vector<Ranked> pareto;  ///< no plan is better in speed, memory and energy together; fastest first
  std::optional<NothingFits> nothing_fits;  ///< set exactly when nothing was evaluated
};

SearchResult search(const TrainingSetup& setup, const SearchSpace& space, const SearchOptions& options = {});

}  // namespace gw::training
