#pragma once
// The same job as goodput.h, simulated failure by failure: the live cross-check of the renewal form.
//
// Each draw is one exponential time to the next failure. After a failure the job needs R without failure
// before it works again (a failure during a restart starts the restart again); working, it takes a checkpoint
// every tau+d, durable w later; at the next failure everything after the last durable checkpoint is lost. The
// stretches between failures are independent and alike, so the goodput is a ratio of means with standard
// error
//   sqrt(sum (u_i - g t_i)^2) / sum t_i                  [ratio estimator; Cochran, Sampling Techniques,
//   1977, ch. 6]

#include <cstdint>

#include "gw/reliability/goodput.h"

namespace gw::reliability {

struct SimulationSettings {
  std::uint64_t seed = 1;
  std::uint64_t component = 0;  ///< the job's number: other jobs draw other failures
  int failures = 100'000;
};

struct SimulatedGoodput {
  TimeShares shares = {};               ///< planned stops not simulated: planned_frac is 0
  double standard_error = 0;            ///< of shares.goodput_frac
  double failures_in_restart_frac = 0;  ///< of all failures
  Time simulated = {};                  ///< wall time covered
};

/// Simulates `settings.failures` failures. With an infinite MTBF the answer is exact and has no error.
SimulatedGoodput simulate_goodput(const RenewalTimes& times, const SimulationSettings& settings = {});

/// |simulated - exact| in standard errors. An absolute floor of 1e-6 on the error keeps goodputs near 0 or 1,
/// where almost no draw differs, from raising false alarms.
double disagreement(const SimulatedGoodput& simulated, const TimeShares& exact);

}  // namespace gw::reliability
