#include "gw/reliability/checkpoint.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace gw::reliability {
namespace {

constexpr Time kForever = Time::from_base(std::numeric_limits<double>::infinity());

Time transfer_time(Bytes bytes, Bandwidth bandwidth) {
  return bandwidth.base() > 0 ? bytes / bandwidth : Time{};
}

Time interval_by_rule(const CheckpointPolicy& policy, Time mtbf, const CheckpointTimes& times) {
  switch (policy.rule) {
    case IntervalRule::optimal:
      return optimal_interval(mtbf, times.blocking);
    case IntervalRule::young:
      return young_interval(mtbf, times.blocking);
    case IntervalRule::daly:
      return daly_interval(mtbf, times.blocking);
    case IntervalRule::saxena:
      return saxena_interval(mtbf, times.blocking, times.recovery());
  }
  return {};
}

}  // namespace

Bytes checkpoint_bytes(const CheckpointPolicy& policy, double parameters) {
  return Bytes::from_base(policy.state_bytes_per_parameter * parameters);
}

CheckpointTimes checkpoint_times(const CheckpointPolicy& policy, const JobSize& job, Bytes checkpoint) {
  CheckpointTimes out;
  const Time write = transfer_time(checkpoint, policy.write_bandwidth);
  out.blocking = policy.blocking.value_or(policy.asynchronous ? policy.snapshot : write);
  if (policy.asynchronous) out.durable = write;
  out.detection = policy.detection;
  out.reload = transfer_time(checkpoint, policy.read_bandwidth);
  const double nodes = elements(job, FailureScope::node);
  out.restart = policy.initialisation + out.reload + policy.initialisation_per_1000_nodes * (nodes / 1000);
  return out;
}

Time young_interval(Time mtbf, Time blocking) {
  return Time::from_base(std::sqrt(2 * mtbf.base() * blocking.base()));
}

Time daly_interval(Time mtbf, Time blocking) {
  if (!is_finite(mtbf)) return kForever;
  if (blocking >= 2.0 * mtbf) return mtbf;
  const double x = blocking / (2.0 * mtbf);
  return young_interval(mtbf, blocking) * (1 + std::sqrt(x) / 3 + x / 9) - blocking;
}

Time saxena_interval(Time mtbf, Time blocking, Time recovery) {
  const double d = blocking.base();
  return Time::from_base(d + std::sqrt(2 * (mtbf + recovery).base() * d + d * d));
}

// f(v) = e^{-(v+x)} + v - 1 with v = tau/M, x = d/M is convex with f(0) < 0 < f(1): Newton from v = 1 falls
// to the root from above without overshooting. expm1 keeps the digits where v and x are small.
Time optimal_interval(Time mtbf, Time blocking) {
  if (!is_finite(mtbf)) return kForever;
  if (blocking.base() <= 0 || mtbf.base() <= 0) return {};
  const double x = blocking / mtbf;
  double v = std::min(1.0, std::sqrt(2 * x));  // Young's interval is never below the optimum
  for (int i = 0; i < 60; ++i) {
    const double f = std::expm1(-(v + x)) + v;
    const double next = v - f / -std::expm1(-(v + x));
    if (!(next < v)) break;
    v = next;
  }
  return mtbf * v;
}

ChosenInterval checkpoint_interval(const CheckpointPolicy& policy, Time mtbf, const CheckpointTimes& times) {
  const Time wanted = policy.interval ? *policy.interval : interval_by_rule(policy, mtbf, times);
  // A given interval is only held to what is physically possible; a rule also to the policy's own limits.
  Time shortest = policy.interval ? Time{} : policy.minimum_interval;
  if (times.durable > times.blocking) shortest = max(shortest, times.durable - times.blocking);
  Time interval = max(wanted, shortest);
  if (!policy.interval) interval = min(interval, max(shortest, policy.maximum_interval));
  return {interval, interval != wanted};
}

}  // namespace gw::reliability
