#pragma once
// Heat of the liquid loop sold to a heat network, straight or lifted by a heat pump.
//
//   demand        D = peak (b + (1 - b) clamp((T_limit - T_db) / (T_limit - T_design), 0, 1))
//   straight      where the network's supply is at least `pinch` colder than the facility water's return
//   heat pump     COP = eta T_hot / (T_hot - T_cold), T_hot = network supply + pinch, T_cold = facility water
//   supply - pinch [K]
//                 heat taken = delivered (1 - 1 / COP), compressor = delivered / COP
//
// Symbols: b share of hot water, wanted all year; T_limit the outdoor temperature above which nothing is
// heated; T_design that of the peak; eta the share of Carnot's COP. Source: heating demand linear in the
// outdoor temperature below a limit, as heating degree days have it [ASHRAE Handbook - Fundamentals, "Energy
// estimating and modeling methods"]. Valid for networks colder than about 90 C. Neglected: storage and losses
// of the network, its return temperature (the evaporator cools all the water to its supply, so COP is on the
// low side), part load of the heat pump, its water pumps.

#include <optional>

#include "gw/units/quantity.h"
#include "gw/units/temperature.h"

namespace gw::describe {
struct RecordType;
}

namespace gw::cooling {

/// A heat network beside the campus, and what brings heat to it.
struct HeatNetwork {
  Power peak;                   ///< demand on the coldest day
  double hot_water_frac = 0.2;  ///< of the peak, wanted all year
  Temperature heating_limit = Temperature::celsius(15.0);
  std::optional<Temperature> design_outdoor;        ///< of the peak; absent = the coldest hour of the weather
  Temperature supply = Temperature::celsius(70.0);  ///< of the network, leaving the campus
  TemperatureDelta pinch = 5.0 * unit::K;
  double carnot_frac = 0.5;
  double price_usd_per_mwh = 0;  ///< paid for heat delivered
  static const describe::RecordType& description();
};

/// Share of the network's peak that is wanted at this outdoor temperature; `coldest` is that of the weather.
double wanted_frac(const HeatNetwork& network, Temperature coldest, Temperature dry_bulb);

/// COP of the heat pump between facility water and network; absent where heat goes straight.
std::optional<double> heat_pump_cop(const HeatNetwork& network, Temperature water_supply,
                                    Temperature water_return);

/// Heat moved in an hour: delivered = taken + compressor.
struct ReusedHeat {
  Power taken, compressor;
  Power delivered() const { return taken + compressor; }
};
/// At most `wanted` is delivered and at most `heat` taken.
ReusedHeat reuse_heat(const HeatNetwork& network, Temperature water_supply, Temperature water_return,
                      Power heat, Power wanted);

}  // namespace gw::cooling
