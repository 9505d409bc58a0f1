#pragma once
// `gw train`: one step of a plan explained, or the best plan of a space.

#include <functional>
#include <optional>
#include <vector>

#include "gw/planning/train_energy.h"
#include "gw/planning/train_job.h"
#include "gw/training/operator_table.h"
#include "gw/training/search.h"
#include "gw/training/step.h"

namespace gw::planning {

struct TrainOptions {
  bool search = false;
  std::size_t top = 10;
  training::Objective objective = training::Objective::speed;
  int threads = 0;
  std::function<bool()> stop = {};  ///< true ends a search; asked from several threads at once
};

struct TrainRun {
  TrainFlags flags;
  TrainJob job;  ///< its setup holds the plan of `step`: with a search, the best one
  training::Step step;
  training::StepCost cost;
  std::vector<training::OperatorBlock> operators;
  std::string rack_row;  ///< "" without an energy estimate
  std::optional<double> joules_per_token;
  std::optional<training::SearchResult> search;
};

enum class TrainStatus { done, bad_input, infeasible, cancelled };

struct TrainOutcome {
  TrainStatus status = TrainStatus::done;
  Diagnostics diagnostics;
  std::optional<TrainRun> run;                        ///< set exactly when done
  std::optional<training::NothingFits> nothing_fits;  ///< of a search, when infeasible
  training::SearchCounts counts;                      ///< of that search
  bool plan_refused = false;                          ///< the flags are sound, the plan cannot run
  /// Then: the nearest plan that can, as changes ("tensor=8"); empty when none can.
  std::vector<std::string> nearest;
};

TrainOutcome run_train(const TrainFlags& flags, const TrainOptions& options);

}  // namespace gw::planning
