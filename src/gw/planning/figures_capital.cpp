// Figures of capital: every item by its price, layers, the total.

#include <fmt/format.h>

#include "gw/cooling/plant_price.h"
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
  if (price.outdoor_air_kw > 0) {
    const std::string outdoor = write.simulated("outdoor_air_heat_mw_" + loop, "Heat that outdoor air can take of the " + hall,
                                                price.outdoor_air_kw / 1e3, "MW", "peak heat of the loop", {});
    how += fmt::format(" + {} * {}", cooling::kAirEconomiserCapexUsdPerKw, outdoor);
    inputs.push_back(outdoor);
  }
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
  const cooling::PlantPrice price = cooling::plant_price(hall.plant);
  const std::string at = fmt::format("halls[{}].cooling", item.number);
  std::string how;
  std::vector<std::string> inputs;
  add_loop_price(price.liquid, "liquid_" + part, "liquid loop of " + hall.name, at + ".liquid", how, inputs, write);
  add_loop_price(price.air, "air_" + part, "air loop of " + hall.name, at + ".air", how, inputs, write);
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
  const std::string power = nameplate_figure(run, item.number, write);
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

}  // namespace

std::string nameplate_figure(const Run& run, std::size_t source, FigureWriter& write) {
  const std::string name = supply::source_names(run.input.scenario.supply)[source];
  return write.simulated("nameplate_mw_" + source_parts(run)[source], "Nameplate of " + name,
                         supply::nameplate(run.input.scenario.supply[source]).in(MW), "MW", "units times their size, as described", {});
}

CapitalFigures add_capital_figures(const Run& run, FigureWriter& write) {
  CapitalFigures out;
  out.items.resize(run.accounts.inputs.capital.size());
  const std::string construction = add_construction_factor(run, write);
  const HallPrices prices = {
      write.field("it_capex_musd_per_mw", "Price of IT per IT power", "economics.capital.it_capex_musd_per_mw"),
      add_facility_price(run, write), construction};
  const std::vector<std::string> halls = hall_parts(run), sources = source_parts(run);
  const std::vector<economics::CapitalItem>& items = run.accounts.inputs.capital;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (items[i].cost <= 0.0 * USD) continue;
    const bool of_hall = items[i].layer == economics::Layer::it || items[i].layer == economics::Layer::facility;
    out.items[i] = !items[i].depreciable ? write.field("capex_musd_land", "Capital: land", "economics.capital.land_musd")
                   : of_hall             ? add_hall_item(run, items[i], halls[items[i].number], prices, write)
                                         : add_plant_item(run, items[i], sources[items[i].number], construction, write);
  }
  std::vector<std::string> totals;
  double total = 0;
  for (int l = 0; l < economics::kLayers; ++l) {
    double musd = 0;
    std::vector<std::string> parts;
    for (std::size_t i = 0; i < items.size(); ++i)
      if (int(items[i].layer) == l && !out.items[i].empty()) musd += items[i].cost.in(MUSD), parts.push_back(out.items[i]);
    if (parts.empty()) continue;
    const std::string name = economics::to_string(economics::Layer(l));
    totals.push_back(write.sum("capex_musd_layer_" + name, "Capital: " + name, musd, kMillionUsd, parts));
    total += musd;
  }
  out.total = write.sum("capex_musd", "Capital", total, kMillionUsd, totals);
  write.formula("capex_busd", "Capital", total / 1e3, "BUSD", "capex_musd / 1000", {out.total});
  return out;
}

}  // namespace gw::planning
