#pragma once
// How a job saves its state, and what a restart takes.
//
// Symbols: M mean time between failures, d blocking time of one checkpoint, R detection and restart,
// tau useful time between checkpoints, w time from the end of blocking until the checkpoint is durable.
//   Young    tau = sqrt(2 M d)                                                 [Young, CACM 17(9), 1974]
//   Daly     tau = sqrt(2 d M) (1 + sqrt(d / 2M) / 3 + (d / 2M) / 9) - d for d < 2M, else M
//                                                                              [Daly, FGCS 22(3), 2006]
//   Saxena   tau = d + sqrt(2 (M + R) d + d^2)                                 [Saxena et al.,
//   arXiv:2410.18124] optimal  tau solves e^{-(tau+d)/M} = 1 - tau/M: the exact optimum of the renewal form
//   in goodput.h; it depends
//            neither on R nor on w.
// Valid: exponential failures, constant d and R. d may be any multiple of M.

#include <optional>

#include "gw/reliability/failure_profile.h"
#include "gw/units/quantity.h"

namespace gw::reliability {

enum class IntervalRule { optimal, young, daly, saxena };

struct CheckpointPolicy {
  std::optional<Time> interval = {};  ///< useful time between checkpoints; absent = by `rule`
  IntervalRule rule = IntervalRule::optimal;
  Time minimum_interval = 60.0 * s;
  Time maximum_interval = 24.0 * hour;
  double state_bytes_per_parameter = 14;       ///< weights, optimizer state and extras in one checkpoint
  Bandwidth write_bandwidth = 100.0 * GB / s;  ///< of the whole job to durable storage
  Bandwidth read_bandwidth = 100.0 * GB / s;   ///< of the whole job from storage at a restart
  std::optional<Time> blocking = {};           ///< training stops this long per checkpoint; absent = derived
  bool asynchronous = false;                   ///< training goes on while the write to storage proceeds
  Time snapshot = 0.5 * s;                     ///< asynchronous: blocking copy out of accelerator memory
  Time detection = 60.0 * s;                   ///< from the failure until it is noticed
  Time initialisation = 300.0 * s;             ///< scheduling, process start, communicators, first step
  Time initialisation_per_1000_nodes = {};     ///< growth of the above with the job's nodes
  double spares_confidence_frac = 0.99;        ///< probability that enough spares are at hand
  static const describe::RecordType& description();
};

/// The times of one job that follow from policy and size.
struct CheckpointTimes {
  Time blocking = {};  ///< d
  Time durable = {};   ///< w: 0 when writing blocks
  Time detection = {};
  Time restart = {};                                     ///< initialisation + reload, without detection
  Time reload = {};                                      ///< part of `restart`
  Time recovery() const { return detection + restart; }  ///< R
};

/// Bytes of one checkpoint of a model with this many parameters.
Bytes checkpoint_bytes(const CheckpointPolicy& policy, double parameters);
CheckpointTimes checkpoint_times(const CheckpointPolicy& policy, const JobSize& job, Bytes checkpoint);

Time young_interval(Time mtbf, Time blocking);
Time daly_interval(Time mtbf, Time blocking);
Time saxena_interval(Time mtbf, Time blocking, Time recovery);
/// The exact optimum of the renewal form: 0 when blocking is 0, infinite when nothing fails.
Time optimal_interval(Time mtbf, Time blocking);

/// tau of the policy: given or by rule, then held within [minimum, maximum] and never shorter than the
/// durable write (one write at a time). `limited` says that a limit, not the rule, decided.
struct ChosenInterval {
  Time interval = {};
  bool limited = false;
};
ChosenInterval checkpoint_interval(const CheckpointPolicy& policy, Time mtbf, const CheckpointTimes& times);

}  // namespace gw::reliability
