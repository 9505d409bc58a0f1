#include "gw/cooling/heat_reuse.h"

#include <algorithm>

#include "gw/describe/record.h"

namespace gw::cooling {

double wanted_frac(const HeatNetwork& network, Temperature coldest, Temperature dry_bulb) {
  const double limit = network.heating_limit.in_celsius();
  const double design = network.design_outdoor.value_or(coldest).in_celsius();
  const double heating =
      design < limit ? std::clamp((limit - dry_bulb.in_celsius()) / (limit - design), 0.0, 1.0) : 0.0;
  return network.hot_water_frac + (1.0 - network.hot_water_frac) * heating;
}

std::optional<double> heat_pump_cop(const HeatNetwork& network, Temperature water_supply,
                                    Temperature water_return) {
  if (network.supply + network.pinch <= water_return) return {};
  const double hot = (network.supply + network.pinch).in_kelvin(),
               cold = (water_supply - network.pinch).in_kelvin();
  // No machine delivers less heat than the work it takes.
  return std::max(1.0, network.carnot_frac * hot / (hot - cold));
}

ReusedHeat reuse_heat(const HeatNetwork& network, Temperature water_supply, Temperature water_return,
                      Power heat, Power wanted) {
  const Power none{};
  const std::optional<double> cop = heat_pump_cop(network, water_supply, water_return);
  const double taken_frac = cop ? 1.0 - 1.0 / *cop : 1.0;
  if (!(wanted > none) || !(heat > none) || !(taken_frac > 0)) return {};
  const Power taken = std::min(heat, taken_frac * wanted);
  return {.taken = taken, .compressor = cop ? taken / (*cop - 1.0) : none};
}

const describe::RecordType& HeatNetwork::description() {
  using T = HeatNetwork;
  static const describe::RecordType type =
      describe::record<T>("heat_network", "A heat network that takes heat of the liquid loops.")
          .quantity("peak", "mw", &T::peak, "demand on the coldest day",
                    {.min = 0, .max = 10000, .required = true})
          .value("hot_water_frac", &T::hot_water_frac, "share of the peak that is wanted all year",
                 {.min = 0, .max = 1})
          .quantity("heating_limit", "c", &T::heating_limit,
                    "outdoor temperature above which nothing is heated", {.min = 0, .max = 30})
          .quantity("design_outdoor", "c", &T::design_outdoor,
                    "outdoor temperature of the peak; absent = the coldest hour of the weather",
                    {.min = -50, .max = 20})
          .quantity("supply", "c", &T::supply, "of the network, leaving the campus", {.min = 20, .max = 120})
          .quantity("pinch", "k", &T::pinch, "least temperature difference in each exchanger",
                    {.min = 0.5, .max = 20})
          .value("carnot_frac", &T::carnot_frac, "COP of the heat pump over that of Carnot's cycle",
                 {.min = 0.1, .max = 0.8})
          .value("price_usd_per_mwh", &T::price_usd_per_mwh, "paid for heat delivered",
                 {.min = 0, .max = 1000})
          .build();
  return type;
}

}  // namespace gw::cooling
