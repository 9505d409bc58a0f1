#include <fmt/format.h>

#include <cstdio>
#include <nlohmann/json.hpp>

#include "common.h"
#include "gw/report/train_document.h"
#include "gw/report/train_text.h"
#include "interrupt.h"
#include "verbs.h"

namespace gw::app {
namespace {

planning::TrainFlags flags_of(const TrainOptions& train, const Options& options) {
  std::vector<std::string> changes;
  for (const auto& [field, value] : train.plan)
    if (!value.empty()) changes.push_back(field + "=" + value);
  changes.insert(changes.end(), options.set.begin(), options.set.end());
  return {.model = train.model,
          .accelerator = train.accelerator,
          .count = train.count,
          .plan_file = train.plan_file,
          .fabric = train.fabric,
          .software = train.software,
          .batch = train.batch,
          .sequence = train.sequence,
          .precision = train.precision,
          .overrides = std::move(changes),
          .catalogue = options.catalogue};
}

planning::TrainOptions options_of(const TrainOptions& train, const Options& options) {
  planning::TrainOptions out{
      .search = train.search, .top = std::size_t(train.top), .threads = options.threads, .stop = interrupted};
  if (train.objective == "memory") out.objective = training::Objective::memory;
  if (train.objective == "energy") out.objective = training::Objective::energy;
  return out;
}

int refuse(const planning::TrainOutcome& outcome) {
  print_problems(outcome.diagnostics);
  if (outcome.nothing_fits) {
    std::fputs(report::nothing_fits_text(outcome).c_str(), stderr);
    return kInfeasible;
  }
  std::string nearest;
  for (const std::string& change : outcome.nearest) nearest += " --set " + change;
  if (!nearest.empty())
    std::fputs(fmt::format("nearest plan that works:{}\n", nearest).c_str(), stderr);
  else if (outcome.plan_refused)
    std::fputs("no plan works with this batch on these accelerators; --search lists what would\n", stderr);
  return kBadInput;
}

}  // namespace

int verb_train(const TrainOptions& train, const Options& options) {
  Diagnostics problems;
  if (!options.output.empty() && !report::check_step_output(options.output, problems)) {
    print_problems(problems);
    return kFailed;
  }
  const planning::TrainOutcome outcome =
      planning::run_train(flags_of(train, options), options_of(train, options));
  if (interrupted()) throw Interrupted();
  if (!outcome.run) return refuse(outcome);
  print_warnings(outcome.diagnostics, options.quiet);
  const planning::TrainRun& run = *outcome.run;
  if (!options.output.empty() && !report::write_step_output(run, options.output, being_written, problems)) {
    print_problems(problems);
    return kFailed;
  }
  if (options.json) {
    print(report::to_text(report::step_document(run)));
    return kDone;
  }
  print((run.search ? report::search_text(run) : "") + report::step_text(run) +
        (train.operators ? report::operators_text(run) : ""));
  return kDone;
}

}  // namespace gw::app
