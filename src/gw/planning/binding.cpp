#include "gw/planning/binding.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "gw/base/text.h"
#include "gw/planning/figures.h"

namespace gw::planning {
namespace {

// Below this share of the energy asked for, a shortage is mentioned but does not bind.
constexpr double kBindingShortage = 1e-4;
// More installed accelerator-hours than this in no job: there is too little work.
constexpr double kBindingIdle = 0.10;

// A change that gives more power: a unit more of the first plant, else the worst shortage more of the
// utility service, and a little for rounding.
std::string more_power(const Run& run) {
  const std::vector<supply::Source>& sources = run.input.scenario.supply;
  for (std::size_t i = 0; i < sources.size(); ++i)
    if (const supply::ThermalPlant* plant = supply::thermal(sources[i]))
      return fmt::format("--set supply.{}.units={}", i, plant->units + 1);
  double short_mw = 0;
  for (const supply::Shortage& shortage : run.simulation.adequacy.shortages) short_mw = std::max(short_mw, shortage.peak_mw);
  for (std::size_t i = 0; i < sources.size(); ++i) {
    const auto* grid = std::get_if<supply::GridConnection>(&sources[i]);
    if (!grid || grid->service.empty()) continue;
    const auto largest = std::ranges::max_element(grid->service, {}, &supply::GridStage::service);
    return fmt::format("--set supply.{}.service.{}.service_mw={}", i, largest - grid->service.begin(),
                       std::ceil(1.01 * (largest->service.in(MW) + short_mw) * 100) / 100);
  }
  return "--set supply.0.online=" + to_string(run.input.scenario.horizon.start);
}

Binding of_power(const Run& run) {
  const campus::Simulation& s = run.simulation;
  return {"power supply",
          fmt::format("{} of {} GWh not served in {} hours; worst {}", significant(s.unserved_mwh / 1e3, 3),
                      significant(s.wanted_mwh / 1e3, 4), s.adequacy.loss_of_load_hours, s.adequacy.worst),
          fmt::format("gw run {} {}", run.input.file, more_power(run))};
}

// Work for idle accelerators: more instances of the lead job, or the same again.
Binding of_work(const Run& run) {
  const campus::AcceleratorHours& hours = run.simulation.operations.accelerator_hours;
  std::string next = fmt::format("gw explain {} accelerators", run.input.file);
  if (const campus::PreparedJob* lead = lead_job(run); lead && (lead->instances != 0 || !lead->repeat))
    next = fmt::format("gw run {} --set jobs.{}.{}", run.input.file, lead - run.simulation.prepared.jobs.data(),
                       lead->instances != 0 ? "instances=0" : "repeat=true");
  return {"work", fmt::format("{:.0f} % of accelerator-hours were in no job", 100 * hours.idle / hours.installed), next};
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
    return of_work(run);
  const campus::PreparedJob* lead = lead_job(run);
  if (lead && !lead->training.step.binding.empty()) return of_step(run, *lead);
  return {"accelerators", "every accelerator had work and power", fmt::format("gw explain {} pue", run.input.file)};
}

}  // namespace gw::planning
