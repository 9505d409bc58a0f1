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

// IT and facility of each hall: a price per MW of provisioned IT power. IT is priced without the power cap.
struct HallPrices {
  std::string it, facility, construction;
};

// One loop's plant: its price, what it can reject, its tank. Adds the terms to `how`.
void add_loop_price(const cooling::LoopPrice& price, const std::string& loop, const std::string& hall, const std::string& at,
                    std::string& how, std::vector<std::string>& inputs, FigureWriter& write) {
  if (!(price.usd() > 0)) return;
  const std::string usd = write.field("capex_usd_per_kw_" + loop, "Price of the plant of the " + hall,
                                      at + ".plant_capex_usd_per_kw", price.usd_per_kw, "USD/kW");
  const std::string mw = write.simulated("heat_rejection_mw_" + loop, "Heat that the plant of the " + hall + " can reject",
                                         price.installed_kw / 1e3, "MW", "peak heat, margin and spare units (docs/cooling.md)", {});
  how += (how.empty() ? "" : " + ") + usd + " * " + mw;
  inputs.insert(inputs.end(), {usd, mw});
  if (!(price.tank_kwh > 0)) return;
  const std::string each = write.field("capex_usd_per_kwh_" + loop, "Price of its tank", at + ".storage.capex_usd_per_kwh",
                                       price.tank_usd_per_kwh, "USD/kWh");
  const std::string mwh = write.field("tank_mwh_" + loop, "Heat that its tank takes", at + ".storage.energy_mwh",
                                      price.tank_kwh / 1e3, "MWh");
  how += " + " + each + " * " + mwh;
  inputs.insert(inputs.end(), {each, mwh});
}

std::string add_cooling_plant(const Run& run, const economics::CapitalItem& item, const std::string& part,
                              const std::string& construction, FigureWriter& write) {
  const campus::PreparedHall& hall = run.simulation.prepared.halls[item.number];
  const std::string at = fmt::format("halls[{}].cooling", item.number);
  std::string how;
  std::vector<std::string> inputs;
  add_loop_price(hall.plant_price.liquid, "liquid_" + part, "liquid loop of " + hall.name, at + ".liquid", how, inputs, write);
  add_loop_price(hall.plant_price.air, "air_" + part, "air loop of " + hall.name, at + ".air", how, inputs, write);
  inputs.push_back(construction);
  return write.formula("capex_musd_" + part + "_cooling_plant", "Capital: " + item.name, item.cost.in(MUSD), kMillionUsd,
                       fmt::format("({}) / 1000 * {}", how.empty() ? "0" : how, construction), inputs);
}

std::string add_hall_item(const Run& run, const economics::CapitalItem& item, const std::string& part,
                          const HallPrices& prices, FigureWriter& write) {
  if (item.cooling_plant) return add_cooling_plant(run, item, part, prices.construction, write);
  const campus::PreparedHall& hall = run.simulation.prepared.halls[item.number];
  const bool is_it = item.layer == economics::Layer::it;
  const std::string id = "capex_musd_" + part + (is_it ? "_it" : "_facility"), count = "accelerators_" + part;
  const double cost = item.cost.in(MUSD);
  if (is_it && run.input.scenario.economics.capital.it_basis != economics::ItBasis::it_power)
    return write.simulated(id, "Capital: " + item.name, cost, kMillionUsd,
                           "price per accelerator or rack times their number (docs/economics.md)", {count});
  if (is_it) {
    const double watts = hall.uncapped.total().in(W);
    const std::string each = write.simulated("uncapped_w_per_accelerator_" + part, "IT power per accelerator without a cap", watts,
                                             "W", "rack, network, storage and support at full rate (docs/power.md)",
                                             {"tdp_w_" + part});
    const std::string mw = write.formula("uncapped_it_mw_" + part, "IT power without a cap", double(hall.accelerators) * watts / 1e6,
                                         "MW", count + " * " + each + " / 1000000", {count, each});
    return write.formula(id, "Capital: " + item.name, cost, kMillionUsd, prices.it + " * " + mw, {prices.it, mw});
  }
  const std::string mw = "provisioned_it_mw_" + part;
  return write.formula(id, "Capital: " + item.name, cost, kMillionUsd, prices.facility + " * " + mw + " * " + prices.construction,
                       {prices.facility, mw, prices.construction});
}

