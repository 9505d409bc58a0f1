#include "gw/report/energy_flow.h"

#include <map>

#include "gw/report/test_run.h"

namespace gw::report {
namespace {

using doctest::Approx;
using namespace test;

struct Balance {
  double in = 0, out = 0;
};

std::map<std::string, Balance> nodes_of(const Json& flow) {
  std::map<std::string, Balance> nodes;
  for (const Json& node : flow["nodes"]) nodes[node["id"]];
  for (const Json& link : flow["links"]) {
    REQUIRE(nodes.contains(link["from"]));
    REQUIRE(nodes.contains(link["to"]));
    CHECK(link["value"].get<double>() > 0);
    nodes[link["from"]].out += link["value"].get<double>();
    nodes[link["to"]].in += link["value"].get<double>();
  }
  return nodes;
}

// What flows into a node that passes energy on flows out of it.
void check_conserves(const Json& flow) {
  int inner = 0;
  double sources = 0, ends = 0;
  for (const auto& [id, node] : nodes_of(flow)) {
    INFO(id);
    if (node.in > 0 && node.out > 0) {
      ++inner;
      CHECK(node.in == Approx(node.out).epsilon(1e-9));
    } else {
      sources += node.out, ends += node.in;
    }
  }
  CHECK(inner >= 4);  // a bus, the facility, IT, accelerators
  CHECK(sources == Approx(ends).epsilon(1e-9));
}

}  // namespace

TEST_CASE("the flow conserves energy at every inner node: one service") { check_conserves(energy_flow(tiny_report())); }

TEST_CASE("the flow conserves energy at every inner node: plant, solar, battery, shortage, two jobs") {
  check_conserves(energy_flow(rich_report()));
}

TEST_CASE("residual shortage and dumped energy have their nodes") {
  planning::Run run = tiny_report();
  supply::BusDispatch& bus = run.simulation.dispatch.buses[0];
  bus.unserved_mwh = 5, bus.dumped_mwh = 2;
  run.simulation.dispatch.sources[0].total.output_mwh -= 3;
  const Json flow = energy_flow(run);
  check_conserves(flow);
  auto nodes = nodes_of(flow);
  CHECK(nodes.at("unserved").out == Approx(0.005));
  CHECK(nodes.at("dumped").in == Approx(0.002));
}

TEST_CASE("the last column is energy by what was done with it") {
  const planning::Run& run = rich_report();
  auto nodes = nodes_of(energy_flow(run));
  const campus::Operations& o = run.simulation.operations;
  CHECK(nodes.at("Tokens (goodput)").in == Approx(o.job_energy_wh[0].kept.in(GW)));
  CHECK(nodes.at("Steady jobs").in == Approx(o.job_energy_wh[1].it.accelerators.in(GW)));
  CHECK(nodes.at("Idle and spare").in == Approx(o.idle_energy_wh.accelerators.in(GW)));
  CHECK(nodes.at("Accelerators").in == Approx(o.it_energy_wh.accelerators.in(GW)));
}

TEST_CASE("columns rise along every link") {
  const Json flow = energy_flow(rich_report());
  std::map<std::string, int> column;
  for (const Json& node : flow["nodes"]) column[node["id"]] = node["column"];
  for (const Json& link : flow["links"]) CHECK(column.at(link["from"]) < column.at(link["to"]));
  CHECK(flow["unit"] == "GWh");
}

}  // namespace gw::report
