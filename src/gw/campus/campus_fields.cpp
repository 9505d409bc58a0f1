#include "gw/campus/campus.h"
#include "gw/describe/record.h"

namespace gw::campus {

using describe::record;
using describe::RecordType;

const RecordType& Site::description() {
  static const auto type =
      record<Site>("site", "Where the campus stands and whose weather it has.")
          .value("place", &Site::place, "town, county or parish, and state")
          .value("weather", &Site::weather, "row of catalog/weather, or path of an EPW file from the campus file",
                 {.required = true})
          .value("stands_in_for", &Site::stands_in_for, "the true weather station, when `weather` is a stand-in")
          .quantity("warming", "k", &Site::warming,
                    "added to the dry bulb of every hour at the same humidity ratio: a warmer climate, or a year hotter than the "
                    "typical one of the weather file",
                    {.min = -20, .max = 20})
          .value("summer_return_period_years", &Site::summer_return_period,
                 "the year's hottest week is raised to the extremes of dry and wet bulb reached once in so many years; plants "
                 "are sized as without it; absent = the file's summer",
                 {.min = 2, .max = 500})
          .quantity("extreme_dry_bulb_std", "k", &Site::extreme_dry_bulb_std,
                    "standard deviation of the annual highest dry bulb, for return periods; absent = of the weather file's header",
                    {.min = 0, .max = 10})
          .quantity("extreme_wet_bulb_std", "k", &Site::extreme_wet_bulb_std,
                    "standard deviation of the annual highest wet bulb, for return periods; absent = 0.8 K (assumed), where the weather "
                    "file's header has the highest of the record",
                    {.min = 0, .max = 10})
          .nested("heat_network", &Site::heat_network, "takes heat of the halls' liquid loops; absent = no heat is reused")
          .value("households_kwh_per_year", &Site::households_kwh_per_year,
                 "electricity of an average household, kWh a year",
                 {.min = 1, .max = 1e6, .source = "EIA, FAQ: how much electricity does an American home use (10,791 kWh)",
                  .grade = "published"})
          .value("other_load_frac", &Site::other_load_frac,
                 "lighting, offices and security over provisioned IT power, drawn in every hour", {.min = 0, .max = 0.2})
          .build();
  return type;
}

const RecordType& Horizon::description() {
  static const auto type =
      record<Horizon>("horizon", "What is simulated: whole hours of local standard time.")
          .value("start", &Horizon::start, "first day, from 00:00", {.required = true})
          .quantity("length", "years", &Horizon::length, "how long, in years of 8,760 h",
                    {.min = 0.002, .max = 50})
          .build();
  return type;
}

const RecordType& Hall::description() {
  static const auto type =
      record<Hall>("hall", "A data hall, or a group of like halls: racks of one type.")
          .value("name", &Hall::name, "unique name", {.required = true})
          .value("energised", &Hall::energised, "first day with power", {.required = true})
          .value("racks", &Hall::racks, "racks (or nodes, for node-based designs); or give it_power", {.min = 1, .max = 10e6})
          .quantity("it_power", "mw", &Hall::it_power,
                    "IT power to provision, in place of racks: as many whole racks as draw at least this at full rate",
                    {.min = 0.001, .max = 100e3})
          .nested("rack", &Hall::rack, "rack design", {.required = true})
          .nested("accelerator", &Hall::accelerator, "the rack's accelerator; absent = the row its rack names")
          .quantity("power_cap", "w", &Hall::power_cap, "power cap of one accelerator; absent = its TDP",
                    {.min = 50, .max = 1e5})
          .nested("cooling", &Hall::cooling, "cooling design", {.required = true})
          .nested("power_chain", &Hall::power_chain, "conversion chain from the utility service to the racks",
                  {.required = true})
          .value("bus", &Hall::bus, "electrical bus that feeds the hall")
          .build();
  return type;
}

const RecordType& TrainingJob::description() {
  static const auto type =
      record<TrainingJob>("training", "A synchronous training run of one model.")
          .value("name", &TrainingJob::name, "unique name", {.required = true})
          .nested("model", &TrainingJob::model, "model shape", {.required = true})
          .value("accelerators", &TrainingJob::accelerators, "accelerators of one instance",
                 {.min = 1, .max = 100e6, .required = true})
          .value("instances", &TrainingJob::instances, "most instances side by side; 0 = as many as fit",
                 {.min = 0, .max = 1e6})
          .value("tokens", &TrainingJob::tokens, "training tokens of one instance",
                 {.min = 1, .max = 1e18, .required = true})
          .value("repeat", &TrainingJob::repeat, "when an instance is done, the next one starts")
          .value("start", &TrainingJob::start, "not before this day; absent = the horizon's start")
          .value("halls", &TrainingJob::halls,
                 "names of the halls it may run in; empty = all halls with the first hall's accelerator")
          .nested("plan", &TrainingJob::plan, "parallel plan", {.required = true})
          .nested("checkpoint", &TrainingJob::checkpoint, "how state is saved and restored")
          .quantity("measured_step_time", "s", &TrainingJob::measured_step_time,
                    "replaces the modelled step time", {.min = 1e-4, .max = 1e5})
          .build();
  return type;
}

const RecordType& SteadyJob::description() {
  static const auto type =
      record<SteadyJob>("steady", "Work known only by its mean activity: it draws power and trains no tokens.")
          .value("name", &SteadyJob::name, "unique name", {.required = true})
          .value("accelerators", &SteadyJob::accelerators, "accelerators held; 0 = all that are free",
                 {.min = 0, .max = 100e6})
          .value("start", &SteadyJob::start, "not before this day; absent = the horizon's start")
          .value("halls", &SteadyJob::halls,
                 "names of the halls it may run in; empty = all halls with the first hall's accelerator")
          .value("tensor_frac", &SteadyJob::tensor_frac, "matrix rate over its peak", {.min = 0, .max = 1})
          .value("memory_frac", &SteadyJob::memory_frac, "HBM rate over its peak", {.min = 0, .max = 1})
          .value("scale_up_frac", &SteadyJob::scale_up_frac, "scale-up rate over its peak", {.min = 0, .max = 1})
          .value("scale_out_frac", &SteadyJob::scale_out_frac, "scale-out rate over its peak", {.min = 0, .max = 1})
          .build();
  return type;
}

const RecordType& Campus::description() {
  static const auto type =
      record<Campus>("campus", "An AI data-centre campus: site, halls, work and supply.")
          .value("name", &Campus::name, "short name", {.required = true})
          .value("title", &Campus::title, "one line for the report")
          .nested("site", &Campus::site, "place and weather", {.required = true})
          .nested("horizon", &Campus::horizon, "what is simulated", {.required = true})
          .nested("halls", &Campus::halls, "data halls in order of energisation", {.required = true})
          .nested("fabric", &Campus::fabric, "scale-out network", {.required = true})
          .nested("network_power", &Campus::network_power, "power of network, storage and support racks")
          .nested("jobs", &Campus::jobs, "work in order of priority", {.required = true})
          .nested("supply", &Campus::supply, "sources of power", {.required = true})
          .choice("dispatch", &Campus::prefer, {"cost", "on_site", "grid"}, "which sources are loaded first")
          .value("islanded_reserve_frac", &Campus::islanded_reserve_frac,
                 "spinning reserve over load on buses without a grid connection", {.min = 0, .max = 1})
          .value("reserve_covers_largest_unit", &Campus::reserve_covers_largest_unit,
                 "such a bus also holds the output of its largest running unit in reserve (loss of one unit)")
          .nested("failures", &Campus::failures, "what fails, how often", {.required = true})
          .value("spare_frac", &Campus::spare_frac, "accelerators of each hall held as spares: powered, idle",
                 {.min = 0, .max = 0.5, .source = "NVL72 guidance about 2 % (Lenovo)", .grade = "press"})
          .build();
  return type;
}

}  // namespace gw::campus
