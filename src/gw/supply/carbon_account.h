#pragma once
// Emissions of purchased electricity in two ways, and how much of the energy is carbon-free hour by hour.
//
// For connection k with import G(h), location rate e(h), residual rate r(h), carbon-free share of its grid g(h) and contracted
// carbon-free generation C(h); on-site combustion S(h), on-site carbon-free energy F(h), on-site energy P(h):
//   location-based  = sum(e G) + sum(S)
//   market-based    = sum(r G) max(0, 1 - sum(C)/sum(G)) + sum(S)      volumes of each calendar year [GHG Protocol Scope 2 Guidance 2015]
//   hourly market   = sum(r (G - min(C, G))) + sum(S)                  contracts count in their own hour only
//   carbon-free(h)  = F + sum over k of [min(C, G) + (G - min(C, G)) g],  over  E(h) = P + sum(G)
//   CFE score       = sum(carbon-free) / sum(E)      [Google, "24/7 Carbon-Free Energy: Methodologies and Metrics", 2021]
//   volume matching = min(1, (sum(F) + sum(C)) / sum(E)), the grid's own share left out
// What a contract makes beyond the hour's import is not counted in the score (excess). kg/MWh, MW over hours. Batteries: energy
// counts when it is charged. Energy exported or dumped is taken from the carbon-free part first. Neglected: losses of the grid,
// consumption-based rates (imports of the region), that the same grid energy may be claimed by others.

#include <cstddef>
#include <span>
#include <vector>

#include "gw/units/calendar.h"

namespace gw::supply {

/// One connection over the horizon; spans of one value an hour.
struct ConnectionHours {
  std::span<const double> import_mw, location_kg;
  std::span<const double> residual_kg_per_mwh, carbon_free_frac;
  std::vector<double> contract_mw = {};  ///< empty = none
};

struct OnSiteHours {
  std::vector<double> energy_mw, carbon_free_mw, co2_kg;
};

/// Market-based emissions of one connection's draw in a calendar year: residual_t x left_frac.
struct MarketTerm {
  std::size_t connection = 0;  ///< in the list given
  int year = 0;
  double import_mwh = 0, contract_mwh = 0;
  double residual_t = 0;       ///< of all imports, at the residual mix's rate
  double left_frac = 0;        ///< of the imports, not under contract by volume
};

struct CarbonAccount {
  double location_t = 0, market_t = 0, market_hourly_t = 0, on_site_t = 0;
  double energy_mwh = 0, carbon_free_mwh = 0;
  double contract_mwh = 0, contract_matched_mwh = 0;  ///< made, and used in its own hour
  double score_frac = 0, volume_frac = 0;
  int fully_matched_hours = 0;
  std::vector<MarketTerm> market_terms;  ///< by year and connection; with on_site_t they add up to market_t
  std::vector<double> carbon_free_frac, intensity_kg_per_mwh;  ///< by hour; 0 where nothing is used
};

/// Of a horizon that begins on `start`.
CarbonAccount carbon_account(std::span<const ConnectionHours> connections, const OnSiteHours& on_site, Date start);

}  // namespace gw::supply
