#include "gw/planning/adequacy_run.h"

#include <fmt/format.h>

#include <algorithm>

#include "gw/base/text.h"

namespace gw::planning {

AdequacyOutcome run_adequacy(const std::string& path, const AdequacyFlags& flags, const RunOptions& options) {
  AdequacyOutcome out;
  RunOutcome campus = run_scenario(path, options);
  out.status = campus.status;
  out.diagnostics = std::move(campus.diagnostics);
  if (!campus.run) return out;
  AdequacyRun run{std::move(*campus.run), flags, {}, {}, {}};
  std::vector<supply::BusLoad> loads = run.run.simulation.wanted;
  std::vector<std::string> names;
  for (const supply::BusLoad& load : loads) names.push_back(load.bus);
  if (!flags.bus.empty() && std::ranges::find(names, flags.bus) == names.end()) {
    out.diagnostics.error("GW2301", {"gw adequacy", 0, 0}, "--bus", fmt::format("no bus is called {}", flags.bus),
                          "one of " + list_names(names));
    out.status = RunStatus::bad_input;
    return out;
  }
  if (!flags.bus.empty()) std::erase_if(loads, [&](const supply::BusLoad& load) { return load.bus != flags.bus; });
  run.buses = supply::study_adequacy(run.run.input.scenario.supply, run.run.input.weather,
                                     run.run.simulation.capacity.horizon, loads,
                                     {.years = flags.years, .seed = options.seed, .threads = options.threads});
  for (const supply::BusAdequacy& bus : run.buses)
    run.black_starts.push_back(supply::black_start(run.run.input.scenario.supply, bus.bus, bus.peak_load_mw));
  const supply::Dispatch& dispatch = run.run.simulation.dispatch;
  for (const supply::BusAdequacy& bus : run.buses)
    for (std::size_t b = 0; b < dispatch.buses.size(); ++b)
      if (dispatch.buses[b].bus == bus.bus)
        run.block_loads.push_back(supply::block_load(run.run.input.scenario.supply, run.run.simulation.capacity, dispatch, b));
  out.run = std::move(run);
  return out;
}

}  // namespace gw::planning
