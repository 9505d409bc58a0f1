#include "gw/planning/run.h"

#include <fmt/format.h>

#include <cmath>

#include "gw/planning/accounts.h"
#include "gw/planning/binding.h"
#include "gw/planning/figures.h"
#include "gw/planning/spare_hardware.h"

namespace gw::planning {
namespace {

// A sum as a balance: what it was made of, and that plus how far the other way to it is off.
void add_balance(std::string name, Money volume, Money difference, Run& run) {
  run.simulation.balances.push_back({std::move(name), volume.in(USD), (volume + difference).in(USD), "USD"});
}

// Operation year by year against operation of the whole horizon: a part of a year counts for its part.
void add_years_balance(const Scenario& scenario, Run& run) {
  Money by_year;
  Time left = double(scenario.horizon.hours()) * hour;
  for (const economics::OperatingYear& at : run.accounts.years) {
    by_year += at.operating * (min(left, year) / year);
    left -= year;
  }
  add_balance("money: operation by year and in all", run.accounts.report.opex, by_year - run.accounts.report.opex, run);
}

// The bill month by month, and contracts year by year, against the lines of the cost: the same money by other ways. The
// volume is gross, since a net may be next to nothing.
void add_bill_balances(Run& run) {
  const economics::CostInputs& lines = run.accounts.inputs;
  double energy = 0, exported = 0, charges = 0, credit = 0, by_month = 0, by_year = 0, paid = 0, worth = 0;
  for (const BillMonth& month : run.accounts.bill) {
    energy += month.energy_usd, exported += month.export_usd, by_month += month.contract_usd;
    charges += month.demand.net_usd() + month.demand.credit_usd, credit += month.demand.credit_usd;
  }
  for (const ContractResult& contract : run.markets.contracts) {
    paid += contract.paid_usd, worth += contract.market_value_usd;
    for (const ContractYear& at : contract.years) by_year += at.settlement_usd();
  }
  const Money gross = (std::abs(paid) + std::abs(worth)) * USD;
  add_balance("money: utility bill and grid energy", (std::abs(energy) + std::abs(exported)) * USD,
              (energy - exported) * USD - lines.grid_energy, run);
  add_balance("money: utility bill and demand charges", (charges + credit) * USD,
              (charges - credit) * USD - lines.demand_charges, run);
  add_balance("money: utility bill and power contracts", gross, by_month * USD - lines.contracts, run);
  add_balance("money: contracts by year and in all", gross, by_year * USD - lines.contracts, run);
}

void add_money_balances(const Scenario& scenario, Run& run) {
  const economics::CostReport& report = run.accounts.report;
  add_balance("money: cost and its parts", report.annuity.total, economics::balance_residual(report), run);
  add_years_balance(scenario, run);
  add_bill_balances(run);
  for (economics::MoneyCheck& check :
       economics::money_checks(scenario.economics, run.accounts.inputs.capital, run.accounts.cash_flow))
    add_balance("money, " + check.name, check.volume, check.difference, run);
}

bool check_balances(const Run& run, Diagnostics& diagnostics) {
  bool good = true;
  for (const campus::Balance& balance : run.simulation.balances) {
    if (balance.holds()) continue;
    good = false;
    diagnostics.error("GW4001", {run.input.file, 0, 0}, "",
                      fmt::format("{} does not balance: {:.12g} in, {:.12g} out {}", balance.name, balance.in, balance.out,
                                  balance.unit),
                      "this is a defect of gigawatt: please report it");
  }
  return good;
}

void add_issues(const LoadedScenario& input, const campus::Simulation& simulation, Diagnostics& diagnostics) {
  for (const campus::Issue& issue : simulation.issues) diagnostics.add(place_issue(input.document, issue));
}

}  // namespace

RunOutcome run_scenario(const std::string& path, const RunOptions& options) {
  RunOutcome out;
  auto loaded = load_scenario(path, options.load);
  out.diagnostics = loaded.diagnostics;
  if (!loaded) {
    out.status = RunStatus::bad_input;
    return out;
  }
  Run run;
  run.seed = options.seed;
  run.load = options.load;
  run.input = std::move(*loaded);
  const Scenario& scenario = run.input.scenario;
  run.simulation = campus::simulate(scenario, run.input.weather, run.input.price_series(),
                                    {.seed = options.seed, .threads = options.threads,
                                     .co2_price_usd_per_kg = scenario.economics.operating.co2.in(USD / kg),
                                     .progress = options.progress});
  add_issues(run.input, run.simulation, out.diagnostics);
  if (!run.simulation.ok()) {
    out.status = run.simulation.cancelled ? RunStatus::cancelled : RunStatus::bad_input;
    return out;
  }
  for (const campus::Issue& issue : spare_issues(scenario, run.simulation))
    out.diagnostics.add(place_issue(run.input.document, issue));
  run.markets = markets_of(scenario, run.input.series, run.input.weather, run.simulation, run.seed);
  for (const campus::Issue& issue : contract_warnings(scenario, run.markets))
    out.diagnostics.add(place_issue(run.input.document, issue));
  run.accounts = account(scenario, run.simulation, run.markets);
  run.make_up = make_up_water(scenario, run.simulation);
  add_money_balances(scenario, run);
  if (!check_balances(run, out.diagnostics)) {
    out.status = RunStatus::failed;
    return out;
  }
  for (const auto* warnings : {&run.accounts.report.warnings, &run.accounts.cash_flow.warnings})
    for (const std::string& warning : *warnings)
      out.diagnostics.add(place_issue(run.input.document, {"GW2500", "economics", warning, "", true}));
  build_figures(run);
  run.binding = binding_constraint(run);
  out.run = std::move(run);
  return out;
}

}  // namespace gw::planning
