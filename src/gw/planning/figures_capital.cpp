// Figures of capital: every item by its price, layers, the total.

#include <fmt/format.h>

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

std::string add_hall_item(const Run& run, const economics::CapitalItem& item, const std::string& part,
                          const HallPrices& prices, FigureWriter& write) {
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
      write.field("facility_capex_musd_per_mw", "Price of the facility per IT power", "economics.capital.facility_capex_musd_per_mw"),
      construction};
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
