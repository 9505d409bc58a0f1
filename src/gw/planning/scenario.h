#pragma once
// A campus file: everything a run needs. The campus, and the prices it is valued by.

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "gw/campus/campus.h"
#include "gw/economics/economics.h"

namespace gw::planning {

/// Plants that a power contract may take: carbon-free ones.
using ContractPlant = std::variant<supply::SolarPlant, supply::WindPlant, supply::Nuclear>;

/// How a contract is settled (markets.h).
enum class Settlement { physical, virtual_ };

/// A power purchase agreement.
struct PowerContract {
  std::string name;
  Settlement settlement = Settlement::physical;
  std::vector<ContractPlant> plants;
  std::string grid;               ///< connection whose price it settles at; "" = the first
  double price_usd_per_mwh = 0;
  double escalation_frac = 0;     ///< of the price, a year
  std::optional<Date> start;      ///< absent = the horizon's start
  double term_years = 15;
  static const describe::RecordType& description();
};

/// Document `gigawatt.campus/1`.
struct Scenario : campus::Campus {
  economics::Economics economics;
  std::vector<PowerContract> contracts;
  static const describe::RecordType& description();
};

}  // namespace gw::planning
