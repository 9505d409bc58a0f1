#include "gw/supply/battery.h"

#include <doctest/doctest.h>

#include <cmath>

#include "gw/supply/battery_state.h"

using namespace gw;
using namespace gw::supply;
using doctest::Approx;

namespace {

Battery battery(double initial_frac) {
  Battery out;
  out.power = 100 * unit::MW;
  out.energy = 400 * unit::MWh;
  out.round_trip_efficiency_frac = 0.81;  // 0.9 each way
  out.initial_state_frac = initial_frac;
  out.min_state_frac = 0.1;
  return out;
}

}  // namespace

TEST_CASE("a round trip returns the round-trip efficiency") {
  BatteryState state(battery(0.1), {2027, 1, 1});
  for (int h = 0; h < 3; ++h) state.step(state.charge_limit_mw(100), 0);
  CHECK(state.stored_mwh() == Approx(40 + 3 * 90));
  double out_mwh = 0;
  for (int h = 0; h < 10; ++h) {
    const double mw = state.discharge_limit_mw(100);
    state.step(0, mw);
    out_mwh += mw;
  }
  CHECK(out_mwh == Approx(300 * 0.81));
  CHECK(state.stored_mwh() == Approx(40));
  CHECK(state.discharge_limit_mw(100) == Approx(0));
}

TEST_CASE("limits: power in service, room, energy above the floor") {
  BatteryState full(battery(1.0), {2027, 1, 1});
  CHECK(full.charge_limit_mw(100) == 0);
  CHECK(full.discharge_limit_mw(100) == Approx(100));
  CHECK(full.discharge_limit_mw(0) == 0);
  BatteryState low(battery(0.2), {2027, 1, 1});
  CHECK(low.discharge_limit_mw(100) == Approx(40 * 0.9));
  BatteryState below(battery(0.05), {2027, 1, 1});
  CHECK(below.discharge_limit_mw(100) == 0);
  CHECK(below.charge_limit_mw(100) == Approx(100));
  BatteryState high(battery(0.95), {2027, 1, 1});
  CHECK(high.charge_limit_mw(100) == Approx(20 / 0.9));
}

TEST_CASE("a battery without energy or power does nothing") {
  Battery none;
  BatteryState state(none, {2027, 1, 1});
  CHECK(state.charge_limit_mw(10) == 0);
  CHECK(state.discharge_limit_mw(10) == 0);
  CHECK(none.discharge_efficiency() == Approx(0.92195).epsilon(1e-4));
}

TEST_CASE("the loss may lie on one way") {
  Battery uneven = battery(0.1);
  uneven.charge_efficiency_frac = 0.9 * 0.9;  // all of it on the way in
  CHECK(uneven.discharge_efficiency() == Approx(1));
  BatteryState state(uneven, {2027, 1, 1});
  state.step(100, 0);
  CHECK(state.stored_mwh() == Approx(40 + 81));
  state.step(0, 81);
  CHECK(state.stored_mwh() == Approx(40));
  CHECK(state.cycles() == Approx(81.0 / 400));
}

TEST_CASE("cells fade by the year from the day of service on, and by the cycle") {
  Battery fading = battery(1.0);
  fading.online = Date{2027, 1, 11}, fading.fade_per_year_frac = 0.03, fading.fade_per_cycle_frac = 1e-4;
  BatteryState state(fading, {2027, 1, 1});
  for (int h = 0; h < 240; ++h) state.step(0, 0);
  CHECK(state.full_mwh() == Approx(400));  // not yet in service
  for (int h = 0; h < 8766; ++h) state.step(0, 0);
  CHECK(state.full_mwh() == Approx(400 * 0.97));
  CHECK(state.stored_mwh() == Approx(400 * 0.97));  // full cells hold less
  CHECK(state.cycles() == 0);
  for (int cycle = 0; cycle < 50; ++cycle) {
    for (int h = 0; h < 8; ++h) state.step(0, state.discharge_limit_mw(100));
    for (int h = 0; h < 8; ++h) state.step(state.charge_limit_mw(100), 0);
  }
  CHECK(state.cycles() == Approx(50 * 0.97 * 0.9).epsilon(0.01));  // down to a tenth
  CHECK(state.full_mwh() == Approx(400 * 0.97 * std::pow(0.97, 800.0 / 8766) - 400e-4 * state.cycles()));
  CHECK(state.stored_mwh() == Approx(state.full_mwh()));
}

TEST_CASE("a battery that fades holds less each year since it came on line") {
  Battery battery;
  battery.energy = 100.0 * unit::MWh, battery.power = 50.0 * unit::MW, battery.fade_per_year_frac = 0.02;
  CHECK(battery.full_mwh({2030, 1, 1}) == Approx(100));  // new on the first day without a date
  battery.online = Date{2026, 1, 1};
  CHECK(battery.full_mwh({2026, 1, 1}) == Approx(100));
  CHECK(battery.full_mwh({2025, 1, 1}) == Approx(100));
  const double faded = battery.full_mwh({2036, 1, 1});
  CHECK(faded == Approx(100 * std::pow(0.98, 10)).epsilon(1e-4));
  CHECK(BatteryState(battery, {2036, 1, 1}).stored_mwh() == Approx(faded * battery.initial_state_frac));
}
