// Random fleets and loads: what must hold for every one of them.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "gw/base/random.h"
#include "gw/supply/adequacy.h"
#include "gw/supply/dispatch.h"
#include "gw/supply/test_weather.h"

using namespace gw;
using namespace gw::supply;
using doctest::Approx;

namespace {

constexpr int kHours = 400;

/// A number in [low, high).
double between(Random& random, double low, double high) { return low + (high - low) * random.uniform(); }

Source random_source(Random& random) {
  const int kind = int(between(random, 0, 7));
  if (kind <= 2) {
    GasTurbine plant;
    plant.units = int(between(random, 0, 6));
    plant.unit_power = between(random, 1, 200) * unit::MW;
    plant.min_load_frac = between(random, 0, 1);
    plant.min_load_heat_rate_mmbtu_per_mwh = plant.heat_rate_mmbtu_per_mwh * between(random, 1, 1.2);
    plant.fuel_price_usd_per_mmbtu = between(random, 1, 10);
    plant.forced_outage = OutageCurve::constant(between(random, 0, 0.4));
    return plant;
  }
  if (kind == 3) {
    GridConnection grid;
    grid.service = {{Date{2027, 5, 1}, between(random, 0, 300) * unit::MW}};
    grid.energy_price_usd_per_mwh = between(random, -10, 100);
    grid.export_allowed = random.uniform() < 0.5;
    grid.forced_outage_frac = random.uniform() < 0.5 ? 0.1 : 0.0;
    return grid;
  }
  if (kind == 4) {
    SolarPlant solar;
    solar.dc_power = between(random, 0, 600) * unit::MW;
    return solar;
  }
  if (kind == 5) {
    Backup diesel;
    diesel.units = int(between(random, 0, 20));
    diesel.unit_power = 3 * unit::MW;
    return diesel;
  }
  Battery battery;
  battery.power = between(random, 0, 150) * unit::MW;
  battery.energy = between(random, 0, 600) * unit::MWh;
  battery.round_trip_efficiency_frac = between(random, 0.5, 1);
  battery.initial_state_frac = between(random, 0.05, 1);
  battery.use = BatteryUse(int(between(random, 0, 4)));
  battery.peak_target = between(random, 10, 300) * unit::MW;
  return battery;
}

struct Case {
  std::vector<Source> sources;
  CapacityTable table;
  std::vector<BusLoad> loads;
  DispatchOptions options;
  Dispatch result;
};

const catalog::WeatherYear& sunny() {
  static const catalog::WeatherYear weather = test::clear_weather(35, -90, -6);
  return weather;
}

Case make_case(std::uint64_t number) {
  Random random(number, stream_id("test.fleet"), 0);
  Case out;
  const int count = int(between(random, 0, 9));
  for (int i = 0; i < count; ++i) out.sources.push_back(random_source(random));
  out.table = capacity(out.sources, sunny(), {Date{2027, 5, 1}, kHours}, {.seed = number});
  std::vector<double> load_mw;
  const double scale_mw = between(random, 0, 600);
  for (int h = 0; h < kHours; ++h) load_mw.push_back(scale_mw * between(random, 0.2, 1));
  out.loads = {{"main", load_mw}};
  out.options.prefer = Prefer(int(between(random, 0, 3)));
  out.options.islanded_reserve_frac = random.uniform() < 0.5 ? 0.1 : 0.0;
  out.options.reserve_covers_largest_unit = random.uniform() < 0.5;
  out.result = dispatch(out.sources, out.table, out.loads, out.options);
  return out;
}

/// MW that the source could still have given in this hour.
double idle_mw(const Case& c, std::size_t i, std::size_t h) {
  const SourceDispatch& out = c.result.sources[i];
  if (const auto* battery = std::get_if<Battery>(&c.sources[i])) {
    const double before =
        h > 0 ? out.stored_mwh[h - 1] : battery->energy.in(unit::MWh)*battery->initial_state_frac;
    const double usable =
        (before - battery->energy.in(unit::MWh)*battery->min_state_frac) * battery->discharge_efficiency();
    return std::max(0.0, std::min(c.table.sources[i].available_mw[h], usable)) - out.output_mw[h];
  }
  return c.table.sources[i].available_mw[h] - out.output_mw[h];
}

}  // namespace

