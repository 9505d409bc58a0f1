// Figures of money: capital by layer, cost of the horizon, unit costs.

#include <fmt/format.h>

#include <algorithm>

#include "gw/economics/annuity.h"
#include "gw/planning/figures.h"

namespace gw::planning {
namespace {

constexpr const char* kMillionUsd = "MUSD";

// What construction financing adds; 1 when everything is built overnight.
std::string add_construction_factor(const Run& run, FigureWriter& write) {
  const economics::Economics& e = run.input.scenario.economics;
  const std::string rate = write.field("discount_rate_frac", "Discount rate (nominal)", "economics.discount_rate_frac");
  const std::string years = write.field("construction_years", "Construction time", "economics.construction_years");
  return write.simulated("construction_factor", "Cost of money during construction",
                         economics::construction_factor(e.discount_rate_frac, e.construction.in(year)), "",
                         "((1 + rate)^years - 1) / (years ln(1 + rate)); 1 when built overnight", {rate, years});
}

// IT and facility of each hall: a price per MW of provisioned IT power.
void add_hall_capital(const Run& run, const std::string& construction, std::vector<std::string>& it,
                      std::vector<std::string>& facility, FigureWriter& write) {
  const economics::CapitalPrices& prices = run.input.scenario.economics.capital;
  const std::string it_price = write.field("it_capex_musd_per_mw", "Price of IT per IT power", "economics.capital.it_capex_musd_per_mw");
  const std::string facility_price = write.field("facility_capex_musd_per_mw", "Price of the facility per IT power",
                                                 "economics.capital.facility_capex_musd_per_mw");
  for (const economics::CapitalItem& item : run.accounts.inputs.capital) {
    for (const campus::PreparedHall& hall : run.simulation.prepared.halls) {
      if (item.name != hall.name + " IT" && item.name != hall.name + " facility") continue;
      const std::string part = id_part(hall.name), id = "capex_musd_" + id_part(item.name);
      const std::string count = "accelerators_" + part;
      const std::string each = "provisioned_w_per_accelerator_" + part;
      const double watts = hall.provisioned.total().in(W);
      const std::string mw = write.formula("provisioned_it_mw_" + part, "IT power provisioned", double(hall.accelerators) * watts / 1e6,
                                           "MW", count + " * " + each + " / 1000000", {count, each});
      const bool is_it = item.layer == economics::Layer::it;
      if (!is_it)
        facility.push_back(write.formula(id, "Capital: " + item.name, item.cost.in(MUSD), kMillionUsd,
                                         facility_price + " * " + mw + " * " + construction, {facility_price, mw, construction}));
      else if (prices.it_basis == economics::ItBasis::it_power)
        it.push_back(write.formula(id, "Capital: " + item.name, item.cost.in(MUSD), kMillionUsd, it_price + " * " + mw, {it_price, mw}));
      else
        it.push_back(write.simulated(id, "Capital: " + item.name, item.cost.in(MUSD), kMillionUsd,
                                     "price per accelerator or rack times their number (docs/economics.md)", {count}));
    }
  }
}

// Plants, stores and lines: their own prices per kW and kWh.
void add_plant_capital(const Run& run, const std::string& construction, std::vector<std::vector<std::string>>& layers,
                       FigureWriter& write) {
  const std::vector<std::string> names = supply::source_names(run.input.scenario.supply);
  for (const economics::CapitalItem& item : run.accounts.inputs.capital) {
    const auto found = std::ranges::find(names, item.name);
    if (found == names.end() || int(item.layer) < int(economics::Layer::generation) || item.cost <= 0.0 * USD) continue;
    const std::size_t i = std::size_t(found - names.begin());
    const std::string at = fmt::format("supply[{}]", i), part = id_part(item.name);
    const supply::Source& source = run.input.scenario.supply[i];
    const std::string price = write.field("capex_usd_per_kw_" + part, "Price of " + item.name, at + ".capex_usd_per_kw",
                                          supply::common(source).capex_usd_per_kw, "USD/kW");
    const double mw = supply::nameplate(source).in(MW);
    const std::string power = write.simulated("nameplate_mw_" + part, "Nameplate of " + item.name, mw, "MW", "units times their size, as described", {});
    std::string how = price + " * " + power;
    std::vector<std::string> inputs = {price, power};
    if (const auto* battery = std::get_if<supply::Battery>(&source)) {
      inputs.push_back(write.field("capex_usd_per_kwh_" + part, "Price of stored energy", at + ".capex_usd_per_kwh", battery->capex_usd_per_kwh, "USD/kWh"));
      inputs.push_back(write.field("energy_capacity_mwh_" + part, "Energy capacity", at + ".energy_mwh", battery->energy.in(MWh), "MWh"));
      how = fmt::format("({} + {} * {})", how, inputs[2], inputs[3]);
    }
    inputs.push_back(construction);
    layers[std::size_t(item.layer)].push_back(write.formula("capex_musd_" + part, "Capital: " + item.name, item.cost.in(MUSD), kMillionUsd,
                                                            how + " / 1000 * " + construction, inputs));
  }
}

std::string add_capital(const Run& run, FigureWriter& write) {
  const std::string construction = add_construction_factor(run, write);
  std::vector<std::vector<std::string>> layers(economics::kLayers);
  add_hall_capital(run, construction, layers[0], layers[1], write);
  add_plant_capital(run, construction, layers, write);
  std::vector<std::string> totals;
  double total = 0;
  for (int l = 0; l < economics::kLayers; ++l) {
    double musd = 0;
    for (const economics::CapitalItem& item : run.accounts.inputs.capital)
      if (int(item.layer) == l) musd += item.cost.in(MUSD);
    if (l == int(economics::Layer::facility) && run.input.scenario.economics.capital.land > 0.0 * USD)
      layers[1].push_back(write.field("capex_musd_land", "Capital: land", "economics.capital.land_musd"));
    if (layers[std::size_t(l)].empty()) continue;
    const std::string name = economics::to_string(economics::Layer(l));
    totals.push_back(write.sum("capex_musd_layer_" + name, "Capital: " + name, musd, kMillionUsd, layers[std::size_t(l)]));
    total += musd;
  }
  const std::string capex = write.sum("capex_musd", "Capital", total, kMillionUsd, totals);
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
                                    "annuity of capital within the horizon, or operation (docs/economics.md)", {"capex_musd", "facility_energy_mwh"}));
  }
  return write.sum("cost_musd", "Cost of the horizon (annuity view)", total, kMillionUsd, parts);
}

}  // namespace

void add_money_figures(const Run& run, FigureWriter& write) {
  const std::string capex = add_capital(run, write);
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
  const economics::Revenue& revenue = run.input.scenario.economics.revenue;
  const bool sells = revenue.per_accelerator_hour || revenue.per_million_tokens;
  write.simulated("npv_busd", sells ? "Net present value" : "Net present value (no revenue given: costs only)", run.accounts.cash_flow.npv.in(BUSD), "BUSD",
                  "discounted yearly cash flow (docs/economics.md)", {capex, cost, "discount_rate_frac"});
}

}  // namespace gw::planning
