#pragma once
// A load's power against the clauses of a grid code: a verdict, the worst moment and the margin of each.
//
//   ramp      max |mean[t + w, t + 2 w] - mean[t, t + w]| / w                    w = the clause's `over`
//   range     max over t of (max - min) inside [t, t + within]
//   band      largest line, or sqrt(sum a^2 / 2), of spectrum.h in the worst of overlapping pieces of the clause's `over`;
//             of a share, the energy in the band over the whole swing's (band_meter.h)
//   flicker   d = (R dP + X dQ) / V^2 with dQ = 0:  d = dP / S_sc / sqrt(1 + (X/R)^2);  P_st of flicker.h
//   ride-through   for each point (value, time) that is asked: the load's own curve at that value is no shorter
//
// A clause without a limit, whose span the trace does not cover, or that the samples are too coarse for is not assessed; the
// note says why. A range beyond its limit fails however short the trace, a ramp however coarse the samples. The power may
// come in pieces: memory is that of the longest span of a clause, so that a year by the second can be checked.
// Neglected: reactive power (dQ = 0, so flicker is a lower bound).

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "gw/power/grid_code.h"
#include "gw/power/spectrum.h"
#include "gw/power/trace.h"

namespace gw::power {

enum class Verdict { pass, fail, not_assessed };
const char* to_string(Verdict verdict);

struct ClauseResult {
  std::string clause;
  Verdict verdict = Verdict::not_assessed;
  double limit = 0, worst = 0;  ///< in `unit`
  std::string unit;
  double margin_frac = 0;   ///< (limit - worst) / limit, of a floor the other way; negative: fails
  std::optional<Time> at;   ///< the worst moment
  std::string note;         ///< why not assessed; of a band, the frequency
};

/// What the code is compared with besides the power.
struct LoadFacts {
  Power contracted;                           ///< demand that fractions refer to
  const RideThrough* ride_through = nullptr;  ///< absent = ride-through is not assessed
};

/// A check of power that comes in pieces. The code must outlive it.
class GridCheck {
 public:
  GridCheck(const GridCode& code, const LoadFacts& load, Time start, Time step);
  ~GridCheck();
  GridCheck(GridCheck&&) noexcept;
  GridCheck& operator=(GridCheck&&) noexcept;
  /// The next samples, MW: means over `step`.
  void add(std::span<const double> mw);
  /// One result a clause, in order; after the last add, once.
  std::vector<ClauseResult> results();

 private:
  struct Meters;
  std::unique_ptr<Meters> meters_;
};

/// What is compared with the code, all at once.
struct PointOfInterconnection {
  const Trace& power;
  Power contracted;
  const RideThrough* ride_through = nullptr;
};
std::vector<ClauseResult> check_grid_code(const GridCode& code, const PointOfInterconnection& load);

/// The limit of a band's largest line; nothing when it has none or limits something else.
std::optional<Power> line_limit(const BandClause& band, Power contracted);
/// The span of time that a clause with a limit takes to be assessed; zero where a moment will do.
Time needed_span(const Clause& clause);
/// Whether some clause fails.
bool fails(const std::vector<ClauseResult>& results);

}  // namespace gw::power
