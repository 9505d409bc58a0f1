#include "gw/reliability/simulation.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "gw/base/random.h"

namespace gw::reliability {
namespace {

constexpr double kSmallestStandardError = 1e-6;

/// One stretch of wall time between two failures, in seconds.
struct Stretch {
  double kept = 0, checkpoint = 0, lost = 0, undurable = 0, recovery = 0;
  bool in_restart = false;
};

Stretch live_through(const RenewalTimes& t, double until_failure_s) {
  Stretch out;
  const double recovery = t.recovery.base(), cycle = (t.interval + t.blocking).base();
  if (until_failure_s < recovery || cycle <= 0) {
    out.in_restart = until_failure_s < recovery;
    out.recovery = std::min(until_failure_s, recovery);
    out.kept = until_failure_s - out.recovery;  // a checkpoint at every moment loses nothing
    return out;
  }
  const double work = until_failure_s - recovery;
  const double taken = std::floor(work / cycle);
  const double durable = std::clamp(std::floor((work - t.durable.base()) / cycle), 0.0, taken);
  out.recovery = recovery;
  out.kept = durable * t.interval.base();
  out.checkpoint = durable * t.blocking.base();
  out.undurable = (taken - durable) * cycle;
  out.lost = work - taken * cycle;
  return out;
}

}  // namespace

SimulatedGoodput simulate_goodput(const RenewalTimes& times, const SimulationSettings& settings) {
  SimulatedGoodput out;
  if (!is_finite(times.mtbf) || settings.failures < 1) {
    out.shares = renewal_shares(times);
    return out;
  }
  Random random(settings.seed, stream_id("reliability.goodput"), settings.component);
  Stretch sum;
  double time = 0, kept_squared = 0, kept_time = 0, time_squared = 0;
  int in_restart = 0;
  const double mtbf = std::max(times.mtbf.base(), 1e-12);
  for (int i = 0; i < settings.failures; ++i) {
    const double span = mtbf * random.exponential();
    const Stretch stretch = live_through(times, span);
    sum.kept += stretch.kept;
    sum.checkpoint += stretch.checkpoint;
    sum.lost += stretch.lost;
    sum.undurable += stretch.undurable;
    sum.recovery += stretch.recovery;
    in_restart += stretch.in_restart;
    time += span;
    kept_squared += stretch.kept * stretch.kept;
    kept_time += stretch.kept * span;
    time_squared += span * span;
  }
  const double g = sum.kept / time;
  out.shares = {g, sum.checkpoint / time, sum.lost / time, sum.undurable / time, sum.recovery / time, 0};
  out.standard_error =
      std::sqrt(std::max(0.0, kept_squared - 2 * g * kept_time + g * g * time_squared)) / time;
  out.failures_in_restart_frac = double(in_restart) / settings.failures;
  out.simulated = Time::from_base(time);
  return out;
}

double disagreement(const SimulatedGoodput& simulated, const TimeShares& exact) {
  const double error = std::max(simulated.standard_error, kSmallestStandardError);
  return std::abs(simulated.shares.goodput_frac - exact.goodput_frac) / error;
}

}  // namespace gw::reliability
