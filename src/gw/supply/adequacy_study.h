#pragma once
// How often the plant of a bus cannot carry its load: resource adequacy by two methods that must agree, and by removal.
//
//   convolution   in each hour the capacity outage probability table (outage_table.h) of the units not in maintenance, each out
//                 with the probability that its chain of failures and repairs (unit_outages.h) has reached by then; LOLH = sum of LOLP over the hours, EUE = sum of the expected shortage
//   Monte Carlo   years of failures and repairs drawn unit by unit (unit_outages.h), hour after hour; LOLH, LOLE (days with a
//                 shortage), LOLEv (shortages), EUE with their standard errors; with batteries too, which start full, cover
//                 shortages and recharge from what is spare
//   N-k           with nothing else out than what is in maintenance: the k units, or circuits of a connection, away that leave least
//
// Indices and names as in [NERC, Probabilistic Assessment: Technical Guideline Document, 2016]; the methods are those of
// Billinton and Allan, Reliability Evaluation of Power Systems, 2nd ed., chapters 2 and 3, and Billinton and Li, Reliability
// Assessment of Electric Power Systems Using Monte Carlo Methods, 1994. Solar and wind come as the weather gives them, so
// their risk is that of one weather year. Neglected: failures with a common cause other than the temperature, starts that
// fail, fuel, spinning reserve and ramps: units count as soon as they are not out. Batteries of every use count as
// backup ones.

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "gw/supply/dispatch.h"
#include "gw/supply/few_events.h"

namespace gw::supply {

struct AdequacyOptions {
  int years = 1000;        ///< of the horizon's load and weather, drawn; 0 = convolution alone
  std::uint64_t seed = 1;
  int threads = 0;         ///< 0 = all cores; results do not depend on it
  int most_removed = 12;   ///< largest k of N-k
};

/// Years that the indices of a horizon are divided by: rates a year of 8,760 h for whole years, else sums over the horizon (1),
/// since part of a year is not like the rest.
double index_years(std::size_t hours);
/// False: the indices are sums over the horizon.
bool indices_a_year(std::size_t hours);

/// A year, or over the horizon (index_years()).
struct AdequacyIndices {
  double lolh_h = 0;         ///< loss-of-load hours
  double lole_days = 0;      ///< days with a shortage; of convolution: the largest LOLP of each day, a lower bound
  double events = 0;         ///< shortages; not known to convolution
  double eue_mwh = 0;        ///< expected unserved energy
  double neue_ppm = 0;       ///< that over the load's energy
};

/// In place of standard errors where fewer than kEnoughEvents shortages were drawn; 95 %, as the indices.
struct FewShortages {
  Interval events;                       ///< Poisson, exact
  std::optional<Interval> lolh_h, eue_mwh;  ///< bootstrap of the years; nothing where no shortage was drawn
};

/// Monte Carlo: means and the standard errors of the means.
struct SampledIndices {
  int years = 0;                   ///< draws of the horizon
  int shortages = 0;               ///< drawn in all years
  int short_years = 0;             ///< years with any
  AdequacyIndices mean, error;
  std::optional<FewShortages> few; ///< where `shortages` is below kEnoughEvents
  double short_years_frac = 0;     ///< years with any shortage
  double longest_h = 0;            ///< longest shortage drawn
  double worst_year_eue_mwh = 0;   ///< of all drawn, as the indices
};

struct RiskyHour {
  int hour = 0;
  double load_mw = 0, loss_of_load_probability = 0, expected_unserved_mw = 0;
};

/// The k units away, or circuits of a connection, that leave least in the worst hour.
struct RemovalCase {
  int k = 0;
  std::string removed;          ///< the unit that this case adds: "Socrates South Titan 250"; "" for k = 0; "in all ..." where the k are others
  int short_hours = 0;
  int first_short_hour = -1;
  int worst_hour = -1;
  double worst_mw = 0;          ///< missing in the worst hour
  double least_spare_mw = 0;    ///< over the hours with load; negative: short
};

/// From one change of the supply to the next: a plant or battery enters service, a connection takes up a stage of it.
struct PeriodAdequacy {
  int from_hour = 0, to_hour = 0;  ///< [from, to) of the horizon
  std::vector<std::string> begins; ///< what enters service at its start; none for the first
  double peak_load_mw = 0;
  double lolh_h = 0, eue_mwh = 0;  ///< convolution; sums over its hours, not scaled to a year
  int can_lose = 0;                ///< largest k of N-k without a short hour in it; -1: short with every unit
  bool at_least = false;           ///< k was not followed further
};

struct BusAdequacy {
  std::string bus;
  double peak_load_mw = 0, load_mwh = 0;
  double installed_mw = 0;       ///< units and grid, at the peak hour's weather
  int units = 0;                 ///< and circuits, that are in service in that hour
  AdequacyIndices convolution;
  SampledIndices sampled;            ///< without batteries: comparable with convolution
  SampledIndices with_batteries;     ///< years = 0 without batteries
  std::vector<RiskyHour> risky;      ///< the hours of largest expected unserved energy, worst first; at most 10
  std::vector<RemovalCase> removals; ///< k = 0, 1, ... until short or most_removed
  std::vector<PeriodAdequacy> periods;  ///< the whole horizon, in order
  std::vector<std::string> never_out;    ///< connections that serve within the horizon and have no outages at all
  std::vector<std::string> never_whole;  ///< those of which single circuits alone are out
  /// (sampled - convolution) / standard error, of LOLH; 0 where nothing was sampled.
  double disagreement() const;
};

/// One result a load, in order. Cost: hours x table, and years x (hours + outages).
std::vector<BusAdequacy> study_adequacy(std::span<const Source> sources, const catalog::WeatherYear& weather, Horizon horizon,
                                        std::span<const BusLoad> loads, const AdequacyOptions& options = {});

}  // namespace gw::supply
