#pragma once
// The prices and rules money is counted by. Rows: catalog/economics/*.yaml.
//
// Money is nominal and, unless a profile says otherwise, US dollars of 2025. Capital comes in layers with
// lives of their own, because a hall outlives three generations of accelerators. IT power here is the power
// of the IT equipment (Epoch's "IT power"), never facility power.

#include <optional>
#include <string>

#include "gw/economics/depreciation.h"
#include "gw/units/quantity.h"

namespace gw::describe {
struct RecordType;
}

namespace gw::economics {

/// Money per power and time (a fixed cost of capacity), and money per mass.
using CapacityPrice = Quantity<Dimension{.power = -1, .time = -1, .money = 1}>;
using MassPrice = Quantity<Dimension{.money = 1, .mass = -1}>;

/// Which quantity the IT capital is priced by.
enum class ItBasis { it_power, accelerator, rack };

/// Capital prices.
struct CapitalPrices {
  ItBasis it_basis = ItBasis::it_power;
  PowerPrice it_capex = 26.1 * MUSD / MW;
  Money accelerator_capex = 50'000.0 * USD;  ///< basis accelerator: with its share of host, network, storage
  Money rack_capex = 5.9 * MUSD;             ///< basis rack
  double it_surcharge_frac = 0;              ///< on top of an accelerator's own price: host, network, storage
  PowerPrice facility_capex = 11.8 * MUSD / MW;  ///< of IT power: shell, electrical, cooling
  PowerPrice cooling_included = 0.4 * MUSD / MW;  ///< the heat rejection plant within facility_capex
  Money land = {};                               ///< not depreciated
  static const describe::RecordType& description();
};

/// Useful lives: of the annuity, of straight-line book depreciation, and until replacement.
struct Lives {
  Time it = 5.0 * year, facility = 14.0 * year, generation = 25.0 * year, storage = 15.0 * year,
       grid = 30.0 * year;
  static const describe::RecordType& description();
};

/// Operating prices that do not depend on dispatch.
struct OperatingPrices {
  CapacityPrice fixed =
      0.3 * MUSD / (MW * year);          ///< all non-energy operation per IT power (staff, spares, network)
  double it_maintenance_frac = 0;        ///< of IT capital, a year
  double facility_maintenance_frac = 0;  ///< of facility capital, a year
  double staff = 0;                      ///< people
  MoneyRate staff_cost = 150'000.0 * USD / year;  ///< one person, all in
  MoneyRate network = {};                         ///< wide-area network and other yearly contracts
  double property_tax_insurance_frac = 0;         ///< of all capital, a year
  double water_usd_per_m3 = 1.0;
  MassPrice co2 = {};  ///< per mass of CO2 emitted
  static const describe::RecordType& description();
};

/// Tax rules.
struct Tax {
  double rate_frac = 0.21;
  DepreciationMethod method = DepreciationMethod::bonus;
  int it_class = 5, facility_class = 15, generation_class = 20, storage_class = 5, grid_class = 15;
  double building_frac = 0.2;  ///< of facility capital: the shell, 39-year property whatever the method
  bool losses_used_elsewhere =
      true;  ///< the owner has other income to set losses against; else carried forward
  static const describe::RecordType& description();
};

/// What is sold, if anything.
struct Revenue {
  std::optional<Money> per_accelerator_hour = {};  ///< used accelerator-hours
  std::optional<Money> per_million_tokens = {};    ///< trained tokens
  bool sells() const { return per_accelerator_hour || per_million_tokens; }
  static const describe::RecordType& description();
};

struct Economics {
  std::string name = {};
  CapitalPrices capital;
  Lives lives;
  OperatingPrices operating;
  Tax tax;
  Revenue revenue;
  double discount_rate_frac = 0.08;  ///< nominal, after tax, weighted over debt and equity
  double inflation_frac = 0.025;     ///< of operating cost, prices and purchases
  Time construction = {};            ///< even spending before each item enters service; 0 = overnight
  Time project_life = 15.0 * year;   ///< of the cash flow
  bool renew = true;                 ///< replace what reaches the end of its life within the project
  double residual_frac = 1.0;        ///< of straight-line book value, recovered at the end of the project
  static const describe::RecordType& description();
};

}  // namespace gw::economics
