#pragma once
// Least-cost dispatch of a bus over the whole horizon as one linear program: what the merit order (dispatch.h) is held against.
//
//   min sum over hours of  sum c_i(h) g_i(h) - export price x e(h) + v u(h)
//   balance   sum g_i + discharge - charge - e + u = load                      each hour
//   store     E(h) = E(h-1) + in charge - discharge / out,   min_state Emax <= E <= Emax
//   bounds    0 <= g_i <= available_i(h), charge and discharge <= power, u <= load
//
// c_i: full-load fuel cost and variable O&M of a plant with the CO2 price, the hour's price of a grid. Since a unit burns at
// least its full-load heat rate at any output, and starts, minimum loads, ramps and reserve only add cost, the result is a
// lower bound of what any dispatch of these sources can cost on these hours: the gap to it is the most that a better
// commitment, foresight and freer use of batteries could save. Stores begin as in the merit order and may end empty, for a bound on
// any use of them; a battery that ends as it began (use `price`) is so far behind by what one content is worth. Unserved
// energy costs v = 20,000 USD/MWh (the order of the value of lost load [London Economics for ERCOT, 2013]), so it is least too.

#include <span>
#include <string>
#include <vector>

#include "gw/supply/dispatch.h"

namespace gw::supply {

inline constexpr double kLostLoadUsdPerMwh = 20'000;

struct OptimalSource {
  int source = 0;                 ///< index in the list
  std::vector<double> output_mw;  ///< by hour; battery: discharge less charge
  double output_mwh = 0;          ///< battery: discharge
  double cost_usd = 0;            ///< without the price of CO2
  double co2_t = 0;
};

struct OptimalBus {
  std::string bus;
  std::string status;             ///< "optimal", else what the solver says
  double cost_usd = 0;            ///< of all sources, without the price of CO2 and lost load
  double objective_usd = 0;       ///< with the price of CO2, without lost load
  double co2_t = 0, unserved_mwh = 0;
  std::vector<OptimalSource> sources;
  std::vector<double> price_usd_per_mwh;  ///< marginal cost of load, by hour
  double worst_imbalance_mw = 0;
};

/// One result a load. Same arguments as dispatch(); `prefer` and reserves are ignored.
std::vector<OptimalBus> optimal_dispatch(std::span<const Source> sources, const CapacityTable& capacity,
                                         std::span<const BusLoad> loads, const DispatchOptions& options = {});

}  // namespace gw::supply
