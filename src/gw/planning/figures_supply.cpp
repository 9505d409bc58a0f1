// Figures of supply: energy by source, shortage, emissions.

#include <fmt/format.h>

#include "gw/planning/figures.h"

namespace gw::planning {
namespace {

struct Ids {
  std::vector<std::string> grid, on_site, co2, on_site_co2;
  double grid_mwh = 0, on_site_mwh = 0, co2_t = 0, on_site_co2_t = 0;
};

// Heat rates of a plant, and the fuel it burnt.
std::string add_fuel(const supply::ThermalPlant& plant, const supply::SourceTotals& total, const std::string& at,
                     const std::string& part, const std::string& energy, FigureWriter& write) {
  std::vector<std::string> rates = {write.field("heat_rate_mmbtu_per_mwh_" + part, "Heat rate at full load (HHV)",
                                                at + ".heat_rate_mmbtu_per_mwh", plant.heat_rate_mmbtu_per_mwh, "MMBtu/MWh")};
  if (plant.min_load_heat_rate_mmbtu_per_mwh > 0)
    rates.push_back(write.field("min_load_heat_rate_mmbtu_per_mwh_" + part, "Heat rate at minimum load (HHV)",
                                at + ".min_load_heat_rate_mmbtu_per_mwh", plant.min_load_heat_rate_mmbtu_per_mwh, "MMBtu/MWh"));
  rates.push_back(energy);
  if (total.output_mwh <= 0)
    return write.simulated("fuel_mmbtu_" + part, "Fuel (HHV)", total.fuel_mmbtu, "MMBtu", "no-load fuel of running units", rates);
  const std::string mean = write.simulated("mean_heat_rate_mmbtu_per_mwh_" + part, "Heat rate as run (HHV)",
                                           total.fuel_mmbtu / total.output_mwh, "MMBtu/MWh",
                                           "fuel line of the units through both heat rates, by the load of each hour (docs/supply.md)", rates);
  return write.formula("fuel_mmbtu_" + part, "Fuel (HHV)", total.fuel_mmbtu, "MMBtu", energy + " * " + mean, {energy, mean});
}

std::string add_plant_co2(const supply::ThermalPlant& plant, double co2_t, const std::string& at, const std::string& part,
                          const std::string& fuel, FigureWriter& write) {
  const std::string factor = write.field("fuel_kg_per_mmbtu_" + part, "CO2 of the fuel", at + ".fuel_emission_kg_per_mmbtu",
                                         plant.fuel_emission_kg_per_mmbtu, "kg/MMBtu");
  return write.formula("co2_t_" + part, "CO2: " + part, co2_t, "t", fuel + " * " + factor + " / 1000", {fuel, factor});
}

// Location-based.
std::string add_grid_co2(const Run& run, std::size_t i, double co2_t, const std::string& at, const std::string& part,
                         const std::string& energy, FigureWriter& write) {
  const auto& grid = std::get<supply::GridConnection>(run.input.scenario.supply[i]);
  const std::vector<double>& series = run.input.series[i].emission_kg_per_mwh;
  const std::string factor = rate_figure({"emission_kg_per_mwh_" + part, "Emission factor of the grid", "kg/MWh", at + ".emission_kg_per_mwh",
                                          at + ".emission_series", grid.emission_kg_per_mwh, series}, write);
  if (series.empty())
    return write.formula("co2_t_" + part, "CO2: " + part, co2_t, "t", energy + " * " + factor + " / 1000", {energy, factor});
  return write.simulated("co2_t_" + part, "CO2: " + part, co2_t, "t", "hourly energy times emission factor of the hour", {energy, factor});
}

void add_source(const Run& run, std::size_t i, const std::string& name, const std::string& part, Ids& ids,
                FigureWriter& write) {
  const supply::Source& source = run.input.scenario.supply[i];
  const supply::SourceTotals& total = run.simulation.dispatch.sources[i].total;
  const std::string at = fmt::format("supply[{}]", i);
  const std::string energy = write.simulated("energy_mwh_" + part, "Energy from " + name, total.output_mwh, "MWh",
                                             "merit-order dispatch of the facility's load, hour by hour", {"facility_energy_mwh"});
  const bool battery = std::holds_alternative<supply::Battery>(source);
  const bool grid = std::holds_alternative<supply::GridConnection>(source);
  if (!battery) {
    (grid ? ids.grid : ids.on_site).push_back(energy);
    (grid ? ids.grid_mwh : ids.on_site_mwh) += total.output_mwh;
  }
  std::string fuel;
  const supply::ThermalPlant* plant = supply::thermal(source);
  if (plant && total.fuel_mmbtu > 0) fuel = add_fuel(*plant, total, at, part, energy, write);
  if (total.co2_t <= 0) return;
  ids.co2.push_back(plant ? add_plant_co2(*plant, total.co2_t, at, part, fuel, write)
                          : add_grid_co2(run, i, total.co2_t, at, part, energy, write));
  ids.co2_t += total.co2_t;
  if (plant) ids.on_site_co2.push_back(ids.co2.back()), ids.on_site_co2_t += total.co2_t;
}

// Total in GWh as a formula over MWh.
void add_total(const char* id, const char* label, double mwh, const std::vector<std::string>& parts, FigureWriter& write) {
  if (parts.empty()) {
    write.simulated(id, label, 0.0, "GWh", "no such source", {});
    return;
  }
  write.formula(id, label, mwh / 1e3, "GWh", fmt::format("({}) / 1000", fmt::join(parts, " + ")), parts);
}

}  // namespace

void add_supply_figures(const Run& run, FigureWriter& write) {
  Ids ids;
  const std::vector<std::string> names = supply::source_names(run.input.scenario.supply), parts = source_parts(run);
  for (std::size_t i = 0; i < names.size(); ++i) add_source(run, i, names[i], parts[i], ids, write);
  add_total("grid_energy_gwh", "Energy from the grid", ids.grid_mwh, ids.grid, write);
  add_total("on_site_energy_gwh", "Energy generated on site", ids.on_site_mwh, ids.on_site, write);
  const campus::Simulation& simulation = run.simulation;
  const std::string wanted = write.simulated("wanted_mwh", "Facility energy the work asked for", simulation.wanted_mwh, "MWh",
                                             "hourly simulation without limits", {"it_peak_mw"});
  write.simulated("unserved_mwh", "Unserved energy", simulation.unserved_mwh, "MWh",
                  "energy asked for less energy served: compute was shed", {wanted, "facility_energy_mwh"});
  const std::string cooling =
      write.simulated("unserved_cooling_mwh", "Of it, for lack of cooling", simulation.unserved_cooling_mwh,
                      "MWh", "energy asked for less energy served where only cooling limits", {wanted});
  write.formula("unserved_supply_mwh", "Of it, for lack of power",
                simulation.unserved_mwh - simulation.unserved_cooling_mwh, "MWh",
                "unserved_mwh - unserved_cooling_mwh", {"unserved_mwh", cooling});
  write.simulated("cooling_short_h", "Hours in which plants could not carry the heat of all work",
                  simulation.operations.unmet_cooling_hours, "h",
                  "hourly simulation of halls, plants and weather", {});
  write.sum("co2_on_site_t", "Emissions of plants on site (combustion CO2)", ids.on_site_co2_t, "t", ids.on_site_co2);
  const std::string co2 =
      write.sum("co2_t", "Emissions in CO2 equivalent (grid: location-based; plants: combustion CO2)",
                ids.co2_t, "t", ids.co2);
  const double it_mwh = simulation.operations.it_energy_wh.total().in(MW);
  if (it_mwh > 0)
    write.formula("cue_kg_per_kwh",
                  "Carbon usage effectiveness (CUE, ISO/IEC 30134-8: all energy of the campus)",
                  ids.co2_t / it_mwh, "kg/kWh", "co2_t / it_energy_mwh", {co2, "it_energy_mwh"});
}

}  // namespace gw::planning
