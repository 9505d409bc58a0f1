#include "gw/power/it_power.h"

#include <doctest/doctest.h>

#include <cmath>

#include "gw/power/test_designs.h"

namespace gw::power {
using namespace test;

TEST_CASE("parts add up to the rack and the services") {
  LoadDesign d = h100_design();
  d.network.reference_cap_frac = 1.0;
  const ItPower full = provisioned_power(d);
  const Power rack = full_power(d.rack, d.accelerator).total / 8.0;
  CHECK(close((full.total() - full.network - full.storage - full.support).base(), rack.base()));
  CHECK(full.network.base() / full.total().base() == doctest::Approx(0.11));
}

TEST_CASE("services do not shrink with the cap") {
  LoadDesign d = gb200_design();
  const ItPower free = provisioned_power(d);
  d.cap = 700 * W;
  const ItPower capped = provisioned_power(d);
  CHECK(capped.network == free.network);
  CHECK(capped.support == free.support);
  CHECK(capped.accelerators.in(W) == doctest::Approx(700));
}

TEST_CASE("jobs add exactly") {
  const LoadDesign d = gb200_design();
  const ItPower run = running_power(d, step()), idle = idle_power(d);
  const Power parts = (30'000.0 * run + 12'345.0 * run + 655.0 * idle).total();
  const Power whole = (42'345.0 * run + 655.0 * idle).total();
  CHECK(close(parts.base(), whole.base(), 1e-12));
  const Power hall = hall_power(43'000, 655.0 / 43'000, run, idle).total();
  CHECK(close(hall.base(), whole.base(), 1e-12));
}

TEST_CASE("the mean is of powers, weighted by time") {
  const LoadDesign d = h100_design();
  workload::ActivityProfile p;
  p.segments = {{"a", 3 * s, 0.6, 0.3, 0, 0}, {"b", 1 * s, 0.0, 0.0, 0, 0}};
  // Accelerator alone: (3 * (120 + 450 + 66) + 120) / 4.
  CHECK(running_power(d, p).accelerators.in(W) == doctest::Approx((3 * 636.0 + 120.0) / 4));
}

TEST_CASE("constant activity gives the same by profile and directly") {
  const LoadDesign d = h100_design();
  workload::ActivityProfile p;
  p.segments = {{"a", 2 * s, 0.5, 0.4, 0.1, 0.2}};
  const ItPower a = running_power(d, p), b = running_power(d, activity_of(p.segments[0]));
  CHECK(close(a.total().base(), b.total().base()));
  CHECK(close(a.fans.base(), b.fans.base()));
}

TEST_CASE("idle < running < provisioned") {
  for (const LoadDesign& d : {h100_design(), gb200_design()}) {
    const Power idle = idle_power(d).total(), run = running_power(d, step()).total(),
                full = provisioned_power(d).total();
    CHECK(idle < run);
    CHECK(run < full);
    CHECK(idle > 0.1 * full);
  }
}

TEST_CASE("a cap slows matrix segments only, and conserves their work") {
  LoadDesign d = h100_design();
  const CappedCycle free = cycle_under_cap(d, step());
  CHECK(free.speed == 1.0);
  d.cap = 500 * W;
  const CappedCycle capped = cycle_under_cap(d, step());
  CHECK(capped.speed < 1.0);
  CHECK(capped.speed > 0.8);
  REQUIRE(capped.segments.size() == 4);
  for (std::size_t i = 0; i < 4; ++i) {
    const workload::ActivitySegment before = step().segments[i];
    const auto& after = capped.segments[i];
    CHECK(close(after.duration.base() * after.activity.tensor_frac,
                before.duration.base() * before.tensor_frac));
    CHECK(close(after.duration.base() * after.activity.memory_frac,
                before.duration.base() * before.memory_frac));
    if (before.tensor_frac == 0.0) CHECK(after.duration == before.duration);
  }
  CHECK(running_power(d, step()).accelerators < running_power(h100_design(), step()).accelerators);
}

TEST_CASE("energy per step falls under a moderate cap") {
  const auto energy = [](double cap_w) {
    LoadDesign d = h100_design();
    d.cap = cap_w * W;
    return running_power(d, step()).accelerators.in(W) / cycle_under_cap(d, step()).speed;
  };
  CHECK(energy(550) < energy(700));
}

TEST_CASE("a profile of nothing is idle; a cap that cannot be met says so") {
  CHECK(running_power(h100_design(), workload::ActivityProfile{}).total() ==
        idle_power(h100_design()).total());
  LoadDesign d = h100_design();
  d.cap = 100 * W;
  CHECK(cycle_under_cap(d, step()).excess > 20 * W);
}

TEST_CASE("segments of no length carry no weight") {
  const LoadDesign d = h100_design();
  workload::ActivityProfile p = step();
  const Power before = running_power(d, p).total();
  p.segments.push_back({"marker", Time{}, 1.0, 1.0, 1.0, 1.0});
  CHECK(close(running_power(d, p).total().base(), before.base()));
}

}  // namespace gw::power
