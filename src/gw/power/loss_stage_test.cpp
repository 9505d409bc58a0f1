#include "gw/power/loss_stage.h"

#include <doctest/doctest.h>

#include "gw/power/test_designs.h"

namespace gw::power {
using namespace test;

namespace {
LossStage ups(Redundancy redundancy) { return {"ups", 1 * MW, 0.010, 0.010, 0.015, redundancy}; }
}  // namespace

TEST_CASE("loss of one unit at full load is the sum of its three fractions") {
  const SizedStage one = size_stage(ups(Redundancy::n), 1 * MW);
  CHECK(one.installed == 1);
  const StageFlow flow = stage_flow(one, 1 * MW);
  CHECK(flow.loss.in(kW) == doctest::Approx(35));
  CHECK(flow.in.in(kW) == doctest::Approx(1035));
  CHECK(flow.loading_frac == doctest::Approx(1));
}

TEST_CASE("the three losses go as load to the power 0, 1 and 2") {
  const SizedStage one = size_stage(ups(Redundancy::n), 1 * MW);
  CHECK(stage_flow(one, Power{}).loss.in(kW) == doctest::Approx(10));
  CHECK(stage_flow(one, 0.5 * MW).loss.in(kW) == doctest::Approx(10 + 5 + 3.75));
}

TEST_CASE("units installed") {
  const auto installed = [](Redundancy r, double mw) { return size_stage(ups(r), mw * MW).installed; };
  CHECK(installed(Redundancy::n, 6) == 6);
  CHECK(installed(Redundancy::n, 6.1) == 7);
  CHECK(installed(Redundancy::n_plus_1, 6) == 7);
  CHECK(installed(Redundancy::n_plus_2, 6) == 8);
  CHECK(installed(Redundancy::two_n, 6) == 12);
  CHECK(installed(Redundancy::four_to_make_three, 6) == 8);
}

TEST_CASE("redundancy lowers the loading of each unit and moves the loss") {
  const SizedStage n = size_stage(ups(Redundancy::n), 6 * MW);
  const SizedStage two_n = size_stage(ups(Redundancy::two_n), 6 * MW);
  // By hand: 2N has 12 units at half load: 12*(10 + 5 + 3.75) kW.
  CHECK(stage_flow(two_n, 6 * MW).loss.in(kW) == doctest::Approx(12 * 18.75));
  CHECK(stage_flow(n, 6 * MW).loss.in(kW) == doctest::Approx(6 * 35));
  // At light load the second side costs its no-load loss.
  CHECK(stage_flow(two_n, 1 * MW).loss > stage_flow(n, 1 * MW).loss);
}

TEST_CASE("White Paper 108's lesson: equal full-load efficiency, unequal at 2N part load") {
  // Two 1 MW units, 93 % at full load; one with a third the no-load loss. 300 kW in 2N: 15 % load each.
  const double full_loss = 1.0 / 0.93 - 1.0;
  const LossStage heavy{"heavy", 1 * MW, 0.055, full_loss - 0.055, 0.0, Redundancy::two_n};
  const LossStage light{"light", 1 * MW, 0.015, full_loss - 0.015, 0.0, Redundancy::two_n};
  SizedStage a = size_stage(heavy, 1 * MW), b = size_stage(light, 1 * MW);
  CHECK(a.installed == 2);
  const double eta_a = 300.0 / stage_flow(a, 300 * kW).in.in(kW);
  const double eta_b = 300.0 / stage_flow(b, 300 * kW).in.in(kW);
  CHECK(eta_b - eta_a > 0.10);
}

TEST_CASE("a transformer is most efficient where iron and copper losses are equal") {
  const LossStage t{"transformer", 2.5 * MW, 0.00118, 0.0, 0.00472, Redundancy::n};
  const SizedStage one = size_stage(t, 2.5 * MW);
  const auto efficiency = [&](double load) {
    return load * 2.5 / stage_flow(one, load * 2.5 * MW).in.in(MW);
  };
  CHECK(efficiency(0.5) > efficiency(0.4));
  CHECK(efficiency(0.5) > efficiency(0.6));
  // 10 CFR 431.196: 99.53 % at 50 % load for a liquid-immersed three-phase 2,500 kVA unit.
  CHECK(efficiency(0.5) == doctest::Approx(0.9953).epsilon(0.0001));
}

TEST_CASE("a load below one unit gets a unit of its own size; no rating means one unit") {
  const SizedStage small = size_stage(ups(Redundancy::n), 10 * kW);
  CHECK(small.unit_rating.in(kW) == doctest::Approx(10));
  CHECK(stage_flow(small, 10 * kW).loss.in(W) == doctest::Approx(350));
  LossStage unrated = ups(Redundancy::two_n);
  unrated.unit_rating = Power{};
  CHECK(size_stage(unrated, 7 * MW).installed == 2);
  CHECK(size_stage(ups(Redundancy::four_to_make_three), 10 * kW).installed == 4);
}

TEST_CASE("overload is told, not hidden") {
  const SizedStage two_n = size_stage(ups(Redundancy::two_n), 2 * MW);
  CHECK(stage_flow(two_n, 2.4 * MW).loading_frac == doctest::Approx(1.2));
}

TEST_CASE("nothing designed, nothing lost") {
  const SizedStage none = size_stage(ups(Redundancy::two_n), Power{});
  CHECK(stage_flow(none, Power{}).in == Power{});
  CHECK(stage_flow(none, Power{}).loading_frac == 0);
  const StageFlow surprise = stage_flow(none, 1 * kW);
  CHECK(surprise.in.in(kW) == doctest::Approx(1));
  CHECK(surprise.loading_frac > 1);
}

TEST_CASE("energy in = energy out + loss for any load") {
  for (Redundancy r :
       {Redundancy::n, Redundancy::n_plus_1, Redundancy::two_n, Redundancy::four_to_make_three})
    for (double mw : {0.0, 0.3, 4.0, 9.9, 12.0}) {
      const StageFlow f = stage_flow(size_stage(ups(r), 10 * MW), mw * MW);
      CHECK(close(f.in.base(), f.out.base() + f.loss.base()));
    }
}

}  // namespace gw::power
