#include "gw/supply/dispatch.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <cmath>

#include "gw/supply/test_weather.h"

using namespace gw;
using namespace gw::supply;
using doctest::Approx;

namespace {

const CapacityOptions kPerfect{.seed = 1, .forced_outages = false, .maintenance = false};

GasTurbine turbines(int units, double unit_mw, double fuel_price = 4) {
  GasTurbine plant;
  plant.units = units;
  plant.unit_power = unit_mw * unit::MW;
  plant.fuel_price_usd_per_mmbtu = fuel_price;
  return plant;
}

GridConnection grid(double mw, double price = 40) {
  GridConnection out;
  out.service = {{Date{2020, 1, 1}, mw * unit::MW}};
  out.energy_price_usd_per_mwh = price;
  out.emission_kg_per_mwh = 350;
  return out;
}

Battery battery(double mw, double mwh, BatteryUse use) {
  Battery out;
  out.power = mw * unit::MW;
  out.energy = mwh * unit::MWh;
  out.availability_frac = 1;
  out.min_state_frac = 0;
  out.use = use;
  return out;
}

Dispatch run(const std::vector<Source>& sources, std::vector<double> load_mw,
             const DispatchOptions& options = {},
             const catalog::WeatherYear& weather = test::constant_weather(15),
             const CapacityOptions& capacity_options = kPerfect) {
  const Horizon horizon{Date{2027, 6, 1}, int(load_mw.size())};
  const auto table = capacity(sources, weather, horizon, capacity_options);
  return dispatch(sources, table, std::vector<BusLoad>{{"main", std::move(load_mw)}}, options);
}

std::vector<double> flat(double mw, int hours = 24) { return std::vector<double>(std::size_t(hours), mw); }

/// Balance, limits and non-negative flows of every hour.
void check_physics(const std::vector<Source>& sources, const Dispatch& result) {
  for (const BusDispatch& bus : result.buses) {
    const double scale = std::max(1.0, *std::max_element(bus.load_mw.begin(), bus.load_mw.end()));
    CHECK(bus.worst_imbalance_mw <= 1e-9 * scale);
  }
  for (std::size_t i = 0; i < sources.size(); ++i) {
    const SourceDispatch& out = result.sources[i];
    for (std::size_t h = 0; h < out.output_mw.size(); ++h) {
      REQUIRE(std::isfinite(out.cost_usd[h]));
      REQUIRE(out.output_mw[h] >= 0);
      REQUIRE(out.output_mw[h] <= nameplate(sources[i]).in(unit::MW) * (1 + 1e-12));
      if (const ThermalPlant* plant = thermal(sources[i]))
        REQUIRE(out.output_mw[h] >=
                out.units_running[h] * plant->min_load_frac * plant->unit_power.in(unit::MW)-1e-9);
    }
  }
}

}  // namespace

TEST_CASE("the cheaper source serves, the dearer one fills up") {
  const std::vector<Source> sources = {grid(100, 30), turbines(4, 50)};  // turbines about 47 USD/MWh
  const Dispatch result = run(sources, flat(250));
  CHECK(result.sources[0].output_mw[3] == Approx(100));
  CHECK(result.sources[1].output_mw[3] == Approx(150));
  CHECK(result.sources[1].units_running[3] == 3);
  CHECK(result.sources[0].total.cost_usd == Approx(100 * 30 * 24));
  CHECK(result.sources[0].total.co2_t == Approx(0.35 * 100 * 24));
  check_physics(sources, result);
}

TEST_CASE("fuel, CO2 and cost of a unit at full load are those of its heat rate") {
  const std::vector<Source> sources = {turbines(1, 100)};
  const SourceTotals total = run(sources, flat(100)).sources[0].total;
  CHECK(total.output_mwh == Approx(2400));
  CHECK(total.fuel_mmbtu == Approx(2400 * 9.717));
  CHECK(total.co2_t == Approx(2400 * 0.51559).epsilon(1e-4));
  CHECK(total.cost_usd == Approx(2400 * (9.717 * 4 + 8.5)));
  CHECK(total.full_load_hours == Approx(24));
  CHECK(total.starts == 0);
}

TEST_CASE("preference overrides cost") {
  const std::vector<Source> sources = {grid(300, 20), turbines(4, 50)};
  CHECK(run(sources, flat(200)).sources[0].output_mw[0] == Approx(200));
  CHECK(run(sources, flat(200), {.prefer = Prefer::on_site}).sources[0].output_mw[0] == Approx(0));
  const std::vector<Source> dear = {grid(300, 90), turbines(4, 50)};
  CHECK(run(dear, flat(200)).sources[0].output_mw[0] == Approx(0));
  CHECK(run(dear, flat(200), {.prefer = Prefer::grid}).sources[0].output_mw[0] == Approx(200));
}

