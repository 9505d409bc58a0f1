// Figures of money: unit costs, worth.

#include "gw/planning/figures.h"

namespace gw::planning {
namespace {

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
  const CapitalFigures capital = add_capital_figures(run, write);
  const std::string cost = add_cost_figures(run, capital, write);
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
  const economics::CostReport& report = run.accounts.report;
  if (run.accounts.inputs.facility_energy > 0.0 * MWh)
    write.formula("energy_usd_per_mwh", "Cost of energy", report.energy_usd_per_mwh, "USD/MWh",
                  "energy_cost_musd * 1000000 / facility_energy_mwh", {"energy_cost_musd", "facility_energy_mwh"});
  const bool sells = run.input.scenario.economics.revenue.sells();
  write.simulated("npv_busd", sells ? "Net present value" : "Net present value (no revenue given: costs only)", run.accounts.cash_flow.npv.in(BUSD), "BUSD",
                  "discounted yearly cash flow (docs/economics.md)", {capital.total, cost, "discount_rate_frac"});
  add_worth(run, write);
}

}  // namespace gw::planning
