// Starts that take hours, minimum up and down times, ramps.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "gw/base/random.h"
#include "gw/base/sum.h"
#include "gw/supply/dispatch.h"
#include "gw/supply/test_weather.h"

using namespace gw;
using namespace gw::supply;
using doctest::Approx;

namespace {

/// Blocks of 100 MW, minimum 50, that need three hours to start.
GasCombinedCycle blocks(int units) {
  GasCombinedCycle plant;
  plant.name = "blocks";
  plant.units = units, plant.unit_power = 100 * unit::MW;
  plant.temperature_derate_per_k = 0;
  plant.start_time = plant.cold_start_time = 3.0 * unit::hour;
  plant.min_up_time = plant.min_down_time = {};
  return plant;
}

/// One hour after another: everything is there but what `fail` takes away.
struct Fleet {
  std::vector<Source> sources;
  std::vector<UnitOutage> outages = {};

  Dispatch run(std::vector<double> load_mw, const DispatchOptions& options = {}) const {
    CapacityTable table = capacity(sources, test::constant_weather(15), {Date{2027, 6, 1}, int(load_mw.size())},
                                   {.seed = 1, .forced_outages = false, .maintenance = false});
    for (const UnitOutage& outage : outages) {
      table.outages.push_back(outage);
      SourceCapacity& out = table.sources[std::size_t(outage.source)];
      for (int h = outage.from_hour; h < outage.to_hour; ++h) {
        const auto i = std::size_t(h);
        const double unit_mw = out.available_mw[i] / out.units_available[i];
        out.available_mw[i] = --out.units_available[i] * unit_mw;
      }
    }
    return dispatch(sources, table, std::vector<BusLoad>{{"main", std::move(load_mw)}}, options);
  }
};

std::vector<double> flat(double mw, int hours = 24) { return std::vector<double>(std::size_t(hours), mw); }

}  // namespace

TEST_CASE("a start that is foreseen costs nothing: it was ordered in time") {
  std::vector<double> load = flat(80);
  for (std::size_t h = 12; h < 24; ++h) load[h] = 180;
  const Dispatch result = Fleet{{blocks(2)}}.run(load);
  CHECK(result.buses[0].unserved_mwh == 0);
  CHECK(result.sources[0].units_running[11] == 1);
  CHECK(result.sources[0].units_running[12] == 2);
}

TEST_CASE("a failure is not foreseen: the unit that replaces it comes three hours later") {
  const Fleet fleet{{blocks(3)}, {{.source = 0, .unit = 0, .from_hour = 10, .to_hour = 20}}};
  const Dispatch result = fleet.run(flat(180));
  for (std::size_t h : {10U, 11U, 12U}) {
    CHECK(result.sources[0].units_running[h] == 1);
    CHECK(result.buses[0].unserved_mw[h] == Approx(80));
  }
  CHECK(result.sources[0].units_running[13] == 2);
  CHECK(result.buses[0].unserved_hours == 3);
  CHECK(result.buses[0].starting_hours == 3);
  CHECK(result.sources[0].total.starts == 1);
  REQUIRE(result.warnings.size() == 1);
  CHECK(result.warnings[0].count == 3);
  CHECK(result.warnings[0].message.find("still starting") != std::string::npos);
}

TEST_CASE("a firm service that is lost with all its circuits is not foreseen either; one circuit out is no loss") {
  GridConnection grid;
  grid.name = "grid", grid.service = {{Date{2020, 1, 1}, 80.0 * unit::MW}}, grid.energy_price_usd_per_mwh = 1;
  const std::vector<Source> sources = {blocks(1), grid};
  CapacityTable table = capacity(sources, test::constant_weather(15), {Date{2027, 6, 1}, 24}, {.forced_outages = false, .maintenance = false});
  const auto out = [&](int circuit, int from, int to) {
    table.outages.push_back({.source = 1, .unit = circuit, .from_hour = from, .to_hour = to, .circuit = true});
  };
  out(0, 6, 20), out(1, 10, 16);
  for (std::size_t h = 10; h < 16; ++h) table.sources[1].available_mw[h] = 0;
  const std::vector<BusLoad> loads = {{"main", flat(80)}};
  const Dispatch result = dispatch(sources, table, loads);
  for (std::size_t h = 0; h < 24; ++h) {
    CAPTURE(h);
    CHECK(result.buses[0].unserved_mw[h] == Approx(h >= 10 && h < 13 ? 80 : 0));  // the block needs three hours
  }
  CHECK(result.sources[0].units_running[13] == 1);
}

