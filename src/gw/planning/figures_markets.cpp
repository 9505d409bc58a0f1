// Figures of markets: contracts, carbon in two ways and by the hour, what the tariff binds to.

#include <fmt/format.h>

#include "gw/planning/figures.h"

namespace gw::planning {
namespace {

constexpr double kMonthsPerYear = 12;

void add_carbon(const Run& run, FigureWriter& write) {
  const supply::CarbonAccount& c = run.markets.carbon;
  const std::string location = "co2_t";
  write.simulated("co2_market_t", "Emissions, market-based (contracts by volume)", c.market_t, "t",
                  "residual mix of imports not under contract, and plants on site (docs/supply.md)", {location});
  write.simulated("co2_market_hourly_t", "Emissions, market-based, contracts in their own hour only", c.market_hourly_t, "t",
                  "residual mix of what no contract covers in the hour, and plants on site", {location});
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

void add_contracts(const Run& run, FigureWriter& write) {
  std::vector<std::string> names;
  for (const ContractResult& c : run.markets.contracts) names.push_back(c.name);
  const std::vector<std::string> parts = id_parts(names);
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const ContractResult& c = run.markets.contracts[i];
    const std::string made = write.simulated("contract_mwh_" + parts[i], "Generation under contract " + c.name, c.generation_mwh, "MWh",
                                             "plants of the contract on the campus's weather", {});
    const std::string paid = write.simulated("contract_paid_musd_" + parts[i], "Paid under contract " + c.name, c.paid_usd / 1e6, "MUSD",
                                             "price of the year times generation", {made});
    const std::string worth = write.simulated("contract_value_musd_" + parts[i], "Worth at the grid's price: " + c.name,
                                              c.market_value_usd / 1e6, "MUSD", "hourly price times what is settled", {made});
    write.formula("contract_net_musd_" + parts[i], "Net cost of contract " + c.name, (c.paid_usd - c.market_value_usd) / 1e6, "MUSD",
                  paid + " - " + worth, {paid, worth});
  }
}

void add_tariff(const Run& run, std::size_t i, const std::string& part, const std::string& name, FigureWriter& write) {
  const auto* grid = std::get_if<supply::GridConnection>(&run.input.scenario.supply[i]);
  if (!grid || grid->tariff_term_years + grid->exit_fee_months == 0) return;
  const std::string at = fmt::format("supply[{}].", i);
  const double service = grid->largest_service().in(MW);
  const double month = grid->minimum_take_frac * service * 1e3 * grid->demand_charge_usd_per_kw_month / 1e6;
  const std::string mw = write.simulated("service_mw_" + part, "Largest service of " + name, service, "MW", "largest stage", {});
  const std::string take = write.field("minimum_take_frac_" + part, "Minimum take of " + name, at + "minimum_take_frac");
  const std::string charge = write.field("demand_charge_" + part, "Demand charge of " + name, at + "demand_charge_usd_per_kw_month",
                                         grid->demand_charge_usd_per_kw_month, "USD/kW-month");
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

void add_market_figures(const Run& run, FigureWriter& write) {
  add_carbon(run, write);
  add_contracts(run, write);
  const std::vector<std::string> parts = source_parts(run), names = supply::source_names(run.input.scenario.supply);
  for (std::size_t i = 0; i < parts.size(); ++i) add_tariff(run, i, parts[i], names[i], write);
}

}  // namespace gw::planning