TEST_CASE("a price of CO2 moves the merit order, not the fuel bill") {
  const std::vector<Source> sources = {grid(300, 45), turbines(4, 50)};  // 350 and 516 kg/MWh; turbines 47.4 USD/MWh
  const auto grid_mw = [&](double grid_kg, double price) {
    std::vector<Source> now = sources;
    std::get<GridConnection>(now[0]).emission_kg_per_mwh = grid_kg;
    return run(now, flat(200), {.co2_price_usd_per_kg = price}).sources[0].output_mw[0];
  };
  CHECK(grid_mw(700, 0) == Approx(200));
  CHECK(grid_mw(700, 0.1) == Approx(0));  // 115 against 99 USD/MWh
  CHECK(grid_mw(350, 0.1) == Approx(200));
  DispatchOptions hourly{.co2_price_usd_per_kg = 0.1};
  std::vector<double> carbon(24, 350.0);
  for (int h = 12; h < 24; ++h) carbon[std::size_t(h)] = 900.0;
  hourly.series.resize(2);
  hourly.series[0].emission_kg_per_mwh = carbon;
  const Dispatch result = run(sources, flat(200), hourly);
  CHECK(result.sources[0].output_mw[11] == Approx(200));
  CHECK(result.sources[0].output_mw[12] == Approx(0));
  CHECK(result.sources[0].total.cost_usd == Approx(12 * 200 * 45));
}

TEST_CASE("an hourly price turns the order over, and the bill follows the price") {
  const std::vector<Source> sources = {grid(300, 20), turbines(4, 50)};
  std::vector<double> price(24, 20.0), carbon(24, 100.0);
  for (int h = 12; h < 24; ++h) price[std::size_t(h)] = 200.0;
  DispatchOptions options;
  options.series.resize(2);
  options.series[0].energy_price_usd_per_mwh = price;
  options.series[0].emission_kg_per_mwh = carbon;
  const Dispatch result = run(sources, flat(200), options);
  CHECK(result.sources[0].output_mw[11] == Approx(200));
  CHECK(result.sources[0].output_mw[12] == Approx(0));
  CHECK(result.sources[0].total.cost_usd == Approx(12 * 200 * 20));
  CHECK(result.sources[0].total.co2_t == Approx(12 * 200 * 0.1));
  CHECK(result.sources[1].total.starts == 4);
}

TEST_CASE("starts are counted and cost money") {
  const std::vector<Source> sources = {turbines(3, 100)};
  const Dispatch result = run(sources, {100, 300, 100, 300});
  CHECK(result.sources[0].total.starts == 4);
  CHECK(result.sources[0].cost_usd[1] - result.sources[0].fuel_mmbtu[1] * 4 - 300 * 8.5 ==
        Approx(2 * 103 * 100));
}

TEST_CASE("a zero-MW grid gives zero, and what is missing is unserved") {
  const std::vector<Source> sources = {grid(0)};
  const Dispatch result = run(sources, flat(10));
  CHECK(result.sources[0].total.output_mwh == 0);
  CHECK(result.buses[0].unserved_mwh == Approx(240));
  CHECK(result.buses[0].unserved_hours == 24);
  CHECK(run({}, flat(10)).buses[0].unserved_mwh == Approx(240));
  CHECK(run(sources, flat(0)).buses[0].unserved_hours == 0);
  CHECK(run(sources, {}).buses[0].unserved_hours == 0);
}

TEST_CASE("surplus of renewables is curtailed, or exported where allowed") {
  WindPlant wind;
  wind.power = 200 * unit::MW;
  auto weather = test::constant_weather(15);
  for (double& v : weather.wind_speed_m_per_s) v = 15;  // full output: 170 MW
  GridConnection connection = grid(50);
  const Dispatch alone = run({wind, connection}, flat(100), {}, weather);
  CHECK(alone.sources[0].output_mw[0] == Approx(100));
  CHECK(alone.sources[0].curtailed_mw[0] == Approx(70));
  connection.export_allowed = true;
  connection.export_price_usd_per_mwh = 25;
  const Dispatch exporting = run({wind, connection}, flat(100), {}, weather);
  CHECK(exporting.sources[0].curtailed_mw[0] == Approx(20));
  CHECK(exporting.sources[1].export_mw[0] == Approx(50));
  CHECK(exporting.sources[1].total.cost_usd == Approx(-24 * 50 * 25));
  check_physics({wind, connection}, exporting);
}

TEST_CASE("a unit that cannot go low enough serves the load and dumps the rest, visibly") {
  const Dispatch result = run({turbines(1, 100)}, flat(20));
  CHECK(result.sources[0].output_mw[0] == Approx(60));
  CHECK(result.buses[0].dumped_mw[0] == Approx(40));
  CHECK(result.buses[0].unserved_mwh == 0);
}

