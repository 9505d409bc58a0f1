// Figures of money: capital by layer, cost of the horizon, unit costs.

#include "gw/planning/figures.h"

namespace gw::planning {
namespace {

constexpr const char* kMillionUsd = "MUSD";

std::string add_capital(const Run& run, FigureWriter& write) {
  std::vector<std::string> layers;
  double total = 0;
  for (int l = 0; l < economics::kLayers; ++l) {
    double layer_musd = 0;
    std::vector<std::string> items;
    for (const economics::CapitalItem& item : run.accounts.inputs.capital) {
      if (int(item.layer) != l || item.cost <= 0.0 * USD) continue;
      layer_musd += item.cost.in(MUSD);
      items.push_back(write.simulated("capex_musd_" + id_part(item.name), "Capital: " + item.name, item.cost.in(MUSD),
                                      kMillionUsd, "price times quantity (docs/economics.md)", {}));
    }
    if (items.empty()) continue;
    const std::string name = economics::to_string(economics::Layer(l));
    layers.push_back(write.sum("capex_musd_layer_" + name, "Capital: " + name, layer_musd, kMillionUsd, items));
    total += layer_musd;
  }
  const std::string capex = write.sum("capex_musd", "Capital", total, kMillionUsd, layers);
  write.formula("capex_busd", "Capital", total / 1e3, "BUSD", "capex_musd / 1000", {capex});
  return capex;
}

// The annuity view: capital charges and operation of the horizon.
std::string add_cost(const Run& run, FigureWriter& write) {
  std::vector<std::string> parts;
  double total = 0;
  for (const economics::CostLine& line : run.accounts.report.annuity.split) {
    if (line.amount <= 0.0 * USD && line.amount >= 0.0 * USD) continue;
    total += line.amount.in(MUSD);
    parts.push_back(write.simulated("cost_musd_" + id_part(line.name), "Cost of the horizon: " + line.name, line.amount.in(MUSD), kMillionUsd,
                                    "annuity of capital within the horizon, or operation (docs/economics.md)", {}));
  }
  return write.sum("cost_musd", "Cost of the horizon (annuity view)", total, kMillionUsd, parts);
}

}  // namespace

void add_money_figures(const Run& run, FigureWriter& write) {
  add_capital(run, write);
  const std::string cost = add_cost(run, write);
  const economics::CostReport& report = run.accounts.report;
  const double musd = run.figures.find(cost)->value;
  const double hours = run.accounts.inputs.accelerator_hours_available;
  const std::string available = write.simulated("accelerator_hours", "Accelerator-hours installed", hours, "h",
                                                "accelerators energised, summed over hours", {"accelerators"});
  if (hours > 0)
    write.formula("usd_per_accelerator_hour", "Cost per accelerator-hour installed", musd * 1e6 / hours, "USD/h",
                  cost + " * 1000000 / " + available, {cost, available});
  const double tokens = run.accounts.inputs.tokens;
  if (tokens > 0)
    write.formula("usd_per_million_training_tokens", "Cost per million training tokens", musd * 1e6 / tokens * 1e6, "USD",
                  cost + " * 1000000 / tokens_trained * 1000000", {cost, "tokens_trained"});
  write.simulated("energy_usd_per_mwh", "Cost of energy", report.energy_usd_per_mwh, "USD/MWh",
                  "fuel, grid, demand charges, operation and capital of plants over facility energy", {"facility_energy_mwh"});
  write.simulated("npv_busd", "Net present value", run.accounts.cash_flow.npv.in(BUSD), "BUSD",
                  "discounted yearly cash flow (docs/economics.md)", {"capex_musd"});
}

}  // namespace gw::planning
