#pragma once
// How much hardware is out for repair, and how many spares keep the job whole.
//
// Nodes under repair form an M/G/infinity queue: their number is Poisson with mean rate x mean repair time,
// whatever the distribution of repair times [Palm 1938; Kleinrock, Queueing Systems I, 1975]. A failed
// accelerator takes its node out of service, a failed rack all of its nodes; an interruption with repair time
// 0 takes nothing. Valid: repair capacity not limited. Neglected: misdiagnosis, parts running out.

#include <cstdint>
#include <string>
#include <vector>

#include "gw/reliability/failure_profile.h"

namespace gw::reliability {

/// Smallest s with P(X <= s) >= confidence for X Poisson with this mean.
std::int64_t poisson_quantile(double mean, double confidence);

struct Spares {
  double expected_nodes_down = 0;  ///< single nodes and nodes of racks in repair, on average
  double expected_accelerators_down = 0;
  double availability_frac = 1;  ///< accelerators in service / installed in the job
  std::int64_t nodes = 0;        ///< spare nodes for single-node repairs
  std::int64_t racks = 0;        ///< spare racks for whole-rack repairs
  double accelerators = 0;       ///< all of the above, counted in accelerators
  std::vector<std::string> warnings = {};
};

/// Spares that suffice with probability `confidence` (each kind by itself).
Spares spares_needed(const FailureProfile& profile, const JobSize& job, double confidence);

}  // namespace gw::reliability
