#pragma once
// A load's power against the clauses of a grid code: a verdict, the worst moment and the margin of each.
//
//   ramp      max |mean[t + w, t + 2 w] - mean[t, t + w]| / w                    w = the clause's `over`
//   range     max over t of (max - min) inside [t, t + within]
//   band      largest line, or sqrt(sum a^2 / 2), or that over the whole swing's, of spectrum.h
//   flicker   d = (R dP + X dQ) / V^2 with dQ = 0:  d = dP / S_sc / sqrt(1 + (X/R)^2)
//             P_st = (sum 2.3 s (100 d_i F)^3.2 / T)^(1 / 3.2),  T = the trace's length, at most 600 s
//             for changes d_i at least 1 s apart, F = 1 (steps) [IEC 61000-3-3, analytical method]
//   ride-through   for each point (value, time) that is asked: the load's own curve at that value is no shorter
//
// A clause without a limit, or whose span the trace does not cover, is not assessed; the note says why.
// Neglected: reactive power (dQ = 0, so flicker is a lower bound); F of ramps, taken as steps.

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

/// What is compared with the code.
struct PointOfInterconnection {
  const Trace& power;
  Power contracted;                        ///< demand that fractions refer to
  const RideThrough* ride_through = nullptr;  ///< absent = ride-through is not assessed
};

/// The limit of a band's largest line; nothing when it has none or limits something else.
std::optional<Power> line_limit(const BandClause& band, Power contracted);

/// One result a clause, in order. A trace of n samples costs n log n.
std::vector<ClauseResult> check_grid_code(const GridCode& code, const PointOfInterconnection& load);
/// Whether some clause fails.
bool fails(const std::vector<ClauseResult>& results);

}  // namespace gw::power
