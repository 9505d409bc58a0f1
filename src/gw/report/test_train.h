#pragma once
// Test support: finished `gw train` runs, each made once.

#include <doctest/doctest.h>

#include "gw/planning/test_train_flags.h"
#include "gw/planning/train_run.h"

namespace gw::report::test {

using planning::test::train_flags;

inline planning::TrainRun train_run(std::vector<std::string> overrides, planning::TrainOptions options = {}) {
  planning::TrainOutcome outcome = planning::run_train(train_flags(std::move(overrides)), options);
  INFO(outcome.diagnostics.render());
  REQUIRE(outcome.run);
  return std::move(*outcome.run);
}

/// Four stages of two chunks.
inline const planning::TrainRun& interleaved_step() {
  static const planning::TrainRun run =
      train_run({"pipeline=4", "virtual_pipeline=2", "schedule=interleaved"});
  return run;
}

inline const planning::TrainRun& searched_step() {
  static const planning::TrainRun run =
      train_run({"context=1", "virtual_pipeline=1"}, {.search = true, .top = 4});
  return run;
}

}  // namespace gw::report::test