// Plants, stores and lines: their own prices per kW and kWh.
std::string add_plant_item(const Run& run, const economics::CapitalItem& item, const std::string& part,
                           const std::string& construction, FigureWriter& write) {
  const std::string at = fmt::format("supply[{}]", item.number);
  const supply::Source& source = run.input.scenario.supply[item.number];
  const std::string price = write.field("capex_usd_per_kw_" + part, "Price of " + item.name, at + ".capex_usd_per_kw",
                                        supply::common(source).capex_usd_per_kw, "USD/kW");
  const std::string power = write.simulated("nameplate_mw_" + part, "Nameplate of " + item.name, supply::nameplate(source).in(MW),
                                            "MW", "units times their size, as described", {});
  std::string how = price + " * " + power;
  std::vector<std::string> inputs = {price, power};
  if (const auto* battery = std::get_if<supply::Battery>(&source)) {
    inputs.push_back(write.field("capex_usd_per_kwh_" + part, "Price of stored energy", at + ".capex_energy_usd_per_kwh",
                                 battery->capex_usd_per_kwh, "USD/kWh"));
    inputs.push_back(write.field("energy_capacity_mwh_" + part, "Energy capacity", at + ".energy_mwh", battery->energy.in(MWh), "MWh"));
    how = fmt::format("({} + {} * {})", how, inputs[2], inputs[3]);
  }
  inputs.push_back(construction);
  return write.formula("capex_musd_" + part, "Capital: " + item.name, item.cost.in(MUSD), kMillionUsd,
                       how + " / 1000 * " + construction, inputs);
}

std::string add_facility_price(const Run& run, FigureWriter& write) {
  const std::string whole =
      write.field("facility_capex_musd_per_mw", "Price of the facility per IT power", "economics.capital.facility_capex_musd_per_mw");
  const std::string cooling = write.field("cooling_included_usd_per_kw", "Heat rejection plant within it",
                                          "economics.capital.cooling_included_usd_per_kw");
  return write.simulated("facility_rest_musd_per_mw", "Price of the facility without its heat rejection plant",
                         economics::facility_without_cooling(run.input.scenario.economics.capital).in(MUSD / MW), "MUSD/MW",
                         "facility_capex_musd_per_mw - cooling_included_usd_per_kw / 1000, at least 0", {whole, cooling});
}

std::string add_capital(const Run& run, FigureWriter& write) {
  const std::string construction = add_construction_factor(run, write);
  const HallPrices prices = {
      write.field("it_capex_musd_per_mw", "Price of IT per IT power", "economics.capital.it_capex_musd_per_mw"),
      add_facility_price(run, write),
      construction};
  const std::vector<std::string> halls = hall_parts(run), sources = source_parts(run);
  std::vector<std::vector<std::string>> layers(economics::kLayers);
  for (const economics::CapitalItem& item : run.accounts.inputs.capital) {
    if (!item.depreciable || item.cost <= 0.0 * USD) continue;  // land: below
    const bool of_hall = item.layer == economics::Layer::it || item.layer == economics::Layer::facility;
    layers[std::size_t(item.layer)].push_back(of_hall ? add_hall_item(run, item, halls[item.number], prices, write)
                                                      : add_plant_item(run, item, sources[item.number], construction, write));
  }
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

// Unit costs of energy, and what the cash flow is worth beside its present value.
void add_worth(const Run& run, FigureWriter& write) {
  const economics::CostReport& report = run.accounts.report;
  if (report.on_site_lcoe_usd_per_mwh > 0)
    write.simulated("on_site_lcoe_usd_per_mwh", "Levelised cost of energy generated on site", report.on_site_lcoe_usd_per_mwh,
                    "USD/MWh", "capital charges, operation, fuel and CO2 of plants and stores over their energy",
                    {"on_site_energy_gwh"});
  if (report.annuity.usd_per_it_mwh > 0)
    write.formula("usd_per_it_mwh", "Cost per MWh of IT energy, all costs", report.annuity.usd_per_it_mwh, "USD/MWh",
                  "cost_musd * 1000000 / it_energy_mwh", {"cost_musd", "it_energy_mwh"});
  const economics::CashFlow& flow = run.accounts.cash_flow;
  if (flow.break_even_per_accelerator_hour)
    write.simulated("break_even_usd_per_accelerator_hour", "Break-even price of a used accelerator-hour",
                    flow.break_even_per_accelerator_hour->in(USD), "USD/h",
                    "today's price at which the net present value is 0 with nothing else sold (docs/economics.md)",
                    {"npv_busd"});
  if (!run.input.scenario.economics.revenue.sells()) return;
  if (flow.irr)
    write.simulated("internal_rate_frac", "Internal rate of return (nominal)", *flow.irr, "",
                    "rate at which the net present value is 0", {"npv_busd"});
  if (flow.payback_years)
    write.simulated("payback_years", "Payback time", *flow.payback_years, "years",
                    "until the cumulated cash flow is positive for good", {"npv_busd"});
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
  const bool sells = run.input.scenario.economics.revenue.sells();
  write.simulated("npv_busd", sells ? "Net present value" : "Net present value (no revenue given: costs only)", run.accounts.cash_flow.npv.in(BUSD), "BUSD",
                  "discounted yearly cash flow (docs/economics.md)", {capex, cost, "discount_rate_frac"});
  add_worth(run, write);
}

}  // namespace gw::planning
