#include "gw/planning/binding.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <cstring>
#include <optional>

#include "gw/base/text.h"
#include "gw/planning/figures.h"

namespace gw::planning {
namespace {

// Below this share of the energy asked for, a shortage is mentioned but does not bind.
constexpr double kBindingShortage = 1e-4;
// More installed accelerator-hours than this in no job: there is too little work.
constexpr double kBindingIdle = 0.10;

// Text as one word of a shell.
std::string quoted(const std::string& text) {
  const auto plain = [](unsigned char c) { return c >= 0x80 || std::isalnum(c) || std::strchr("_-./=:,+@%", c); };
  if (!text.empty() && std::ranges::all_of(text, plain)) return text;
  std::string out = "'";
  for (char c : text) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return out + "'";
}

// "gw VERB FILE REST", with the flags that this run had: what is tried next starts from what was run.
std::string command(const Run& run, const char* verb, const std::string& rest) {
  std::string out = fmt::format("gw {} {}", verb, quoted(run.input.file));
  if (std::string_view(verb) == "explain") out += " " + rest;
  for (const std::string& folder : run.load.catalogue) out += " --catalog " + quoted(folder);
  for (const std::string& assignment : run.load.overrides) out += " --set " + quoted(assignment);
  if (run.seed != RunOptions{}.seed) out += fmt::format(" --seed {}", run.seed);
  return std::string_view(verb) == "explain" ? out : out + " " + rest;
}

// Units of a plant that make up for a shortage, and a little for weather and rounding.
std::string more_units(std::size_t number, const supply::ThermalPlant& plant, double short_mw) {
  const double units = std::ceil(1.05 * short_mw / plant.unit_power.in(MW));
  return fmt::format("--set supply.{}.units={}", number, plant.units + std::max(1, int(units)));
}

// The stage in force on a day, by its place in the list.
std::size_t stage_on(const supply::GridConnection& grid, Date day) {
  std::size_t best = 0;
  for (std::size_t i = 0; i < grid.service.size(); ++i) {
    const Date at = grid.service[i].date, found = grid.service[best].date;
    if ((at <= day && (found > day || at > found)) || (at > day && found > day && at < found)) best = i;
  }
  return best;
}

// A change that gives the bus of the worst shortage what it lacked: more units of a plant that served it then,
// else more of its utility service, else what comes later from the start on; nothing when the bus has no source.
std::optional<std::string> more_power(const Run& run, const supply::Shortage& worst) {
  const Scenario& scenario = run.input.scenario;
  const Date start = scenario.horizon.start;
  const Date day = date_from_days(days_since_epoch(start) + worst.peak_hour / 24);
  std::optional<std::string> service, sooner;
  for (std::size_t i = 0; i < scenario.supply.size(); ++i) {
    const supply::Source& source = scenario.supply[i];
    if (supply::common(source).bus != worst.bus) continue;
    const bool serves = supply::in_service_on(source, start) <= day;
    const supply::ThermalPlant* plant = supply::thermal(source);
    if (plant && serves && plant->unit_power > 0.0 * W) return more_units(i, *plant, worst.peak_mw);
    const auto* grid = std::get_if<supply::GridConnection>(&source);
    if (grid && serves && !grid->service.empty() && !service) {
      const std::size_t stage = stage_on(*grid, day);
      const double mw = std::ceil(1.01 * (grid->service[stage].service.in(MW) + worst.peak_mw) * 100) / 100;
      service = fmt::format("--set supply.{}.service.{}.service_mw={}", i, stage, mw);
    }
    if (serves || sooner) continue;
    const bool stages_late = grid && !grid->service.empty() && *grid->first_service() > start;
    sooner = stages_late ? fmt::format("--set supply.{}.service.{}.date={}", i, stage_on(*grid, start), to_string(start))
                         : fmt::format("--set supply.{}.online={}", i, to_string(start));
  }
  return service ? service : sooner;
}

Binding of_power(const Run& run) {
  const campus::Simulation& s = run.simulation;
  std::string next = command(run, "explain", "unserved_mwh");
  const auto worst = std::ranges::max_element(s.adequacy.shortages, {}, &supply::Shortage::peak_mw);
  if (worst != s.adequacy.shortages.end())
    if (const auto change = more_power(run, *worst)) next = command(run, "run", *change);
  return {"power supply",
          fmt::format("{} of {} GWh not served in {} hours; worst {}", significant(s.unserved_mwh / 1e3, 3),
                      significant(s.wanted_mwh / 1e3, 4), s.adequacy.loss_of_load_hours, s.adequacy.worst),
          next};
}

// Work for idle accelerators: more instances of the lead job, or the same again.
Binding of_work(const Run& run) {
  const campus::AcceleratorHours& hours = run.simulation.operations.accelerator_hours;
  std::string next = command(run, "explain", "accelerators");
  if (const campus::PreparedJob* lead = lead_job(run); lead && (lead->instances != 0 || !lead->repeat))
    next = command(run, "run", fmt::format("--set jobs.{}.{}", lead - run.simulation.prepared.jobs.data(),
                                           lead->instances != 0 ? "instances=0" : "repeat=true"));
  return {"work", fmt::format("{:.0f} % of accelerator-hours were in no job", 100 * hours.idle / hours.installed), next};
}

Binding of_step(const Run& run, const campus::PreparedJob& job) {
  const training::Step& step = job.training.step;
  std::string resource = step.binding;
  for (char& c : resource)
    if (c == '_') c = ' ';
  return {resource, fmt::format("{:.0f} % of the training step of {}", step.binding_share_frac * 100, job.name),
          command(run, "explain", "mfu_frac")};
}

}  // namespace

Binding binding_constraint(const Run& run) {
  const campus::Simulation& simulation = run.simulation;
  const campus::Operations& operations = simulation.operations;
  if (operations.unmet_cooling_hours > 0 && operations.unmet_cooling_hours >= simulation.adequacy.loss_of_load_hours)
    return {"cooling", fmt::format("the plant could not hold its temperatures in {} hours", operations.unmet_cooling_hours),
            command(run, "explain", "unserved_mwh")};
  if (simulation.unserved_mwh > kBindingShortage * simulation.wanted_mwh) return of_power(run);
  const campus::AcceleratorHours& hours = operations.accelerator_hours;
  if (hours.installed > 0 && hours.idle > kBindingIdle * hours.installed)
    return of_work(run);
  const campus::PreparedJob* lead = lead_job(run);
  if (lead && !lead->training.step.binding.empty()) return of_step(run, *lead);
  return {"accelerators", "every accelerator had work and power", command(run, "explain", "pue")};
}

}  // namespace gw::planning
