#pragma once
// From quantities (megawatts, accelerators) to dated items of capital.
//
//   IT         price x IT power, or price x accelerators, or price x racks (the config's basis)
//   facility   price x IT power; where a hall's cooling plant is priced, less the plant that the price contains
//   cooling    of the facility: the plant at its own price
//   plants     price per power x power + price per energy x energy
//   what is built (not IT) is multiplied by the construction factor (annuity.h).

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "gw/economics/economics.h"

namespace gw::economics {

enum class Layer { it, facility, generation, storage, grid };
inline constexpr int kLayers = 5;
const char* to_string(Layer layer);
/// The layer's life from the config.
Time life_of(const Lives& lives, Layer layer);

/// One piece of capital.
struct CapitalItem {
  std::string name = {};
  Layer layer = Layer::it;
  Money cost = {};  ///< at the date in service, construction financing included
  Time life = {};
  Time in_service = {};     ///< since the start of the horizon; negative = before it
  std::size_t number = 0;   ///< the caller's, of the stage or plant it belongs to
  MoneyRate fixed_om = {};  ///< fixed operation and maintenance of a plant
  bool depreciable = true;  ///< false for land
  bool cooling_plant = false;  ///< of the facility layer: priced by its units and tanks
};

/// One phase of IT and its halls.
struct StageQuantities {
  std::string name = {};
  std::size_t number = 0;  ///< the caller's
  Time in_service = {};
  Power it_power = {};      ///< provisioned: what halls, cooling and conversion are built for
  Power uncapped_it_power = {};  ///< without power caps: what the IT equipment is priced on; zero = it_power
  double accelerators = 0;
  double racks = 0;
  std::optional<Money> cooling_plant = {};  ///< as built; absent = the one within the facility's price
  std::optional<double> accelerator_price_usd = {};  ///< from its catalogue row, if known
};
/// One plant, store or line, priced by its own row.
struct PlantQuantities {
  std::string name = {};
  std::size_t number = 0;  ///< the caller's
  Layer layer = Layer::generation;
  Time in_service = {};
  Power power = {};
  double capex_usd_per_kw = 0;
  Energy energy = {};
  double capex_usd_per_kwh = 0;
  double fixed_om_usd_per_kw_year = 0;
  Time life = {};  ///< 0 = the layer's
};
struct CampusQuantities {
  std::vector<StageQuantities> stages = {};
  std::vector<PlantQuantities> plants = {};
};

/// Price of the facility but its cooling plant, per IT power: never below zero.
PowerPrice facility_without_cooling(const CapitalPrices& prices);
/// All capital in the order of the quantities: per stage IT, facility, cooling plant; land with the first stage, then
/// plants.
std::vector<CapitalItem> capital_plan(const Economics& config, const CampusQuantities& quantities);
/// Installed IT power integrated over the horizon: what fixed operating cost is charged on.
Energy it_capacity_energy(const CampusQuantities& quantities, Time horizon);

/// Totals by layer, indexed by int(Layer).
std::array<Money, kLayers> capital_by_layer(const std::vector<CapitalItem>& items);

}  // namespace gw::economics
