// Figures of power, energy, cooling and water.

#include <algorithm>

#include "gw/base/sum.h"
#include "gw/planning/figures.h"

namespace gw::planning {
namespace {

constexpr const char* kSummed = "hourly simulation of halls, jobs and weather, summed over the horizon";

// What IT power is made of: accelerators, and the power provisioned for them.
const std::vector<std::string> kPerAccelerator = {"accelerators", "it_provisioned_mw"};

std::string add_it_energy(const Run& run, FigureWriter& write) {
  const power::ItPower& it = run.simulation.operations.it_energy_wh;
  const std::vector<std::pair<const char*, Power>> parts = {
      {"accelerators", it.accelerators}, {"host", it.host},       {"nics", it.nics},
      {"scale_up_switches", it.scale_up_switches}, {"fans", it.fans}, {"pumps", it.pumps},
      {"power_supply_loss", it.supply_loss}, {"network", it.network}, {"storage", it.storage}, {"support", it.support}};
  std::vector<std::string> ids;
  for (const auto& [name, power] : parts)
    if (power > 0.0 * W)
      ids.push_back(write.simulated(std::string("it_") + name + "_mwh", std::string("IT energy: ") + name, power.in(MW),
                                    "MWh", kSummed, kPerAccelerator));
  return write.sum("it_energy_mwh", "IT energy", it.total().in(MW), "MWh", ids);
}

void add_water(const Run& run, FigureWriter& write) {
  const campus::WaterUse& water = run.simulation.operations.water;
  const std::string evaporated = write.simulated("water_evaporated_m3", "Water evaporated", water.evaporated_kg / 1e3, "m3", kSummed, {"it_energy_mwh"});
  const std::string drift = write.simulated("water_drift_m3", "Water lost as drift", water.drift_kg / 1e3, "m3", kSummed, {"it_energy_mwh"});
  const std::string blowdown = write.simulated("water_blowdown_m3", "Water blown down", water.blowdown_kg / 1e3, "m3", kSummed, {"it_energy_mwh"});
  const double m3 = water.evaporated_kg / 1e3 + water.drift_kg / 1e3 + water.blowdown_kg / 1e3;
  write.sum("water_m3", "Water withdrawn on site", m3, "m3", {evaporated, drift, blowdown});
  const double it_mwh = run.simulation.operations.it_energy_wh.total().in(MW);
  if (it_mwh > 0)
    write.formula("wue_l_per_kwh", "Water usage effectiveness (WUE)", m3 / it_mwh, "L/kWh", "water_m3 / it_energy_mwh",
                  {"water_m3", "it_energy_mwh"});
}

// Flows that pipes are sized by.
void add_make_up(const Run& run, FigureWriter& write) {
  constexpr double kSecondsPerHour = 3600, kLitresPerM3 = 1000;
  std::vector<std::string> halls;
  const std::vector<std::string> parts = hall_parts(run);
  for (std::size_t h = 0; h < parts.size() && h < run.make_up.hall_m3_per_h.size(); ++h)
    if (run.make_up.hall_m3_per_h[h] > 0)
      halls.push_back(write.simulated("make_up_design_m3_per_h_" + parts[h], "Largest make-up water flow of " + run.input.scenario.halls[h].name,
                                      run.make_up.hall_m3_per_h[h], "m3/h",
                                      "evaporation, drift and blowdown with all racks at provisioned power, in the worst of design weather and "
                                      "the weather's hours: sizes pipes", {"provisioned_it_mw_" + parts[h]}));
  const std::string design = write.sum("make_up_design_m3_per_h", "Largest make-up water flow at provisioned power: sizes pipes",
                                       run.make_up.design_m3_per_h, "m3/h", halls);
  const std::string peak = write.simulated("make_up_peak_m3_per_h", "Make-up water flow of the horizon's largest hour", run.make_up.peak_m3_per_h,
                                           "m3/h", "largest hour of the simulation, as the jobs ran", {"water_m3"});
  for (const auto& [flow, m3_per_h] : {std::pair{design, run.make_up.design_m3_per_h}, std::pair{peak, run.make_up.peak_m3_per_h}}) {
    const std::string id = flow.substr(0, flow.find("_m3_per_h")) + "_l_per_s";
    write.formula(id, flow == design ? "The same in L/s: at provisioned power" : "The same in L/s: largest hour of the horizon",
                  m3_per_h * kLitresPerM3 / kSecondsPerHour, "L/s", flow + " * 1000 / 3600", {flow});
  }
}

// Boundary of ISO/IEC 30134-6: heat is metered where it leaves the campus; the heat pump is inside, its energy part of the
// facility's.
void add_heat(const Run& run, FigureWriter& write) {
  if (!run.input.scenario.site.heat_network) return;
  const campus::Operations& operations = run.simulation.operations;
  const std::string wanted = write.simulated("heat_wanted_mwh", "Heat asked for by the network", operations.heat_wanted_mwh,
                                             "MWh", "demand by the hour's dry bulb, summed over the horizon", {});
  const std::string reused = write.simulated("heat_reused_mwh", "Heat delivered to the network", operations.heat_delivered_mwh,
                                             "MWh", kSummed, {wanted, "it_energy_mwh"});
  const double facility_mwh = sum_of(operations.hourly.facility_mw);
  if (facility_mwh > 0)
    write.formula("erf", "Energy reuse factor (ERF)", operations.heat_delivered_mwh / facility_mwh, "",
                  "heat_reused_mwh / facility_energy_mwh", {reused, "facility_energy_mwh"});
}

// Halls that outdoor air may enter: an economiser's dampers close in such hours, halls with nothing else take it as it is.
void add_outdoor_air(const Run& run, FigureWriter& write) {
  const auto takes_it = [](const campus::Hall& hall) {
    return hall.cooling.air.economiser || std::holds_alternative<cooling::DirectAir>(hall.cooling.air.plant);
  };
  if (std::ranges::none_of(run.input.scenario.halls, takes_it)) return;
  const campus::Operations& operations = run.simulation.operations;
  write.simulated("outdoor_air_too_moist_h", "Hall-hours with outdoor air above the highest dew point", operations.too_moist_hours, "h", kSummed, {});
  write.simulated("outdoor_air_too_dry_h", "Hall-hours with outdoor air below the least dew point, and no humidifying", operations.too_dry_hours, "h", kSummed, {});
}

// Partial PUE of the cooling sub-system [ISO/IEC 30134-2]; hours by the share of heat that leaves without
// compressors.
void add_cooling(const Run& run, double it_mwh, double cooling_mwh, FigureWriter& write) {
  if (it_mwh > 0)
    write.formula("ppue_cooling", "Partial PUE of cooling (pPUE)", (it_mwh + cooling_mwh) / it_mwh, "",
                  "(it_energy_mwh + cooling_energy_mwh) / it_energy_mwh",
                  {"it_energy_mwh", "cooling_energy_mwh"});
  constexpr double kAll = 1 - 1e-9;
  double full = 0, partial = 0;
  for (const double share : run.simulation.operations.hourly.free_cooling_frac)
    full += share >= kAll, partial += share > 0 && share < kAll;
  write.simulated("economiser_full_h", "Hours in which all heat leaves without compressors", full, "h",
                  kSummed, {});
  write.simulated("economiser_partial_h", "Hours in which part of the heat does", partial, "h", kSummed, {});
  add_outdoor_air(run, write);
}

void add_tanks(const Run& run, FigureWriter& write) {
  const campus::HeatBook& book = run.simulation.operations.heat;
  if (!(book.tank_begin > 0)) return;
  const std::vector<std::string> from = {"it_energy_mwh"};
  const std::string begin = write.simulated("tank_begin_mwh", "Heat that the cooling tanks can take, at the start", book.tank_begin, "MWh", "energy of every tank: each begins full", from);
  const std::string charged = write.simulated("tank_charged_mwh", "Heat that the plants took off the tanks", book.tank_charged, "MWh", kSummed, from);
  const std::string given = write.simulated("tank_given_mwh", "Heat that the tanks took off the loops", book.tank_given, "MWh", kSummed, from);
  const std::string gain = write.simulated("tank_gain_mwh", "Heat that the tanks took from their surroundings", book.tank_gain, "MWh", kSummed, from);
  write.formula("tank_end_mwh", "Heat that the cooling tanks can take, at the end", book.tank_end, "MWh",
                "tank_begin_mwh + tank_charged_mwh - tank_given_mwh - tank_gain_mwh", {begin, charged, given, gain});
  write.simulated("ride_through_hall_hours", "Hall-hours in which a tank took heat that its plant left", book.ride_through_hours, "h", kSummed, from);
}

}  // namespace

void add_energy_figures(const Run& run, FigureWriter& write) {
  const campus::Hourly& hourly = run.simulation.operations.hourly;
  const double hours = double(hourly.it_mw.size());
  const std::string length = write.field("horizon_years", "Horizon", "horizon.length_years", hours / 8760, "years");
  const std::string horizon = write.formula("horizon_h", "Hours simulated", hours, "h", "horizon_years * 8760", {length});
  write.simulated("it_peak_mw", "Peak IT power", run.simulation.operations.peak_it_mw, "MW", "largest hour with every job at work", kPerAccelerator);
  const std::string it = add_it_energy(run, write);
  const double it_mwh = run.simulation.operations.it_energy_wh.total().in(MW);
  write.formula("it_mean_mw", "Mean IT power", it_mwh / hours, "MW", "it_energy_mwh / horizon_h", {it, horizon});
  const double cooling_mwh = sum_of(hourly.cooling_mw), loss_mwh = sum_of(hourly.electrical_loss_mw);
  const std::string cooling = write.simulated("cooling_energy_mwh", "Cooling energy", cooling_mwh, "MWh", kSummed, {it});
  const std::string loss = write.simulated("electrical_loss_mwh", "Conversion and distribution losses", loss_mwh, "MWh", kSummed, {it, cooling});
  const double other_mwh = sum_of(hourly.other_mw), facility_mwh = it_mwh + cooling_mwh + loss_mwh + other_mwh;
  const std::string share = write.field("other_load_frac", "Lighting, offices, security over provisioned IT power", "site.other_load_frac",
                                        run.input.scenario.site.other_load_frac, "");
  const std::string other = write.simulated("other_load_mwh", "Lighting, offices, security", other_mwh, "MWh", kSummed, {share, "it_provisioned_mw"});
  const std::string facility = write.sum("facility_energy_mwh", "Facility energy", facility_mwh, "MWh", {it, cooling, loss, other});
  double provisioned_mw = 0;
  for (const campus::PreparedHall& hall : run.simulation.prepared.halls)
    if (hall.within_horizon) provisioned_mw += hall.design_facility.in(MW);
  write.simulated("facility_provisioned_mw", "Facility power provisioned by the end", provisioned_mw, "MW",
                  "provisioned IT power with cooling and losses at design weather: sizes the interconnection, and plants on site", {"it_provisioned_mw"});
  write.simulated("facility_peak_mw", "Peak facility power", run.simulation.operations.peak_facility_mw, "MW", "largest hour at the utility service with every job at work, in this weather: what is drawn, below what is built for; "
                  "facility_provisioned_mw sizes the interconnection", {"it_peak_mw"});
  write.formula("facility_mean_mw", "Mean facility power", facility_mwh / hours, "MW", "facility_energy_mwh / horizon_h", {facility, horizon});
  write.formula("facility_energy_twh", "Facility energy", facility_mwh / 1e6, "TWh", "facility_energy_mwh / 1000000", {facility});
  const std::string household = write.field("household_kwh_per_year", "Electricity of a US household", "site.households_kwh_per_year",
                                            run.input.scenario.site.households_kwh_per_year, "kWh/year");
  write.formula("us_households_equivalent", "US households with the same yearly electricity",
                facility_mwh * 1000 / (hours / 8760) / run.input.scenario.site.households_kwh_per_year, "households",
                "facility_energy_mwh * 1000 / horizon_years / household_kwh_per_year", {facility, length, household});
  if (it_mwh > 0)
    write.formula("pue", hours < 8760 ? "Interim power usage effectiveness (iPUE, part of a year)" : "Power usage effectiveness (PUE)", facility_mwh / it_mwh, "", "facility_energy_mwh / it_energy_mwh", {facility, it});
  add_cooling(run, it_mwh, cooling_mwh, write);
  add_water(run, write);
  add_make_up(run, write);
  add_heat(run, write);
  add_tanks(run, write);
}

}  // namespace gw::planning
