#include "gw/cooling/design.h"
#include "gw/describe/record.h"

namespace gw::cooling {

using describe::record;
using describe::RecordType;

namespace {

constexpr const char* kAshrae901Tower =
    "ASHRAE 90.1-2019 table 6.8.1-7: axial open tower, at least 40.2 gpm/hp at 95/85/75 F; = 1.25 % of heat";
constexpr const char* kAshrae901FluidCooler =
    "ASHRAE 90.1-2019 table 6.8.1-7: axial closed-circuit tower, at least 16.1 gpm/hp at 102/90/75 F, fans and spray pump; = 2.63 % of "
    "heat (from memory, unverified); the split of fans and spray is assumed";
constexpr const char* kDriftSource =
    "ASHRAE Handbook - HVAC Systems and Equipment, cooling towers: 0.002 % with eliminators";
constexpr const char* kAshrae901CondenserPump =
    "ASHRAE 90.1-2019 appendix G: condenser-water pumps 19 W/gpm; = 1.28 % of heat at a 5.56 K range";

constexpr const char* kMediaSource =
    "ASHRAE Handbook - HVAC Systems and Equipment, direct evaporative coolers: 80 to 90 %";
constexpr const char* kDewPointSource =
    "ASHRAE TC 9.9, Thermal guidelines, 5th edition, 2021: recommended -9 to 15 C dew point; class A1 allows up to 17 C";

// Published curves have coefficients below 10; beyond this a curve overflows.
constexpr describe::Options kCoefficient{.min = -1000, .max = 1000};

}  // namespace

const RecordType& DryCooler::description() {
  using T = DryCooler;
  static const RecordType type =
      record<T>("dry_cooler", "Closed liquid loop cooled by outdoor air through finned coils; no water.")
          .quantity("approach", "k", &T::approach,
                    "leaving fluid above entering air at selection, fans at full speed",
                    {.min = 1, .max = 30})
          .quantity("minimum_approach", "k", &T::minimum_approach, "smallest approach the sizing may choose",
                    {.min = 0.5, .max = 30})
          .value("air_capacity_ratio", &T::air_capacity_ratio,
                 "air heat-capacity rate over the fluid's at selection", {.min = 0.3, .max = 5})
          .value("fan_power_frac", &T::fan_power_frac, "fan power over heat at selection",
                 {.min = 0, .max = 0.2})
          .value("fan_static_frac", &T::fan_static_frac, "share of fan pressure that does not fall with flow",
                 {.min = 0, .max = 1})
          .value("minimum_fan_speed_frac", &T::minimum_fan_speed_frac,
                 "slowest fan speed while carrying heat", {.min = 0, .max = 1})
          .build();
  return type;
}

const RecordType& AdiabaticDryCooler::description() {
  using T = AdiabaticDryCooler;
  static const RecordType type =
      record<T>("adiabatic_dry_cooler", "Dry cooler whose entering air passes wetted pads on hot hours.")
          .nested("dry_cooler", &T::dry_cooler, "the coil and its fans")
          .quantity("wet_above", "c", &T::wet_above, "dry bulb above which pads are wetted",
                    {.min = -10, .max = 60})
          .value("pad_effectiveness_frac", &T::pad_effectiveness_frac,
                 "share of the wet-bulb depression the pads give",
                 {.min = 0,
                  .max = 1,
                  .source = kMediaSource,
                  .grade = "standard"})
          .value("cycles_of_concentration", &T::cycles_of_concentration,
                 "dissolved solids in the blowdown over those in the make-up water", {.min = 1.1, .max = 50})
          .build();
  return type;
}

const RecordType& CoolingTower::description() {
  using T = CoolingTower;
  static const RecordType type =
      record<T>("cooling_tower", "Evaporative cooling tower, open or behind a plate heat exchanger.")
          .quantity("approach", "k", &T::approach, "cold water above wet bulb the sizing aims at",
                    {.min = 1, .max = 30})
          .quantity("minimum_approach", "k", &T::minimum_approach, "smallest approach the sizing may choose",
                    {.min = 0.5, .max = 30})
          .quantity("exchanger_approach", "k", &T::exchanger_approach,
                    "approach of the plate exchanger between tower and loop; 0 = open loop",
                    {.min = 0, .max = 10})
          .value("liquid_to_gas_ratio", &T::liquid_to_gas_ratio,
                 "water over air mass flow at the rated point", {.min = 0.3, .max = 3})
          .value("fan_power_frac", &T::fan_power_frac, "fan power over heat at the rated point",
                 {.min = 0, .max = 0.2, .source = kAshrae901Tower, .grade = "standard"})
          .value("fan_static_frac", &T::fan_static_frac, "share of fan pressure that does not fall with flow",
                 {.min = 0, .max = 1})
          .value("minimum_fan_speed_frac", &T::minimum_fan_speed_frac,
                 "slowest fan speed while carrying heat", {.min = 0, .max = 1})
          .value("pump_power_frac", &T::pump_power_frac, "tower-water pump power over heat at design",
                 {.min = 0, .max = 0.2, .source = kAshrae901CondenserPump, .grade = "standard"})
          .value("pump_static_frac", &T::pump_static_frac, "share of pump head that does not fall with flow",
                 {.min = 0, .max = 1})
          .value("cycles_of_concentration", &T::cycles_of_concentration,
                 "dissolved solids in the blowdown over those in the make-up water", {.min = 1.1, .max = 50})
          .value("drift_frac", &T::drift_frac, "droplets lost over circulating water",
                 {.min = 0, .max = 0.01, .source = kDriftSource, .grade = "standard"})
          .build();
  return type;
}

const RecordType& ClosedCircuitTower::description() {
  using T = ClosedCircuitTower;
  static const RecordType type =
      record<T>("closed_circuit_tower", "Evaporative fluid cooler: the loop's fluid in a sprayed coil; dry on cold hours.")
          .quantity("approach", "k", &T::approach, "leaving fluid above wet bulb the sizing aims at", {.min = 1, .max = 30})
          .quantity("minimum_approach", "k", &T::minimum_approach, "smallest approach the sizing may choose",
                    {.min = 0.5, .max = 30})
          .value("liquid_to_gas_ratio", &T::liquid_to_gas_ratio, "fluid over air mass flow at the rated point",
                 {.min = 0.3, .max = 2})
          .value("coil_ntu", &T::coil_ntu,
                 "the coil's conductance from fluid to spray film over the fluid's heat-capacity rate, at the rated point",
                 {.min = 0.5, .max = 20})
          .value("fan_power_frac", &T::fan_power_frac, "fan power over heat at the rated point",
                 {.min = 0, .max = 0.2, .source = kAshrae901FluidCooler, .grade = "assumed"})
          .value("fan_static_frac", &T::fan_static_frac, "share of fan pressure that does not fall with flow",
                 {.min = 0, .max = 1})
          .value("minimum_fan_speed_frac", &T::minimum_fan_speed_frac, "slowest fan speed while carrying heat",
                 {.min = 0, .max = 1})
          .value("spray_power_frac", &T::spray_power_frac, "spray pump power over heat at the rated point; constant while wet",
                 {.min = 0, .max = 0.2, .source = kAshrae901FluidCooler, .grade = "assumed"})
          .quantity("dry_below", "c", &T::dry_below,
                    "dry bulb below which the sprays are off, in the hours in which the dry coil carries the heat",
                    {.min = -60, .max = 40})
          .value("cycles_of_concentration", &T::cycles_of_concentration,
                 "dissolved solids in the blowdown over those in the make-up water", {.min = 1.1, .max = 50})
          .value("drift_frac", &T::drift_frac, "droplets lost over the spray, which is as much as the rated fluid",
                 {.min = 0, .max = 0.01, .source = kDriftSource, .grade = "standard"})
          .build();
  return type;
}

const RecordType& ChillerCurves::description() {
  using T = ChillerCurves;
  static const RecordType type =
      record<T>("chiller_curves",
                "DOE-2 performance curves of an electric chiller and the box they are valid in.")
          .catalogue("chillers")
          .value("cop", &T::cop, "cooling over power at full load at the curves' reference point, where capacity and eir curves are 1 (usually rating conditions: 6.7 C leaving water; 29.4 C entering condenser water or 35 C outdoor air)", {.min = 0.5, .max = 30})
          .value("capacity_curve", &T::capacity_curve,
                 "capacity factor: a, b, c, d, e, f of a + b Te + c Te^2 + d Tc + e Tc^2 + f Te Tc, "
                 "temperatures in C", kCoefficient)
          .value("eir_curve", &T::eir_curve, "power-per-cooling factor: the same form", kCoefficient)
          .value("part_load_curve", &T::part_load_curve,
                 "power factor at part load x: a, b, c of a + b x + c x^2", kCoefficient)
          .quantity("evaporator_min", "c", &T::evaporator_min, "lowest leaving chilled water of the curves",
                    {.min = -30, .max = 60})
          .quantity("evaporator_max", "c", &T::evaporator_max, "highest leaving chilled water of the curves",
                    {.min = -30, .max = 60})
          .quantity("condenser_min", "c", &T::condenser_min,
                    "lowest entering condenser water or air of the curves", {.min = -40, .max = 80})
          .quantity("condenser_max", "c", &T::condenser_max,
                    "highest entering condenser water or air of the curves", {.min = -40, .max = 80})
          .value("minimum_unloading_frac", &T::minimum_unloading_frac, "load below which a machine cycles",
                 {.min = 0.01, .max = 1})
          .build();
  return type;
}

const RecordType& AirCooledChiller::description() {
  using T = AirCooledChiller;
  static const RecordType type =
      record<T>("air_cooled_chiller",
                "Air-cooled chillers, condenser fans in their power, with a dry-cooler economiser.")
          .nested("chiller", &T::chiller, "performance curves; the default is an air-cooled screw machine")
          .value("economiser", &T::economiser, "an integrated free-cooling coil is fitted")
          .quantity("cut_out", "c", &T::cut_out, "air temperature above which the machines stop",
                    {.min = 30,
                     .max = 70,
                     .source = "high-ambient air-cooled chillers are listed to about 52 C (125 F), standard ones to 46 C; from memory, unverified",
                     .grade = "assumed"})
          .nested(
              "economiser_cooler", &T::economiser_cooler,
              "the free-cooling coil: carries the whole load with air colder than the supply by its approach")
          .build();
  return type;
}

const RecordType& WaterCooledChiller::description() {
  using T = WaterCooledChiller;
  static const RecordType type =
      record<T>("water_cooled_chiller",
                "Water-cooled chillers with a cooling tower and a plate-exchanger economiser.")
          .nested("chiller", &T::chiller,
                  "performance curves; the default is a water-cooled centrifugal machine")
          .nested("tower", &T::tower, "the tower; its exchanger approach is that of the economiser")
          .choice("economiser", &T::economiser, {"integrated", "parallel", "none"},
                  "plate-exchanger (water-side) economiser: integrated (in series: pre-cools the return, the chiller does "
                  "the rest), parallel (carries all of the heat or nothing) or none")
          .quantity("condenser_range", "k", &T::condenser_range,
                    "condenser water leaving above entering at design",
                    {.min = 2, .max = 15, .source = "AHRI 550/590: 10 F", .grade = "standard"})
          .quantity("condenser_water_min", "c", &T::condenser_water_min,
                    "condenser water is held at or above this (head-pressure control)", {.min = 5, .max = 35})
          .build();
  return type;
}

const RecordType& DirectAir::description() {
  using T = DirectAir;
  static const RecordType type =
      record<T>("direct_air",
                "Outside air through the hall, with direct evaporative cooling and humidifying.")
          .value("media_effectiveness_frac", &T::media_effectiveness_frac,
                 "share of the wet-bulb depression the media give",
                 {.min = 0,
                  .max = 1,
                  .source = kMediaSource,
                  .grade = "standard"})
          .quantity("dew_point_min", "c", &T::dew_point_min,
                    "least dew point of the supply air, held by humidifying",
                    {.min = -40,
                     .max = 20,
                     .source = "ASHRAE TC 9.9, Thermal guidelines, 2015: recommended from -9 C dew point",
                     .grade = "standard"})
          .quantity("dew_point_max", "c", &T::dew_point_max,
                    "highest dew point of the supply air; hours above it are counted",
                    {.min = 0, .max = 30, .source = kDewPointSource, .grade = "standard"})
          .value("fan_power_frac", &T::fan_power_frac, "supply and exhaust fan power over heat at design",
                 {.min = 0, .max = 0.3})
          .value("fan_static_frac", &T::fan_static_frac, "share of fan pressure that does not fall with flow",
                 {.min = 0, .max = 1})
          .value("minimum_fan_speed_frac", &T::minimum_fan_speed_frac,
                 "slowest fan speed while carrying heat", {.min = 0, .max = 1})
          .value("cycles_of_concentration", &T::cycles_of_concentration,
                 "dissolved solids in the blowdown over those in the make-up water", {.min = 1.1, .max = 50})
          .build();
  return type;
}

const RecordType& AirEconomiser::description() {
  using T = AirEconomiser;
  static const RecordType type =
      record<T>("air_economiser", "Outdoor air through the hall in place of return air; the plant does what it leaves.")
          .choice("mode", &T::mode, {"integrated", "parallel"},
                  "integrated (outdoor air warmer than the supply, but cooler than the return, pre-cools: the plant does the "
                  "rest) or parallel (carries all of the heat or nothing)")
          .value("media_effectiveness_frac", &T::media_effectiveness_frac,
                 "share of the wet-bulb depression that wetted media give; 0 = no media",
                 {.min = 0, .max = 1, .source = kMediaSource, .grade = "standard"})
          .quantity("dew_point_max", "c", &T::dew_point_max,
                    "highest dew point of the supply air: outdoor air above it is not used, media wet no further",
                    {.min = 0, .max = 30, .source = kDewPointSource, .grade = "standard"})
          .quantity("dew_point_min", "c", &T::dew_point_min,
                    "least dew point of the supply air: media humidify to it; without them outdoor air below it is not used",
                    {.min = -40, .max = 20, .source = kDewPointSource, .grade = "standard"})
          .value("fan_power_frac", &T::fan_power_frac,
                 "power of the outdoor path (relief fans, filters, media) over heat at design, beside the air handlers'",
                 {.min = 0, .max = 0.3})
          .value("fan_static_frac", &T::fan_static_frac, "share of fan pressure that does not fall with flow",
                 {.min = 0, .max = 1})
          .value("minimum_fan_speed_frac", &T::minimum_fan_speed_frac, "slowest fan speed while outdoor air is used",
                 {.min = 0, .max = 1})
          .value("cycles_of_concentration", &T::cycles_of_concentration,
                 "dissolved solids in the media's blowdown over those in the make-up water", {.min = 1.1, .max = 50})
          .build();
  return type;
}

}  // namespace gw::cooling
