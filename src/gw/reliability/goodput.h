#pragma once
// The share of wall time a job spends on work that is kept, by the exact exponential renewal form.
//
//   goodput = tau / (M e^{(R+w)/M} (e^{(tau+d)/M} - 1))
//   tau useful time between checkpoints, d blocking write, R detection + restart, M mean time between
//   failures, w delay until an asynchronous checkpoint is durable (0 when the write blocks).
// Where the rest goes, exactly (x = (tau+d)/M, phi = x / (e^x - 1)):
//   detection and restart  1 - e^{-R/M}
//   work done again        e^{-R/M} (1 - phi)
//   ... because the last checkpoint was not yet durable   e^{-R/M} phi (1 - e^{-w/M})
//   checkpointing          e^{-(R+w)/M} phi d / (tau+d)
// and these four and the goodput add up to 1. A failure may strike during work, during a write and during a
// restart, which then starts again. Planned stops of rate p take the share p (d + initialisation + reload) of
// wall time and scale the rest. Sources: Daly, FGCS 22(3), 2006 for w = 0. With w > 0: an interval needs
// tau+d without failure, or after a failure tau+d+w, since the state restored is w older; the expectation of
// that recursion is the form above. Valid: any M > 0; checked against simulation (simulation.h) to its
// standard error. Neglected: recovery times that vary, failures during planned stops, slow accelerators,
// preemption by other jobs.

#include <string>
#include <vector>

#include "gw/reliability/checkpoint.h"
#include "gw/reliability/failure_profile.h"

namespace gw::reliability {

/// The five times the renewal form needs.
struct RenewalTimes {
  Time mtbf = {};      ///< M; may be infinite
  Time interval = {};  ///< tau
  Time blocking = {};  ///< d
  Time durable = {};   ///< w
  Time recovery = {};  ///< R
};

/// Shares of wall time; they add up to 1.
struct TimeShares {
  double goodput_frac = 1;
  double checkpoint_frac = 0;
  double lost_work_frac = 0;  ///< done again since the last checkpoint
  double undurable_frac = 0;  ///< done again because an asynchronous checkpoint was not yet durable
  double recovery_frac = 0;   ///< detection and restart
  double planned_frac = 0;    ///< planned stops
  double sum() const;
};

/// The renewal form. Never NaN: goodput goes to 0 as M goes to 0, to tau/(tau+d) as M goes to infinity.
TimeShares renewal_shares(const RenewalTimes& times);

struct Goodput {
  TimeShares shares = {};
  RenewalTimes times = {};          ///< what the form was evaluated with
  CheckpointTimes checkpoint = {};  ///< what `times` was made of
  FailureRates failures = {};       ///< by cause
  double failures_per_day = 0;      ///< unplanned
  double checkpoints_per_day = 0;   ///< kept ones
  double detection_frac = 0;        ///< part of shares.recovery_frac before the failure is noticed
  double optimal_goodput_frac = 0;  ///< at the exact optimum interval, for comparison with a given one
  std::vector<std::string> warnings = {};
};

/// Goodput of a job that holds `checkpoint` bytes of state.
Goodput job_goodput(const FailureProfile& profile, const CheckpointPolicy& policy, const JobSize& job,
                    Bytes checkpoint);

/// One point of the answer to "how reliable would it have to be": shares over a range of intervals.
struct IntervalPoint {
  Time interval = {};
  TimeShares shares = {};
};
/// `count` intervals, geometrically spaced over [first, last].
std::vector<IntervalPoint> interval_curve(const RenewalTimes& times, Time first, Time last, int count);

}  // namespace gw::reliability