TEST_CASE("a connection that would sell buys while its plants are still starting") {
  GridConnection grid;
  grid.service = {{Date{2027, 1, 1}, 100 * unit::MW}};
  grid.export_allowed = grid.export_for_sale = true;
  grid.energy_price_usd_per_mwh = grid.export_price_usd_per_mwh = 100;
  Fleet fleet{{grid, blocks(1)}, {{.source = 1, .unit = 0, .from_hour = 5, .to_hour = 9}}};
  const Dispatch result = fleet.run(flat(60));
  CHECK(result.sources[0].export_mw[4] == Approx(40));
  CHECK(result.sources[0].output_mw[9] == Approx(60));  // the unit is repaired, not yet up
  CHECK(result.buses[0].unserved_mwh == 0);
}

TEST_CASE("a unit that fails in maintenance takes no other one away") {
  const std::vector<Source> sources = {blocks(2)};
  CapacityTable table = capacity(sources, test::constant_weather(15), {Date{2027, 6, 1}, 24},
                                 {.seed = 1, .forced_outages = false, .maintenance = false});
  table.outages = {{.source = 0, .unit = 1, .from_hour = 0, .to_hour = 24, .planned = true},
                   {.source = 0, .unit = 1, .from_hour = 5, .to_hour = 8}};
  for (std::size_t h = 0; h < 24; ++h)
    table.sources[0].available_mw[h] = 100, table.sources[0].units_available[h] = 1;
  const Dispatch result = dispatch(sources, table, std::vector<BusLoad>{{"main", flat(80)}});
  CHECK(result.buses[0].unserved_mwh == 0);
}

TEST_CASE("a unit that replaces a failed one within the hour begins at its minimum") {
  GasCombinedCycle plant = blocks(3);
  plant.start_time = plant.cold_start_time = 10.0 * unit::minute;
  plant.ramp_frac_per_min = 0.2 / 60;  // 20 MW an hour and unit
  Fleet fleet{{plant}, {{.source = 0, .unit = 0, .from_hour = 5, .to_hour = 24}}};
  const Dispatch result = fleet.run(flat(190));
  CHECK(result.sources[0].total.starts == Approx(1));
  CHECK(result.sources[0].output_mw[5] == Approx(100 + 70));  // 95 + 20 of the one left, 50 + 20 of the new one
  CHECK(result.buses[0].unserved_mw[5] == Approx(20));
}

TEST_CASE("warm units are back sooner than cold ones") {
  GasCombinedCycle plant = blocks(3);
  plant.start_time = 1.0 * unit::hour, plant.cold_after = 24.0 * unit::hour;
  std::vector<double> load = flat(180, 60);
  load[5] = 280;  // the third block has run here, so it is warm until hour 30
  const auto short_hours = [&](int failure) {
    return Fleet{{plant}, {{.source = 0, .unit = 0, .from_hour = failure, .to_hour = failure + 10}}}.run(load).buses[0].unserved_hours;
  };
  CHECK(short_hours(20) == 1);
  CHECK(short_hours(40) == 3);
}

TEST_CASE("a spinning reserve of the largest unit carries the failure") {
  const Fleet fleet{{blocks(3)}, {{.source = 0, .unit = 0, .from_hour = 10, .to_hour = 20}}};
  const Dispatch result = fleet.run(flat(180), {.reserve_covers_largest_unit = true});
  CHECK(result.sources[0].units_running[9] == 3);
  CHECK(result.buses[0].unserved_mwh == 0);
  CHECK(result.buses[0].starting_hours == 0);
}

TEST_CASE("maintenance is foreseen, and so is the failure of a while ago") {
  const UnitOutage away{.source = 0, .unit = 0, .from_hour = 10, .to_hour = 20, .planned = true};
  CHECK(Fleet{{blocks(3)}, {away}}.run(flat(180)).buses[0].unserved_mwh == 0);
  std::vector<double> load = flat(80);
  for (std::size_t h = 15; h < 24; ++h) load[h] = 180;
  const Fleet failed{{blocks(3)}, {{.source = 0, .unit = 0, .from_hour = 11, .to_hour = 20}}};
  const Dispatch result = failed.run(load);
  CHECK(result.buses[0].unserved_hours == 3);  // hours 11 to 13, none when the load rises
  CHECK(result.buses[0].unserved_mw[15] == 0);
}

