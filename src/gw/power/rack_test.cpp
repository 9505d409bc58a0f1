#include "gw/power/rack.h"

#include <doctest/doctest.h>

#include "gw/power/test_designs.h"

namespace gw::power {
using namespace test;

namespace {
double parts_w(const RackPower& p) {
  return (p.accelerators + p.host + p.nics + p.scale_up_switches + p.fans + p.pumps + p.supply_loss).in(W);
}
Activity training() {
  Activity a;
  a.tensor_frac = 0.62, a.memory_frac = 0.35, a.scale_up_frac = 0.2;
  return a;
}
}  // namespace

TEST_CASE("a node at full rate gives its rating within 5 %") {
  for (const auto& [rack, accelerator] : {std::pair{hgx_h100(), h100()}, std::pair{gb200_nvl72(), gb200()}}) {
    const double full_w = full_power(rack, accelerator).total.in(W);
    MESSAGE(rack.name << ": " << full_w << " W at full rate, rated " << rack.rated.in(W) << " W");
    CHECK(full_w == doctest::Approx(rack.rated.in(W)).epsilon(0.05));
  }
}

TEST_CASE("parts add up to the total, and heat to what came in") {
  for (const Activity& a : {Activity::idle(), Activity{}, training(), Activity::full()}) {
    const RackPower p = rack_power(gb200_nvl72(), gb200(), a);
    CHECK(close(parts_w(p), p.total.in(W)));
    CHECK(close((p.heat_to_air + p.heat_to_liquid).in(W), p.total.in(W)));
    CHECK(close(p.heat_to_liquid.in(W), 0.85 * p.total.in(W)));
  }
}

TEST_CASE("power by hand, without fans and supplies") {
  Rack r = hgx_h100();
  r.fans = Power{};
  r.supply = LossStage{};
  const RackPower p = rack_power(r, h100(), training());
  CHECK(p.host.in(W) == doctest::Approx(200 + (200 + 0.4 * 500) + (160 + 0.4 * 160) + (80 + 0.4 * 60)));
  CHECK(p.nics.in(W) == doctest::Approx(200));
  CHECK(p.scale_up_switches.in(W) == doctest::Approx(200 + 0.2 * 120));
  CHECK(p.accelerators.in(W) == doctest::Approx(8 * (120 + 0.62 * 750 + 0.35 * 220 + 0.2 * 35)));
  CHECK(p.supply_loss == Power{});
}

TEST_CASE("fans follow the cube of heat, down to a floor") {
  const Rack r = hgx_h100();
  const Power design = heat_for_fans(r, h100(), Activity::full());
  CHECK(fan_power(r, h100(), design).in(W) == doctest::Approx(1900));
  CHECK(fan_power(r, h100(), 0.8 * design).in(W) == doctest::Approx(1900 * 0.512));
  CHECK(fan_power(r, h100(), 0.1 * design).in(W) == doctest::Approx(190));
  CHECK(fan_power(r, h100(), 2.0 * design).in(W) == doctest::Approx(1900));
}

TEST_CASE("fans can be held while activity moves") {
  const RackPower held = rack_power(hgx_h100(), h100(), Activity{}, 1000 * W);
  CHECK(held.fans.in(W) == doctest::Approx(1000));
  CHECK(close(parts_w(held), held.total.in(W)));
}

TEST_CASE("a rack's power rises with activity and is least when idle") {
  double before = rack_power(hgx_h100(), h100(), Activity::idle()).total.in(W);
  CHECK(before > 1000);
  for (int i = 0; i <= 20; ++i) {
    Activity a;
    a.tensor_frac = a.memory_frac = a.scale_up_frac = a.scale_out_frac = 0.05 * i;
    const double watts = rack_power(hgx_h100(), h100(), a).total.in(W);
    CHECK(watts > before - 1e-9);
    before = watts;
  }
  CHECK(before <= full_power(hgx_h100(), h100()).total.in(W));
}

TEST_CASE("an 80 PLUS Titanium supply meets its published points") {
  // 94 % at 20 %, 96 % at 50 %, 91 % at 100 % load (230 V internal redundant).
  const SizedStage one = size_stage(supply(3300, Redundancy::n), 3300 * W);
  const auto efficiency = [&](double load) {
    return load * 3300 / stage_flow(one, load * 3300 * W).in.in(W);
  };
  CHECK(efficiency(0.2) >= 0.94);
  CHECK(efficiency(0.5) >= 0.96);
  CHECK(efficiency(1.0) >= 0.91);
}

TEST_CASE("a rack of nothing draws nothing and divides by nothing") {
  Rack r;
  const RackPower p = rack_power(r, catalog::Accelerator{}, Activity::full());
  CHECK(p.total == Power{});
}

}  // namespace gw::power
