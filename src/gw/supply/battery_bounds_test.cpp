// Stored energy stays between its floor and full, whatever is asked, and every MWh is accounted for.
#include <doctest/doctest.h>

#include <cstdint>
#include <initializer_list>

#include "gw/supply/battery_state.h"

using namespace gw;
using namespace gw::supply;
using doctest::Approx;

namespace {

Battery battery(double efficiency_frac, double floor_frac) {
  Battery out;
  out.power = 50 * unit::MW;
  out.energy = 200 * unit::MWh;
  out.round_trip_efficiency_frac = efficiency_frac;
  out.initial_state_frac = 0.5;
  out.min_state_frac = floor_frac;
  return out;
}

/// A fixed series of numbers in [0, 1).
double next(std::uint64_t& state) {
  state = state * 6364136223846793005u + 1442695040888963407u;
  return double(state >> 11) / 9007199254740992.0;
}

}  // namespace

TEST_CASE("ten thousand hours of charging and discharging stay within the bounds and balance") {
  for (double efficiency : {0.5, 0.85, 1.0})
    for (double floor : {0.0, 0.05, 0.3}) {
      CAPTURE(efficiency);
      CAPTURE(floor);
      const Battery design = battery(efficiency, floor);
      BatteryState state(design, {2027, 1, 1});
      std::uint64_t seed = 7;
      double in_mwh = 0, out_mwh = 0;
      for (int hour = 0; hour < 10000; ++hour) {
        const double asked = 50 * next(seed);
        const bool charge = next(seed) < 0.5;
        const double taken = charge ? state.charge_limit_mw(asked) : 0;
        const double given = charge ? 0 : state.discharge_limit_mw(asked);
        REQUIRE(taken <= asked);
        REQUIRE(given <= asked);
        state.step(taken, given);
        in_mwh += taken, out_mwh += given;
        REQUIRE(state.stored_mwh() <= 200);
        REQUIRE(state.stored_mwh() >= 200 * floor - 1e-9);
      }
      const double one_way = design.discharge_efficiency();
      CHECK(one_way * one_way == Approx(efficiency));
      CHECK(state.stored_mwh() == Approx(100 + in_mwh * one_way - out_mwh / one_way));
      CHECK(in_mwh > 1000);
    }
}

TEST_CASE("from full the energy above the floor comes out less the one-way loss, no more") {
  Battery design = battery(0.81, 0.1);
  design.initial_state_frac = 1;
  BatteryState state(design, {2027, 1, 1});
  double out_mwh = 0;
  for (int hour = 0; hour < 24; ++hour) {
    const double given = state.discharge_limit_mw(50);
    state.step(0, given);
    out_mwh += given;
  }
  CHECK(out_mwh == Approx(180 * 0.9));
  CHECK(state.stored_mwh() == Approx(20));
  // To fill it again takes the same energy over the loss: 180 / 0.9.
  double in_mwh = 0;
  for (int hour = 0; hour < 24; ++hour) {
    const double taken = state.charge_limit_mw(50);
    state.step(taken, 0);
    in_mwh += taken;
  }
  CHECK(in_mwh == Approx(200));
  CHECK(state.stored_mwh() == Approx(200));
}
