#pragma once
// What a sized cooling plant costs to build: a price per kW of heat that its units can reject, spare ones included, and per
// kWh of its tanks.
//
// Prices by kind are assumptions within the ranges that builders state, as built (with pumps, pipes and labour; CDUs, air
// handlers and the halls' pipes are in the facility's price): chillers 300 to 1,200 USD/ton, towers 100 to 400, pumps and
// piping 50 to 200, labour 20 to 30 % on top [mvsicrusher.com, water cooling plant cost, read 2026; press]; the middle of each
// and 1 ton = 3.517 kW. Dry, adiabatic and closed-circuit coolers stand between a tower with its exchanger and a chiller.
// They are good for comparing plants and spare units, not for a bid: give plant_capex_usd_per_kw.

#include <optional>

#include "gw/cooling/plant.h"

namespace gw::cooling {

/// Dampers, ducts, relief fans and media of an air-side economiser, per kW of the loop's peak heat. Assumption.
inline constexpr double kAirEconomiserCapexUsdPerKw = 50;

/// USD per kW of heat the plant of this kind can reject.
double default_capex_usd_per_kw(const HeatRejection& kind);
/// The loop's own price, or that of its kind.
double capex_usd_per_kw(const std::optional<double>& given, const HeatRejection& kind);

/// Capital of one loop: rejection plant, outdoor-air path and tank, USD.
struct LoopPrice {
  double installed_kw = 0, usd_per_kw = 0, outdoor_air_kw = 0, tank_kwh = 0, tank_usd_per_kwh = 0;
  double usd() const {
    return installed_kw * usd_per_kw + outdoor_air_kw * kAirEconomiserCapexUsdPerKw + tank_kwh * tank_usd_per_kwh;
  }
};
struct PlantPrice {
  LoopPrice liquid, air;
  double usd() const { return liquid.usd() + air.usd(); }
};
PlantPrice plant_price(const CoolingPlantSized& plant);

}  // namespace gw::cooling
