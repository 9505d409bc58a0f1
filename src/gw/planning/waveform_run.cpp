#include "gw/planning/waveform_run.h"

#include <fmt/format.h>

#include "gw/base/text.h"
#include "gw/planning/named_record.h"

namespace gw::planning {
namespace {

constexpr const char* kPricesRow = "default";
constexpr const char* kRackBatteryRow = "rack_battery";
// Iteration periods of the resonance curve.
constexpr Time kShortestPeriod = 0.1 * s, kLongestPeriod = 30.0 * s;

SmoothedWaveform smoothed(std::string what, const WaveformLoads& loads, const power::SmoothingDesign& design,
                          const WaveformSettings& settings) {
  SmoothedWaveform out{std::move(what), design, {}, {}, {}, {}, {}};
  const auto samples = std::size_t(settings.window / settings.step + 1e-9);
  out.trace = power::facility_trace(loads.groups, loads.halls, design, 0.0 * s, settings.step, samples);
  out.spectrum = power::amplitude_spectrum(out.trace.poi);
  if (settings.limits)
    out.clauses = power::check_grid_code(*settings.limits, {out.trace.poi, loads.contracted,
                                                            settings.ride_through ? &*settings.ride_through : nullptr});
  if (settings.system) out.response = power::respond(*settings.system, out.trace.poi, cycle_of(loads, settings));
  return out;
}

// The chain of each hall at its mean load.
std::vector<LineLevel> single_line(const WaveformLoads& loads) {
  std::vector<LineLevel> out;
  for (std::size_t h = 0; h < loads.halls.size(); ++h) {
    const power::HallFeed& hall = loads.halls[h];
    Power it = hall.base_it;
    for (const power::LoadGroup& group : loads.groups)
      for (const power::LoadGroup::Share& share : group.shares)
        if (share.hall == h) it += share.accelerators * group.tracks.front().waveform->mean();
    for (const power::StageResult& stage : power::chain_power(hall.chain, it, hall.mechanical).stages)
      out.push_back({loads.hall_names[h], stage.part, stage.name, stage.out, stage.loss, stage.in, stage.loading_frac,
                     stage.installed});
  }
  return out;
}

// A floor that no accelerator may reach.
void check_floor(const WaveformSettings& settings, const Run& run, Diagnostics& diagnostics) {
  if (!settings.smoothing.power_smoothing) return;
  const double floor = settings.smoothing.power_smoothing->percent_tmp_floor_frac;
  for (const campus::PreparedHall& hall : run.simulation.prepared.halls)
    if (const double cap = hall.design.cap ? *hall.design.cap / hall.design.accelerator.tdp : 1.0; floor > cap) {
      diagnostics.error("GW2705", {"gw waveform", 0, 0}, "power_smoothing.percent_tmp_floor_frac",
                        fmt::format("the floor of {:.0f} % of TDP is above the power cap of {} ({:.0f} %)", 100 * floor, hall.name,
                                    100 * cap),
                        fmt::format("{:.2f} or less", cap));
      return;
    }
}

std::string infeasible_text(const MitigationResult& search) {
  std::string worst;
  double miss = 0;
  for (const power::ClauseResult& c : search.nearest.clauses)
    if (c.verdict == power::Verdict::fail && -c.margin_frac > miss) {
      miss = -c.margin_frac;
      worst = fmt::format("{}: {} {} against a limit of {}", c.clause, significant(c.worst), c.unit, significant(c.limit));
    }
  return fmt::format("no smoothing of {} tried meets the limits; the nearest ({}) still fails {}", search.simulated,
                     search.nearest.what, worst);
}

}  // namespace

WaveformOutcome run_waveform(const std::string& path, const WaveformFlags& flags, const RunOptions& options) {
  WaveformOutcome out;
  RunOutcome campus = run_scenario(path, options);
  out.status = campus.status;
  out.diagnostics = std::move(campus.diagnostics);
  if (!campus.run) return out;
  WaveformRun run{std::move(*campus.run), flags, {}, {}, {}, {}, {}, {}, {}};
  run.settings = read_waveform_settings(flags, run.run.input, options.load, out.diagnostics);
  if (!out.diagnostics.has_errors()) check_floor(run.settings, run.run, out.diagnostics);
  if (!out.diagnostics.has_errors()) run.loads = waveform_loads(run.run, run.settings, out.diagnostics);
  std::vector<std::string> roots = options.load.catalogue;
  roots.push_back(catalog::default_root());
  const catalog::Library library(std::move(roots));
  const auto prices = read_named<SmoothingPrices>(kPricesRow, library, "prices", run.settings.provenance, out.diagnostics);
  SmoothingOffers offers;
  if (run.settings.mitigate)
    if (const auto row = read_named<power::SmoothingDesign>(kRackBatteryRow, library, "offer", run.settings.provenance, out.diagnostics))
      offers.rack_battery = row->rack_battery;
  if (out.diagnostics.has_errors()) {
    out.status = RunStatus::bad_input;
    return out;
  }
  run.as_built = smoothed(run.settings.smoothing.empty() ? "no smoothing" : "as built", run.loads, run.settings.smoothing,
                          run.settings);
  if (!run.settings.smoothing.empty())
    run.as_built.cost = smoothing_cost(run.settings.smoothing, run.run, run.settings, *prices);
  if (run.settings.system && run.loads.swing.period() > 0.0 * s)
    run.resonance = power::resonance_curve(*run.settings.system, run.loads.swing, kShortestPeriod, kLongestPeriod);
  run.single_line = single_line(run.loads);
  if (run.settings.mitigate && power::fails(run.as_built.clauses)) {
    run.search = find_mitigation(run.run, run.settings, *prices, offers, options.progress);
    if (run.search->cancelled) {
      out.status = RunStatus::cancelled;
      return out;
    }
    if (run.search->passing.empty()) {
      out.infeasible = true;
      out.diagnostics.error("GW2706", {"gw waveform", 0, 0}, "--limits", infeasible_text(*run.search));
    } else {
      const Mitigation& best = run.search->passing.front();
      WaveformSettings changed = run.settings;
      changed.smoothing = best.design;
      Diagnostics none;
      run.mitigated = smoothed("cheapest that passes", waveform_loads(run.run, changed, none), best.design, run.settings);
      run.mitigated->cost = best.cost;
    }
  }
  out.run = std::move(run);
  return out;
}

}  // namespace gw::planning
