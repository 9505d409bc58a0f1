#pragma once
// What fails, and how often: a published or assumed set of causes that scales to a job of any size.
//
// Failures are independent Poisson processes with constant rates (exponential times between failures), one
// per element of each cause's scope:
//   lambda = sum over causes of r_c n_c,   M = 1 / lambda
//   r_c [1/s]  rate of one element; n_c  elements of its scope in the job; M [s]  mean time between failures.
// Sources: each catalogue row names its own; the superposition of Poisson processes is elementary.
// Valid: mature fleets. Neglected: infant mortality, wear-out, correlated failures (a rack-wide cause has its
// own scope), lemon nodes that fail far more often than their neighbours.

#include <optional>
#include <string>
#include <vector>

#include "gw/units/quantity.h"

namespace gw::describe {
struct RecordType;
}

namespace gw::reliability {

/// With what the number of failures grows: one process per accelerator, node (server or tray), rack or job.
enum class FailureScope { accelerator, node, rack, job };
const char* to_string(FailureScope scope);

/// The system whose failures were counted.
struct Observation {
  double accelerators = 0;
  double accelerators_per_node = 8;
  double accelerators_per_rack = 8;
  Time duration = {};  ///< only needed where causes are given as counts
  static const describe::RecordType& description();
};

/// One cause of interruption: either a count over the profile's observation, or a rate.
struct FailureCause {
  std::string name = {};
  FailureScope scope = FailureScope::accelerator;  ///< what its number scales with in another system
  std::optional<double> count = {};                ///< interruptions seen during the observation
  std::optional<Frequency> rate = {};              ///< interruptions of one `rate_per` element per time
  std::optional<FailureScope> rate_per = {};       ///< the element the rate speaks of; absent = scope
  bool planned = false;  ///< announced: work is saved first, only the stop costs time
  Time repair = {};  ///< mean time the failed element's node (or rack) is out of service; 0 = nothing leaves
  static const describe::RecordType& description();
};

struct FailureProfile {
  std::string name = {};
  Observation observed = {};
  std::vector<FailureCause> causes = {};
  static const describe::RecordType& description();
};

/// The size of one job: how many elements of every scope it holds.
struct JobSize {
  double accelerators = 0;
  double accelerators_per_node = 8;   ///< 8 for an HGX server, 4 for a GB200/GB300 tray
  double accelerators_per_rack = 72;  ///< 72 for an NVL72 rack
};
/// Elements of `scope` in the job; fractions are kept (a rate needs no whole number). 1 for scope job.
double elements(const JobSize& job, FailureScope scope);

/// Rate of one cause in one job.
struct CauseRate {
  std::string name = {};
  bool planned = false;
  Frequency rate = {};    ///< of the whole job
  double share_frac = 0;  ///< of all unplanned (or, if planned, of all planned) interruptions
};

struct FailureRates {
  Frequency unplanned, planned;
  std::vector<CauseRate> causes = {};  ///< in the profile's order
  std::vector<std::string> warnings =
      {};  ///< a cause without rate or count, a count without observation, ...
  /// Mean time between unplanned failures of the job; infinite when nothing fails.
  Time mtbf() const;
};

/// Rates of the job. Causes that cannot be evaluated count as zero and are named in the warnings.
FailureRates failure_rates(const FailureProfile& profile, const JobSize& job);

/// Rate of one element of the cause's scope; nothing (and a warning) if the cause has no usable numbers.
std::optional<Frequency> element_rate(const FailureProfile& profile, const FailureCause& cause,
                                      std::vector<std::string>& warnings);

}  // namespace gw::reliability