TEST_CASE("every hour balances, whatever the fleet") {
  for (std::uint64_t number = 0; number < 150; ++number) {
    const Case c = make_case(number);
    INFO("case ", number);
    CHECK(c.result.buses[0].worst_imbalance_mw < 1e-6);
  }
}

TEST_CASE("load goes unserved only when every source gives all it can") {
  int short_hours = 0;
  for (std::uint64_t number = 0; number < 150; ++number) {
    const Case c = make_case(number);
    INFO("case ", number);
    for (std::size_t h = 0; h < kHours; ++h) {
      if (c.result.buses[0].unserved_mw[h] <= 1e-6) continue;
      ++short_hours;
      for (std::size_t i = 0; i < c.sources.size(); ++i) REQUIRE(idle_mw(c, i, h) < 1e-6);
    }
  }
  CHECK(short_hours > 100);
}

TEST_CASE("nothing is dumped or curtailed while load is unserved or a dearer unit could have gone down") {
  for (std::uint64_t number = 0; number < 150; ++number) {
    const Case c = make_case(number);
    INFO("case ", number);
    for (std::size_t h = 0; h < kHours; ++h) {
      const BusDispatch& bus = c.result.buses[0];
      double curtailed = bus.dumped_mw[h];
      for (const SourceDispatch& source : c.result.sources)
        if (!source.curtailed_mw.empty()) curtailed += source.curtailed_mw[h];
      if (curtailed <= 1e-6) continue;
      REQUIRE(bus.unserved_mw[h] <= 1e-6);
      for (std::size_t i = 0; i < c.sources.size(); ++i)
        if (const ThermalPlant* plant = thermal(c.sources[i])) {
          const int units = c.result.sources[i].units_running[h];
          const double limit =
              c.table.sources[i].available_mw[h] / std::max(1, c.table.sources[i].units_available[h]);
          const double least = units * std::min(limit, plant->min_load_frac * plant->unit_power.in(unit::MW));
          REQUIRE(c.result.sources[i].output_mw[h] <= least + 1e-6);
        }
    }
  }
}

TEST_CASE("limits, units and states hold in every hour") {
  for (std::uint64_t number = 0; number < 150; ++number) {
    const Case c = make_case(number);
    INFO("case ", number);
    for (std::size_t i = 0; i < c.sources.size(); ++i) {
      const SourceDispatch& out = c.result.sources[i];
      const auto* battery = std::get_if<Battery>(&c.sources[i]);
      for (std::size_t h = 0; h < kHours; ++h) {
        REQUIRE(out.output_mw[h] >= -1e-12);
        REQUIRE(out.output_mw[h] <= c.table.sources[i].available_mw[h] + 1e-9);
        REQUIRE(std::isfinite(out.cost_usd[h]));
        if (thermal(c.sources[i])) REQUIRE(out.units_running[h] <= c.table.sources[i].units_available[h]);
        if (!out.export_mw.empty()) REQUIRE(out.export_mw[h] * out.output_mw[h] == 0);
        if (!battery) continue;
        REQUIRE(out.charge_mw[h] * out.output_mw[h] == 0);
        REQUIRE(out.stored_mwh[h] <= battery->energy.in(unit::MWh) + 1e-9);
        REQUIRE(out.stored_mwh[h] >= battery->energy.in(unit::MWh)*battery->min_state_frac - 1e-9);
      }
    }
  }
}

TEST_CASE("totals are the sums of the hours") {
  for (std::uint64_t number = 0; number < 40; ++number) {
    const Case c = make_case(number);
    INFO("case ", number);
    for (const SourceDispatch& out : c.result.sources) {
      double output = 0, cost = 0, fuel = 0;
      for (double mw : out.output_mw) output += mw;
      for (double usd : out.cost_usd) cost += usd;
      for (double mmbtu : out.fuel_mmbtu) fuel += mmbtu;
      CHECK(out.total.output_mwh == Approx(output));
      CHECK(out.total.cost_usd == Approx(cost));
      CHECK(out.total.fuel_mmbtu == Approx(fuel));
      CHECK(out.total.loss_mwh >= -1e-6);
    }
    const Adequacy found = adequacy(c.result);
    CHECK(found.unserved_mwh == Approx(c.result.buses[0].unserved_mwh).epsilon(1e-6));
  }
}
