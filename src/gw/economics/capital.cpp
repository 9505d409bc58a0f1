#include "gw/economics/capital.h"

#include <algorithm>

#include "gw/economics/annuity.h"

namespace gw::economics {
namespace {

Money it_price(const CapitalPrices& prices, const StageQuantities& stage) {
  switch (prices.it_basis) {
    case ItBasis::it_power:
      return prices.it_capex * (stage.uncapped_it_power > 0.0 * W ? stage.uncapped_it_power : stage.it_power);
    case ItBasis::rack:
      return prices.rack_capex * stage.racks;
    case ItBasis::accelerator:
      break;
  }
  // A price from the accelerator's own row is the bare part; the config's is all-in.
  if (!stage.accelerator_price_usd) return prices.accelerator_capex * stage.accelerators;
  return *stage.accelerator_price_usd * (1 + prices.it_surcharge_frac) * stage.accelerators * USD;
}

CapitalItem land_item(Money price, Time in_service) {
  return {.name = "land",
          .layer = Layer::facility,
          .cost = price,
          .in_service = in_service,
          .depreciable = false};
}

CapitalItem plant_item(const Economics& config, const PlantQuantities& plant, double factor) {
  const Money price =
      plant.power.in(kW)*plant.capex_usd_per_kw * USD + plant.energy.in(kWh)*plant.capex_usd_per_kwh * USD;
  const Time life = plant.life.base() > 0 ? plant.life : life_of(config.lives, plant.layer);
  return {.name = plant.name,
          .layer = plant.layer,
          .cost = price * factor,
          .life = life,
          .in_service = plant.in_service,
          .number = plant.number,
          .fixed_om = plant.power.in(kW)*plant.fixed_om_usd_per_kw_year * USD / year};
}

}  // namespace

const char* to_string(Layer layer) {
  switch (layer) {
    case Layer::it:
      return "it";
    case Layer::facility:
      return "facility";
    case Layer::generation:
      return "generation";
    case Layer::storage:
      return "storage";
    case Layer::grid:
      return "grid";
  }
  return "?";
}

Time life_of(const Lives& lives, Layer layer) {
  switch (layer) {
    case Layer::it:
      return lives.it;
    case Layer::facility:
      return lives.facility;
    case Layer::generation:
      return lives.generation;
    case Layer::storage:
      return lives.storage;
    case Layer::grid:
      return lives.grid;
  }
  return {};
}

PowerPrice facility_without_cooling(const CapitalPrices& prices) {
  return max(PowerPrice{}, prices.facility_capex - prices.cooling_included);
}

std::vector<CapitalItem> capital_plan(const Economics& config, const CampusQuantities& quantities) {
  // IT is bought, not built: only what is built carries the cost of money during construction.
  const double factor = construction_factor(config.discount_rate_frac, config.construction.in(year));
  std::vector<CapitalItem> items;
  for (const StageQuantities& stage : quantities.stages) {
    items.push_back({.name = stage.name + " IT",
                     .layer = Layer::it,
                     .cost = it_price(config.capital, stage),
                     .life = config.lives.it,
                     .in_service = stage.in_service,
                     .number = stage.number});
    const PowerPrice facility = stage.cooling_plant ? facility_without_cooling(config.capital) : config.capital.facility_capex;
    const auto add_built = [&](const char* what, Money price, bool cooling_plant) {
      items.push_back({.name = stage.name + what,
                       .layer = Layer::facility,
                       .cost = price * factor,
                       .life = config.lives.facility,
                       .in_service = stage.in_service,
                       .number = stage.number,
                       .cooling_plant = cooling_plant});
    };
    add_built(" facility", facility * stage.it_power, false);
    if (stage.cooling_plant) add_built(" cooling plant", *stage.cooling_plant, true);
  }
  if (!quantities.stages.empty() && config.capital.land.base() > 0)
    items.push_back(land_item(config.capital.land, quantities.stages.front().in_service));
  for (const PlantQuantities& plant : quantities.plants) items.push_back(plant_item(config, plant, factor));
  return items;
}

Energy it_capacity_energy(const CampusQuantities& quantities, Time horizon) {
  Energy sum;
  for (const StageQuantities& stage : quantities.stages)
    sum += stage.it_power * max(Time{}, horizon - max(Time{}, stage.in_service));
  return sum;
}

std::array<Money, kLayers> capital_by_layer(const std::vector<CapitalItem>& items) {
  std::array<Money, kLayers> out = {};
  for (const CapitalItem& item : items) out[std::size_t(item.layer)] += item.cost;
  return out;
}

}  // namespace gw::economics