TEST_CASE("a backup battery carries a shortage, then recharges from spare capacity") {
  std::vector<double> load = flat(100);
  load[5] = load[6] = 140;
  const std::vector<Source> sources = {grid(110), battery(50, 100, BatteryUse::backup)};
  const Dispatch result = run(sources, load);
  CHECK(result.sources[1].output_mw[5] == Approx(30));
  CHECK(result.buses[0].unserved_mwh == Approx(0));
  CHECK(result.sources[1].charge_mw[7] == Approx(10));
  CHECK(result.sources[0].output_mw[7] == Approx(110));
  CHECK(result.sources[1].stored_mwh[23] == Approx(100));
  CHECK(result.sources[1].total.loss_mwh == Approx(60 / 0.85 - 60));
  check_physics(sources, result);
}

TEST_CASE("an empty battery leaves the shortage, hour by hour") {
  std::vector<double> load = flat(100);
  for (std::size_t h = 5; h < 15; ++h) load[h] = 150;
  const Dispatch result = run({grid(110), battery(50, 100, BatteryUse::backup)}, load);
  const double carried = 100 * std::sqrt(0.85);  // all of its energy, once
  CHECK(result.buses[0].unserved_mwh == Approx(10 * 40 - carried));
  CHECK(result.buses[0].unserved_mw[5] == Approx(0));
  CHECK(result.buses[0].unserved_mw[14] == Approx(40));
}

TEST_CASE("a shifting battery stores surplus sun and gives it back before the grid") {
  SolarPlant solar;
  solar.dc_power = 400 * unit::MW;
  Battery store = battery(100, 400, BatteryUse::shift);
  store.initial_state_frac = 0;
  const std::vector<Source> sources = {solar, store, grid(200)};
  const auto weather = test::clear_weather(33.4, -112, -7);
  const Dispatch with = run(sources, flat(100, 240), {}, weather);
  const Dispatch without = run({solar, grid(200)}, flat(100, 240), {}, weather);
  CHECK(with.sources[2].total.output_mwh < 0.8 * without.sources[1].total.output_mwh);
  CHECK(with.sources[1].total.output_mwh > 1000);
  const double gained = with.sources[1].stored_mwh.back();
  CHECK(with.sources[1].total.loss_mwh ==
        Approx(with.sources[1].total.charge_mwh - with.sources[1].total.output_mwh - gained));
  CHECK(with.sources[1].total.output_mwh <= 0.85 * with.sources[1].total.charge_mwh + 1e-6);
  check_physics(sources, with);
}

TEST_CASE("peak shaving holds the draw at its target") {
  std::vector<double> load = flat(80);
  load[10] = load[11] = 120;
  Battery store = battery(50, 100, BatteryUse::peak_shaving);
  store.peak_target = 100 * unit::MW;
  const Dispatch result = run({grid(200), store}, load);
  CHECK(result.sources[0].output_mw[10] == Approx(100));
  CHECK(result.sources[0].total.peak_mw == Approx(100));
  CHECK(result.sources[0].output_mw[12] == Approx(100));  // recharging below the target
}

TEST_CASE("backup runs last and only in need") {
  Backup diesel;
  diesel.units = 10;
  diesel.unit_power = 3 * unit::MW;
  std::vector<double> load = flat(100);
  load[4] = 115;
  const std::vector<Source> sources = {diesel, grid(100, 500)};
  const Dispatch result = run(sources, load);
  CHECK(result.sources[0].total.output_mwh == Approx(15));
  CHECK(result.sources[0].units_running[4] == 5);
  CHECK(result.buses[0].unserved_mwh == 0);
  load[4] = 140;
  CHECK(run(sources, load).buses[0].unserved_mw[4] == Approx(10));
  load[4] = 100.2;  // below one set's minimum load: 0.9 MW runs, the grid gives less
  const Dispatch little = run(sources, load);
  CHECK(little.sources[0].output_mw[4] == Approx(0.9));
  CHECK(little.sources[1].output_mw[4] == Approx(99.3));
  CHECK(little.buses[0].dumped_mw[4] == 0);
}

