// Figures of cost: every line of the annuity view down to fields, and the cost of energy from those that energy costs.

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "gw/economics/annuity.h"
#include "gw/planning/figures.h"

namespace gw::planning {
namespace {

constexpr const char* kMillionUsd = "MUSD";
// A line of less, over all cost, is the rounding of a difference.
constexpr double kNothingFrac = 1e-12;
// Below this the closed form of the capital recovery factor loses digits.
constexpr double kLeastRate = 1e-4;
// Lines of the cost that are the cost of energy, as economics/cost.cpp names them.
constexpr const char* kEnergyLines[] = {"fuel", "plant variable O&M", "plant starts", "plant fixed O&M", "grid energy", "demand charges",
                                        "power contracts", "CO2", "generation capital", "storage capital", "grid capital"};

/// A part of a line; a credit is taken off.
struct Term {
  std::string id;
  bool credit = false;
};
using Terms = std::vector<Term>;

class CostFigures {
 public:
  CostFigures(const Run& run, const CapitalFigures& capital, FigureWriter& write)
      : run_(run), capital_(capital), write_(write), parts_(source_parts(run)), halls_(hall_parts(run)), names_(supply::source_names(run.input.scenario.supply)) {}

  /// Cost of the horizon; its lines' figures.
  std::string add() {
    std::vector<std::string> lines, energy;
    double total = 0;
    for (const economics::CostLine& line : run_.accounts.report.annuity.split) {
      if (abs(line.amount) <= abs(run_.accounts.report.annuity.total) * kNothingFrac) continue;
      total += line.amount.in(MUSD);
      lines.push_back(add_line(line));
      if (std::ranges::find(kEnergyLines, line.name) != std::end(kEnergyLines)) energy.push_back(lines.back());
    }
    write_.sum("energy_cost_musd", "Cost of energy in the horizon", run_.accounts.report.energy_cost.in(MUSD), kMillionUsd, energy);
    return write_.sum("cost_musd", "Cost of the horizon (annuity view)", total, kMillionUsd, lines);
  }

 private:
  std::string at(std::size_t i, const char* key) const { return fmt::format("supply[{}].{}", i, key); }
  std::string energy_id(std::size_t i) const { return "energy_mwh_" + parts_[i]; }
  const supply::SourceTotals& total(std::size_t i) const { return run_.simulation.dispatch.sources[i].total; }
  const supply::Source& source(std::size_t i) const { return run_.input.scenario.supply[i]; }

  std::string add_line(const economics::CostLine& line) {
    const std::string id = "cost_musd_" + id_part(line.name), label = "Cost of the horizon: " + line.name;
    const Terms terms = terms_of(line.name);
    if (terms.empty())
      return write_.simulated(id, label, line.amount.in(MUSD), kMillionUsd, "operating prices by capacity, capital and time (docs/economics.md)",
                              {"capex_musd", "horizon_h"});
    std::string how;
    std::vector<std::string> inputs;
    double sum = 0;  // the line itself may be a difference of large sums, with their rounding
    for (const Term& term : terms) {
      sum += (term.credit ? -1 : 1) * run_.figures.find(term.id)->value;
      how += term.credit ? (how.empty() ? "0 - " : " - ") : (how.empty() ? "" : " + ");
      how += term.id;
      inputs.push_back(term.id);
    }
    return write_.formula(id, label, sum, kMillionUsd, how, inputs);
  }

  Terms terms_of(const std::string& line) {
    if (line == "fuel") return by_source(&CostFigures::fuel);
    if (line == "plant variable O&M") return by_source(&CostFigures::variable_om);
    if (line == "plant starts") return by_source(&CostFigures::starts);
    if (line == "plant fixed O&M") return by_item(&CostFigures::fixed_om);
    if (line == "grid energy") return by_source(&CostFigures::grid_energy);
    if (line == "demand charges") return by_source(&CostFigures::demand);
    if (line == "power contracts") return contracts();
    if (line == "CO2") return priced("co2_t", "co2_usd_per_t", "Price of CO2", "economics.operating.co2_usd_per_t");
    if (line == "water") return priced("water_m3", "water_usd_per_m3", "Price of water", "economics.operating.water_usd_per_m3");
    if (line == "heat sold")
      return priced("heat_reused_mwh", "heat_usd_per_mwh", "Price of heat", "site.heat_network.price_usd_per_mwh", true);
    if (line == "site operation") return site_operation();
    for (int layer = 0; layer < economics::kLayers; ++layer)
      if (line == std::string(economics::to_string(economics::Layer(layer))) + " capital") {
        layer_ = economics::Layer(layer);
        return by_item(&CostFigures::charge);
      }
    return {};
  }

