#include "gw/cooling/design.h"
#include "gw/describe/record.h"

namespace gw::cooling {

using describe::record;
using describe::RecordType;

namespace {

constexpr const char* kPumpSource =
    "ASHRAE 90.1-2019 appendix G: chilled-water pumps 22 W/gpm; over the heat of one gpm at this range";
constexpr const char* kCduSource =
    "25 CDUs of 8.47 kW on Frontier's 28 MW peak (ExaDigiT/RAPS config/frontier.yaml): 0.8 to 1.0 %";

constexpr const char* kPlantCapexDoc =
    "price of the plant as built, per kW of heat that its units can reject, spare ones too; absent = that of its kind "
    "(docs/cooling.md)";

}  // namespace

const RecordType& WaterTank::description() {
  using T = WaterTank;
  static const RecordType type =
      record<T>("water_tank", "Stratified tank of the loop's water: rides through hours the plant cannot carry, levels load.")
          .quantity("energy", "mwh", &T::energy, "heat it takes from empty to full, at the loop's range (1 m3 and 8 K: 9.3 kWh)",
                    {.min = 0.001, .max = 100000, .required = true})
          .quantity("charge_power", "mw", &T::charge_power, "most heat that the plant takes off it",
                    {.min = 0, .max = 10000, .required = true})
          .quantity("discharge_power", "mw", &T::discharge_power, "most heat that it takes off the loop",
                    {.min = 0, .max = 10000, .required = true})
          .value("loss_frac_per_day", &T::loss_frac_per_day, "gain of heat from the surroundings a day, over what is stored",
                 {.min = 0, .max = 0.5})
          .choice("use", &T::use, {"ride_through", "level_load"},
                  "ride_through: kept full for hours the plant cannot carry; level_load: also charged in the coolest hours of "
                  "each day and used in its hottest")
          .value("level_hours", &T::level_hours, "level_load: hours a day of charging, and as many of use", {.min = 1, .max = 12})
          .quantity("level_swing", "k", &T::level_swing,
                    "level_load: least rise from the warmest hour of charging to the hottest hour of the day; other days are left alone",
                    {.min = 0, .max = 50})
          .value("reserve_frac", &T::reserve_frac, "level_load: share of the energy left for riding through",
                 {.min = 0, .max = 1})
          .value("capex_usd_per_kwh", &T::capex_usd_per_kwh, "price of the tank per heat it takes, as built", {.min = 0, .max = 10000})
          .build();
  return type;
}

const char* kind_of(const HeatRejection& plant) {
  return std::visit([](const auto& of) { return std::decay_t<decltype(of)>::description().name.c_str(); }, plant);
}

const RecordType& LiquidLoop::description() {
  using T = LiquidLoop;
  static const RecordType type =
      record<T>("liquid_loop", "Cold plates, coolant distribution units, facility water and its plant.")
          .quantity(
              "supply", "c", &T::supply,
              "coolant supplied to the cold plates; absent = the warmest that water_class gives, else 40 C",
              {.min = 5, .max = 70})
          .choice(
              "water_class", &T::water_class, {"W17", "W27", "W32", "W40", "W45", "W+"},
              "class of the facility water: its number is the warmest that reaches the CDU",
              {.source = "ASHRAE TC 9.9, Thermal guidelines for liquid cooled data processing environments",
               .grade = "standard"})
          .quantity("range", "k", &T::range, "facility water return above supply", {.min = 2, .max = 30})
          .quantity("coolant_rise", "k", &T::coolant_rise, "coolant return above supply; absent = range",
                    {.min = 2, .max = 40})
          .quantity("cdu_approach", "k", &T::cdu_approach,
                    "coolant supply above facility-water supply at the plate exchanger, at the rated heat; "
                    "less heat "
                    "needs less",
                    {.min = 0, .max = 15})
          .value("cdu_pump_power_frac", &T::cdu_pump_power_frac, "coolant pump power over heat, at design",
                 {.min = 0, .max = 0.2, .source = kCduSource, .grade = "published"})
          .value("facility_pump_power_frac", &T::facility_pump_power_frac,
                 "facility-water pump power over heat, at design",
                 {.min = 0, .max = 0.2, .source = kPumpSource, .grade = "standard"})
          .value("pump_static_frac", &T::pump_static_frac, "share of pump head that does not fall with flow",
                 {.min = 0, .max = 1})
          .nested("plant", &T::plant, "what rejects the heat")
          .value("plant_capex_usd_per_kw", &T::plant_capex_usd_per_kw, kPlantCapexDoc, {.min = 0, .max = 100000})
          .nested("storage", &T::storage, "thermal storage of the facility water; without it none")
          .build();
  return type;
}

const RecordType& AirLoop::description() {
  using T = AirLoop;
  static const RecordType type =
      record<T>("air_loop", "Air handlers, chilled water and its plant, or outside air directly.")
          .quantity("supply", "c", &T::supply, "air supplied to the servers",
                    {.min = 10,
                     .max = 45,
                     .source = "ASHRAE TC 9.9, Thermal guidelines: recommended 18 to 27 C",
                     .grade = "standard"})
          .quantity("air_rise", "k", &T::air_rise, "air temperature rise across the servers",
                    {.min = 3, .max = 30})
          .quantity("coil_approach", "k", &T::coil_approach, "supply air above chilled water",
                    {.min = 0, .max = 20})
          .quantity("water_range", "k", &T::water_range, "chilled water return above supply",
                    {.min = 2, .max = 25})
          .value("fan_power_frac", &T::fan_power_frac, "air-handler fan power over heat, at design",
                 {.min = 0, .max = 0.3})
          .value("fan_static_frac", &T::fan_static_frac, "share of fan pressure that does not fall with flow",
                 {.min = 0, .max = 1})
          .value("pump_power_frac", &T::pump_power_frac, "chilled-water pump power over heat, at design",
                 {.min = 0, .max = 0.2, .source = kPumpSource, .grade = "standard"})
          .value("pump_static_frac", &T::pump_static_frac, "share of pump head that does not fall with flow",
                 {.min = 0, .max = 1})
          .nested("plant", &T::plant, "what rejects the heat")
          .value("plant_capex_usd_per_kw", &T::plant_capex_usd_per_kw, kPlantCapexDoc, {.min = 0, .max = 100000})
          .nested("economiser", &T::economiser, "air-side economiser: outdoor air through the hall beside the plant; without it none")
          .nested("storage", &T::storage, "thermal storage of the chilled water; without it none")
          .build();
  return type;
}

const RecordType& CoolingDesign::description() {
  using T = CoolingDesign;
  static const RecordType type =
      record<T>("cooling", "How a hall is cooled: a liquid loop and an air loop, each with its plant.")
          .catalogue("cooling")
          .nested("liquid", &T::liquid, "the liquid loop; without it the hall takes racks cooled by air only")
          .nested("air", &T::air, "the air loop")
          .value("units", &T::units, "N: units of each plant that carry the peak heat",
                 {.min = 1, .max = 10000})
          .value("spare_units", &T::spare_units, "k: further units installed; they run with the others",
                 {.min = 0, .max = 10000})
          .value("units_out", &T::units_out, "of each plant, out of service in every hour: what a year with failed units is like",
                 {.min = 0, .max = 10000})
          .value("capacity_margin_frac", &T::capacity_margin_frac, "capacity of N units above the peak heat",
                 {.min = 0, .max = 2})
          .choice("staging", &T::staging, {"all", "by_load"},
                  "units that run: all of them, or (by_load) only so many that each carries staging_load_frac, where that "
                  "takes less power")
          .value("staging_load_frac", &T::staging_load_frac,
                 "by_load: load of a running unit over its capacity at design weather", {.min = 0.05, .max = 1})
          .quantity("extreme_allowance", "k", &T::extreme_allowance,
                    "design weather above the hottest hour of a typical year", {.min = 0, .max = 20})
          .quantity("design_dry_bulb", "c", &T::design_dry_bulb,
                    "design dry bulb; without it from the weather file", {.min = -20, .max = 60})
          .quantity("design_wet_bulb", "c", &T::design_wet_bulb,
                    "design wet bulb; without it from the weather file", {.min = -20, .max = 40})
          .choice("design_conditions", &T::design_frequency, {"0.4%", "1%", "2%"},
                  "size for the dry bulb and the wet bulb that are exceeded in so much of the year by the weather file's header, in "
                  "place of extreme_allowance_k",
                  {.source = "ASHRAE Handbook - Fundamentals, ch. 14, cooling design conditions", .grade = "standard"})
          .value("return_period_years", &T::return_period,
                    "size for the extreme reached once in so many years (5, 10, 20, 50), in place of extreme_allowance_k",
                    {.min = 2, .max = 500})
          .build();
  return type;
}

}  // namespace gw::cooling
