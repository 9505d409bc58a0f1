#pragma once
// A utility service: firm MW that arrive in stages, an energy price, charges for economics and an emission
// factor.
//
// Import is limited to the service of the day and to what the circuits that are in carry; outages of one circuit each, and of
// the whole connection. Price
// and emission factor are constants here or hourly series given to dispatch() (HourlySeries). Neglected:
// losses beyond the meter, ramp limits, voltage. Calls by the utility: interruptible.h.

#include <optional>
#include <string>
#include <vector>

#include "gw/supply/interruptible.h"
#include "gw/supply/source_common.h"

namespace gw::describe {
struct RecordType;
}

namespace gw::supply {

/// From `date` on, the connection may draw `service`.
struct GridStage {
  Date date;
  Power service;
  static const describe::RecordType& description();
};

/// What becomes of hours that a series lacks.
enum class FillGaps { refuse, previous, interpolate };

/// `kind: grid`, catalogue folder `grids` (emission factor and price of a region).
struct GridConnection : SourceCommon {
  std::vector<GridStage> service;  ///< any order; before the first date nothing flows
  double voltage_kv = 0;           ///< nominal, of the point of interconnection; 0 = not said
  int circuits = 2;                ///< lines that carry the service; one of them may be out
  std::optional<Power> circuit;    ///< that one of them carries; absent = firm: all but one carry the service
  double line_length_km = 16;        ///< of a circuit, for its outage rate
  std::optional<double> circuit_forced_outage_frac;        ///< of each circuit; absent = circuit_outages()
  std::optional<Time> circuit_mean_time_to_repair;
  double energy_price_usd_per_mwh = 40;
  std::string energy_prices;  ///< file or catalogue name of hourly prices; "" = the constant
  std::string price_location;  ///< settlement point or node in that file; "" = it holds one
  FillGaps fill_gaps = FillGaps::refuse;
  /// Of the energy price above inflation, a year of the horizon; absent = none, and a list of one year is repeated with a warning.
  std::optional<double> price_escalation_frac;
  double export_price_usd_per_mwh = 0;
  std::string export_prices;     ///< file or catalogue name of hourly prices paid for exports; "" = the constant
  bool export_allowed = false;   ///< what must run or blows and shines beyond the load may flow out
  bool export_for_sale = false;  ///< and plants run for sale where the export price pays their full-load cost
  double demand_charge_usd_per_kw_month = 0;   ///< economics: on the month's peak
  double capacity_charge_usd_per_kw_year = 0;  ///< economics: on the service
  double minimum_take_frac = 0;    ///< economics: billed demand is at least this share of the service
  double demand_ratchet_frac = 0;  ///< economics: and at least this share of the highest peak of the eleven months before
  double emission_kg_per_mwh = 0;  ///< average of the region, location-based
  std::string emission_series;     ///< file or catalogue name of hourly kg/MWh; "" = the constant
  std::string emission_location;   ///< balancing authority in that file; "" = it holds one
  /// Rate of the mix left when contracted energy is taken out, for market-based emissions; absent = the location's rate.
  std::optional<double> residual_mix_kg_per_mwh;
  double carbon_free_frac = 0;     ///< share of carbon-free generation on the grid; a fuel mix in emission_series replaces it
  int tariff_ramp_years = 0;       ///< after the first service, in which the contract is not yet in its term
  int tariff_term_years = 0;       ///< minimum term after the ramp; 0 = none
  int exit_fee_months = 0;         ///< of minimum bills, due when the contract ends early
  std::optional<Interruptible> interruptible;  ///< absent = firm service, never called
  double planned_outage_frac = 0;
  double forced_outage_frac = 0;   ///< of the connection as a whole, besides that of its circuits
  Time mean_time_to_repair = 4.0 * unit::hour;
  static const describe::RecordType& description();

  /// Most that the circuits carry with one of them out (a single one: with none), over a short line; 0
  /// without a voltage. Three times the surge-impedance loading of each, V^2 / Zc: the thermal end of St.
  /// Clair's curve, 50 miles [Dunlop, Gutman and Marchenko 1979, IEEE Trans. PAS-98:606]; Zc by class [Kundur
  /// 1994, Power System Stability and Control, table 6.1].
  Power short_line_limit() const;
  /// Most that one circuit carries of a service: `circuit`, else service / (circuits - 1), of a single one all.
  Power circuit_limit(Power contracted) const;
  /// Of a service with so many circuits in.
  Power carried(Power contracted, int circuits_in) const { return min(contracted, double(circuits_in) * circuit_limit(contracted)); }
  /// Most circuits that may be out with the service whole.
  int spare_circuits(Power contracted) const;
  /// True if a service stays whole with one circuit out.
  bool firm(Power contracted) const { return spare_circuits(contracted) > 0; }
  /// Outages of one circuit: what is given, else by voltage class, length and station [IEEE Reliability Test System 1996, IEEE
  /// Trans. Power Systems 14(3):1010, branch data; fitted over its overhead lines]: (0.22 + 0.0052 a mile) a year of 10 h at 138 kV,
  /// (0.29 + 0.0034 a mile) of 11 h at 230 kV.
  struct CircuitOutages {
    double rate_frac = 0;  ///< share of the hours
    Time repair;
  };
  CircuitOutages circuit_outages() const;
  /// Contracted service on a day; the latest stage not after `day`, zero before the first.
  Power service_on(Date day) const;
  /// Date of the earliest stage; nothing without stages.
  std::optional<Date> first_service() const;
  /// Largest service of all stages.
  Power largest_service() const;
};

}  // namespace gw::supply
