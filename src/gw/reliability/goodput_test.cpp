#include "gw/reliability/goodput.h"

#include <doctest/doctest.h>

#include <cmath>

#include "gw/base/random.h"
#include "gw/reliability/profiles_for_tests.h"

using namespace gw;
using namespace gw::reliability;

TEST_CASE("the renewal form gives the four hand-computed goodputs") {
  const auto form = [](double mtbf_h, double tau_min, double d_s, double r_min) {
    return renewal_shares({mtbf_h * hour, tau_min * minute, d_s * s, {}, r_min * minute}).goodput_frac;
  };
  CHECK(std::abs(form(54.0 * 24 / 419, 15, 20, 10) - 0.8892) < 5e-5);
  CHECK(std::abs(form(54.0 * 24 / 466, 15, 20, 10) - 0.8797) < 5e-5);
  CHECK(std::abs(form(24 / (6.50e-3 * 2048), 60, 60, 5) - 0.6991) < 5e-5);
  CHECK(std::abs(form(1.0, 10, 60, 5) - 0.7621) < 5e-5);
}

TEST_CASE("shares equal the textbook form, add up to 1 and stay in [0, 1], over the whole range") {
  Random random(3, stream_id("test.shares"), 0);
  const auto span = [&](double low, double high) {
    return std::pow(10.0, low + (high - low) * random.uniform()) * s;
  };
  for (int i = 0; i < 2000; ++i) {
    const RenewalTimes t{span(0, 8), span(0, 6), span(-2, 4), span(-2, 4), span(-1, 5)};
    const TimeShares shares = renewal_shares(t);
    CHECK(shares.sum() == doctest::Approx(1).epsilon(1e-12));
    for (double share : {shares.goodput_frac, shares.checkpoint_frac, shares.lost_work_frac,
                         shares.undurable_frac, shares.recovery_frac}) {
      CHECK(share >= 0);
      CHECK(share <= 1);
    }
    const double m = t.mtbf.base(), exponent = (t.recovery + t.durable).base() / m;
    const double cycle = (t.interval + t.blocking).base() / m;
    if (exponent + cycle > 500) continue;  // the textbook form itself would overflow
    const double textbook = t.interval.base() / (m * std::exp(exponent) * std::expm1(cycle));
    CHECK(shares.goodput_frac == doctest::Approx(textbook).epsilon(1e-9));
  }
}

TEST_CASE("an asynchronous checkpoint costs as much as a restart longer by the time until it is durable") {
  const RenewalTimes sync{2.0 * hour, 20.0 * minute, 5.0 * s, {}, 13.0 * minute};
  const RenewalTimes async{2.0 * hour, 20.0 * minute, 5.0 * s, 3.0 * minute, 10.0 * minute};
  CHECK(renewal_shares(async).goodput_frac ==
        doctest::Approx(renewal_shares(sync).goodput_frac).epsilon(1e-14));
  CHECK(renewal_shares(async).recovery_frac < renewal_shares(sync).recovery_frac);
  CHECK(renewal_shares(sync).undurable_frac == 0);
  CHECK(renewal_shares(async).undurable_frac > 0);
}

TEST_CASE("limits: nothing fails, everything fails, nothing is written") {
  const Time forever = 1.0 / Frequency{};
  const TimeShares calm = renewal_shares({forever, 19.0 * minute, 1.0 * minute, {}, 10.0 * minute});
  CHECK(calm.goodput_frac == doctest::Approx(0.95));
  CHECK(calm.checkpoint_frac == doctest::Approx(0.05));
  const TimeShares hell = renewal_shares({1e-3 * s, 1.0 * hour, 1.0 * minute, 1.0 * hour, 10.0 * hour});
  CHECK(hell.goodput_frac == 0);
  CHECK(hell.recovery_frac == doctest::Approx(1));
  CHECK(hell.sum() == doctest::Approx(1));
  const TimeShares none = renewal_shares({{}, {}, {}, {}, {}});
  CHECK(std::isfinite(none.goodput_frac));
  CHECK(none.sum() == doctest::Approx(1));
  // No time between checkpoints and no cost of them: only the restarts are lost.
  const TimeShares continuous = renewal_shares({1.0 * hour, {}, {}, {}, 6.0 * minute});
  CHECK(continuous.goodput_frac == doctest::Approx(std::exp(-0.1)));
}

