#include "gw/report/dispatch_document.h"

#include <nlohmann/json.hpp>

namespace gw::report {
namespace {

Json bus_json(const planning::DispatchRun& run, const planning::BusComparison& bus, const std::vector<std::string>& names) {
  Json sources = Json::array();
  for (const supply::OptimalSource& s : bus.optimal.sources) {
    const supply::SourceTotals& merit = run.run.simulation.dispatch.sources[std::size_t(s.source)].total;
    sources.push_back({{"source", names[std::size_t(s.source)]},
                       {"merit_order", {{"output_mwh", merit.output_mwh}, {"cost_usd", merit.cost_usd}, {"co2_t", merit.co2_t}}},
                       {"least_cost", {{"output_mwh", s.output_mwh}, {"cost_usd", s.cost_usd}, {"co2_t", s.co2_t}, {"net_output_mw", s.output_mw}}}});
  }
  return {{"bus", bus.optimal.bus}, {"load_mwh", bus.load_mwh},
          {"merit_order", {{"cost_usd", bus.merit_cost_usd}, {"co2_t", bus.merit_co2_t}, {"unserved_mwh", bus.merit_unserved_mwh}}},
          {"least_cost", {{"cost_usd", bus.optimal.cost_usd}, {"co2_t", bus.optimal.co2_t}, {"unserved_mwh", bus.optimal.unserved_mwh}}},
          {"gap_frac", bus.gap_frac()}, {"worst_imbalance_mw", bus.optimal.worst_imbalance_mw},
          {"sources", std::move(sources)}, {"price_usd_per_mwh", bus.optimal.price_usd_per_mwh}};
}

Json committed_json(const supply::CommittedBus& bus, const std::vector<std::string>& names) {
  Json sources = Json::array();
  for (const supply::CommittedSource& s : bus.sources)
    sources.push_back({{"source", names[std::size_t(s.source)]}, {"output_mwh", s.output_mwh}, {"cost_usd", s.cost_usd}, {"co2_t", s.co2_t},
                       {"starts", s.starts}, {"net_output_mw", s.output_mw}, {"units_running", s.units_running}});
  return {{"cost_usd", bus.cost_usd}, {"co2_t", bus.co2_t}, {"unserved_mwh", bus.unserved_mwh}, {"dumped_mwh", bus.dumped_mwh},
          {"reserve_short_mwh", bus.reserve_short_mwh}, {"starts", bus.starts}, {"windows", bus.windows},
          {"windows_at_limit", bus.windows_at_limit}, {"worst_gap_frac", bus.worst_gap_frac},
          {"worst_imbalance_mw", bus.worst_imbalance_mw}, {"sources", std::move(sources)}};
}

Json curtailment_json(const planning::Curtailment& c) {
  const planning::PeakValue& p = c.peak;
  const auto known = [&](double usd_per_mwh) { return p.months > 0 ? Json(usd_per_mwh) : Json(nullptr); };
  return {{"dearest_usd_per_mwh", c.dearest_usd_per_mwh}, {"dearest_hours", c.dearest_hours}, {"compute_usd_per_mwh", c.compute_usd_per_mwh},
          {"billed_peak", {{"months", p.months}, {"saved_usd", p.saved_usd}, {"not_taken_mwh", p.not_taken_mwh},
                           {"usd_per_mwh", known(p.mean_usd_per_mwh())}, {"least_usd_per_mwh", known(p.least_usd_per_mwh)},
                           {"most_usd_per_mwh", known(p.most_usd_per_mwh)}}}};
}

}  // namespace

Json dispatch_document(const planning::DispatchRun& run) {
  const planning::LoadedScenario& input = run.run.input;
  const std::vector<std::string> names = supply::source_names(input.scenario.supply);
  Json buses = Json::array();
  for (const planning::BusComparison& bus : run.buses) buses.push_back(bus_json(run, bus, names));
  for (std::size_t b = 0; b < run.committed.size(); ++b) buses[b]["whole_units"] = committed_json(run.committed[b], names);
  return {{"format", "gigawatt.dispatch/1"},
          {"version", {{"code", code_version()}, {"input_hash", input.input_hash}, {"catalogue_hash", input.catalogue_hash}}},
          {"campus", input.scenario.name},
          {"title", input.scenario.title},
          {"start", to_string(run.run.simulation.capacity.horizon.start)},
          {"hours", run.run.simulation.capacity.horizon.hours},
          {"curtailment", curtailment_json(run.curtailment)},
          {"buses", std::move(buses)}};
}

}  // namespace gw::report
