#include "gw/planning/accounts.h"

#include <algorithm>
#include <cmath>
#include <numeric>

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
  if (hall.accelerator) stage.accelerator_price_usd = hall.accelerator->price_usd;
  return stage;
}

economics::PlantQuantities plant_of(const Scenario& scenario, std::size_t number, const std::string& name) {
  const supply::Source& source = scenario.supply[number];
  const supply::SourceCommon& common = supply::common(source);
  economics::PlantQuantities plant;
  plant.name = name;
  plant.number = number;
  plant.in_service = since_start(scenario, common.online);
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
    if (served_in_horizon(scenario, supply::common(scenario.supply[i]).online))
      out.plants.push_back(plant_of(scenario, i, names[i]));
  return out;
}

// Cost of one source's operation: fuel, variable O&M and starts, or imported energy.
void add_operation(const supply::Source& source, const supply::SourceTotals& total, economics::CostInputs& inputs) {
  const Money cost = total.cost_usd * USD;
  if (std::holds_alternative<supply::GridConnection>(source)) {
    inputs.grid_energy += cost;
    return;
  }
  const supply::ThermalPlant* plant = supply::thermal(source);
  const Money fuel = plant ? total.fuel_mmbtu * plant->fuel_price_usd_per_mmbtu * USD : 0.0 * USD;
  const Money variable = total.output_mwh * supply::common(source).variable_om_usd_per_mwh * USD;
  inputs.fuel += fuel;
  inputs.variable_om += variable;
  inputs.start_costs += cost - fuel - variable;
  inputs.co2_on_site += total.co2_t * tonne;
  if (!std::holds_alternative<supply::Battery>(source)) inputs.on_site_energy += total.output_mwh * MWh;
}

}  // namespace

double demand_charges_usd(const supply::GridConnection& grid, const std::vector<double>& output_mw, Date start) {
  double usd = 0, peak_mw = 0;
  const auto bill_month = [&](std::size_t last_hour) {
    const Date day = date_from_days(days_since_epoch(start) + std::int64_t(last_hour / 24));
    const double service_mw = grid.service_on(day).in(MW);
    usd += std::max(peak_mw, grid.minimum_take_frac * service_mw) * 1e3 * grid.demand_charge_usd_per_kw_month;
    peak_mw = 0;
  };
  for (std::size_t h = 0; h < output_mw.size(); ++h) {
    peak_mw = std::max(peak_mw, output_mw[h]);
    const std::int64_t day_number = days_since_epoch(start) + std::int64_t(h / 24);
    const bool last_hour_of_day = h % 24 == 23;
    const bool month_ends = last_hour_of_day && date_from_days(day_number).month != date_from_days(day_number + 1).month;
    if (month_ends || h + 1 == output_mw.size()) bill_month(h);
  }
  const double years = double(output_mw.size()) / year.in(hour);
  return usd + grid.largest_service().in(kW) * grid.capacity_charge_usd_per_kw_year * years;
}

Accounts account(const Scenario& scenario, const campus::Simulation& simulation) {
  Accounts out;
  economics::CostInputs& inputs = out.inputs;
  const economics::CampusQuantities built = quantities(scenario, simulation);
  inputs.horizon = double(scenario.horizon.hours()) * hour;
  inputs.capital = economics::capital_plan(scenario.economics, built);
  inputs.it_capacity_energy = economics::it_capacity_energy(built, inputs.horizon);
  for (std::size_t i = 0; i < scenario.supply.size(); ++i) {
    const supply::SourceDispatch& source = simulation.dispatch.sources[i];
    add_operation(scenario.supply[i], source.total, inputs);
    inputs.co2 += source.total.co2_t * tonne;
    if (const auto* grid = std::get_if<supply::GridConnection>(&scenario.supply[i]))
      inputs.demand_charges += demand_charges_usd(*grid, source.output_mw, scenario.horizon.start) * USD;
  }
  const campus::Operations& operations = simulation.operations;
  inputs.water_m3 = operations.water.total_kg() / 1e3;
  inputs.it_energy = operations.it_energy_wh.total() * hour;
  inputs.facility_energy = simulation.facility_mwh * MWh;
  const campus::AcceleratorHours& hours = operations.accelerator_hours;
  inputs.accelerator_hours_available = hours.installed;
  inputs.accelerator_hours_used = hours.installed - hours.idle - hours.shed;
  inputs.tokens = std::accumulate(operations.job_tokens.begin(), operations.job_tokens.end(), 0.0);
  out.report = economics::cost_report(scenario.economics, inputs);
  out.cash_flow = economics::cash_flow(scenario.economics, inputs, out.report);
  return out;
}

}  // namespace gw::planning
