#include "gw/planning/train_run.h"

#include "gw/training/nearest_plan.h"

namespace gw::planning {
namespace {

TrainOutcome refused(TrainJob job, const std::vector<training::Problem>& problems) {
  TrainOutcome out;
  out.status = TrainStatus::bad_input, out.plan_refused = true;
  out.diagnostics = place_problems(job, problems);
  if (const auto plan = training::nearest_plan(job.setup))
    for (const auto& [key, value] : training::plan_changes(job.setup.plan, *plan))
      out.nearest.push_back(key + "=" + value);
  return out;
}

TrainRun explained(TrainJob job, training::Step step, const std::optional<TrainEnergy>& energy) {
  TrainRun run;
  run.job = std::move(job), run.step = std::move(step);
  run.cost = training::step_cost(run.job.setup, workload::Roofline(run.job.setup.accelerator));
  run.operators = training::operator_table(run.job.setup);
  if (energy) {
    run.rack_row = energy->rack_row();
    run.joules_per_token = energy->joules_per_token(run.job.setup, run.step.activity);
  }
  return run;
}

training::SearchOptions search_options(const TrainOptions& options,
                                       const std::optional<TrainEnergy>& energy) {
  training::SearchOptions out{.top = options.top, .threads = options.threads, .objective = options.objective, .stop = options.stop};
  if (energy)
    out.joules_per_token = [&energy](const training::TrainingSetup& setup, const training::StepCost& cost) {
      return energy->joules_per_token(setup, cost);
    };
  return out;
}

}  // namespace

TrainOutcome run_train(const TrainFlags& flags, const TrainOptions& options) {
  const catalog::Library library = train_library(flags);
  TrainOutcome out;
  auto loaded = load_train(flags, library);
  if (!loaded) {
    out.status = TrainStatus::bad_input, out.diagnostics = std::move(loaded.diagnostics);
    return out;
  }
  TrainJob job = std::move(*loaded);
  const auto energy = train_energy(job.accelerator_row, job.setup.accelerator, library);
  if (options.objective == training::Objective::energy && !energy) {
    out.status = TrainStatus::bad_input;
    out.diagnostics.error("GW2015", {"--objective", 0, 0}, "",
                          "no rack of the catalogue holds this accelerator, so its energy is not known",
                          "search for speed or memory");
    return out;
  }
  std::optional<training::SearchResult> found;
  if (options.search) {
    found = training::search(job.setup, job.space, search_options(options, energy));
    if (found->stopped) {
      out.status = TrainStatus::cancelled;
      return out;
    }
    if (found->nothing_fits) {
      out.status = TrainStatus::infeasible, out.counts = found->counts;
      out.nothing_fits = std::move(found->nothing_fits);
      out.diagnostics = place_problems(job, {out.nothing_fits->problem});
      return out;
    }
    job.setup.plan = found->best.front().plan;
  }
  auto answer = training::simulate_step(job.setup);
  if (const auto* problems = std::get_if<std::vector<training::Problem>>(&answer))
    return refused(std::move(job), *problems);
  out.diagnostics = std::move(loaded.diagnostics);
  out.run = explained(std::move(job), std::get<training::Step>(std::move(answer)), energy);
  out.run->flags = flags;
  out.run->search = std::move(found);
  return out;
}

}  // namespace gw::planning
