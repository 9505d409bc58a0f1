#pragma once
// Thermal storage of a water loop: a stratified tank at the plant's supply temperature.
//
//   S' = S - L + (C - D) * 1 h,  0 <= S <= E,  C <= charge power,  D <= discharge power,  L = loss per day /
//   24 * S
// S heat that the tank can still take (Wh), E its energy = volume x density x specific heat x (return -
// supply of the loop) x share of it that stratification leaves usable, C heat the plant takes off the tank, D
// heat the tank takes off the loop, L standing gain from the surroundings.
//
// use: ride_through - full until the plant cannot hold its supply; then it takes what the plant leaves, and
// is refilled
//      in hours in which the plant has capacity left.
//      level_load - each day, midnight to midnight of local standard time, the plant fills the tank in its n
//      coolest hours by dry bulb and the tank gives, down to its reserve, in the n hottest ones (n =
//      level_hours), each evenly: an hour moves what is left to move over the hours of its kind that are left
//      of the day, so that chillers and fans work in cool air. It rides through too, down to empty. A day
//      whose hottest hour is less than level_swing above its n-th coolest is left alone: a plant that carries
//      heat and charge in a warm night takes more than it saves in the afternoon (8 K: chillers of 3 % a
//      kelvin charging a fifth of their heat; assumed). Charging sets no new peak: it is cut to what keeps
//      power at or below the largest so far, or what it is without charging (charge_share; a bus in campus, a
//      plant in cool_year). So a year's peak is at most that without a tank, whatever the loads and the
//      weather, and no forecast is needed. Refills of ride_through are not cut.
// Heat that a plant leaves comes first: charging gives way, then the tank gives, then compute is shed. A bus
// that is short charges within what it is served (campus).
//
// Neglected: transfer pumps, mixing at the thermocline, a smaller plant (plants are sized for the peak
// without the tank), a tank that is colder than the supply. Figures of a tank are assumptions.

#include <cstdint>
#include <variant>
#include <vector>

#include "gw/cooling/outdoor.h"
#include "gw/units/quantity.h"

namespace gw::describe {
struct RecordType;
}

namespace gw::cooling {

enum class TankUse { ride_through, level_load };

struct WaterTank {
  Energy energy = 50.0 * unit::MWh;  ///< heat it takes from empty to full, at the loop's range
  Power charge_power = 5.0 * unit::MW, discharge_power = 10.0 * unit::MW;
  double loss_frac_per_day = 0.02;   ///< of what is stored
  TankUse use = TankUse::ride_through;
  int level_hours = 8;               ///< n of level_load
  TemperatureDelta level_swing = 8.0 * unit::K;
  double reserve_frac = 0.25;        ///< of the energy that level_load leaves for riding through
  /// As built. Assumption: a large stratified tank at 125 USD per ton-hour (3.517 kWh).
  double capex_usd_per_kwh = 35;
  static const describe::RecordType& description();
};

/// By `kind:` water_tank.
using ThermalStorage = std::variant<WaterTank>;

/// A tank with its day: one step an hour of the weather's year, +1 charge, -1 discharge, 0 neither.
struct SizedTank {
  WaterTank design;
  std::vector<std::int8_t> steps;
};
SizedTank size_tank(const ThermalStorage& storage, const OutdoorYear& weather);

/// What a tank can do for its loop in one hour, W. All zero = no tank.
struct TankHour {
  double charge_w = 0;   ///< taken from the plant, as far as it has capacity left
  double planned_w = 0;  ///< given whether the plant needs it or not
  double most_w = 0;     ///< given at the most
  friend bool operator==(const TankHour&, const TankHour&) = default;
};
/// `hour` counts from the year's beginning and wraps.
TankHour tank_hour(const SizedTank& tank, double stored_wh, std::size_t hour);
/// Lost in the hour that begins with this much.
double tank_loss_wh(const SizedTank& tank, double stored_wh);

/// A share in [0, 1] of an hour's charge at which `excess(share)`, power above its limit, is not above zero;
/// 0 if none is found. Power is nearly straight in what is charged, so the line between none and all comes
/// close to the largest.
template <class Excess>
double charge_share(Excess excess) {
  constexpr int kTries = 4;
  constexpr double kShorter = 0.9;  // of what a line says that came out too large once
  double high = 1.0, over = excess(high);
  if (over <= 0) return high;
  const double under = excess(0.0);
  if (under >= 0) return 0.0;
  for (int i = 0; i < kTries; ++i) {
    high *= (i > 0 ? kShorter : 1.0) * under / (under - over);
    over = excess(high);
    if (over <= 0) return high;
  }
  return 0.0;
}

}  // namespace gw::cooling
