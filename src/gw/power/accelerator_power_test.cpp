#include "gw/power/accelerator_power.h"

#include <doctest/doctest.h>

#include <cmath>

#include "gw/power/test_designs.h"

namespace gw::power {
using namespace test;

namespace {
Activity matrix_work() {
  Activity a;
  a.tensor_frac = 0.62, a.memory_frac = 0.35, a.scale_up_frac = 0.25, a.scale_out_frac = 0.05;
  return a;
}
double watts(const Activity& a) { return accelerator_power(h100(), h100_power(), a).in(W); }
}  // namespace

TEST_CASE("idle, awake and working power add up by hand") {
  CHECK(watts(Activity::idle()) == doctest::Approx(70));
  CHECK(watts(Activity{}) == doctest::Approx(120));
  // 120 + 0.62*750 + 0.35*220 + 0.25*35 + 0.05*10
  CHECK(watts(matrix_work()) == doctest::Approx(120 + 465 + 77 + 8.75 + 0.5));
}

TEST_CASE("power never exceeds TDP") {
  CHECK(watts(Activity::full()) == doctest::Approx(700));
  Activity limited = Activity::full();
  limited.limit = 400 * W;
  CHECK(watts(limited) == doctest::Approx(400));
  limited.limit = 900 * W;  // a limit above TDP changes nothing
  CHECK(watts(limited) == doctest::Approx(700));
}

TEST_CASE("power rises with every activity") {
  for (double Activity::*part : {&Activity::tensor_frac, &Activity::memory_frac, &Activity::scale_up_frac,
                                 &Activity::scale_out_frac}) {
    double before = 0;
    for (int i = 0; i <= 10; ++i) {
      Activity a;
      a.*part = 0.1 * i;
      CHECK(watts(a) >= before);
      before = watts(a);
    }
    CHECK(before > 120);
  }
}

TEST_CASE("a large 16-bit product at 70 % of peak draws about TDP, as H100s do") {
  Activity gemm;
  gemm.tensor_frac = 0.70, gemm.memory_frac = 0.25;
  CHECK(watts(gemm) == doctest::Approx(700).epsilon(0.02));
}

TEST_CASE("activity_of copies the rates of a segment") {
  const workload::ActivitySegment segment{"x", 1 * s, 0.1, 0.2, 0.3, 0.4};
  const Activity a = activity_of(segment);
  CHECK(a.tensor_frac == 0.1);
  CHECK(a.memory_frac == 0.2);
  CHECK(a.scale_up_frac == 0.3);
  CHECK(a.scale_out_frac == 0.4);
  CHECK(a.running);
}

TEST_CASE("a cap above the draw costs nothing") {
  const auto op = operate_at_cap(h100(), h100_power(), matrix_work(), 700 * W);
  CHECK(op.speed == 1.0);
  CHECK(op.power.in(W) == doctest::Approx(671.25));
  CHECK(op.excess == Power{});
}

TEST_CASE("a binding cap is met exactly and the power law holds") {
  const auto op = operate_at_cap(h100(), h100_power(), matrix_work(), 500 * W);
  CHECK(op.power.in(W) == doctest::Approx(500).epsilon(1e-9));
  const double f = op.activity.clock_frac;
  CHECK(op.speed == doctest::Approx(f));
  CHECK(70 + (50 + 465 + 77) * f * f * f + 9.25 * f == doctest::Approx(500).epsilon(1e-9));
  // What the slowed activity draws, asked again, is the same power.
  CHECK(watts(op.activity) == doctest::Approx(500).epsilon(1e-9));
}

TEST_CASE("speed falls slower than power, and monotonically with the cap") {
  double before = 0;
  for (double cap_w = 300; cap_w <= 700; cap_w += 25) {
    const double speed = speed_at_cap(h100(), h100_power(), matrix_work(), cap_w * W);
    CHECK(speed >= before);
    CHECK(speed >= std::min(1.0, cap_w / 671.25) - 1e-12);
    before = speed;
  }
  CHECK(before == 1.0);
}

TEST_CASE("memory-bound work loses less speed than compute-bound work") {
  Activity decode;
  decode.tensor_frac = 0.5, decode.memory_frac = 0.8;
  const double bound = speed_at_cap(h100(), h100_power(), decode, 500 * W, 1.0);
  const double free = speed_at_cap(h100(), h100_power(), decode, 500 * W, 0.3);
  CHECK(free > bound);
  CHECK(free < 1.0);
}

TEST_CASE("a cap below the lowest clock says by how much") {
  const auto op = operate_at_cap(h100(), h100_power(), matrix_work(), 100 * W);
  CHECK(op.activity.clock_frac == doctest::Approx(0.5));
  const double lowest_w = 70 + (50 + 465 + 77) * 0.125 + 9.25 * 0.5;
  CHECK(op.power.in(W) == doctest::Approx(lowest_w));
  CHECK(op.excess.in(W) == doctest::Approx(lowest_w - 100));
}

TEST_CASE("an idle accelerator above the cap keeps speed 1 and reports the excess") {
  const auto op = operate_at_cap(h100(), h100_power(), Activity::idle(), 50 * W);
  CHECK(op.speed == 1.0);
  CHECK(op.excess.in(W) == doctest::Approx(20));
}

TEST_CASE("rates are what a part reached within TDP: they cost no more there, and the clock that TDP left is found") {
  Activity gemm;
  gemm.tensor_frac = 0.85, gemm.memory_frac = 0.4;  // 120 + 637.5 + 88 = 845.5 W at the full clock
  const auto at_tdp = operate_at_cap(h100(), h100_power(), gemm, 700 * W);
  CHECK(at_tdp.speed == 1.0);
  CHECK(at_tdp.power.in(W) == doctest::Approx(700).epsilon(1e-9));
  const double f = at_tdp.activity.clock_frac;
  CHECK(70 + 50 * f * f * f + (637.5 + 88) * f * f == doctest::Approx(700).epsilon(1e-9));
  CHECK(at_tdp.activity.tensor_frac == 0.85);
  CHECK(speed_at_cap(h100(), h100_power(), gemm, 900 * W) == 1.0);
  // A cap slows from there on.
  const auto capped = operate_at_cap(h100(), h100_power(), gemm, 500 * W);
  const double g = capped.activity.clock_frac;
  CHECK(capped.speed == doctest::Approx(g / f));
  CHECK(70 + 50 * g * g * g + g / f * (637.5 + 88) * g * g == doctest::Approx(500).epsilon(1e-9));
}

TEST_CASE("rates beyond what the coefficients allow draw TDP, and slow under a cap all the same") {
  const auto full = operate_at_cap(h100(), h100_power(), Activity::full(), 700 * W);
  CHECK(full.speed == 1.0);
  CHECK(full.power.in(W) == doctest::Approx(700).epsilon(1e-9));
  CHECK(full.excess == Power{});
  CHECK(speed_at_cap(h100(), h100_power(), Activity::full(), 500 * W) < 0.9);
}

TEST_CASE("a lower clock saves the power of spinning, and costs a wait no time") {
  const auto op = operate_at_cap(h100(), h100_power(), Activity{}, 90 * W, 0.0);
  CHECK(op.speed == 1.0);
  CHECK(op.power.in(W) == doctest::Approx(90).epsilon(1e-9));
  CHECK(std::pow(op.activity.clock_frac, 3.0) == doctest::Approx(0.4));  // 70 + 50 f^3
  CHECK(watts(op.activity) == doctest::Approx(90).epsilon(1e-9));
}

TEST_CASE("with every coefficient zero nothing divides by zero") {
  const auto op = operate_at_cap(catalog::Accelerator{}, AcceleratorPower{}, Activity::full(), Power{});
  CHECK(op.power == Power{});
  CHECK(std::isfinite(op.speed));
}

}  // namespace gw::power
