#include "gw/supply/unit_clock.h"

#include <doctest/doctest.h>

using namespace gw;
using namespace gw::supply;

namespace {

GasCombinedCycle block(int units) {
  GasCombinedCycle plant;
  plant.units = units;
  plant.start_time = 1.0 * unit::hour, plant.cold_start_time = 3.0 * unit::hour, plant.cold_after = 10.0 * unit::hour;
  plant.min_up_time = 4.0 * unit::hour, plant.min_down_time = 2.5 * unit::hour;
  return plant;
}

}  // namespace

TEST_CASE("start times round to the nearest hour, minimum times up") {
  GasCombinedCycle plant = block(1);
  plant.start_time = 20.0 * unit::minute, plant.cold_start_time = 100.0 * unit::minute;
  const UnitClock clock(plant);
  CHECK(clock.warm_lead_h() == 0);
  CHECK(clock.cold_lead_h() == 2);
  CHECK(clock.min_down_h() == 3);
  CHECK(clock.binds());
  CHECK_FALSE(UnitClock(GasTurbine{}).binds());
  GasTurbine brief;
  brief.min_up_time = brief.min_down_time = 30.0 * unit::minute;
  CHECK_FALSE(UnitClock(brief).binds());
}

TEST_CASE("a unit once started must run for its minimum up time, one that ran at the start need not") {
  UnitClock clock(block(3));
  clock.step(0, 1);
  CHECK(clock.must_run(0) == 0);
  clock.step(5, 3);
  CHECK(clock.must_run(6) == 2);
  CHECK(clock.must_run(8) == 2);
  CHECK(clock.must_run(9) == 0);
  clock.step(7, 2);  // the one of hour 0 stops first
  CHECK(clock.must_run(8) == 2);
}

TEST_CASE("a unit once stopped rests, is warm for a while and then cold") {
  UnitClock clock(block(2));
  clock.step(0, 2);
  clock.step(10, 1);
  CHECK(clock.startable(12).all == 0);
  CHECK(clock.startable(13).all == 1);
  CHECK(clock.startable(13).warm == 1);
  CHECK(clock.startable(19).warm == 1);
  CHECK(clock.startable(20).warm == 0);
  CHECK(clock.startable(20).all == 1);
}

TEST_CASE("a unit that failed comes back cold, whenever") {
  UnitClock clock(block(2));
  clock.step(0, 2);
  clock.fail(1);
  CHECK(clock.running() == 1);
  CHECK(clock.startable(5).all == 1);
  CHECK(clock.startable(5).warm == 0);
  clock.fail(3);
  CHECK(clock.running() == 0);
}

TEST_CASE("units never run in the horizon are cold, and forgetting brings that state back") {
  UnitClock clock(block(4));
  clock.step(0, 1);
  CHECK(clock.startable(1).all == 3);
  CHECK(clock.startable(1).warm == 0);
  clock.step(1, 4);
  clock.step(9, 0);
  CHECK(clock.startable(10).all == 0);
  clock.forget();
  CHECK(clock.startable(10).all == 4);
  CHECK(clock.running() == 0);
}
