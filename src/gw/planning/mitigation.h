#pragma once
// The cheapest smoothing that a grid code accepts.
//
// Every combination of the options below is simulated on the same window and checked clause by clause:
//   power smoothing    floors of 50 to 90 % of TDP, each with ramps as slow as the code's slowest ramp clause, or free
//   ballast            held at 60 or 80 % of TDP
//   rack battery       that of catalog/smoothing/rack_battery, in every rack
//   staggered start    as many groups as keep each within the code's ramp, when the window holds a start or stop
//   campus battery     none, or the smallest rated power that passes (bisection, for each of three discharge times, each
//                      with the averaging time that its energy covers)
// and priced by the year:
//   cost = energy burned and lost x price of energy
//        + slowdown x accelerator-hours x price of an accelerator-hour      (economics/cost.h, annuity view)
//        + capital recovery of batteries                                    (economics/annuity.h)
// with energies and slowdown of steady work, all year. Combinations that cost more than the best one before its battery
// get no battery; the cheapest few of them are simulated as they are, to compare. Smoothing that the campus already has is kept. Storage at the accelerator comes with the part and is
// not for sale: it counts where `--smoothing` names it.

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "gw/planning/waveform_loads.h"
#include "gw/power/grid_check.h"

namespace gw::planning {

/// Prices of smoothing hardware. Rows: catalog/smoothing_prices/*.yaml.
struct SmoothingPrices {
  std::string name;
  double campus_battery_usd_per_kw = 0, campus_battery_usd_per_kwh = 0;
  double rack_battery_usd_per_kw = 0, rack_battery_usd_per_kwh = 0;
  Time campus_battery_life = 15.0 * year, rack_battery_life = 10.0 * year;
  static const describe::RecordType& description();
};
inline std::vector<power::FieldProblem> problems(const SmoothingPrices&) { return {}; }

/// What a smoothing design costs in a year.
struct SmoothingCost {
  Money energy, time, capital;
  Energy energy_used;         ///< a year
  double slowdown_frac = 0;   ///< of the training jobs
  Money total() const { return energy + time + capital; }
};

struct Mitigation {
  power::SmoothingDesign design;
  std::string what;           ///< "floor 80 % of TDP; campus battery 120 MW, 60 MWh"
  SmoothingCost cost;
  std::vector<power::ClauseResult> clauses;
};

struct MitigationResult {
  std::vector<Mitigation> passing;   ///< cheapest first, one a combination of options; empty: infeasible
  Mitigation nearest;                ///< when infeasible: the one whose worst clause misses by least
  int simulated = 0;
  bool cancelled = false;
};

/// What a design costs on these loads. `steady` are loads without events.
SmoothingCost smoothing_cost(const power::SmoothingDesign& design, const Run& run, const WaveformSettings& settings,
                             const SmoothingPrices& prices);

/// What may be bought besides settings and campus batteries.
struct SmoothingOffers {
  std::optional<power::Buffer> rack_battery;  ///< of one rack
};

/// `settings.limits` is set. Deterministic. `progress` is told the share of the combinations done; false stops, with what
/// was found until then.
MitigationResult find_mitigation(const Run& run, const WaveformSettings& settings, const SmoothingPrices& prices,
                                 const SmoothingOffers& offers = {}, const std::function<bool(double)>& progress = {});

}  // namespace gw::planning
