#include "gw/reliability/checkpoint.h"

#include <doctest/doctest.h>

#include <cmath>

#include "gw/base/random.h"
#include "gw/describe/record.h"
#include "gw/reliability/goodput.h"

using namespace gw;
using namespace gw::reliability;

namespace {

double goodput_at(Time mtbf, Time interval, Time blocking) {
  return renewal_shares({mtbf, interval, blocking, {}, {}}).goodput_frac;
}

}  // namespace

TEST_CASE("Young, Daly and Saxena give the hand-computed intervals") {
  struct Case {
    double mtbf_h, d_s, r_min, young_s, daly_s, saxena_s;
  };
  const Case cases[] = {{54.0 * 24 / 419, 20, 10, 667.4, 654.1, 705.4},
                        {54.0 * 24 / 466, 20, 10, 632.8, 619.6, 671.8},
                        {24 / (6.50e-3 * 2048), 60, 5, 882.5, 843.0, 964.7},
                        {1.0, 60, 5, 657.3, 617.9, 746.7}};
  for (const Case& c : cases) {
    const Time mtbf = c.mtbf_h * hour, d = c.d_s * s, r = c.r_min * minute;
    CHECK(std::abs(young_interval(mtbf, d).in(s)-c.young_s) < 0.1);
    CHECK(std::abs(daly_interval(mtbf, d).in(s)-c.daly_s) < 0.1);
    CHECK(std::abs(saxena_interval(mtbf, d, r).in(s)-c.saxena_s) < 0.1);
    // Daly's series is meant to approach the exact optimum: within 0.1 % where d is a small part of M.
    CHECK(optimal_interval(mtbf, d).in(s) == doctest::Approx(c.daly_s).epsilon(1e-3));
  }
}

TEST_CASE("the optimal interval satisfies its equation and beats its neighbours and every other rule") {
  Random random(7, stream_id("test.optimal"), 0);
  for (int i = 0; i < 200; ++i) {
    const Time mtbf = std::pow(10.0, 1 + 6 * random.uniform()) * s;
    const Time d = mtbf * std::pow(10.0, -6 + 7 * random.uniform());  // d from a millionth to ten times M
    const Time tau = optimal_interval(mtbf, d);
    const double v = tau / mtbf, x = d / mtbf;
    CHECK(std::exp(-(v + x)) == doctest::Approx(1 - v).epsilon(1e-9));
    const double best = goodput_at(mtbf, tau, d);
    for (Time other : {tau * 0.99, tau * 1.01, young_interval(mtbf, d), daly_interval(mtbf, d),
                       saxena_interval(mtbf, d, 60.0 * s)})
      CHECK(best >= goodput_at(mtbf, other, d) * (1 - 1e-13));
  }
}

TEST_CASE("limits of the rules") {
  const Time forever = 1.0 / Frequency{};
  CHECK(optimal_interval(100.0 * s, Time{}).base() == 0);
  CHECK(optimal_interval(Time{}, 1.0 * s).base() == 0);
  CHECK(std::isinf(optimal_interval(forever, 1.0 * s).base()));
  CHECK(std::isinf(daly_interval(forever, 1.0 * s).base()));
  CHECK(daly_interval(10.0 * s, 20.0 * s) == 10.0 * s);  // d = 2M and beyond: M
  CHECK(optimal_interval(10.0 * s, 1e6 * s).in(s) == doctest::Approx(10));
}

TEST_CASE("times follow from bytes and bandwidths") {
  CheckpointPolicy policy;
  const Bytes state = checkpoint_bytes(policy, 2e12);
  CHECK(state.in(TB) == doctest::Approx(28));
  const JobSize job{.accelerators = 32768, .accelerators_per_node = 4};
  CheckpointTimes sync = checkpoint_times(policy, job, state);
  CHECK(sync.blocking.in(s) == doctest::Approx(280));  // 28 TB at 100 GB/s
  CHECK(sync.durable.base() == 0);
  CHECK(sync.reload.in(s) == doctest::Approx(280));
  CHECK(sync.recovery().in(s) == doctest::Approx(60 + 300 + 280));

  policy.asynchronous = true;
  policy.initialisation_per_1000_nodes = 3.0 * s;
  const CheckpointTimes async = checkpoint_times(policy, job, state);
  CHECK(async.blocking.in(s) == doctest::Approx(0.5));
  CHECK(async.durable.in(s) == doctest::Approx(280));
  CHECK(async.restart.in(s) == doctest::Approx(300 + 280 + 3 * 8.192));

  policy.blocking = 2.0 * s;
  CHECK(checkpoint_times(policy, job, state).blocking == 2.0 * s);
  policy.write_bandwidth = {};  // outside the described range: no division by zero
  CHECK(checkpoint_times(policy, job, state).durable.base() == 0);
}

TEST_CASE("the interval is given, by rule, and within limits") {
  CheckpointPolicy policy;
  CheckpointTimes times{.blocking = 20.0 * s, .detection = 60.0 * s, .restart = 540.0 * s};
  const Time mtbf = 3.0931 * hour;
  CHECK(checkpoint_interval(policy, mtbf, times).interval == optimal_interval(mtbf, times.blocking));
  policy.rule = IntervalRule::young;
  CHECK(checkpoint_interval(policy, mtbf, times).interval == young_interval(mtbf, times.blocking));
  policy.rule = IntervalRule::daly;
  CHECK(checkpoint_interval(policy, mtbf, times).interval == daly_interval(mtbf, times.blocking));
  policy.rule = IntervalRule::saxena;
  CHECK(checkpoint_interval(policy, mtbf, times).interval ==
        saxena_interval(mtbf, times.blocking, 600.0 * s));

  policy.maximum_interval = 5.0 * minute;
  CHECK(checkpoint_interval(policy, mtbf, times).interval == 5.0 * minute);
  CHECK(checkpoint_interval(policy, mtbf, times).limited);
  policy.interval = 10.0 * hour;  // a given interval is taken as it is
  CHECK(checkpoint_interval(policy, mtbf, times).interval == 10.0 * hour);
  policy.interval = 10.0 * s;
  CHECK_FALSE(checkpoint_interval(policy, mtbf, times).limited);
  times.durable = 120.0 * s;  // but not shorter than the write that must finish first
  const ChosenInterval raised = checkpoint_interval(policy, mtbf, times);
  CHECK(raised.interval == 100.0 * s);
  CHECK(raised.limited);

  policy = {};
  CHECK(checkpoint_interval(policy, 1.0 / Frequency{}, times).interval == 24.0 * hour);
  times.blocking = {};
  times.durable = {};
  CHECK(checkpoint_interval(policy, mtbf, times).interval == 60.0 * s);
}

TEST_CASE("the policy's description covers every field with a doc sentence") {
  const auto& type = CheckpointPolicy::description();
  CHECK(type.fields.size() == 14);
  for (const auto& field : type.fields) CHECK_MESSAGE(!field.doc.empty(), field.key);
}