  Terms by_source(void (CostFigures::*add_one)(std::size_t, Terms&)) {
    Terms out;
    for (std::size_t i = 0; i < parts_.size(); ++i) (this->*add_one)(i, out);
    return out;
  }

  Terms by_item(void (CostFigures::*add_one)(std::size_t, Terms&)) {
    Terms out;
    for (std::size_t i = 0; i < run_.accounts.inputs.capital.size(); ++i) (this->*add_one)(i, out);
    return out;
  }

  /// A quantity times a field's price.
  Terms priced(const std::string& quantity, const char* id, const char* label, const char* path, bool credit = false) {
    const std::string price = write_.field(id, label, path);
    const double value = run_.figures.find(quantity)->value * run_.figures.find(price)->value / 1e6;
    return {{write_.formula("priced_musd_" + quantity, std::string(label) + " x quantity", value, kMillionUsd,
                            quantity + " * " + price + " / 1000000", {quantity, price}), credit}};
  }

  void fuel(std::size_t i, Terms& out) {
    const supply::ThermalPlant* plant = supply::thermal(source(i));
    if (!plant || !(total(i).fuel_mmbtu * plant->fuel_price_usd_per_mmbtu > 0)) return;
    const std::string price = write_.field("fuel_price_usd_per_mmbtu_" + parts_[i], "Price of the fuel of " + names_[i],
                                           at(i, "fuel_price_usd_per_mmbtu"), plant->fuel_price_usd_per_mmbtu, "USD/MMBtu");
    const std::string burnt = "fuel_mmbtu_" + parts_[i];
    out.push_back({write_.formula("fuel_musd_" + parts_[i], "Fuel of " + names_[i], total(i).fuel_mmbtu * plant->fuel_price_usd_per_mmbtu / 1e6,
                                  kMillionUsd, burnt + " * " + price + " / 1000000", {burnt, price})});
  }

  void variable_om(std::size_t i, Terms& out) {
    const double price = supply::common(source(i)).variable_om_usd_per_mwh;
    if (std::holds_alternative<supply::GridConnection>(source(i)) || !(total(i).output_mwh * price > 0)) return;
    const std::string rate = variable_rate(i), energy = energy_id(i);
    out.push_back({write_.formula("variable_om_musd_" + parts_[i], "Variable O&M of " + names_[i], total(i).output_mwh * price / 1e6,
                                  kMillionUsd, energy + " * " + rate + " / 1000000", {energy, rate})});
  }

  std::string variable_rate(std::size_t i) {
    return write_.field("variable_om_usd_per_mwh_" + parts_[i], "Variable O&M of " + names_[i], at(i, "variable_om_usd_per_mwh"),
                        supply::common(source(i)).variable_om_usd_per_mwh, "USD/MWh");
  }

  void starts(std::size_t i, Terms& out) {
    const supply::ThermalPlant* plant = supply::thermal(source(i));
    if (!plant || !(total(i).starts * plant->start_cost_usd_per_mw > 0)) return;
    const std::string count = write_.simulated("starts_" + parts_[i], "Starts of units of " + names_[i], total(i).starts, "",
                                               "hourly dispatch", {energy_id(i)});
    const std::string price = write_.field("start_cost_usd_per_mw_" + parts_[i], "Price of a start", at(i, "start_cost_usd_per_mw"),
                                           plant->start_cost_usd_per_mw, "USD/MW");
    const double unit_mw = plant->unit_power.in(MW);
    const std::string size = write_.field("unit_power_mw_" + parts_[i], "Size of a unit", at(i, "unit_power_mw"), unit_mw, "MW");
    out.push_back({write_.formula("starts_musd_" + parts_[i], "Starts of " + names_[i], total(i).starts * plant->start_cost_usd_per_mw * unit_mw / 1e6,
                                  kMillionUsd, fmt::format("{} * {} * {} / 1000000", count, price, size), {count, price, size})});
  }

