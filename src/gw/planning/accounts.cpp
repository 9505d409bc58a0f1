#include "gw/planning/accounts.h"

#include <algorithm>
#include <span>

#include "gw/base/sum.h"
#include "gw/cooling/plant_price.h"

namespace gw::planning {
namespace {

using economics::Layer;

// Time from the horizon's start to a date; negative before it.
Time since_start(const Scenario& scenario, Date date) {
  return double(days_since_epoch(date) - days_since_epoch(scenario.horizon.start)) * day;
}

bool served_in_horizon(const Scenario& scenario, Date date) {
  return since_start(scenario, date) < double(scenario.horizon.hours()) * hour;
}

economics::StageQuantities stage_of(const Scenario& scenario, std::size_t number, const campus::PreparedHall& prepared) {
  const campus::Hall& hall = scenario.halls[number];
  economics::StageQuantities stage;
  stage.name = hall.name;
  stage.number = number;
  stage.in_service = since_start(scenario, hall.energised);
  stage.it_power = prepared.design_it;
  // A cap makes halls and plants smaller, not accelerators cheaper.
  stage.uncapped_it_power = double(prepared.accelerators) * prepared.uncapped.total();
  stage.accelerators = double(hall.accelerators());
  stage.racks = double(hall.racks);
  stage.cooling_plant = cooling::plant_price(prepared.plant).usd() * USD;
  if (hall.accelerator) stage.accelerator_price_usd = hall.accelerator->price_usd;
  return stage;
}

economics::PlantQuantities plant_of(const Scenario& scenario, std::size_t number, const std::string& name) {
  const supply::Source& source = scenario.supply[number];
  const supply::SourceCommon& common = supply::common(source);
  economics::PlantQuantities plant;
  plant.name = name;
  plant.number = number;
  plant.in_service = since_start(scenario, supply::in_service_on(source, scenario.horizon.start));
  plant.power = supply::nameplate(source);
  plant.capex_usd_per_kw = common.capex_usd_per_kw;
  plant.fixed_om_usd_per_kw_year = common.fixed_om_usd_per_kw_year;
  if (const auto* battery = std::get_if<supply::Battery>(&source)) {
    plant.layer = Layer::storage;
    plant.energy = battery->energy;
    plant.capex_usd_per_kwh = battery->capex_usd_per_kwh;
  }
  if (std::holds_alternative<supply::GridConnection>(source)) plant.layer = Layer::grid;
  return plant;
}

economics::CampusQuantities quantities(const Scenario& scenario, const campus::Simulation& simulation) {
  economics::CampusQuantities out;
  for (std::size_t h = 0; h < scenario.halls.size(); ++h)
    if (served_in_horizon(scenario, scenario.halls[h].energised))
      out.stages.push_back(stage_of(scenario, h, simulation.prepared.halls[h]));
  const std::vector<std::string> names = supply::source_names(scenario.supply);
  for (std::size_t i = 0; i < scenario.supply.size(); ++i)
    if (served_in_horizon(scenario, supply::in_service_on(scenario.supply[i], scenario.horizon.start)))
      out.plants.push_back(plant_of(scenario, i, names[i]));
  return out;
}

// Sum of hours [from, to) of a series; an empty series is zero.
double part_of(const std::vector<double>& series, int from, int to) {
  if (series.empty()) return 0;
  return sum_of(std::span(series).subspan(std::size_t(from), std::size_t(to - from)));
}

// What was simulated, with the utility's bills laid over the hours: asked for year by year.
struct Ledger {
  const Scenario& scenario;
  const campus::Simulation& simulation;
  std::vector<std::vector<double>> utility_usd;  // by source and hour; empty for what is not a grid connection
  std::vector<double> contract_usd;              // net, by hour; empty = no contract
  double used_hours = 0;                         // as used_hours() of the horizon
};

// Cost of one source's operation: fuel, variable O&M and starts, or imported energy and what else the utility bills.
void add_operation(const Ledger& ledger, std::size_t number, int from, int to, economics::CostInputs& inputs) {
  const supply::Source& source = ledger.scenario.supply[number];
  const supply::SourceDispatch& done = ledger.simulation.dispatch.sources[number];
  const Money cost = part_of(done.cost_usd, from, to) * USD;
  const Mass co2 = part_of(done.co2_kg, from, to) * kg;
  inputs.co2 += co2;
  if (std::holds_alternative<supply::GridConnection>(source)) {
    inputs.grid_energy += cost;
    inputs.demand_charges += part_of(ledger.utility_usd[number], from, to) * USD;
    return;
  }
  const double output_mwh = part_of(done.output_mw, from, to);
  const supply::ThermalPlant* plant = supply::thermal(source);
  const Money fuel = plant ? part_of(done.fuel_mmbtu, from, to) * plant->fuel_price_usd_per_mmbtu * USD : 0.0 * USD;
  const Money variable = output_mwh * supply::common(source).variable_om_usd_per_mwh * USD;
  inputs.fuel += fuel;
  inputs.variable_om += variable;
  inputs.start_costs += cost - fuel - variable;
  inputs.co2_on_site += co2;
  if (!std::holds_alternative<supply::Battery>(source)) inputs.on_site_energy += output_mwh * MWh;
}

double used_hours(const campus::Hourly& hourly, int from, int to) {
  double sum = 0;
  for (int h = from; h < to; ++h) sum += hourly.job_accelerators[std::size_t(h)] * hourly.running_frac[std::size_t(h)];
  return sum;
}

// Accelerator-hours installed, given to jobs and run; tokens; energy and water of hours [from, to).
void add_work(const Ledger& ledger, int from, int to, economics::CostInputs& inputs) {
  const campus::Hourly& hourly = ledger.simulation.operations.hourly;
  for (const campus::PreparedHall& hall : ledger.simulation.prepared.halls)
    inputs.accelerator_hours_available += double(hall.accelerators) * std::max(0, to - std::max(from, hall.energised_hour));
  // An hour's accelerators are those at its beginning: the sum over the horizon, by event, sets the level.
  const campus::AcceleratorHours& exact = ledger.simulation.operations.accelerator_hours;
  const double share = ledger.used_hours > 0 ? used_hours(hourly, from, to) / ledger.used_hours : 0;
  inputs.accelerator_hours_used = share * (exact.installed - exact.idle - exact.shed);
  inputs.water_m3 = part_of(hourly.water_kg, from, to) / 1e3;
  if (const auto& network = ledger.scenario.site.heat_network)
    inputs.heat_sales = part_of(hourly.reused_heat_mw, from, to) * network->price_usd_per_mwh * USD;
  inputs.it_energy = part_of(hourly.it_mw, from, to) * MWh;
  inputs.facility_energy = part_of(hourly.facility_mw, from, to) * MWh;
  inputs.tokens = part_of(hourly.tokens, from, to);
}

Ledger ledger_of(const Scenario& scenario, const campus::Simulation& simulation, const Markets& markets) {
  Ledger out{scenario, simulation, std::vector<std::vector<double>>(scenario.supply.size()), {}};
  for (const ContractResult& contract : markets.contracts) {
    out.contract_usd.resize(contract.net_usd.size(), 0.0);
    for (std::size_t h = 0; h < contract.net_usd.size(); ++h) out.contract_usd[h] += contract.net_usd[h];
  }
  for (std::size_t i = 0; i < scenario.supply.size(); ++i)
    if (const auto* grid = std::get_if<supply::GridConnection>(&scenario.supply[i]))
      out.utility_usd[i] = utility_charges_usd(*grid, simulation.dispatch.sources[i].output_mw, scenario.horizon.start);
  out.used_hours = used_hours(simulation.operations.hourly, 0, scenario.horizon.hours());
  return out;
}

// What hours [from, to) of the horizon used and made. Capital keeps its dates, counted from `from`.
economics::CostInputs cost_inputs(const Ledger& ledger, int from, int to) {
  economics::CostInputs inputs;
  economics::CampusQuantities built = quantities(ledger.scenario, ledger.simulation);
  inputs.horizon = double(to - from) * hour;
  for (economics::StageQuantities& stage : built.stages) stage.in_service -= double(from) * hour;
  for (economics::PlantQuantities& plant : built.plants) plant.in_service -= double(from) * hour;
  inputs.capital = economics::capital_plan(ledger.scenario.economics, built);
  inputs.it_capacity_energy = economics::it_capacity_energy(built, inputs.horizon);
  for (std::size_t i = 0; i < ledger.scenario.supply.size(); ++i) add_operation(ledger, i, from, to, inputs);
  inputs.contracts = part_of(ledger.contract_usd, from, to) * USD;
  add_work(ledger, from, to, inputs);
  return inputs;
}

// Every year of the horizon by itself; a part of a year at its end is scaled to a year.
std::vector<economics::OperatingYear> operating_years(const Ledger& ledger) {
  const int hours = ledger.scenario.horizon.hours(), a_year = int(year.in(hour));
  std::vector<economics::OperatingYear> out;
  for (int from = 0; from < hours; from += a_year) {
    const int to = std::min(hours, from + a_year);
    const economics::CostInputs inputs = cost_inputs(ledger, from, to);
    const double factor = double(a_year) / (to - from);
    out.push_back({economics::cost_report(ledger.scenario.economics, inputs).opex * factor,
                   inputs.accelerator_hours_used * factor, inputs.tokens * factor});
  }
  return out;
}

}  // namespace

Accounts account(const Scenario& scenario, const campus::Simulation& simulation, const Markets& markets) {
  Accounts out;
  const Ledger ledger = ledger_of(scenario, simulation, markets);
  out.inputs = cost_inputs(ledger, 0, scenario.horizon.hours());
  out.bill = utility_bill(scenario, simulation, markets);
  out.report = economics::cost_report(scenario.economics, out.inputs);
  out.years = operating_years(ledger);
  out.cash_flow = economics::cash_flow(scenario.economics, out.inputs, out.report, out.years);
  return out;
}

}  // namespace gw::planning