TEST_CASE("a block that could not be back in time stays on through the dip") {
  GasCombinedCycle plant = blocks(2);
  plant.start_time = plant.cold_start_time = {}, plant.min_down_time = 6.0 * unit::hour, plant.start_cost_usd_per_mw = 0;
  std::vector<double> load = flat(180);
  for (std::size_t h : {10U, 11U, 12U}) load[h] = 100;
  const Dispatch room = Fleet{{plant}}.run(load);
  CHECK(room.buses[0].unserved_mwh == 0);
  CHECK(room.sources[0].units_running[11] == 2);
  for (std::size_t h : {10U, 11U, 12U}) load[h] = 70;  // below two minimum loads: the rest goes to a load bank
  const Dispatch none = Fleet{{plant}}.run(load);
  CHECK(none.buses[0].unserved_mwh == 0);
  CHECK(none.buses[0].dumped_mwh == Approx(3 * 30));
  for (std::size_t h = 10; h < 18; ++h) load[h] = 70;  // long enough to rest
  CHECK(Fleet{{plant}}.run(load).sources[0].units_running[11] == 1);
}

TEST_CASE("a block once started stays on for its minimum up time") {
  GasCombinedCycle plant = blocks(3);
  plant.start_time = plant.cold_start_time = {}, plant.min_up_time = 4.0 * unit::hour;
  std::vector<double> load = flat(100);
  load[10] = 280;  // the two that start here stay, the one before them may stop
  const Dispatch result = Fleet{{plant}}.run(load);
  CHECK(result.sources[0].units_running[10] == 3);
  for (std::size_t h : {11U, 12U, 13U}) CHECK(result.sources[0].units_running[h] == 2);
  CHECK(result.sources[0].units_running[14] == 1);
}

TEST_CASE("a slow ramp leaves a gap to faster units and a surplus behind") {
  Nuclear slow;
  slow.name = "slow", slow.units = 1, slow.unit_power = 100 * unit::MW;
  slow.min_load_frac = 0.4, slow.min_load_heat_rate_mmbtu_per_mwh = 10;
  slow.ramp_frac_per_min = 0.1 / 60;  // 10 MW an hour
  GasTurbine fast;
  fast.units = 6, fast.unit_power = 5 * unit::MW, fast.min_load_frac = 0.1, fast.min_load_heat_rate_mmbtu_per_mwh = 10;
  fast.temperature_derate_per_k = 0;
  std::vector<double> load = flat(50, 12);
  for (std::size_t h = 4; h < 8; ++h) load[h] = 90;
  const Dispatch result = Fleet{{slow, fast}}.run(load);
  const auto& slow_mw = result.sources[0].output_mw;
  CHECK(slow_mw[3] == Approx(50));
  CHECK(slow_mw[4] == Approx(60));
  CHECK(slow_mw[5] == Approx(70));
  CHECK(result.sources[1].output_mw[4] == Approx(30));
  CHECK(result.buses[0].unserved_mwh == 0);
  CHECK(slow_mw[7] == Approx(90));
  CHECK(slow_mw[8] == Approx(80));
  CHECK(result.buses[0].dumped_mw[8] >= 30);  // and the minimum loads of the others
}

TEST_CASE("a plant without limits runs as it did before it had fields for them") {
  GasTurbine turbines;
  turbines.units = 6, turbines.unit_power = 25 * unit::MW;
  GasTurbine limited = turbines;
  limited.start_time = limited.cold_start_time = 29.0 * unit::minute;  // within the hour
  limited.ramp_frac_per_min = 0.4 / 60;                                // just its range in an hour
  std::vector<double> load;
  for (int h = 0; h < 500; ++h) load.push_back(90 + 50 * std::sin(h * 0.37));
  const Dispatch a = Fleet{{turbines}}.run(load), b = Fleet{{limited}}.run(load);
  CHECK(a.sources[0].units_running == b.sources[0].units_running);
  CHECK(a.sources[0].cost_usd == b.sources[0].cost_usd);
}

