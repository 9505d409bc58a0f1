#include "gw/supply/unit_commitment.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "gw/base/random.h"
#include "gw/base/sum.h"
#include "gw/supply/optimal_dispatch.h"
#include "gw/supply/test_weather.h"

namespace gw::supply {
namespace {

using doctest::Approx;

/// Units of 100 MW, at 40 USD/MWh at any output from 50 MW on, 1,000 USD a start.
GasCombinedCycle blocks(int units) {
  GasCombinedCycle plant;
  plant.name = "blocks";
  plant.units = units, plant.unit_power = 100 * unit::MW;
  plant.heat_rate_mmbtu_per_mwh = plant.min_load_heat_rate_mmbtu_per_mwh = 10, plant.fuel_price_usd_per_mmbtu = 4;
  plant.variable_om_usd_per_mwh = 0, plant.start_cost_usd_per_mw = 10, plant.min_load_frac = 0.5;
  plant.temperature_derate_per_k = plant.altitude_derate_per_km_frac = plant.maintenance_frac = 0;
  plant.forced_outage = {}, plant.min_up_time = plant.min_down_time = {};
  return plant;
}

GasTurbine peakers(int units, double usd_per_mwh) {
  GasTurbine plant;
  plant.name = "peakers";
  plant.units = units, plant.unit_power = 20 * unit::MW, plant.min_load_frac = 0.01;
  plant.heat_rate_mmbtu_per_mwh = plant.min_load_heat_rate_mmbtu_per_mwh = 10, plant.fuel_price_usd_per_mmbtu = usd_per_mwh / 10;
  plant.variable_om_usd_per_mwh = plant.start_cost_usd_per_mw = 0;
  plant.temperature_derate_per_k = plant.altitude_derate_per_km_frac = plant.maintenance_frac = 0, plant.forced_outage = {};
  return plant;
}

CapacityTable table_of(const std::vector<Source>& sources, std::size_t hours, std::uint64_t seed = 1) {
  return capacity(sources, test::constant_weather(10), {Date{2027, 1, 1}, int(hours)}, {.seed = seed});
}

CommittedBus committed(const std::vector<Source>& sources, const std::vector<double>& load_mw, const DispatchOptions& options = {},
                       const UnitCommitmentOptions& commitment = {.gap_frac = 1e-7}) {
  const std::vector<BusLoad> loads = {{"main", load_mw}};
  return commit_units(sources, table_of(sources, load_mw.size()), loads, options, commitment).front();
}

std::vector<double> day(double night, double noon, int from, int to, int hours = 24) {
  std::vector<double> out(std::size_t(hours), night);
  for (int h = from; h < to; ++h) out[std::size_t(h)] = noon;
  return out;
}

}  // namespace

TEST_CASE("a short peak is cheaper by peakers, a long one by a block and its start") {
  const std::vector<Source> sources = {blocks(2), peakers(4, 60)};
  // Two hours at 160 MW: 60 MW from peakers cost 20 USD/MWh more, 2,400 USD: a start (1,000) is cheaper. At 90 MW two blocks
  // would dump 10, 400 USD an hour.
  const CommittedBus long_peak = committed(sources, day(90, 160, 8, 10));
  CHECK(long_peak.status == "solved");
  CHECK(long_peak.sources[0].starts == 1);
  CHECK(long_peak.cost_usd == Approx((22 * 90 + 2 * 160) * 40 + 1000));
  // One hour at 130 MW: peakers cost 600 more.
  const CommittedBus short_peak = committed(sources, day(90, 130, 8, 9));
  CHECK(short_peak.sources[0].starts == 0);
  CHECK(short_peak.cost_usd == Approx((23 * 90 + 130) * 40 + 30 * 20));
  CHECK(short_peak.worst_imbalance_mw < 1e-6);
}

TEST_CASE("a block is run up for sale in the hours whose export price pays for it") {
  GridConnection grid;
  grid.name = "grid", grid.service = {{Date{2020, 1, 1}, 40 * unit::MW}};
  grid.energy_price_usd_per_mwh = 100, grid.export_allowed = grid.export_for_sale = true;
  const std::vector<double> prices = day(5, 80, 17, 22);
  DispatchOptions options;
  options.series.resize(2);
  options.series[1].export_price_usd_per_mwh = prices;
  const CommittedBus found = committed({blocks(1), grid}, std::vector<double>(24, 60.0), options);
  CHECK(found.status == "solved");
  for (std::size_t h = 0; h < 24; ++h) CHECK(found.sources[1].output_mw[h] == Approx(h >= 17 && h < 22 ? -40 : 0));
  CHECK(found.cost_usd == Approx(24 * 60 * 40 + 5 * 40 * (40 - 80.0)));
}

TEST_CASE("minimum loads: 140 MW is two blocks at 70, 90 is one; below 50 the rest is dumped or a peaker runs") {
  const CommittedBus two = committed({blocks(3)}, std::vector<double>(24, 140.0));
  CHECK(two.sources[0].units_running[5] == 2);
  CHECK(committed({blocks(3)}, std::vector<double>(24, 90.0)).sources[0].units_running[5] == 1);
  const CommittedBus low = committed({blocks(1)}, std::vector<double>(24, 30.0));
  CHECK(low.dumped_mwh == Approx(24 * 20));
  CHECK(low.cost_usd == Approx(24 * 50 * 40));
  const CommittedBus peaker = committed({blocks(1), peakers(2, 60)}, std::vector<double>(24, 30.0));
  CHECK(peaker.sources[0].output_mwh == Approx(0));  // 30 x 60 is less than 50 x 40
  CHECK(peaker.cost_usd == Approx(24 * 30 * 60));
}

TEST_CASE("minimum down time keeps a block on through a dip, minimum up time after a peak") {
  GasCombinedCycle slow = blocks(2);
  slow.start_cost_usd_per_mw = 0, slow.min_down_time = 6.0 * unit::hour;
  const CommittedBus dip = committed({slow}, day(180, 60, 8, 11));
  CHECK(dip.unserved_mwh == Approx(0));
  CHECK(dip.sources[0].units_running[9] == 2);
  CHECK(dip.dumped_mwh == Approx(3 * 40));
  CHECK(committed({slow}, day(180, 60, 8, 15)).sources[0].units_running[9] == 1);
  GasCombinedCycle sticky = blocks(2);
  sticky.start_cost_usd_per_mw = 0, sticky.min_up_time = 5.0 * unit::hour;
  const CommittedBus peak = committed({sticky}, day(60, 140, 8, 10));
  int up = 0;
  for (const int units : peak.sources[0].units_running) up += units - 1;
  CHECK(up >= 2);
  CHECK(peak.dumped_mwh == Approx(up > 2 ? 3 * 40 : 0));  // the old block may stop: then nothing is dumped
}

TEST_CASE("ramps: a slow unit starts up ahead of the load") {
  GasCombinedCycle slow = blocks(1);
  slow.ramp_frac_per_min = 0.1 / 60;
  const CommittedBus out = committed({slow, peakers(4, 90)}, day(60, 100, 12, 24));
  const auto& mw = out.sources[0].output_mw;
  for (std::size_t h = 1; h < mw.size(); ++h) CHECK(std::abs(mw[h] - mw[h - 1]) <= 10 + 1e-6);
  CHECK(out.sources[1].output_mwh == Approx(10));  // climbs two hours ahead (dumps 10 + 20 at 40 USD, saves 30 + 20 at 50), not three
}

TEST_CASE("an islanded bus holds its reserve, by units or by a battery") {
  const DispatchOptions reserve{.islanded_reserve_frac = 0.2};
  CHECK(committed({blocks(3)}, std::vector<double>(24, 95.0)).sources[0].units_running[3] == 1);
  const CommittedBus held = committed({blocks(3)}, std::vector<double>(24, 105.0), reserve);
  CHECK(held.sources[0].units_running[3] == 2);
  const CommittedBus just = committed({blocks(3)}, std::vector<double>(24, 95.0), reserve);
  CHECK(just.sources[0].units_running[3] == 2);
  CHECK(just.dumped_mwh == Approx(24 * 5));
  Battery battery;
  battery.power = 30 * unit::MW, battery.energy = 60 * unit::MWh, battery.availability_frac = 1;
  const CommittedBus stored = committed({blocks(3), battery}, std::vector<double>(24, 95.0), reserve);
  CHECK(stored.sources[0].units_running[3] == 1);
  CHECK(stored.reserve_short_mwh == Approx(0));
  CHECK(committed({blocks(1)}, std::vector<double>(24, 95.0), reserve).reserve_short_mwh == Approx(24 * (19 - 5)));
}

TEST_CASE("states carry over from window to window: a minimum time across the edge, a store that fills at night") {
  GasCombinedCycle slow = blocks(2);
  slow.start_cost_usd_per_mw = 0, slow.min_down_time = 6.0 * unit::hour;
  // The dip lies across hour 24, where the first window's kept part ends.
  const std::vector<double> load = day(180, 60, 22, 26, 72);
  const CommittedBus out = committed({slow}, load, {}, {.window_h = 36, .step_h = 24, .gap_frac = 1e-7});
  CHECK(out.windows == 3);
  CHECK(out.unserved_mwh == Approx(0));
  CHECK(out.sources[0].units_running[23] == 2);
  CHECK(out.sources[0].units_running[25] == 2);
}

TEST_CASE("cancelling ends it; the same twice is the same") {
  const std::vector<Source> sources = {blocks(3), peakers(4, 60)};
  const std::vector<double> load = day(100, 230, 8, 20, 96);
  UnitCommitmentOptions stopped;
  stopped.progress = [](double share) { return share < 0.4; };
  CHECK(committed(sources, load, {}, stopped).status == "cancelled");
  CHECK(committed(sources, load).sources[0].output_mw == committed(sources, load).sources[0].output_mw);
}

TEST_CASE("between the linear bound and the merit order, whatever the fleet") {
  double merit_sum = 0, whole_sum = 0;
  for (std::uint64_t number = 0; number < 12; ++number) {
    Random random(number, stream_id("test.commitment"), 0);
    const auto between = [&](double low, double high) { return low + (high - low) * random.uniform(); };
    GasCombinedCycle plant = blocks(int(between(2, 5)));
    plant.min_load_heat_rate_mmbtu_per_mwh = between(10, 13), plant.min_load_frac = between(0.3, 0.6);
    plant.min_up_time = std::floor(between(0, 7)) * unit::hour, plant.min_down_time = std::floor(between(0, 7)) * unit::hour;
    plant.forced_outage = OutageCurve::constant(0.05), plant.start_cost_usd_per_mw = between(0, 80);
    Battery battery;
    battery.power = 20 * unit::MW, battery.energy = 60 * unit::MWh;
    const std::vector<Source> sources = {plant, peakers(12, between(50, 90)), battery};
    std::vector<double> load;
    for (int h = 0; h < 120; ++h) load.push_back(220 + 90 * std::sin(h * 0.26) + between(-20, 20));
    const CapacityTable table = table_of(sources, load.size(), number);
    const std::vector<BusLoad> loads = {{"main", load}};
    const OptimalBus least = optimal_dispatch(sources, table, loads).front();
    const CommittedBus whole = commit_units(sources, table, loads, {}).front();
    const Dispatch merit = dispatch(sources, table, loads);
    INFO("case ", number);
    REQUIRE(whole.status == "solved");
    CHECK(whole.worst_imbalance_mw < 1e-5);
    CHECK(whole.cost_usd + kLostLoadUsdPerMwh * whole.unserved_mwh >= (least.cost_usd + kLostLoadUsdPerMwh * least.unserved_mwh) * (1 - 1e-9));
    for (std::size_t h = 0; h < load.size(); ++h) {
      const int on = whole.sources[0].units_running[h];
      REQUIRE(on <= table.sources[0].units_available[h]);
      REQUIRE(whole.sources[0].output_mw[h] <= on * 100 + 1e-5);
      REQUIRE(whole.sources[0].output_mw[h] >= on * plant.min_load_frac * 100 - 1e-5);
    }
    merit_sum += supply::total(merit).cost_usd + kLostLoadUsdPerMwh * merit.buses[0].unserved_mwh;
    whole_sum += whole.cost_usd + kLostLoadUsdPerMwh * whole.unserved_mwh;
  }
  CHECK(whole_sum < merit_sum);
}

}  // namespace gw::supply
