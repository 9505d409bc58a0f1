#include "gw/planning/binding.h"

#include <fmt/format.h>

#include "gw/base/text.h"
#include "gw/planning/figures.h"

namespace gw::planning {
namespace {

// Below this share of the energy asked for, a shortage is mentioned but does not bind.
constexpr double kBindingShortage = 1e-4;
// More installed accelerator-hours than this in no job: there is too little work.
constexpr double kBindingIdle = 0.10;

Binding of_power(const Run& run) {
  const campus::Simulation& s = run.simulation;
  return {"power supply",
          fmt::format("{} of {} GWh not served in {} hours; worst {}", significant(s.unserved_mwh / 1e3, 3),
                      significant(s.wanted_mwh / 1e3, 4), s.adequacy.loss_of_load_hours, s.adequacy.worst),
          fmt::format("gw run {} --set supply.0.units=...  (or another source)", run.input.file)};
}

Binding of_step(const Run& run, const campus::PreparedJob& job) {
  const training::Step& step = job.training.step;
  std::string resource = step.binding;
  for (char& c : resource)
    if (c == '_') c = ' ';
  return {resource, fmt::format("{:.0f} % of the training step of {}", step.binding_share_frac * 100, job.name),
          fmt::format("gw explain {} mfu_frac", run.input.file)};
}

}  // namespace

Binding binding_constraint(const Run& run) {
  const campus::Simulation& simulation = run.simulation;
  const campus::Operations& operations = simulation.operations;
  if (operations.unmet_cooling_hours > 0 && operations.unmet_cooling_hours >= simulation.adequacy.loss_of_load_hours)
    return {"cooling", fmt::format("the plant could not hold its temperatures in {} hours", operations.unmet_cooling_hours),
            fmt::format("gw explain {} unserved_mwh", run.input.file)};
  if (simulation.unserved_mwh > kBindingShortage * simulation.wanted_mwh) return of_power(run);
  const campus::AcceleratorHours& hours = operations.accelerator_hours;
  if (hours.installed > 0 && hours.idle > kBindingIdle * hours.installed)
    return {"work", fmt::format("{:.0f} % of accelerator-hours were in no job", 100 * hours.idle / hours.installed),
            fmt::format("gw run {} --set jobs.0.instances=0", run.input.file)};
  const campus::PreparedJob* lead = lead_job(run);
  if (lead && !lead->training.step.binding.empty()) return of_step(run, *lead);
  return {"accelerators", "every accelerator had work and power", fmt::format("gw explain {} pue", run.input.file)};
}

}  // namespace gw::planning
