#pragma once
// A load's power against the clauses of a grid code: a verdict, the worst moment and the margin of each.
//
//   ramp      max |mean[t + w, t + 2 w] - mean[t, t + w]| / w                    w = the clause's `over`
//   range     max over t of (max - min) inside [t, t + within]
//   band      largest line, or sqrt(sum a^2 / 2), of spectrum.h, in the worst of pieces of the clause's `over` that overlap
//             by half; of a share, the energy in the band of all pieces over the whole swing's
//   flicker   d = (R dP + X dQ) / V^2 with dQ = 0:  d = dP / S_sc / sqrt(1 + (X/R)^2);  P_st of flicker.h
//   ride-through   for each point (value, time) that is asked: the load's own curve at that value is no shorter
//
// A clause without a limit, or whose span the trace does not cover, is not assessed; the note says why. A range beyond its
// limit fails however short the trace. Memory beside the trace: one piece, and for flicker a sample each 20 ms.
// Neglected: reactive power (dQ = 0, so flicker is a lower bound).

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

/// One result a clause, in order. A trace of n samples costs n log m, of pieces of m samples.
std::vector<ClauseResult> check_grid_code(const GridCode& code, const PointOfInterconnection& load);
/// Whether some clause fails.
bool fails(const std::vector<ClauseResult>& results);

}  // namespace gw::power