  /// Of a hall or plant, within the horizon.
  std::string service_years(const economics::CapitalItem& item) {
    const bool of_hall = item.layer == economics::Layer::it || item.layer == economics::Layer::facility;
    const std::string owner = !item.depreciable ? "land" : of_hall ? halls_[item.number] : parts_[item.number];
    const double years = max(Time{}, run_.accounts.inputs.horizon - max(Time{}, item.in_service)).in(year);
    return write_.simulated("service_years_" + owner, "Years in service within the horizon", years, "years",
                            "the first day of service, or the start of the horizon, to the end of the horizon", {"horizon_h"});
  }

  void fixed_om(std::size_t i, Terms& out) {
    const economics::CapitalItem& item = run_.accounts.inputs.capital[i];
    if (!(item.fixed_om.base() > 0)) return;
    const std::size_t number = item.number;
    const std::string price = write_.field("fixed_om_usd_per_kw_year_" + parts_[number], "Fixed O&M of " + item.name,
                                           at(number, "fixed_om_usd_per_kw_year"),
                                           supply::common(source(number)).fixed_om_usd_per_kw_year, "USD/kW-year");
    const std::string power = nameplate_figure(run_, number, write_), years = service_years(item);
    const double musd = item.fixed_om.in(USD / year) * run_.figures.find(years)->value / 1e6;
    out.push_back({write_.formula("fixed_om_musd_" + parts_[number], "Fixed O&M of " + item.name, musd, kMillionUsd,
                                  fmt::format("{} * {} * {} / 1000", price, power, years), {price, power, years})});
  }

  /// Capital of an item of `layer_`, spread over its life with the return on it.
  void charge(std::size_t i, Terms& out) {
    const economics::CapitalItem& item = run_.accounts.inputs.capital[i];
    if (item.layer != layer_ || capital_.items[i].empty()) return;
    const std::string factor = item.depreciable ? recovery_factor(item) : "discount_rate_frac", years = service_years(item);
    const Money charge = economics::annuity_charge(run_.input.scenario.economics, item, run_.accounts.inputs.horizon);
    const std::string id = "charge_of_" + capital_.items[i];
    out.push_back({write_.formula(id, "Capital charge: " + item.name, charge.in(MUSD), kMillionUsd,
                                  fmt::format("{} * {} * {}", capital_.items[i], factor, years), {capital_.items[i], factor, years})});
  }

  std::string recovery_factor(const economics::CapitalItem& item) {
    const std::string layer = economics::to_string(item.layer), rate = "discount_rate_frac";
    const double life = item.life.in(year), r = run_.input.scenario.economics.discount_rate_frac;
    const std::string years = write_.field("life_years_" + layer, "Life: " + layer, fmt::format("economics.lives.{}_years", layer), life, "years");
    const std::string id = "capital_recovery_factor_" + layer, label = "Capital recovery factor: " + layer;
    const double value = economics::capital_recovery_factor(r, life);
    if (r < kLeastRate) return write_.simulated(id, label, value, "1/year", "rate / (1 - (1 + rate)^-life); 1 / life without a rate", {rate, years});
    return write_.formula(id, label, value, "1/year", fmt::format("{0} / (1 - (1 + {0}) ^ (0 - {1}))", rate, years), {rate, years});
  }

  /// Sum over the months of a connection's bill.
  template <class Item>
  double of_bill(std::size_t i, Item item) const {
    double sum = 0;
    for (const BillMonth& month : run_.accounts.bill)
      if (month.source == i) sum += item(month);
    return sum;
  }

