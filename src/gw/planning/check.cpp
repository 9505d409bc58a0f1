#include "gw/planning/check.h"

#include <fmt/format.h>

#include <algorithm>

#include "gw/base/text.h"

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
  out += fmt::format("  {} numbers, {} of them given in the file\n", input.provenance.size(),
                     std::count_if(input.provenance.begin(), input.provenance.end(), [&](const auto& entry) {
                       return entry.second.origin.place.starts_with(input.file);
                     }));
  return out;
}

}  // namespace

CheckOutcome check_scenario(const std::string& path, const RunOptions& options) {
  CheckOutcome out;
  auto loaded = load_scenario(path, options.load);
  out.diagnostics = loaded.diagnostics;
  if (!loaded) return out;
  const campus::Prepared prepared = 
      campus::prepare(loaded->scenario, loaded->weather, options.seed, options.threads, options.progress);
  out.cancelled = prepared.cancelled;
  if (out.cancelled) return out;
  for (const campus::Issue& issue : prepared.issues) out.diagnostics.add(place_issue(loaded->document, issue));
  if (!out.diagnostics.has_errors()) out.summary = summary_of(*loaded, prepared);
  return out;
}

}  // namespace gw::planning
