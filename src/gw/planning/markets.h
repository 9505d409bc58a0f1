#pragma once
// Power contracts, carbon and the tariff's commitment of a run.
//
// A contract (power purchase agreement) takes all that its plants make, hour by hour, from the campus's own weather:
//   physical   pays price x generation; what its connection draws in that hour is not bought at the grid's price
//   virtual    pays (price - grid price) x generation; the campus buys its energy as before
// Both bring the carbon-free attribute to the connection. Price grows with `escalation` each year from the start. Generation
// beyond the draw has no value under a physical contract. Neglected: basis between plant and campus, curtailment by the grid.
// Tariff: minimum bill of a month = minimum take x service x demand charge; commitment = that over ramp and term at the largest
// service; exit fee = that over exit_fee_months.

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "gw/planning/scenario.h"
#include "gw/supply/carbon_account.h"

namespace gw::campus {
struct Issue;
struct Simulation;
}

namespace gw::planning {

struct SourceSeries;

/// What was made under a contract over some span, and for what.
struct ContractVolume {
  double generation_mwh = 0, used_mwh = 0;    ///< made, and within the hour's draw of its connection
  double paid_usd = 0, market_value_usd = 0;  ///< to the seller; what it is worth at the grid's price
  double worthless_mwh = 0;                   ///< beyond the draw, under a physical contract: paid for, sold to nobody
  double settlement_usd() const { return paid_usd - market_value_usd; }
};

/// The same of the hours of one calendar year.
struct ContractYear : ContractVolume {
  int year = 0;
};

/// The same of the whole horizon.
struct ContractResult : ContractVolume {
  std::string name;
  std::size_t source = 0;                     ///< the connection it settles at, in the scenario's supply
  std::vector<double> generation_mw;
  std::vector<double> net_usd;                ///< by hour, on top of the energy bill
  std::vector<ContractYear> years;            ///< all of the horizon, in order; zero where the contract does not run
  double unconnected_mwh = 0, unconnected_usd = 0;  ///< physical, in hours without service of the connection
};

struct Markets {
  std::vector<ContractResult> contracts;
  supply::CarbonAccount carbon;
};

Markets markets_of(const Scenario& scenario, const std::vector<SourceSeries>& series, const catalog::WeatherYear& weather,
                   const campus::Simulation& simulation, std::uint64_t seed);

/// Grid connection that a contract settles at: by name, else the first; -1 = none.
int connection_of(const Scenario& scenario, const PowerContract& contract);

/// Warnings GW3023: a physical contract that is paid while its connection has no service. GW3025: over a tenth of what one pays for is
/// not taken.
std::vector<campus::Issue> contract_warnings(const Scenario& scenario, const Markets& markets);

/// Problems of contracts: GW3013 no such grid connection, or a contract without plants.
std::vector<campus::Issue> contract_issues(const Scenario& scenario);

}  // namespace gw::planning