  void grid_energy(std::size_t i, Terms& out) {
    const auto* grid = std::get_if<supply::GridConnection>(&source(i));
    if (!grid) return;
    if (total(i).output_mwh > 0) out.push_back({energy_charge(i, *grid)});
    const double exported_musd = of_bill(i, [](const BillMonth& m) { return m.export_usd; }) / 1e6;
    if (!(std::abs(exported_musd) > 0)) return;
    const std::string mwh = write_.simulated("export_mwh_" + parts_[i], "Energy sold over " + names_[i], total(i).export_mwh, "MWh",
                                             "hourly dispatch", {"facility_energy_mwh"});
    const std::string price = export_price(i, *grid, exported_musd * 1e6 / total(i).export_mwh);
    out.push_back({write_.formula("export_revenue_musd_" + parts_[i], "Export revenue: " + names_[i], exported_musd, kMillionUsd,
                                  mwh + " * " + price + " / 1000000", {mwh, price}), true});
  }

  std::string export_price(std::size_t i, const supply::GridConnection& grid, double paid_usd_per_mwh) {
    const std::vector<double>& series = run_.input.series[i].export_price_usd_per_mwh;
    const std::string price = rate_figure({"export_price_usd_per_mwh_" + parts_[i], "Price of exports", "USD/MWh", at(i, "export_price_usd_per_mwh"),
                                           at(i, "export_prices"), grid.export_price_usd_per_mwh, series}, write_);
    if (series.empty()) return price;
    return write_.simulated("export_price_paid_usd_per_mwh_" + parts_[i], "Price paid for exports over " + names_[i], paid_usd_per_mwh, "USD/MWh",
                            "hourly prices weighted by the hour's export; utility_bill.csv has months", {price});
  }

  std::string energy_charge(std::size_t i, const supply::GridConnection& grid) {
    const std::vector<double>& series = run_.input.series[i].energy_price_usd_per_mwh;
    const double usd = of_bill(i, [](const BillMonth& m) { return m.energy_usd; });
    std::vector<std::string> rates = {rate_figure({"energy_price_usd_per_mwh_" + parts_[i], "Price of energy from " + names_[i], "USD/MWh",
                                                   at(i, "energy_price_usd_per_mwh"), at(i, grid.energy_prices.empty() ? "energy_price_usd_per_mwh" : "energy_prices"),
                                                   grid.energy_price_usd_per_mwh, series}, write_)};
    if (grid.variable_om_usd_per_mwh > 0) rates.push_back(variable_rate(i));
    std::string price = fmt::format("({})", fmt::join(rates, " + "));
    if (!series.empty()) {
      if (grid.price_escalation_frac)
        rates.push_back(write_.field("price_escalation_frac_" + parts_[i], "Growth of the price above inflation, a year", at(i, "price_escalation_frac"),
                                     *grid.price_escalation_frac, ""));
      rates = {write_.simulated("energy_price_paid_usd_per_mwh_" + parts_[i], "Price paid for energy from " + names_[i], usd / total(i).output_mwh,
                                "USD/MWh", "hourly prices weighted by the hour's draw; utility_bill.csv has months", rates)};
      price = rates.front();
    }
    std::vector<std::string> inputs = {energy_id(i)};
    inputs.insert(inputs.end(), rates.begin(), rates.end());
    return write_.formula("energy_charge_musd_" + parts_[i], "Energy charge: " + names_[i], usd / 1e6, kMillionUsd,
                          fmt::format("{} * {} / 1000000", inputs.front(), price), inputs);
  }

