#include "gw/reliability/goodput.h"

#include <algorithm>
#include <cmath>

namespace gw::reliability {
namespace {

/// x / (e^x - 1): 1 at 0, 0 at infinity.
double decay(double x) {
  if (x < 1e-12) return 1 - x / 2;
  return x > 700 ? 0.0 : x / std::expm1(x);
}

/// A share of wall time `part` / `whole`; nothing over nothing is 0.
double ratio(Time part, Time whole) { return whole.base() > 0 ? part / whole : 0; }

TimeShares shares_without_failure(const RenewalTimes& t) {
  TimeShares out;
  out.checkpoint_frac = ratio(t.blocking, t.interval + t.blocking);
  out.goodput_frac = 1 - out.checkpoint_frac;
  return out;
}

void scale_for_planned_stops(TimeShares& shares, double planned_frac) {
  const double rest = 1 - planned_frac;
  for (double* share : {&shares.goodput_frac, &shares.checkpoint_frac, &shares.lost_work_frac,
                        &shares.undurable_frac, &shares.recovery_frac})
    *share *= rest;
  shares.planned_frac = planned_frac;
}

void add_warnings(Goodput& out, const JobSize& job, bool limited, bool given) {
  const RenewalTimes& t = out.times;
  if (!(job.accelerators > 0)) out.warnings.push_back("the job has no accelerators: nothing of it can fail");
  if (t.mtbf < t.recovery)
    out.warnings.push_back(
        "the mean time between failures is shorter than detection and restart: the job barely "
        "advances; make it smaller or its restart faster");
  if (t.mtbf < t.blocking)
    out.warnings.push_back("the mean time between failures is shorter than one checkpoint");
  if (t.mtbf < t.interval)
    out.warnings.push_back(
        "the checkpoint interval is longer than the mean time between failures: most of the work is done again");
  if (limited && given)
    out.warnings.push_back(
        "the checkpoint interval is shorter than the write to storage: raised to the write time");
  if (out.shares.planned_frac >= 1) out.warnings.push_back("planned stops take all of the time");
}

}  // namespace

double TimeShares::sum() const {
  return goodput_frac + checkpoint_frac + lost_work_frac + undurable_frac + recovery_frac + planned_frac;
}

TimeShares renewal_shares(const RenewalTimes& t) {
  if (!is_finite(t.mtbf)) return shares_without_failure(t);
  const double m = std::max(t.mtbf.base(), 1e-12);  // a picosecond: keeps the quotients finite
  const Time cycle = t.interval + t.blocking;
  const double running = std::exp(-t.recovery.base() / m);
  const double first_try = decay(cycle.base() / m);
  const double durable = std::exp(-t.durable.base() / m);
  const double kept = running * first_try * durable;
  TimeShares out;
  out.recovery_frac = -std::expm1(-t.recovery.base() / m);
  out.lost_work_frac = running * (1 - first_try);
  out.undurable_frac = running * first_try * -std::expm1(-t.durable.base() / m);
  out.checkpoint_frac = kept * ratio(t.blocking, cycle);
  out.goodput_frac = kept - out.checkpoint_frac;
  return out;
}

Goodput job_goodput(const FailureProfile& profile, const CheckpointPolicy& policy, const JobSize& job,
                    Bytes checkpoint) {
  Goodput out;
  out.failures = failure_rates(profile, job);
  out.checkpoint = checkpoint_times(policy, job, checkpoint);
  const Time mtbf = out.failures.mtbf();
  const ChosenInterval chosen = checkpoint_interval(policy, mtbf, out.checkpoint);
  out.times = {mtbf, chosen.interval, out.checkpoint.blocking, out.checkpoint.durable,
               out.checkpoint.recovery()};
  out.shares = renewal_shares(out.times);

  CheckpointPolicy best = policy;
  best.interval.reset();
  best.rule = IntervalRule::optimal;
  RenewalTimes at_best = out.times;
  at_best.interval = checkpoint_interval(best, mtbf, out.checkpoint).interval;

  const Time stop = out.checkpoint.blocking + out.checkpoint.restart;  // announced: nothing to detect
  const double planned = std::min(1.0, out.failures.planned * stop);
  scale_for_planned_stops(out.shares, planned);
  out.optimal_goodput_frac = renewal_shares(at_best).goodput_frac * (1 - planned);
  out.detection_frac = out.shares.recovery_frac * ratio(out.checkpoint.detection, out.times.recovery);
  out.failures_per_day = out.failures.unplanned * day;
  if (chosen.interval.base() > 0) out.checkpoints_per_day = out.shares.goodput_frac * (day / chosen.interval);
  out.warnings = out.failures.warnings;
  add_warnings(out, job, chosen.limited, policy.interval.has_value());
  return out;
}

std::vector<IntervalPoint> interval_curve(const RenewalTimes& times, Time first, Time last, int count) {
  std::vector<IntervalPoint> out;
  for (int i = 0; i < count; ++i) {
    const double position = count > 1 ? double(i) / (count - 1) : 0;
    RenewalTimes at = times;
    at.interval = first * std::pow(last / first, position);
    out.push_back({at.interval, renewal_shares(at)});
  }
  return out;
}

}  // namespace gw::reliability
