#pragma once
// A sized cooling plant and what it does with an hour's heat and weather.
//
// Balance of every hour (held to rounding): heat + fans + pumps + compressors + heat to tank = rejected +
// reused
// + unmet. A hotter hour never takes less power while the load is carried (but where a closed-circuit tower
// turns its sprays on, or outdoor air is no longer too dry for an air-side economiser). Speed: well under 1 us per hour and loop.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "gw/cooling/cdu.h"
#include "gw/cooling/design.h"
#include "gw/cooling/heat_reuse.h"

namespace gw::cooling {

using SizedPlant =
    std::variant<std::monostate, SizedDryCooler, SizedAdiabaticDryCooler, SizedCoolingTower,
                 SizedClosedCircuitTower, SizedAirCooledChiller, SizedWaterCooledChiller, SizedDirectAir>;

/// One loop, sized. Powers are at design flow; monostate = no plant, all heat is unmet.
struct SizedLoop {
  SizedPlant plant;
  double supply_c = 0, return_c = 0;  ///< at the plant, at the rated heat
  double peak_w = 0;                  ///< heat of the loop at the peak, its pumps and fans excluded
  double installed_w = 0;             ///< plant duty of all units, pumps, fans and margin included
  std::optional<Cdu> cdu;             ///< of a liquid loop: its approach falls with the heat
  double pump_w = 0, pump_static_frac = 0;
  double fan_w = 0, fan_static_frac = 0;
  double staging_load_frac = 0;  ///< least load of a running unit over its capacity; 0 = all run
  double least_share = 0;        ///< of the installed units: one of them
  std::optional<SizedTank> tank{};
  std::optional<SizedAirEconomiser> economiser{};  ///< of an air loop
};

struct CoolingPlantSized {
  CoolingDesign design;
  DesignConditions hottest;
  SizedLoop liquid{}, air{};
  std::vector<SizingShortfall> shortfalls{};  ///< empty = the design holds its temperatures at design weather
  std::vector<std::string> warnings{};
  bool feasible() const { return shortfalls.empty(); }
};

/// Sizes both plants for these peak heats. A peak of zero gives no plant.
CoolingPlantSized size_plant(const CoolingDesign& design, Power peak_liquid_heat, Power peak_air_heat,
                             const OutdoorYear& weather);
CoolingPlantSized size_plant(const CoolingDesign& design, Power peak_liquid_heat, Power peak_air_heat,
                             const catalog::WeatherYear& weather);
/// The same plant with units out of service (of units + spare_units in each plant).
CoolingPlantSized with_units_out(CoolingPlantSized plant, int liquid_units_out, int air_units_out);

/// The tanks of both loops in one hour, and what they hold between hours, Wh.
struct TankHours {
  TankHour liquid, air;
  friend bool operator==(const TankHours&, const TankHours&) = default;
};
struct TanksStored {
  double liquid_wh = 0, air_wh = 0;
  double total_wh() const { return liquid_wh + air_wh; }
};

/// One loop in one hour; powers are means, water is the hour's mass.
struct LoopHour {
  Power fan, pump, compressor;
  Power heat_pump;  ///< compressor that lifts heat to a network
  Power rejected;   ///< to the atmosphere
  Power reused;     ///< to a heat network, the heat pump's power included
  Power unmet;      ///< of heat, pumps and fans: what the plant could not take at the supply temperature
  Power to_tank;    ///< heat that the plant takes off the tank; negative: that the tank takes off the loop
  bool rode_through = false;  ///< the tank took heat that the plant left
  Mass evaporated, drift, blowdown;
  Economiser economiser = Economiser::none;
  Power by_outdoor_air;  ///< heat that left with outdoor air of an air-side economiser
  Moisture moisture = Moisture::within;  ///< of outdoor air, where the loop may bring it to the hall
  bool outside_curves = false;
  Power power() const { return fan + pump + compressor + heat_pump; }
  Mass water() const { return evaporated + drift + blowdown; }
};

struct CoolingHour {
  LoopHour liquid, air;
  Power fan() const { return liquid.fan + air.fan; }
  Power pump() const { return liquid.pump + air.pump; }
  Power compressor() const { return liquid.compressor + air.compressor; }
  Power power() const { return liquid.power() + air.power(); }
  Power rejected() const { return liquid.rejected + air.rejected; }
  Power reused() const { return liquid.reused; }
  Power unmet() const { return liquid.unmet + air.unmet; }
  Power to_tank() const { return liquid.to_tank + air.to_tank; }
  Mass evaporated() const { return liquid.evaporated + air.evaporated; }
  Mass drift() const { return liquid.drift + air.drift; }
  Mass blowdown() const { return liquid.blowdown + air.blowdown; }
  Mass water() const { return liquid.water() + air.water(); }
};

/// What a heat network asks of a plant.
struct HeatCall {
  const HeatNetwork* network = nullptr;  ///< none: nothing is asked
  Power wanted;
  bool operator==(const HeatCall&) const = default;
};

/// What an hour asks of a plant beside its heat.
struct HourCalls {
  HeatCall network{};
  TankHours tanks{};
  bool operator==(const HourCalls&) const = default;
};

/// Any heat from zero up (negative counts as zero), any weather from -60 to 60 C: never NaN.
CoolingHour cool(const CoolingPlantSized& plant, Power liquid_heat, Power air_heat, const OutdoorAir& air,
                 const HourCalls& calls = {});
CoolingHour cool(const CoolingPlantSized& plant, Power liquid_heat, Power air_heat, Temperature dry_bulb,
                 double relative_humidity_frac, double pressure_pa);

TanksStored full_tanks(const CoolingPlantSized& plant);
TankHours tank_hours(const CoolingPlantSized& plant, const TanksStored& stored, std::size_t hour_of_year);
/// The same hour with a share of the charging of tanks that level load; those that ride through charge as
/// before.
TankHours level_charging(const CoolingPlantSized& plant, TankHours tanks, double share);
/// What the surroundings take of them in an hour, and what they hold after one with this heat to the tanks,
/// W.
double tanks_loss_wh(const CoolingPlantSized& plant, const TanksStored& stored);
TanksStored after_hour(const CoolingPlantSized& plant, const TanksStored& stored, double liquid_to_tank_w,
                       double air_to_tank_w);

/// Hours of a year or longer, and their sums. Vectors have one element per hour of heat.
struct CoolingYear {
  std::vector<double> fan_w, pump_w, compressor_w, power_w, rejected_w, unmet_w;
  std::vector<double> evaporated_kg, drift_kg, blowdown_kg, water_kg;
  std::vector<std::uint8_t> liquid_economiser, air_economiser;  ///< Economiser as a number
  Energy heat, fan, pump, compressor, power, rejected, unmet;
  std::vector<double> to_tank_w, stored_wh;  ///< all tanks; at the hour's end. They begin full
  Energy tank_loss, stored_begin, stored_end;
  Mass evaporated, drift, blowdown, water;
  int liquid_full_hours = 0, liquid_partial_hours = 0, air_full_hours = 0, air_partial_hours = 0;
  int too_moist_hours = 0, too_dry_hours = 0;  ///< outdoor air outside the dew points of the air loop
  int unmet_hours = 0;           ///< hours with more than 1e-6 of the heat unmet
  int outside_curves_hours = 0;  ///< hours in which a chiller curve was used outside its box
  Power peak_power;
  int peak_power_hour = 0;  ///< index into the vectors
  std::vector<std::string> warnings;
};

/// cool() for every hour: element i meets weather hour (first_hour + i) modulo the weather's length. The two
/// spans have equal length, or length 1 = constant.
CoolingYear cool_year(const CoolingPlantSized& plant, std::span<const double> liquid_heat_w,
                      std::span<const double> air_heat_w, const OutdoorYear& weather,
                      std::size_t first_hour = 0);

}  // namespace gw::cooling