TEST_CASE("a Llama 3 job: above 90 % effective needs fast checkpoints and restarts, as published") {
  const JobSize job{.accelerators = 16384, .accelerators_per_node = 8};
  CheckpointPolicy policy;
  policy.write_bandwidth = policy.read_bandwidth = 2000.0 * GB / s;  // Tectonic, sustained
  const Goodput fast = job_goodput(llama3_profile(), policy, job, checkpoint_bytes(policy, 405e9));
  CHECK(fast.times.mtbf.in(hour) == doctest::Approx(3.0931).epsilon(1e-4));
  CHECK(fast.shares.goodput_frac > 0.90);
  CHECK(fast.shares.sum() == doctest::Approx(1).epsilon(1e-12));
  CHECK(fast.failures_per_day == doctest::Approx(419.0 / 54));
  CHECK(fast.warnings.empty());
  CHECK(fast.shares.goodput_frac == doctest::Approx(fast.optimal_goodput_frac));
  policy.write_bandwidth = policy.read_bandwidth = 10.0 * GB / s;
  policy.initialisation = 20.0 * minute;
  CHECK(job_goodput(llama3_profile(), policy, job, checkpoint_bytes(policy, 405e9)).shares.goodput_frac <
        0.80);
}

TEST_CASE("planned stops cost their time and nothing else") {
  FailureProfile profile = llama3_profile();
  const JobSize job{.accelerators = 16384};
  const CheckpointPolicy policy;
  const Goodput with = job_goodput(profile, policy, job, 5.0 * TB);
  profile.causes.pop_back();
  const Goodput without = job_goodput(profile, policy, job, 5.0 * TB);
  const double stop_s = 50 + 300 + 50;  // write, initialisation, reload at 100 GB/s
  const double expected = 47 * stop_s / (54 * 86400.0);
  CHECK(with.shares.planned_frac == doctest::Approx(expected));
  CHECK(with.shares.goodput_frac == doctest::Approx(without.shares.goodput_frac * (1 - expected)));
  CHECK(with.shares.sum() == doctest::Approx(1).epsilon(1e-12));
  profile.causes = {{.name = "always", .scope = FailureScope::job, .rate = 1.0 / s, .planned = true}};
  const Goodput stopped = job_goodput(profile, policy, job, 5.0 * TB);
  CHECK(stopped.shares.goodput_frac == 0);
  CHECK(stopped.shares.sum() == doctest::Approx(1));
  CHECK_FALSE(stopped.warnings.empty());
}

TEST_CASE("a job too large to restart between failures is said to be so, without NaN") {
  const CheckpointPolicy policy;
  const Goodput out = job_goodput(llama3_profile(), policy, {.accelerators = 1e8}, 28.0 * TB);
  CHECK(out.times.mtbf < out.times.recovery);
  CHECK(out.shares.goodput_frac < 1e-6);
  CHECK(std::isfinite(out.checkpoints_per_day));
  CHECK(out.warnings.size() >= 2);
  CHECK(job_goodput({}, policy, {}, {}).warnings.size() == 1);  // no accelerators
  CHECK(job_goodput({}, policy, {}, {}).shares.goodput_frac == 1);
}

TEST_CASE("a given interval longer than the time between failures is warned of") {
  CheckpointPolicy policy;
  policy.interval = 3.0 * hour;
  const auto warnings = [&](Time mtbf) {
    return job_goodput(profile_with_mtbf(mtbf), policy, {.accelerators = 8}, 1.0 * TB).warnings;
  };
  CHECK(warnings(4.0 * hour).empty());
  REQUIRE(warnings(2.0 * hour).size() == 1);
  CHECK(warnings(2.0 * hour)[0].find("interval is longer than") != std::string::npos);
}

TEST_CASE("detection is part of recovery, and a given interval is compared with the optimum") {
  CheckpointPolicy policy;
  policy.detection = 10.0 * minute;
  policy.interval = 3.0 * hour;
  const Goodput out = job_goodput(profile_with_mtbf(4.0 * hour), policy, {.accelerators = 8}, 1.0 * TB);
  CHECK(out.detection_frac == doctest::Approx(out.shares.recovery_frac * 600 / (600 + 300 + 10)));
  CHECK(out.optimal_goodput_frac > out.shares.goodput_frac + 0.1);
  policy.asynchronous = true;
  policy.interval = 1.0 * s;
  const Goodput raised = job_goodput(profile_with_mtbf(4.0 * hour), policy, {.accelerators = 8}, 1.0 * TB);
  CHECK(raised.times.interval.in(s) == doctest::Approx(9.5));  // 10 s of write less 0.5 s of snapshot
  CHECK(raised.warnings.size() == 1);
}

TEST_CASE("the curve of intervals peaks at the optimum") {
  const RenewalTimes t{3.0 * hour, {}, 20.0 * s, {}, 10.0 * minute};
  const Time best = optimal_interval(t.mtbf, t.blocking);
  const auto curve = interval_curve(t, best / 4, best * 4, 9);
  REQUIRE(curve.size() == 9);
  CHECK(curve[0].interval.in(s) == doctest::Approx((best / 4).in(s)));
  CHECK(curve[8].interval.in(s) == doctest::Approx((best * 4).in(s)));
  for (std::size_t i = 0; i < 9; ++i) CHECK(curve[i].shares.goodput_frac <= curve[4].shares.goodput_frac);
  CHECK(interval_curve(t, best, best, 1).size() == 1);
  CHECK(interval_curve(t, best, best, 0).empty());
}