TEST_CASE("times hold in every fleet drawn, and the hours balance") {
  for (std::uint64_t number = 0; number < 60; ++number) {
    Random random(number, stream_id("test.times"), 0);
    const auto between = [&](double low, double high) { return low + (high - low) * random.uniform(); };
    GasCombinedCycle plant = blocks(int(between(1, 6)));
    plant.min_load_frac = between(0.2, 0.7);
    plant.start_time = std::floor(between(0, 4)) * unit::hour, plant.cold_start_time = plant.start_time + std::floor(between(0, 4)) * unit::hour;
    plant.min_up_time = std::floor(between(0, 8)) * unit::hour, plant.min_down_time = std::floor(between(0, 8)) * unit::hour;
    plant.ramp_frac_per_min = between(0.05, 1) / 60;
    GasTurbine peakers;
    peakers.units = 3, peakers.unit_power = 40 * unit::MW, peakers.fuel_price_usd_per_mmbtu = 8;
    std::vector<double> load;
    for (int h = 0; h < 600; ++h) load.push_back(300 + 200 * std::sin(h * 0.2) + between(-50, 50));
    const std::vector<Source> sources = {plant, peakers};
    const CapacityTable table = capacity(sources, test::constant_weather(15), {Date{2027, 6, 1}, 600}, {.seed = number});
    const Dispatch result = dispatch(sources, table, std::vector<BusLoad>{{"main", load}});
    INFO("case ", number);
    CHECK(result.buses[0].worst_imbalance_mw < 1e-6);
    const std::vector<int>& on = result.sources[0].units_running;
    const auto up_h = std::size_t(std::lround(plant.min_up_time.in(unit::hour))), down_h = std::size_t(std::lround(plant.min_down_time.in(unit::hour)));
    for (std::size_t h = 1; h < on.size(); ++h) {
      REQUIRE(on[h] <= table.sources[0].units_available[h]);
      int started = 0;  // within the minimum up time: all of them run, but for failures
      int failed = 0;
      for (std::size_t k = h + 1 >= up_h ? h + 1 - up_h : 1; k <= h && up_h > 0; ++k) {
        if (k == 0) continue;
        started += std::max(0, on[k] - on[k - 1]);
        failed += std::max(0, table.sources[0].units_available[k - 1] - table.sources[0].units_available[k]);
      }
      REQUIRE(started <= on[h] + failed);
      int stopped = 0;
      for (std::size_t k = h + 1 >= down_h ? h + 1 - down_h : 1; k <= h && down_h > 0; ++k)
        if (k > 0) stopped += std::max(0, on[k - 1] - on[k] - std::max(0, table.sources[0].units_available[k - 1] - table.sources[0].units_available[k]));
      REQUIRE(stopped <= plant.units - on[h]);
      if (on[h] == on[h - 1] && on[h] > 0 && table.sources[0].units_available[h] == table.sources[0].units_available[h - 1]) {
        const double change_mw = (result.sources[0].output_mw[h] - result.sources[0].output_mw[h - 1]) / on[h];
        REQUIRE(std::abs(change_mw) <= plant.ramp_frac_per_min * 6000 + plant.min_load_frac * 100 + 1e-6);
      }
    }
  }
}

TEST_CASE("backup sets keep their minimum up time, at minimum load, and the others make room") {
  GasTurbine plant;
  plant.units = 1, plant.unit_power = 100 * unit::MW, plant.min_load_frac = 0.3;
  plant.temperature_derate_per_k = 0;
  static_cast<Flexibility&>(plant) = {};
  Backup sets;
  sets.name = "sets", sets.units = 3, sets.unit_power = 10 * unit::MW, sets.min_load_frac = 0.4;
  sets.start_time = sets.cold_start_time = {}, sets.min_up_time = 5.0 * unit::hour;
  std::vector<double> load = flat(90);
  load[10] = 112, load[12] = 108;  // two sets, then one with more than is held
  const Dispatch result = Fleet{{plant, sets}}.run(load);
  for (std::size_t h = 0; h < 24; ++h) {
    CAPTURE(h);
    CHECK(result.sources[1].units_running[h] == (h >= 10 && h < 15 ? 2 : 0));
  }
  CHECK(result.sources[1].output_mw[10] == Approx(12));
  CHECK(result.sources[1].output_mw[11] == Approx(8));   // two minimum loads
  CHECK(result.sources[0].output_mw[11] == Approx(82));
  CHECK(result.sources[1].output_mw[12] == Approx(8));   // 108 less 8 fits the turbine
  CHECK(result.buses[0].unserved_mwh == Approx(0));
  CHECK(result.buses[0].worst_imbalance_mw < 1e-9);
  sets.min_up_time = {};
  CHECK(Fleet{{plant, sets}}.run(load).sources[1].units_running[11] == 0);
}
