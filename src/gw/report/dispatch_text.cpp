#include "gw/report/dispatch_text.h"

#include <fmt/format.h>

#include "gw/base/text.h"
#include "gw/report/text_table.h"

namespace gw::report {
namespace {

using planning::BusComparison;
using planning::DispatchRun;

std::string source_table(const DispatchRun& run, const BusComparison& bus, const std::vector<std::string>& names) {
  TextTable table;
  table.row({"  source", "merit order GWh", "least cost GWh", "merit order M USD", "least cost M USD"});
  for (const supply::OptimalSource& s : bus.optimal.sources) {
    const supply::SourceTotals& merit = run.run.simulation.dispatch.sources[std::size_t(s.source)].total;
    table.row({"  " + names[std::size_t(s.source)], significant(merit.output_mwh / 1e3), significant(s.output_mwh / 1e3),
               significant(merit.cost_usd / 1e6), significant(s.cost_usd / 1e6)});
  }
  return table.text();
}

std::string committed_text(const DispatchRun& run, std::size_t b) {
  if (run.committed.empty()) return "";
  const supply::CommittedBus& whole = run.committed[b];
  const BusComparison& bus = run.buses[b];
  const double bound = bus.optimal.objective_usd;
  const auto over = [](double usd, double least) { return significant(least > 0 ? 100 * (usd / least - 1) : 0.0, 3); };
  std::string out = fmt::format("  whole units: {} M USD, {} starts, {} MWh not served, {} MWh of reserve not held\n", significant(whole.cost_usd / 1e6),
                                plain(whole.starts), significant(whole.unserved_mwh, 3), significant(whole.reserve_short_mwh, 3));
  out += fmt::format("  {} % above the linear bound, the merit order {} % above whole units; {} windows, worst gap {} %, {} ended by their nodes\n",
                     over(whole.objective_usd, bound), over(bus.merit_objective_usd, whole.objective_usd), whole.windows,
                     significant(100 * whole.worst_gap_frac, 2), whole.windows_at_limit);
  return out;
}

std::string bus_text(const DispatchRun& run, const BusComparison& bus, const std::vector<std::string>& names) {
  std::string out = fmt::format("\nBus {}: {} GWh load\n", bus.optimal.bus, significant(bus.load_mwh / 1e3)) + source_table(run, bus, names);
  TextTable table;
  const auto row = [&](const char* label, double merit, double least) { table.row({label, significant(merit), significant(least)}); };
  table.row({"  together", "merit order", "least cost"});
  row("  cost, M USD", bus.merit_cost_usd / 1e6, bus.optimal.cost_usd / 1e6);
  row("  emissions, t CO2e", bus.merit_co2_t, bus.optimal.co2_t);
  row("  not served, MWh", bus.merit_unserved_mwh, bus.optimal.unserved_mwh);
  out += table.text();
  if (bus.merit_unserved_mwh > bus.optimal.unserved_mwh + 1e-3)
    return out + fmt::format("  the merit order leaves {} MWh more unserved: costs do not compare\n",
                             significant(bus.merit_unserved_mwh - bus.optimal.unserved_mwh, 3));
  return out + fmt::format("  the merit order costs {} % more than the least possible\n", significant(100 * bus.gap_frac(), 3));
}

std::string curtailment_text(const planning::Curtailment& c) {
  std::string out = fmt::format("\nAn MWh not taken saves {} USD of energy in the dearest {} hours, and stops compute that costs {} USD\n",
                                significant(c.dearest_usd_per_mwh, 3), plain(c.dearest_hours), significant(c.compute_usd_per_mwh, 3));
  if (c.peak.months > 0)
    out += fmt::format("At the peak that is billed, 1 MW less, it saves {} USD of demand charge besides ({} to {} in the {} {} billed so)\n",
                       significant(c.peak.mean_usd_per_mwh(), 3), significant(c.peak.least_usd_per_mwh, 3),
                       significant(c.peak.most_usd_per_mwh, 3), c.peak.months, c.peak.months == 1 ? "month" : "months");
  return out;
}

}  // namespace

std::string dispatch_text(const DispatchRun& run) {
  const auto& scenario = run.run.input.scenario;
  const supply::Horizon& horizon = run.run.simulation.capacity.horizon;
  std::string out = fmt::format("{}: dispatch, {} h from {}\n", scenario.title.empty() ? scenario.name : scenario.title,
                                plain(horizon.hours), to_string(horizon.start));
  const std::vector<std::string> names = supply::source_names(scenario.supply);
  for (std::size_t b = 0; b < run.buses.size(); ++b) out += bus_text(run, run.buses[b], names) + committed_text(run, b);
  return out + curtailment_text(run.curtailment) +
         "\nLeast cost: a linear program over all hours at once. It knows what is coming, starts units at no "
         "cost, runs them at\n"
         "any load at their best heat rate, holds no reserve and moves batteries freely: no dispatch of "
         "these sources costs less.\n"
         "Exports are what each connection allows: surplus, or for sale too. Neither counts demand charges: where those are\n"
         "large, compare whole runs (dispatch: on_site, batteries that shave peaks) by gw diff.\n";
}

}  // namespace gw::report
