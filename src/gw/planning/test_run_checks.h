#pragma once
// Test support: what holds of any run.

#include <cmath>

#include "gw/planning/figures.h"
#include "gw/planning/test_files.h"

namespace gw::planning::test {

/// Of a figure that must be there.
inline double value(const Run& run, const std::string& id) {
  const Figure* figure = run.figures.find(id);
  REQUIRE_MESSAGE(figure, id);
  return figure->value;
}

/// Every formula of the book gives its value from its inputs' values.
inline void check_formulas(const Run& run) {
  int evaluated = 0;
  for (const Figure& figure : run.figures.all()) {
    CHECK_MESSAGE(std::isfinite(figure.value), figure.id);
    if (!figure.evaluable) continue;
    ++evaluated;
    std::map<std::string, double> inputs;
    for (const std::string& input : figure.inputs) inputs[input] = value(run, input);
    const double again = evaluate_formula(figure.how, inputs);
    INFO(figure.id << " = " << figure.how);
    CHECK(again == doctest::Approx(figure.value).epsilon(1e-9));
  }
  CHECK(evaluated > 20);
}

/// A figure worked out again from what no formula makes: fields and what a simulation gave.
inline double from_leaves(const Run& run, const std::string& id) {
  const Figure& figure = *run.figures.find(id);
  if (!figure.evaluable) return figure.value;
  std::map<std::string, double> inputs;
  for (const std::string& input : figure.inputs) inputs[input] = from_leaves(run, input);
  return evaluate_formula(figure.how, inputs);
}

/// Cost of energy and market-based emissions are sums whose parts are explained, down to leaves.
inline void check_explained(const Run& run) {
  double parts_musd = 0;
  for (const std::string& part : run.figures.find("energy_cost_musd")->inputs) {
    CHECK_MESSAGE(run.figures.find(part)->evaluable, part);
    parts_musd += from_leaves(run, part);
  }
  const double mwh = run.accounts.inputs.facility_energy.in(MWh);
  CHECK(parts_musd * 1e6 / mwh == doctest::Approx(value(run, "energy_usd_per_mwh")).epsilon(1e-9));
  CHECK(from_leaves(run, "energy_usd_per_mwh") == doctest::Approx(run.accounts.report.energy_usd_per_mwh).epsilon(1e-9));
  double market_t = 0;
  for (const std::string& part : run.figures.find("co2_market_t")->inputs) market_t += from_leaves(run, part);
  CHECK(market_t == doctest::Approx(run.markets.carbon.market_t).epsilon(1e-9));
  CHECK(value(run, "co2_market_t") == doctest::Approx(market_t).epsilon(1e-9));
  CHECK(from_leaves(run, "cost_musd") == doctest::Approx(run.accounts.report.annuity.total.in(MUSD)).epsilon(1e-9));
}

/// Of an operating line.
inline double cost_line(const Run& run, const std::string& name) {
  for (const economics::CostLine& line : run.accounts.report.operating)
    if (line.name == name) return line.amount.in(USD);
  FAIL(name);
  return 0;
}

/// Sums of the bill are the lines of the cost, to the cent.
inline void check_bill(const Run& run) {
  constexpr double kCent = 0.01;
  double energy = 0, demand = 0, contracts = 0, mwh = 0, exported = 0;
  for (const BillMonth& m : run.accounts.bill) {
    energy += m.energy_usd - m.export_usd;
    demand += m.demand.demand_usd + m.demand.top_up_usd + m.demand.ratchet_usd + m.demand.capacity_usd - m.demand.credit_usd;
    contracts += m.contract_usd;
    mwh += m.import_mwh, exported += m.export_mwh;
  }
  CHECK(std::abs(energy - cost_line(run, "grid energy")) < kCent);
  CHECK(std::abs(demand - cost_line(run, "demand charges")) < kCent);
  CHECK(std::abs(contracts - cost_line(run, "power contracts")) < kCent);
  double drawn = 0, away = 0;
  for (std::size_t i = 0; i < run.simulation.dispatch.sources.size(); ++i)
    if (std::holds_alternative<supply::GridConnection>(run.input.scenario.supply[i])) {
      drawn += run.simulation.dispatch.sources[i].total.output_mwh;
      away += run.simulation.dispatch.sources[i].total.export_mwh;
    }
  CHECK(mwh == doctest::Approx(drawn));
  CHECK(exported == doctest::Approx(away));
}

}  // namespace gw::planning::test
