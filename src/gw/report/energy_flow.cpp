#include "gw/report/energy_flow.h"

#include <nlohmann/json.hpp>
#include <numeric>
#include <set>
#include <string>

namespace gw::report {
namespace {

using Json = nlohmann::ordered_json;

class Flow {
 public:
  void node(const std::string& id, const std::string& label, int column) {
    if (seen_.insert(id).second) nodes_.push_back({{"id", id}, {"label", label}, {"column", column}});
  }
  void link(const std::string& from, const std::string& to, double mwh) {
    if (mwh > 0) links_.push_back({{"from", from}, {"to", to}, {"value", mwh / 1e3}});
  }
  Json json() { return {{"unit", "GWh"}, {"nodes", nodes_}, {"links", links_}}; }

 private:
  Json nodes_ = Json::array(), links_ = Json::array();
  std::set<std::string> seen_;
};

double sum(const std::vector<double>& v) { return std::accumulate(v.begin(), v.end(), 0.0); }

void add_sources(const planning::Run& run, Flow& flow) {
  const std::vector<std::string> names = supply::source_names(run.input.scenario.supply);
  for (std::size_t i = 0; i < names.size(); ++i) {
    const supply::SourceTotals& total = run.simulation.dispatch.sources[i].total;
    const std::string id = "source:" + names[i], bus = "bus:" + supply::common(run.input.scenario.supply[i]).bus;
    if (total.output_mwh <= 0 && total.charge_mwh <= 0) continue;
    flow.node(id, names[i], 0);
    flow.node(bus, bus.substr(4) + " bus", 1);
    // A battery gives back less than it took: its losses are the difference.
    flow.link(id, bus, total.charge_mwh > 0 ? std::max(0.0, total.output_mwh - total.charge_mwh) : total.output_mwh);
    if (total.charge_mwh > total.output_mwh) {
      flow.node("storage_loss", "Storage", 2);
      flow.link(bus, "storage_loss", total.charge_mwh - total.output_mwh);
    }
    if (total.export_mwh > 0) {
      flow.node("export", "Export", 2);
      flow.link(bus, "export", total.export_mwh);
    }
  }
}

void add_facility(const planning::Run& run, Flow& flow) {
  const campus::Hourly& hourly = run.simulation.operations.hourly;
  flow.node("facility", "Facility", 2);
  for (const campus::BusLoadSeries& bus : run.simulation.operations.buses)
    flow.link("bus:" + bus.bus, "facility", sum(bus.facility_mw));
  flow.node("it", "IT", 3);
  flow.node("cooling", "Cooling", 3);
  flow.node("losses", "Conversion losses", 3);
  flow.link("facility", "it", sum(hourly.it_mw));
  flow.link("facility", "cooling", sum(hourly.cooling_mw));
  flow.link("facility", "losses", sum(hourly.electrical_loss_mw));
}

void add_it(const planning::Run& run, Flow& flow) {
  const power::ItPower& it = run.simulation.operations.it_energy_wh;
  const Power rack = it.nics + it.scale_up_switches + it.fans + it.pumps + it.supply_loss;
  const std::pair<const char*, Power> parts[] = {{"Accelerators", it.accelerators}, {"Hosts", it.host},
                                                 {"NICs, NVLink, fans, supplies", rack},
                                                 {"Network", it.network}, {"Storage and support", it.storage + it.support}};
  for (const auto& [label, power] : parts) {
    flow.node(label, label, 4);
    flow.link("it", label, power.in(MW));
  }
}

void add_work(const planning::Run& run, Flow& flow) {
  const campus::AcceleratorHours& hours = run.simulation.operations.accelerator_hours;
  const double energy = run.simulation.operations.it_energy_wh.accelerators.in(MW);
  if (hours.installed <= 0) return;
  // Accelerator energy is split by accelerator-hours: shares of time, since power differs little between work kept
  // and work redone.
  const std::pair<const char*, double> uses[] = {
      {"Tokens (goodput)", hours.goodput}, {"Steady jobs", hours.steady},
      {"Checkpoints, lost work, restarts", hours.checkpoint + hours.lost_work + hours.recovery + hours.planned},
      {"Idle and spare", hours.idle + hours.shed}};
  for (const auto& [label, used] : uses) {
    if (used <= 0) continue;
    flow.node(label, label, 5);
    flow.link("Accelerators", label, energy * used / hours.installed);
  }
}

}  // namespace

Json energy_flow(const planning::Run& run) {
  Flow flow;
  add_sources(run, flow);
  add_facility(run, flow);
  add_it(run, flow);
  add_work(run, flow);
  return flow.json();
}

}  // namespace gw::report
