#include "gw/planning/check.h"

#include <fmt/format.h>

#include <algorithm>

#include "gw/base/text.h"
#include "gw/cooling/physics_sweep.h"
#include "gw/planning/check_row.h"
#include "gw/supply/physics_sweep.h"

namespace gw::planning {
namespace {

std::string summary_of(const LoadedScenario& input, const campus::Prepared& prepared) {
  std::string out = fmt::format("{}: sound\n", input.file);
  double design_mw = 0, facility_mw = 0;
  for (const campus::PreparedHall& hall : prepared.halls) {
    out += fmt::format("  hall {}: {} accelerators, {} MW of IT power provisioned\n", hall.name,
                       hall.accelerators, significant(hall.design_it.in(MW), 4));
    design_mw += hall.design_it.in(MW);
    facility_mw += hall.design_facility.in(MW);
  }
  for (const campus::PreparedJob& job : prepared.jobs) {
    if (!job.trains) continue;
    const training::Step& step = job.training.step;
    const double capacity_gb = prepared.halls[job.halls.front()].design.accelerator.memory.in(GB);
    out += fmt::format("  job {}: {} s a step, {} of {} GB of memory\n", job.name,
                       significant(job.training.step_time.in(s), 4), significant(step.memory.total().in(GB), 3),
                       significant(capacity_gb, 3));
  }
  out += fmt::format("  {} MW of IT power provisioned in all, {} MW of facility power in the hottest design weather\n",
                     significant(design_mw, 4), significant(facility_mw, 4));
  const std::vector<std::string> names = supply::source_names(input.scenario.supply);
  for (std::size_t i = 0; i < names.size(); ++i) {
    const supply::Source& source = input.scenario.supply[i];
    const Date start = input.scenario.horizon.start;
    if (const auto order = supply::order_by(source, start))
      out += fmt::format("  {}: in service {}, to be ordered by {}\n", names[i],
                         to_string(supply::in_service_on(source, start)), to_string(*order));
  }
  out += fmt::format("  {} numbers, {} of them given in the file\n", input.provenance.size(),
                     std::count_if(input.provenance.begin(), input.provenance.end(), [&](const auto& entry) {
                       return entry.second.origin.place.starts_with(input.file);
                     }));
  return out;
}

// Each design once.
std::string sweep_halls(const campus::Prepared& prepared, const describe::Document& document, Diagnostics& diagnostics) {
  int points = 0, plants = 0;
  for (std::size_t h = 0; h < prepared.halls.size(); ++h) {
    if (prepared.halls[h].like != h) continue;
    const cooling::PhysicsSweep sweep = cooling::sweep_physics(prepared.halls[h].plant);
    points += sweep.points, ++plants;
    for (const std::string& problem : sweep.problems)
      diagnostics.add(place_issue(document, {"GW2404", fmt::format("halls[{}].cooling", h), problem, "", false}));
  }
  return fmt::format("  physics: {} cooling plants at {} points of weather and load: balances close, power rises with heat and with the\n"
                     "           air's temperature, no heat goes to warmer air\n", plants, points);
}

// Every source of the campus, by itself.
std::string sweep_sources(const LoadedScenario& loaded, Diagnostics& diagnostics) {
  int points = 0, swept = 0;
  for (std::size_t i = 0; i < loaded.scenario.supply.size(); ++i) {
    const supply::SourceSweep sweep = supply::sweep_physics(loaded.scenario.supply[i]);
    points += sweep.points, swept += sweep.points > 0;
    for (const std::string& problem : sweep.problems)
      diagnostics.add(place_issue(loaded.document, {"GW2404", fmt::format("supply[{}]", i), problem, "", false}));
  }
  if (swept == 0) return "";
  return fmt::format("           {} plants of the supply at {} points of load, weather and light\n", swept, points);
}

// The file as a catalogue row, where it says that it is one.
std::optional<CheckOutcome> as_row(const std::string& path, const LoadOptions& options, bool physics) {
  auto document = describe::parse_file(path);
  const describe::RecordType* type = document ? row_type(*document) : nullptr;
  if (!type) return {};
  Diagnostics problems;
  for (const std::string& assignment : options.overrides)
    describe::apply_override(*document, assignment, problems);
  if (problems.has_errors()) return CheckOutcome{.diagnostics = problems, .summary = {}};
  std::vector<std::string> roots = options.catalogue;
  roots.push_back(catalog::default_root());
  return check_row(*document, *type, catalog::Library(std::move(roots)), physics);
}

}  // namespace

CheckOutcome check_scenario(const std::string& path, const RunOptions& options, bool physics) {
  if (auto row = as_row(path, options.load, physics)) return *row;
  CheckOutcome out;
  auto loaded = load_scenario(path, options.load);
  out.diagnostics = loaded.diagnostics;
  if (!loaded) return out;
  const campus::Prepared prepared = 
      campus::prepare(loaded->scenario, loaded->weather, options.seed, options.threads, options.progress);
  out.cancelled = prepared.cancelled;
  if (out.cancelled) return out;
  for (const campus::Issue& issue : prepared.issues) out.diagnostics.add(place_issue(loaded->document, issue));
  std::string swept;
  if (physics)
    swept = sweep_halls(prepared, loaded->document, out.diagnostics) + sweep_sources(*loaded, out.diagnostics);
  if (!out.diagnostics.has_errors()) out.summary = summary_of(*loaded, prepared) + swept;
  return out;
}

}  // namespace gw::planning
