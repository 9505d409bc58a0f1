#include "gw/report/energy_flow.h"

#include <nlohmann/json.hpp>
#include <set>
#include <string>

#include "gw/base/sum.h"

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


// A battery gives back less than it took: only the difference comes from or goes to storage.
void add_source(const std::string& name, const std::string& bus, const supply::SourceTotals& total, Flow& flow) {
  const double net_mwh = total.output_mwh - total.charge_mwh;
  if (net_mwh > 0) {
    flow.node("source:" + name, name, 0);
    flow.link("source:" + name, bus, net_mwh);
  } else if (net_mwh < 0) {
    flow.node("storage_loss", "Storage", 2);
    flow.link(bus, "storage_loss", -net_mwh);
  }
  if (total.export_mwh > 0) {
    flow.node("export", "Export", 2);
    flow.link(bus, "export", total.export_mwh);
  }
}

void add_supply(const planning::Run& run, Flow& flow) {
  const supply::Dispatch& dispatch = run.simulation.dispatch;
  for (const supply::BusDispatch& bus : dispatch.buses) {
    const std::string id = "bus:" + bus.bus;
    flow.node(id, bus.bus + " bus", 1);
    if (bus.unserved_mwh > 0) flow.node("unserved", "Not served", 0);
    flow.link("unserved", id, bus.unserved_mwh);
    if (bus.dumped_mwh > 0) flow.node("dumped", "Load bank", 2);
    flow.link(id, "dumped", bus.dumped_mwh);
  }
  const std::vector<std::string> names = supply::source_names(run.input.scenario.supply);
  for (std::size_t i = 0; i < names.size(); ++i)
    add_source(names[i], "bus:" + supply::common(run.input.scenario.supply[i]).bus, dispatch.sources[i].total, flow);
}

void add_facility(const planning::Run& run, Flow& flow) {
  const campus::Hourly& hourly = run.simulation.operations.hourly;
  flow.node("facility", "Facility", 2);
  for (const campus::BusLoadSeries& bus : run.simulation.operations.buses)
    flow.link("bus:" + bus.bus, "facility", sum_of(bus.facility_mw));
  flow.node("it", "IT", 3);
  flow.node("cooling", "Cooling", 3);
  flow.node("losses", "Conversion losses", 3);
  flow.link("facility", "it", sum_of(hourly.it_mw));
  flow.link("facility", "cooling", sum_of(hourly.cooling_mw));
  flow.link("facility", "losses", sum_of(hourly.electrical_loss_mw));
  if (sum_of(hourly.other_mw) > 0) flow.node("other", "Lighting, offices", 3);
  flow.link("facility", "other", sum_of(hourly.other_mw));
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

// Energy of the accelerators by what they did with it.
void add_work(const planning::Run& run, Flow& flow) {
  const campus::Operations& operations = run.simulation.operations;
  Power kept, redone, steady;
  for (std::size_t j = 0; j < operations.job_energy_wh.size(); ++j) {
    const campus::JobEnergy& job = operations.job_energy_wh[j];
    const bool trains = run.simulation.prepared.jobs[j].trains;
    if (trains) kept += job.kept, redone += job.it.accelerators - job.kept;
    else steady += job.it.accelerators;
  }
  const std::pair<const char*, Power> uses[] = {{"Tokens (goodput)", kept},
                                                {"Steady jobs", steady},
                                                {"Checkpoints, lost work, restarts", redone},
                                                {"Idle and spare", operations.idle_energy_wh.accelerators}};
  for (const auto& [label, energy] : uses) {
    if (energy <= 0.0 * W) continue;
    flow.node(label, label, 5);
    flow.link("Accelerators", label, energy.in(MW));
  }
}

}  // namespace

Json energy_flow(const planning::Run& run) {
  Flow flow;
  add_supply(run, flow);
  add_facility(run, flow);
  add_it(run, flow);
  add_work(run, flow);
  return flow.json();
}

}  // namespace gw::report
