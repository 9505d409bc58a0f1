#include "gw/supply/block_load.h"

#include <doctest/doctest.h>

#include "gw/supply/test_weather.h"

using namespace gw;
using namespace gw::supply;
using doctest::Approx;

namespace {

/// Units of 10 MW that take 2 MW at once.
GasEngine engines(int units) {
  GasEngine plant;
  plant.units = units, plant.unit_power = 10 * unit::MW, plant.block_load_frac = 0.2;
  return plant;
}

BlockLoad study(const std::vector<Source>& sources, std::vector<double> load_mw, const DispatchOptions& options = {}) {
  const CapacityTable table = capacity(sources, test::constant_weather(15), {Date{2027, 6, 1}, int(load_mw.size())},
                                       {.seed = 1, .forced_outages = false, .maintenance = false});
  const Dispatch done = dispatch(sources, table, std::vector<BusLoad>{{"main", std::move(load_mw)}}, options);
  return block_load(sources, table, done, 0);
}

}  // namespace

TEST_CASE("three engines of 10 MW at 24: each takes its 2 MW; a failure of 8 finds 4") {
  const BlockLoad found = study({engines(3)}, std::vector<double>(24, 24.0));
  CHECK(found.islanded_hours == 24);
  CHECK(found.least_step_mw == Approx(6));
  CHECK(found.largest_failure_mw == Approx(8));
  CHECK(found.failure_short_hours == 24);
  CHECK(found.worst_failure_short_mw == Approx(4));
  CHECK(found.rise_short_hours == 0);
}

TEST_CASE("head room bounds the step: at 29 MW a third of a megawatt is left to each") {
  CHECK(study({engines(3)}, std::vector<double>(24, 29.0)).least_step_mw == Approx(1));
}

TEST_CASE("a battery takes what engines cannot, an empty one nothing") {
  Battery battery;
  battery.power = 10 * unit::MW, battery.energy = 20 * unit::MWh, battery.availability_frac = 1;
  const BlockLoad held = study({engines(3), battery}, std::vector<double>(24, 24.0));
  CHECK(held.least_step_mw == Approx(16));
  CHECK(held.failure_short_hours == 0);
  battery.initial_state_frac = battery.min_state_frac = 0.9;
  CHECK(study({engines(2), battery}, std::vector<double>(24, 20.0)).least_step_mw == Approx(0));
}

TEST_CASE("a rise is held against what the hour before could take; a connection in service needs neither") {
  std::vector<double> load(24, 14.0);
  load[12] = 25;
  const BlockLoad found = study({engines(4)}, load);
  CHECK(found.rise_short_hours == 1);
  CHECK(found.worst_rise_short_mw == Approx(11 - 4));
  GridConnection grid;
  grid.service = {{Date{2020, 1, 1}, 5 * unit::MW}};
  CHECK(study({engines(4), grid}, load).islanded_hours == 0);
}