TEST_CASE("an islanded bus holds reserve, a bus with a grid does not") {
  DispatchOptions options{.islanded_reserve_frac = 0.1, .reserve_covers_largest_unit = true};
  const Dispatch island = run({turbines(8, 50)}, flat(200), options);
  CHECK(island.sources[0].units_running[0] == 6);  // 200 + 20 + 50 = 270 MW
  CHECK(island.buses[0].reserve_short_hours == 0);
  const Dispatch tied = run({turbines(8, 50, 1), grid(1)}, flat(200), options);
  CHECK(tied.sources[0].units_running[0] == 4);
  const Dispatch thin = run({turbines(5, 50)}, flat(200), options);
  CHECK(thin.buses[0].reserve_short_hours == 24);
  REQUIRE(thin.warnings.size() == 1);
  CHECK(thin.warnings[0].message == "bus 'main': the spinning reserve is not held in full, short by 20.0 MW at worst");
  CHECK(thin.warnings[0].count == 24);
  CHECK(thin.buses[0].reserve_short_mw[0] == Approx(20));
  const Dispatch stored = run({turbines(5, 50), battery(70, 70, BatteryUse::backup)}, flat(200), options);
  CHECK(stored.sources[0].units_running[0] == 4);
}

TEST_CASE("buses do not help each other, and a source without a load is named") {
  GasTurbine far = turbines(2, 50);
  far.bus = "far";
  const std::vector<Source> sources = {grid(50), far};
  const auto table = capacity(sources, test::constant_weather(15), {Date{2027, 1, 1}, 2}, kPerfect);
  const Dispatch both = dispatch(sources, table, std::vector<BusLoad>{{"main", {80, 80}}, {"far", {80, 80}}});
  CHECK(both.buses[0].unserved_mwh == Approx(60));
  CHECK(both.buses[1].unserved_mwh == 0);
  CHECK(both.warnings.empty());
  const Dispatch one = dispatch(sources, table, std::vector<BusLoad>{{"main", {80, 80}}});
  REQUIRE(one.warnings.size() == 1);
  CHECK(one.warnings[0].source == 1);
  CHECK(one.sources[1].total.output_mwh == 0);
}

TEST_CASE("a mixed campus year: balances, limits, totals, the same bytes, and fast") {
  auto weather = test::seasonal_weather();
  const auto sun = test::clear_weather(40, -83, -5);
  weather.direct_normal_wh_per_m2 = sun.direct_normal_wh_per_m2;
  weather.diffuse_horizontal_wh_per_m2 = sun.diffuse_horizontal_wh_per_m2;
  weather.global_horizontal_wh_per_m2 = sun.global_horizontal_wh_per_m2;
  std::vector<Source> sources;
  for (int i = 0; i < 14; ++i) {
    sources.push_back(turbines(1 + i % 3, 20 + 5 * i, 3 + 0.1 * i));
    std::get<GasTurbine>(sources.back()).name = "turbine " + std::to_string(i);
  }
  SolarPlant solar;
  solar.dc_power = 600 * unit::MW;
  WindPlant wind;
  wind.power = 200 * unit::MW;
  Backup diesel;
  diesel.units = 20;
  diesel.unit_power = 3 * unit::MW;
  sources.insert(sources.end(), {Source(solar), Source(wind), Source(grid(300, 55)), Source(diesel),
                                 Source(battery(100, 400, BatteryUse::shift)),
                                 Source(battery(50, 100, BatteryUse::backup))});
  REQUIRE(sources.size() == 20);
  std::vector<double> load;
  for (int h = 0; h < 8760; ++h) load.push_back(1000 + 500 * std::sin(h * 0.37) * std::sin(h * 0.0011));
  const Horizon horizon{Date{2027, 1, 1}, 8760};
  const auto start = std::chrono::steady_clock::now();
  const auto table = capacity(sources, weather, horizon, {.seed = 11});
  const auto middle = std::chrono::steady_clock::now();
  const std::vector<BusLoad> loads = {{"main", load}};
  const DispatchOptions options{.islanded_reserve_frac = 0.05};
  const Dispatch result = dispatch(sources, table, loads, options);
  const auto end = std::chrono::steady_clock::now();
  const auto ms = [](auto a, auto b) { return std::chrono::duration<double, std::milli>(b - a).count(); };
  MESSAGE("20 sources x 8,760 h: capacity ", ms(start, middle), " ms, dispatch ", ms(middle, end), " ms");
  check_physics(sources, result);
  const BusDispatch& bus = result.buses[0];
  const SourceTotals all = total(result);
  CHECK(all.output_mwh + bus.unserved_mwh ==
        Approx(bus.load_mwh + all.charge_mwh + all.export_mwh + bus.dumped_mwh).epsilon(1e-9));
  CHECK(all.co2_t > 0);
  const Dispatch again = dispatch(sources, capacity(sources, weather, horizon, {.seed = 11}), loads, options);
  for (std::size_t i = 0; i < sources.size(); ++i) {
    CHECK(result.sources[i].output_mw == again.sources[i].output_mw);
    CHECK(result.sources[i].cost_usd == again.sources[i].cost_usd);
  }
}
