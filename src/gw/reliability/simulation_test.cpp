#include "gw/reliability/simulation.h"

#include <doctest/doctest.h>

#include <chrono>
#include <cmath>
#include <utility>

#include "gw/base/random.h"

using namespace gw;
using namespace gw::reliability;

namespace {

RenewalTimes times(double mtbf_h, double tau_min, double d_s, double r_min, double w_s = 0) {
  return {mtbf_h * hour, tau_min * minute, d_s * s, w_s * s, r_min * minute};
}

void agrees(const RenewalTimes& t, const SimulationSettings& settings) {
  const TimeShares exact = renewal_shares(t);
  const SimulatedGoodput seen = simulate_goodput(t, settings);
  INFO("M " << t.mtbf.base() << " tau " << t.interval.base() << " d " << t.blocking.base() << " w "
            << t.durable.base() << " R " << t.recovery.base() << " exact " << exact.goodput_frac
            << " simulated " << seen.shares.goodput_frac << " +- " << seen.standard_error);
  CHECK(disagreement(seen, exact) < 4);
  CHECK(seen.shares.sum() == doctest::Approx(1).epsilon(1e-9));
}

/// The same job minute by minute instead of failure by failure: written separately, slow, in whole seconds.
double goodput_by_small_steps(const RenewalTimes& t, std::uint64_t seed, int failures) {
  Random random(seed, stream_id("test.steps"), 0);
  double clock = 0, useful = 0;
  for (int i = 0; i < failures; ++i) {
    const double fails_at = clock + t.mtbf.base() * random.exponential();
    double now = clock + t.recovery.base();
    double durable_at = -1, pending = 0;  // of the last write not yet durable
    while (now < fails_at) {
      const double saved = now + t.interval.base() + t.blocking.base();
      if (durable_at >= 0 && durable_at <= std::min(saved, fails_at)) useful += std::exchange(pending, 0);
      if (saved > fails_at) break;
      pending += t.interval.base();
      durable_at = saved + t.durable.base();
      now = saved;
    }
    if (durable_at >= 0 && durable_at <= fails_at) useful += pending;
    clock = fails_at;
  }
  return useful / clock;
}

}  // namespace

TEST_CASE("simulation agrees with the exact form in the four published-like cases") {
  const RenewalTimes cases[] = {times(54.0 * 24 / 419, 15, 20, 10), times(54.0 * 24 / 466, 15, 20, 10),
                                times(24 / (6.50e-3 * 2048), 60, 60, 5), times(1, 10, 60, 5)};
  const double published[] = {0.8904, 0.8805, 0.6989,
                              0.7630};  // an independent Monte Carlo, +- 0.0013 to 0.0023
  for (int i = 0; i < 4; ++i) {
    agrees(cases[i], {.seed = 11, .component = std::uint64_t(i)});
    CHECK(std::abs(simulate_goodput(cases[i]).shares.goodput_frac - published[i]) < 0.006);
  }
}

TEST_CASE("simulation agrees with the exact form for random times, synchronous and asynchronous") {
  Random random(5, stream_id("test.simulation"), 0);
  const auto between = [&](double low, double high) { return low * std::pow(high / low, random.uniform()); };
  for (std::uint64_t i = 0; i < 60; ++i) {
    const double tau = between(1, 120), d = between(0.1, 600);
    const double w = i % 2 ? between(0.1, 60 * tau + d) : 0;
    agrees(times(between(0.2, 200), tau, d, between(0.1, 60), w), {.seed = 100 + i, .component = i});
  }
}

TEST_CASE("every share agrees, not only the goodput") {
  const RenewalTimes t = times(1, 10, 60, 20, 300);
  const TimeShares exact = renewal_shares(t);
  const SimulatedGoodput seen = simulate_goodput(t, {.seed = 3, .failures = 400'000});
  CHECK(seen.shares.checkpoint_frac == doctest::Approx(exact.checkpoint_frac).epsilon(0.01));
  CHECK(seen.shares.lost_work_frac == doctest::Approx(exact.lost_work_frac).epsilon(0.01));
  CHECK(seen.shares.undurable_frac == doctest::Approx(exact.undurable_frac).epsilon(0.02));
  CHECK(seen.shares.recovery_frac == doctest::Approx(exact.recovery_frac).epsilon(0.01));
  CHECK(seen.failures_in_restart_frac == doctest::Approx(1 - std::exp(-20.0 / 60)).epsilon(0.01));
}

TEST_CASE("failure-by-failure equals stepping through every checkpoint") {
  for (double w : {0.0, 240.0}) {
    const RenewalTimes t = times(1.5, 8, 30, 6, w);
    const TimeShares exact = renewal_shares(t);
    CHECK(std::abs(goodput_by_small_steps(t, 17, 60'000) - exact.goodput_frac) < 0.008);
  }
}

TEST_CASE("the same seed gives the same bytes, another component another answer") {
  const RenewalTimes t = times(3, 15, 20, 10);
  const auto one = simulate_goodput(t, {.seed = 9}), two = simulate_goodput(t, {.seed = 9});
  CHECK(one.shares.goodput_frac == two.shares.goodput_frac);
  CHECK(one.standard_error == two.standard_error);
  CHECK(simulate_goodput(t, {.seed = 9, .component = 1}).shares.goodput_frac != one.shares.goodput_frac);
  CHECK(simulate_goodput(t, {.seed = 10}).shares.goodput_frac != one.shares.goodput_frac);
}

TEST_CASE("the standard error is the spread of repeated runs") {
  const RenewalTimes t = times(1, 10, 60, 5);
  double mean = 0, square = 0, claimed = 0;
  const int runs = 200;
  for (int i = 0; i < runs; ++i) {
    const auto out = simulate_goodput(t, {.seed = 77, .component = std::uint64_t(i), .failures = 2000});
    mean += out.shares.goodput_frac / runs;
    square += out.shares.goodput_frac * out.shares.goodput_frac / runs;
    claimed += out.standard_error / runs;
  }
  CHECK(std::sqrt(square - mean * mean) == doctest::Approx(claimed).epsilon(0.2));
}

TEST_CASE("limits: no failures, no draws, hopeless jobs") {
  RenewalTimes calm = times(1, 19, 60, 10);
  calm.mtbf = 1.0 / Frequency{};
  CHECK(simulate_goodput(calm).shares.goodput_frac == doctest::Approx(0.95));
  CHECK(simulate_goodput(calm).standard_error == 0);
  CHECK(simulate_goodput(times(1, 10, 60, 5), {.failures = 0}).standard_error == 0);
  const auto hopeless = simulate_goodput(times(1e-6, 60, 60, 60));
  CHECK(hopeless.shares.goodput_frac == 0);
  CHECK(hopeless.failures_in_restart_frac == 1);
  CHECK(disagreement(hopeless, renewal_shares(times(1e-6, 60, 60, 60))) < 1);
  agrees(times(1, 0, 0, 6), {});  // checkpoints at every moment
}

TEST_CASE("100,000 failures take less than 50 ms") {
  const RenewalTimes t = times(0.05, 15, 20, 1);
  const auto start = std::chrono::steady_clock::now();
  const auto out = simulate_goodput(t, {.failures = 100'000});
  const std::chrono::duration<double> wall = std::chrono::steady_clock::now() - start;
  CHECK(out.simulated.in(day) > 100);
  MESSAGE("100,000 failures simulated in " << 1e3 * wall.count() << " ms");
#ifdef NDEBUG
  WARN(wall.count() < 0.05);  // a warning only: the machine may be busy with other work
#endif
}
