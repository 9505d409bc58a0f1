#include "gw/planning/dispatch_run.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>


namespace gw::planning {
namespace {

BusComparison compare(const Run& run, const supply::BusDispatch& merit, supply::OptimalBus optimal, double co2_price_usd_per_kg) {
  BusComparison out{.optimal = std::move(optimal), .load_mwh = merit.load_mwh};
  const auto& sources = run.input.scenario.supply;
  for (std::size_t i = 0; i < sources.size(); ++i) {
    if (supply::common(sources[i]).bus != merit.bus) continue;
    const supply::SourceTotals& total = run.simulation.dispatch.sources[i].total;
    out.merit_cost_usd += total.cost_usd, out.merit_co2_t += total.co2_t;
  }
  out.merit_objective_usd = out.merit_cost_usd + co2_price_usd_per_kg * 1e3 * out.merit_co2_t;
  out.merit_unserved_mwh = merit.unserved_mwh;
  return out;
}

constexpr double kRoundOff = 1e-6;

// The least round trip of the bus's batteries; 1 without.
double least_round_trip(const DispatchRun& run, const std::string& bus) {
  double least = 1;
  for (const supply::Source& source : run.run.input.scenario.supply)
    if (const auto* battery = std::get_if<supply::Battery>(&source); battery && battery->bus == bus)
      least = std::min(least, battery->round_trip_efficiency_frac);
  return least;
}

// As the run drew: an MWh less of load is an MWh less drawn in the hours of a connection's peak.
PeakValue peak_value(const Run& run) {
  PeakValue out;
  const Scenario& scenario = run.input.scenario;
  for (std::size_t i = 0; i < scenario.supply.size(); ++i)
    if (const auto* grid = std::get_if<supply::GridConnection>(&scenario.supply[i]))
      out.add(*grid, run.simulation.dispatch.sources[i].output_mw, scenario.horizon.start);
  return out;
}

// Energy-weighted over the buses: an hour of any is stopped with the work on it.
Curtailment curtailment_of(const DispatchRun& run) {
  Curtailment out;
  double sum = 0, count = 0;
  for (const BusComparison& bus : run.buses) {
    std::vector<double> prices = bus.optimal.price_usd_per_mwh;
    // Hours of lost load, and those in which a battery would save it for one.
    const double lost = supply::kLostLoadUsdPerMwh * least_round_trip(run, bus.optimal.bus) * (1 - kRoundOff);
    std::erase_if(prices, [&](double price) { return price >= lost; });
    std::ranges::sort(prices, std::greater());
    out.dearest_hours = std::max(out.dearest_hours, int((prices.size() + 99) / 100));
    for (std::size_t i = 0; i < (prices.size() + 99) / 100; ++i) sum += prices[i] * bus.load_mwh, count += bus.load_mwh;
  }
  out.dearest_usd_per_mwh = count > 0 ? sum / count : 0.0;
  out.peak = peak_value(run.run);
  const Accounts& accounts = run.run.accounts;
  const double mwh = accounts.inputs.facility_energy.in(MWh);
  const double but_energy = (accounts.report.annuity.total - accounts.report.energy_cost).in(USD);
  out.compute_usd_per_mwh = mwh > 0 ? but_energy / mwh : 0.0;
  return out;
}

/// False: it failed or was cancelled, as `out` says.
bool add_committed(const std::vector<supply::BusLoad>& loads, supply::DispatchOptions dispatch, const DispatchFlags& flags,
                   const RunOptions& options, DispatchRun& run, DispatchOutcome& out) {
  dispatch.islanded_reserve_frac = run.run.input.scenario.islanded_reserve_frac;
  run.committed = supply::commit_units(run.run.input.scenario.supply, run.run.simulation.capacity, loads, dispatch,
                                       {.gap_frac = flags.gap_frac, .progress = options.progress});
  for (const supply::CommittedBus& bus : run.committed) {
    if (bus.status == "solved") continue;
    out.status = bus.status == "cancelled" ? RunStatus::cancelled : RunStatus::failed;
    if (out.status == RunStatus::failed)
      out.diagnostics.error("GW2302", {"gw dispatch --integer", 0, 0}, "supply",
                            fmt::format("the schedule of whole units of bus {} was not found: {}", bus.bus, bus.status), "");
    return false;
  }
  return true;
}

}  // namespace

double BusComparison::gap_frac() const {
  return optimal.objective_usd > 0 ? merit_objective_usd / optimal.objective_usd - 1 : 0.0;
}

DispatchOutcome run_dispatch(const std::string& path, const RunOptions& options, const DispatchFlags& flags) {
  DispatchOutcome out;
  RunOutcome campus = run_scenario(path, options);
  out.status = campus.status;
  out.diagnostics = std::move(campus.diagnostics);
  if (!campus.run) return out;
  DispatchRun run{std::move(*campus.run), {}, {}, {}};
  const Scenario& scenario = run.run.input.scenario;
  const double co2_price = scenario.economics.operating.co2.in(USD / kg);
  std::vector<supply::BusLoad> loads;
  for (const supply::BusDispatch& bus : run.run.simulation.dispatch.buses) loads.push_back({bus.bus, bus.load_mw});
  supply::DispatchOptions dispatch;
  dispatch.co2_price_usd_per_kg = co2_price;
  dispatch.series = run.run.input.price_series();
  std::vector<supply::OptimalBus> optimal =
      supply::optimal_dispatch(scenario.supply, run.run.simulation.capacity, loads, dispatch);
  for (std::size_t b = 0; b < optimal.size(); ++b) {
    if (optimal[b].status != "optimal") {
      out.diagnostics.error("GW2302", {path, 0, 0}, "supply", fmt::format("the least-cost dispatch of bus {} was not found: {}", optimal[b].bus,
                                                                         optimal[b].status), "");
      out.status = RunStatus::failed;
      return out;
    }
    run.buses.push_back(compare(run.run, run.run.simulation.dispatch.buses[b], std::move(optimal[b]), co2_price));
  }
  if (flags.integer && !add_committed(loads, dispatch, flags, options, run, out)) return out;
  run.curtailment = curtailment_of(run);
  out.run = std::move(run);
  return out;
}

}  // namespace gw::planning
