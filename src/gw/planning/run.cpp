#include "gw/planning/run.h"

#include <fmt/format.h>

#include "gw/planning/accounts.h"
#include "gw/planning/binding.h"
#include "gw/planning/figures.h"

namespace gw::planning {
namespace {

void add_money_balance(const Scenario& scenario, Run& run) {
  const economics::CostReport& report = run.accounts.report;
  const Money residual = max(economics::balance_residual(report),
                             economics::balance_residual(scenario.economics, run.accounts.cash_flow));
  const double total = report.annuity.total.in(USD);
  run.simulation.balances.push_back({"money: totals and parts", total, total + residual.in(USD), "USD"});
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
  run.input = std::move(*loaded);
  const Scenario& scenario = run.input.scenario;
  run.simulation = campus::simulate(scenario, run.input.weather, run.input.price_series(),
                                    {.seed = options.seed, .threads = options.threads, .progress = options.progress});
  add_issues(run.input, run.simulation, out.diagnostics);
  if (!run.simulation.ok()) {
    out.status = run.simulation.cancelled ? RunStatus::cancelled : RunStatus::bad_input;
    return out;
  }
  run.accounts = account(scenario, run.simulation);
  add_money_balance(scenario, run);
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
