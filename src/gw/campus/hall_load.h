#pragma once
// One hall in one hour: IT power to heat, heat to cooling, both through the conversion chain to facility power.
//
//   heat to liquid = IT heat of liquid-cooled parts;  heat to air = the rest of IT + losses of the critical chain
//   facility = IT + mechanical + chain losses + other loads (lighting, offices, security)
// All IT power becomes heat in the hall. Network, storage and support racks are air-cooled.

#include <vector>

#include "gw/campus/prepare.h"
#include "gw/cooling/outdoor.h"
#include "gw/cooling/rejection.h"

namespace gw::campus {

/// Water of some span, kg.
struct WaterUse {
  double evaporated_kg = 0, drift_kg = 0, blowdown_kg = 0;
  double total_kg() const { return evaporated_kg + drift_kg + blowdown_kg; }
  WaterUse& operator+=(const WaterUse& o) {
    evaporated_kg += o.evaporated_kg;
    drift_kg += o.drift_kg;
    blowdown_kg += o.blowdown_kg;
    return *this;
  }
};

/// Heat of IT equipment by the loop that carries it away.
struct HeatSplit {
  Power liquid, air;
};
HeatSplit heat_of(const power::Rack& rack, const power::ItPower& it);
/// At provisioned power, which must be known: what the plants are sized for. Conversion losses of the hall
/// end in the air loop.
HeatSplit peak_heat(const Hall& hall, const PreparedHall& prepared);

struct HallLoad {
  Power mechanical, loss, other, facility;
  WaterUse water;                  ///< of one hour
  Power reused;                    ///< heat delivered to a network
  Power unmet;                     ///< heat that could not be rejected at the supply temperature
  Power heat;
  double free_cooling_frac = 0;    ///< of the heat, in loops that ran without compressors or with outdoor air
  cooling::Moisture outdoor_air = cooling::Moisture::within;  ///< against the dew points of an air loop that takes it
  bool outside_range = false;      ///< a curve was used outside its validated range
  double chain_loading_frac = 0;   ///< of the most loaded stage of the power chain; over 1: overloaded
  Power rejected;                  ///< to the atmosphere
  Power liquid_to_tank, air_to_tank;  ///< heat that the plant takes off each tank; negative: the tank takes off the loop
  bool rode_through = false;       ///< a tank took heat that its plant left
  bool cooled() const;
};

HallLoad hall_load(const PreparedHall& hall, const power::ItPower& it, const cooling::OutdoorAir& air,
                   const cooling::HourCalls& calls = {});

}  // namespace gw::campus
