// Figures of markets: contracts, carbon in two ways and by the hour, what the tariff binds to.

#include <fmt/format.h>

#include "gw/planning/figures.h"

namespace gw::planning {
namespace {

constexpr double kMonthsPerYear = 12;

// Grid connections among the sources, as the carbon account counts them.
std::vector<std::size_t> connections(const Run& run) {
  std::vector<std::size_t> out;
  for (std::size_t i = 0; i < run.input.scenario.supply.size(); ++i)
    if (std::holds_alternative<supply::GridConnection>(run.input.scenario.supply[i])) out.push_back(i);
  return out;
}

std::vector<std::string> contract_parts(const Run& run) {
  std::vector<std::string> names;
  for (const ContractResult& c : run.markets.contracts) names.push_back(c.name);
  return id_parts(names);
}

// What contracts at a connection made in a calendar year; "" without one.
std::string add_contracted(const Run& run, std::size_t source, const supply::MarketTerm& term, const std::string& key, FigureWriter& write) {
  std::vector<std::string> parts;
  const std::vector<std::string> names = contract_parts(run);
  for (std::size_t c = 0; c < names.size(); ++c)
    if (run.markets.contracts[c].source == source) parts.push_back(fmt::format("contract_year_mwh_{}_{}", names[c], term.year));
  return parts.empty() ? "" : write.sum("contracted_mwh_" + key, "Generation under contract", term.contract_mwh, "MWh", parts);
}

// Market-based emissions of a connection's draw in a calendar year.
std::string add_market_term(const Run& run, std::size_t source, const supply::MarketTerm& term, FigureWriter& write) {
  const auto& grid = std::get<supply::GridConnection>(run.input.scenario.supply[source]);
  const std::string part = source_parts(run)[source], key = fmt::format("{}_{}", part, term.year), at = fmt::format("supply[{}]", source);
  const std::string import = write.simulated("import_mwh_" + key, fmt::format("Drawn in {}", term.year), term.import_mwh, "MWh",
                                             "hours of the calendar year", {"energy_mwh_" + part});
  const std::vector<double> none;
  const std::vector<double>& series = grid.residual_mix_kg_per_mwh ? none : run.input.series[source].emission_kg_per_mwh;
  const std::string rate =
      rate_figure({"residual_kg_per_mwh_" + part, grid.residual_mix_kg_per_mwh ? "Residual mix" : "Residual mix: the location's rate", "kg/MWh",
                   at + (grid.residual_mix_kg_per_mwh ? ".residual_mix_kg_per_mwh" : ".emission_kg_per_mwh"), at + ".emission_series",
                   grid.residual_mix_kg_per_mwh.value_or(grid.emission_kg_per_mwh), series}, write);
  const std::string label = fmt::format("Imports of {} at the residual mix", term.year);
  const std::string all = series.empty()
                              ? write.formula("residual_t_" + key, label, term.residual_t, "t", import + " * " + rate + " / 1000", {import, rate})
                              : write.simulated("residual_t_" + key, label, term.residual_t, "t", "hourly imports times the rate of the hour", {import, rate});
  const std::string contracted = add_contracted(run, source, term, key, write);
  if (contracted.empty() || term.import_mwh <= 0) return all;
  return write.formula("co2_market_t_" + key, fmt::format("Market-based emissions of {} in {}", part, term.year), term.residual_t * term.left_frac,
                       "t", fmt::format("{} * max(0, 1 - {} / {})", all, contracted, import), {all, contracted, import});
}

void add_carbon(const Run& run, FigureWriter& write) {
  const supply::CarbonAccount& c = run.markets.carbon;
  const std::vector<std::size_t> sources = connections(run);
  std::vector<std::string> market;
  for (const supply::MarketTerm& term : c.market_terms) market.push_back(add_market_term(run, sources[term.connection], term, write));
  market.push_back("co2_on_site_t");
  write.sum("co2_market_t", "Emissions, market-based (contracts by volume of each calendar year)", c.market_t, "t", market);
  write.simulated("co2_market_hourly_t", "Emissions, market-based, contracts in their own hour only", c.market_hourly_t, "t",
                  "residual mix of what no contract covers in the hour, and plants on site", market);
  const std::string energy = write.simulated("used_energy_mwh", "Energy used, charging included", c.energy_mwh, "MWh",
                                             "imports and generation on site less export", {"facility_energy_mwh"});
  const std::string free = write.simulated("carbon_free_mwh", "Energy that was carbon-free in its hour", c.carbon_free_mwh, "MWh",
                                           "on site, contracted up to the hour's import, and the grid's share of the rest", {energy});
  if (c.energy_mwh > 0) {
    write.formula("cfe_score_frac", "24/7 carbon-free energy score", c.score_frac, "", free + " / " + energy, {free, energy});
    write.simulated("cfe_volume_frac", "Carbon-free energy matched by volume, without the grid's own", c.volume_frac, "",
                    "made on site and under contract over energy used, at most 1", {energy});
  }
}

// Generation by calendar year, its price, and what it is worth.
void add_contract(const ContractResult& c, std::size_t number, const std::string& part, FigureWriter& write) {
  std::vector<std::string> years;
  for (const ContractYear& at : c.years)
    years.push_back(write.simulated(fmt::format("contract_year_mwh_{}_{}", part, at.year), fmt::format("Generation under contract {} in {}", c.name, at.year),
                                    at.generation_mwh, "MWh", "plants of the contract on the campus's weather", {}));
  const std::string made = write.sum("contract_mwh_" + part, "Generation under contract " + c.name, c.generation_mwh, "MWh", years);
  const std::string price = write.field("contract_price_usd_per_mwh_" + part, "Price of the first year",
                                        fmt::format("contracts[{}].price_usd_per_mwh", number));
  const std::string growth = write.field("contract_escalation_frac_" + part, "Growth of the price, a year",
                                         fmt::format("contracts[{}].escalation_frac", number));
  const std::string paid = write.simulated("contract_paid_musd_" + part, "Paid under contract " + c.name, c.paid_usd / 1e6, "MUSD",
                                           "price of the contract's year times generation", {made, price, growth});
  const std::string used = write.simulated("contract_used_mwh_" + part, "Of it, within the hour's draw of its connection", c.used_mwh, "MWh",
                                           "the lesser of generation and draw in each hour", {made});
  const std::string worth = write.simulated("contract_value_musd_" + part, "Worth at the grid's price: " + c.name,
                                            c.market_value_usd / 1e6, "MUSD", "hourly price times what is settled", {made, used});
  write.formula("contract_net_musd_" + part, "Net cost of contract " + c.name, c.settlement_usd() / 1e6, "MUSD",
                paid + " - " + worth, {paid, worth});
}

void add_tariff(const Run& run, std::size_t i, const std::string& part, const std::string& name, FigureWriter& write) {
  const auto* grid = std::get_if<supply::GridConnection>(&run.input.scenario.supply[i]);
  if (!grid || grid->tariff_term_years + grid->exit_fee_months == 0) return;
  const std::string at = fmt::format("supply[{}].", i);
  const double service = grid->largest_service().in(MW);
  const double month = grid->minimum_take_frac * service * 1e3 * grid->demand_charge_usd_per_kw_month / 1e6;
  const std::string mw = write.simulated("service_mw_" + part, "Largest service of " + name, service, "MW", "largest stage", {});
  const std::string take = write.field("minimum_take_frac_" + part, "Minimum take of " + name, at + "minimum_take_frac");
  const std::string charge = demand_charge_figure(run, i, write);
  const std::string bill = write.formula("minimum_bill_musd_" + part, "Minimum bill of a month: " + name, month, "MUSD",
                                         take + " * " + mw + " * " + charge + " / 1000", {take, mw, charge});
  const std::string ramp = write.field("tariff_ramp_years_" + part, "Ramp", at + "tariff_ramp_years", grid->tariff_ramp_years, "years");
  const std::string term = write.field("tariff_term_years_" + part, "Term", at + "tariff_term_years", grid->tariff_term_years, "years");
  const std::string exit = write.field("exit_fee_months_" + part, "Exit fee", at + "exit_fee_months", grid->exit_fee_months, "months");
  write.formula("tariff_commitment_musd_" + part, "Minimum bills over ramp and term at the largest service: " + name,
                month * kMonthsPerYear * (grid->tariff_ramp_years + grid->tariff_term_years), "MUSD",
                bill + " * 12 * (" + ramp + " + " + term + ")", {bill, ramp, term});
  write.formula("exit_fee_musd_" + part, "Exit fee: " + name, month * grid->exit_fee_months, "MUSD", bill + " * " + exit, {bill, exit});
}

}  // namespace

std::string demand_charge_figure(const Run& run, std::size_t source, FigureWriter& write) {
  const auto& grid = std::get<supply::GridConnection>(run.input.scenario.supply[source]);
  return write.field("demand_charge_" + source_parts(run)[source], "Demand charge of " + supply::source_names(run.input.scenario.supply)[source],
                     fmt::format("supply[{}].demand_charge_usd_per_kw_month", source), grid.demand_charge_usd_per_kw_month, "USD/kW-month");
}

void add_market_figures(const Run& run, FigureWriter& write) {
  const std::vector<std::string> contracts = contract_parts(run);
  for (std::size_t c = 0; c < contracts.size(); ++c) add_contract(run.markets.contracts[c], c, contracts[c], write);
  add_carbon(run, write);
  const std::vector<std::string> parts = source_parts(run), names = supply::source_names(run.input.scenario.supply);
  for (std::size_t i = 0; i < parts.size(); ++i) add_tariff(run, i, parts[i], names[i], write);
}

}  // namespace gw::planning