  /// Demand and capacity charges less the credit for interruptible service.
  void demand(std::size_t i, Terms& out) {
    const auto* grid = std::get_if<supply::GridConnection>(&source(i));
    if (!grid) return;
    if (grid->demand_charge_usd_per_kw_month > 0) {
      std::vector<std::string> inputs = {energy_id(i)};
      if (grid->minimum_take_frac > 0) inputs.push_back(write_.field("minimum_take_frac_" + parts_[i], "Minimum take of " + names_[i], at(i, "minimum_take_frac")));
      if (grid->demand_ratchet_frac > 0) inputs.push_back(write_.field("demand_ratchet_frac_" + parts_[i], "Ratchet of " + names_[i], at(i, "demand_ratchet_frac")));
      const std::string kw_months =
          write_.simulated("billed_demand_kw_months_" + parts_[i], "Billed demand of " + names_[i],
                           of_bill(i, [](const BillMonth& m) { return m.demand.billed_mw * 1e3 * m.demand.billed_frac(); }), "kW-months",
                           "largest hour of each month, the minimum take or the ratchet, by the part of the month billed (utility_bill.csv)", inputs);
      out.push_back({product("demand_charge_musd_", "Demand charge: ", i, kw_months, demand_charge_figure(run_, i, write_))});
    }
    if (grid->capacity_charge_usd_per_kw_year > 0)
      out.push_back({product("capacity_charge_musd_", "Capacity charge: ", i,
                             kw_years("service_kw_years_", "Service of ", "service of each hour", i,
                                      of_bill(i, [](const BillMonth& m) { return m.demand.capacity_usd; }) / grid->capacity_charge_usd_per_kw_year),
                             write_.field("capacity_charge_usd_per_kw_year_" + parts_[i], "Price of service", at(i, "capacity_charge_usd_per_kw_year"),
                                          grid->capacity_charge_usd_per_kw_year, "USD/kW-year"))});
    if (grid->interruptible && grid->interruptible->credit_usd_per_kw_year > 0)
      out.push_back({product("interruptible_credit_musd_", "Credit for interruptible service: ", i,
                             kw_years("interruptible_kw_years_", "Interruptible service of ", "service of each hour less the firm level", i,
                                      of_bill(i, [](const BillMonth& m) { return m.demand.credit_usd; }) / grid->interruptible->credit_usd_per_kw_year),
                             write_.field("interruptible_credit_usd_per_kw_year_" + parts_[i], "Credit", at(i, "interruptible.credit_usd_per_kw_year"),
                                          grid->interruptible->credit_usd_per_kw_year, "USD/kW-year")),
                     true});
  }

  std::string kw_years(const char* id, const char* label, const char* how, std::size_t i, double value) {
    return write_.simulated(id + parts_[i], label + names_[i], value, "kW-years", how, {"horizon_h"});
  }

  /// Quantity times price of a source, in millions.
  std::string product(const char* id, const char* label, std::size_t i, const std::string& quantity, const std::string& price) {
    return write_.formula(id + parts_[i], label + names_[i], run_.figures.find(quantity)->value * run_.figures.find(price)->value / 1e6,
                          kMillionUsd, quantity + " * " + price + " / 1000000", {quantity, price});
  }

  Terms contracts() {
    std::vector<std::string> names;
    for (const ContractResult& contract : run_.markets.contracts) names.push_back(contract.name);
    Terms out;
    for (const std::string& part : id_parts(names)) out.push_back({"contract_net_musd_" + part});
    return out;
  }

  Terms site_operation() {
    const std::string years = write_.simulated("it_capacity_mw_years", "IT power provisioned, over its time in service",
                                               run_.accounts.inputs.it_capacity_energy.in(MW * year), "MW-years",
                                               "halls energised within the horizon, by their days", {"it_provisioned_mw", "horizon_h"});
    const std::string price = write_.field("site_operation_musd_per_mw_year", "Operation but energy, per IT power",
                                           "economics.operating.fixed_musd_per_mw_year",
                                           run_.input.scenario.economics.operating.fixed.in(MUSD / (MW * year)), "MUSD/MW-year");
    return {{write_.formula("site_operation_musd", "Site operation", run_.figures.find(years)->value * run_.figures.find(price)->value,
                            kMillionUsd, years + " * " + price, {years, price})}};
  }

  const Run& run_;
  const CapitalFigures& capital_;
  FigureWriter& write_;
  const std::vector<std::string> parts_, halls_, names_;
  economics::Layer layer_ = economics::Layer::it;  // whose charges are being added
};

}  // namespace

std::string add_cost_figures(const Run& run, const CapitalFigures& capital, FigureWriter& write) {
  return CostFigures(run, capital, write).add();
}

}  // namespace gw::planning
