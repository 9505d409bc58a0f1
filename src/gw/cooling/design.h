#pragma once
// How a hall is cooled: two loops, each with a plant. Rows: catalog/cooling/*.yaml.
//
//   liquid: cold plates -> CDU (coolant distribution unit, plate exchanger) -> facility water -> plant
//   air:    servers -> air handlers (CRAH, fan wall) -> chilled water -> plant, with outdoor air beside it (air-side
//           economiser), or outside air directly

#include <optional>
#include <string>
#include <variant>

#include "gw/cooling/adiabatic_dry_cooler.h"
#include "gw/cooling/air_cooled_chiller.h"
#include "gw/cooling/air_economiser.h"
#include "gw/cooling/closed_circuit_tower.h"
#include "gw/cooling/cooling_tower.h"
#include "gw/cooling/direct_air.h"
#include "gw/cooling/dry_cooler.h"
#include "gw/cooling/thermal_storage.h"
#include "gw/cooling/water_cooled_chiller.h"

namespace gw::cooling {

/// A plant, by `kind:` dry_cooler, adiabatic_dry_cooler, cooling_tower, closed_circuit_tower,
/// air_cooled_chiller, water_cooled_chiller, direct_air (air loop only).
using HeatRejection = std::variant<DryCooler, AdiabaticDryCooler, CoolingTower, ClosedCircuitTower,
                                   AirCooledChiller, WaterCooledChiller, DirectAir>;

/// Its `kind:`.
const char* kind_of(const HeatRejection& plant);

/// Classes of facility water by the warmest that reaches the CDU [ASHRAE TC 9.9, Thermal guidelines for
/// liquid cooled data processing environments; W17 to W45 = 17 to 45 C, W+ above].
enum class WaterClass { w17, w27, w32, w40, w45, w_plus };
/// Warmest facility water of a class; of W+ there is none.
std::optional<Temperature> warmest(WaterClass water);
const char* to_string(WaterClass water);

/// The liquid loop. The facility water reaches the CDU `cdu_approach` below the coolant supply at the rated
/// heat.
struct LiquidLoop {
  std::optional<Temperature> supply;              ///< coolant to the cold plates (technology cooling system)
  std::optional<WaterClass> water_class;          ///< of the facility water: never warmer than this
  TemperatureDelta range = 10.0 * unit::K;        ///< facility water return above supply
  std::optional<TemperatureDelta> coolant_rise;   ///< coolant return above supply; absent = range
  TemperatureDelta cdu_approach = 4.0 * unit::K;  ///< at the rated heat: cdu.h
  double cdu_pump_power_frac = 0.009;             ///< secondary pumps over heat, at design
  double facility_pump_power_frac = 0.0083;       ///< primary pumps over heat, at design
  double pump_static_frac = 0.2;                  ///< share of head that does not fall with flow
  HeatRejection plant = DryCooler{};
  std::optional<double> plant_capex_usd_per_kw;  ///< per kW of heat its units can reject; absent = by kind (plant_price.h)
  std::optional<ThermalStorage> storage;
  /// Coolant to the cold plates: as stated, else the warmest that the water's class gives, else 40 C.
  Temperature coolant() const;
  static const describe::RecordType& description();
};

/// The air loop.
struct AirLoop {
  Temperature supply =
      Temperature::celsius(27.0);                  ///< air to the servers; ASHRAE A-classes recommend 18-27 C
  TemperatureDelta air_rise = 12.0 * unit::K;      ///< across the servers
  TemperatureDelta coil_approach = 6.0 * unit::K;  ///< supply air above chilled water
  TemperatureDelta water_range = 8.0 * unit::K;
  double fan_power_frac = 0.045;  ///< air-handler fans over heat, at design
  double fan_static_frac = 0.1;
  double pump_power_frac = 0.0105;  ///< chilled-water pumps over heat, at design
  double pump_static_frac = 0.2;
  HeatRejection plant = AirCooledChiller{};
  std::optional<double> plant_capex_usd_per_kw;
  std::optional<AirEconomiser> economiser;  ///< outdoor air through the hall beside the plant
  std::optional<ThermalStorage> storage;  ///< of the chilled water
  static const describe::RecordType& description();
};

/// How many of the installed units run. Chillers stop one by one either way (chiller.h).
///   all     - all share the load: least power by the cube law, until fans are at their least speed
///   by_load - units stop where that takes less power, so that running ones carry `staging_load_frac` of
///   their capacity
enum class Staging { all, by_load };

/// Cooling design conditions of the weather file's header, by the share of the year that is hotter [ASHRAE Handbook -
/// Fundamentals, ch. 14].
enum class DesignFrequency { p0_4, p1, p2 };

struct CoolingDesign {
  std::optional<LiquidLoop> liquid;  ///< absent = a hall without a liquid loop
  AirLoop air;
  int units = 10;                      ///< N: units that carry the peak heat, per plant
  int spare_units = 2;                 ///< k: further units installed; they run with the others
  int units_out = 0;                   ///< of each plant, out of service all the time: a year with failed units
  double capacity_margin_frac = 0.05;  ///< of N units over the peak heat
  Staging staging = Staging::all;
  double staging_load_frac = 0.5;  ///< of by_load: load of a running unit over its capacity at design weather
  TemperatureDelta extreme_allowance =
      2.0 * unit::K;                           ///< design weather above the hottest hour of a typical year
  std::optional<Temperature> design_dry_bulb;  ///< absent = from the weather file
  std::optional<Temperature> design_wet_bulb;
  std::optional<DesignFrequency> design_frequency;  ///< design weather is exceeded in so much of the year
  std::optional<double> return_period;  ///< years; design weather is that extreme (extreme_year.h)
  static const describe::RecordType& description();
};

/// True if a plant wets something, or goes by the moisture of the air. Others use no water.
bool uses_wet_bulb(const CoolingDesign& design);

/// What is physically wrong with a design (also a user's own): chiller curves, approaches that leave no
/// temperature difference, return below supply. Empty = sound.
std::vector<std::string> physics_problems(const CoolingDesign& design);

}  // namespace gw::cooling
