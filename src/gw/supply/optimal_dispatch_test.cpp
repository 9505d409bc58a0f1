#include "gw/supply/optimal_dispatch.h"

#include <doctest/doctest.h>

#include <cmath>
#include <numeric>

#include "gw/supply/test_weather.h"

namespace gw::supply {
namespace {

using doctest::Approx;

GasTurbine turbines(int units, double unit_mw, double heat_rate, double fuel_usd) {
  GasTurbine plant;
  plant.name = "turbines";
  plant.units = units, plant.unit_power = unit_mw * unit::MW;
  plant.heat_rate_mmbtu_per_mwh = heat_rate, plant.min_load_heat_rate_mmbtu_per_mwh = 1.2 * heat_rate;
  plant.fuel_price_usd_per_mmbtu = fuel_usd, plant.variable_om_usd_per_mwh = 0, plant.start_cost_usd_per_mw = 0;
  plant.temperature_derate_per_k = 0, plant.maintenance_frac = 0, plant.forced_outage = {};
  return plant;
}

GridConnection grid_of(double mw, double price) {
  GridConnection grid;
  grid.name = "grid";
  grid.service = {{Date{2020, 1, 1}, mw * unit::MW}};
  grid.energy_price_usd_per_mwh = price;
  return grid;
}

struct Both {
  Dispatch merit;
  OptimalBus best;
};

Both both(const std::vector<Source>& sources, std::vector<double> load_mw, DispatchOptions options = {},
          const catalog::WeatherYear& weather = test::constant_weather(10)) {
  const Horizon horizon{Date{2027, 1, 1}, int(load_mw.size())};
  const CapacityTable table = capacity(sources, weather, horizon, {.seed = 1});
  const std::vector<BusLoad> loads = {{"main", std::move(load_mw)}};
  return {dispatch(sources, table, loads, options), optimal_dispatch(sources, table, loads, options).front()};
}

double merit_cost(const Dispatch& d) {
  double out = 0;
  for (const SourceDispatch& s : d.sources) out += s.total.cost_usd;
  return out;
}

std::vector<double> swinging(int hours, double mean, double swing) {
  std::vector<double> out;
  for (int h = 0; h < hours; ++h) out.push_back(mean + swing * std::sin(2 * 3.141592653589793 * h / 24));
  return out;
}

}  // namespace

TEST_CASE("without storage, starts and minimum loads it is the merit order, to the dollar") {
  GasTurbine plant = turbines(4, 25, 9, 4);  // 36 USD/MWh
  plant.min_load_frac = 0.01, plant.min_load_heat_rate_mmbtu_per_mwh = 9;
  const Both found = both({plant, grid_of(80, 50)}, swinging(240, 120, 40));
  CHECK(found.best.status == "optimal");
  CHECK(found.best.cost_usd == Approx(merit_cost(found.merit)).epsilon(1e-9));
  CHECK(found.best.unserved_mwh == Approx(0));
  CHECK(found.best.worst_imbalance_mw < 1e-6);
  for (std::size_t h = 0; h < 240; ++h)
    if (const double load = found.merit.buses[0].load_mw[h]; std::abs(load - 100) > 1e-6)
      CHECK(found.best.price_usd_per_mwh[h] == Approx(load > 100 ? 50 : 36));
}

TEST_CASE("part load and starts cost the merit order more: the gap is never below zero") {
  GasTurbine plant = turbines(8, 25, 9, 4);
  plant.start_cost_usd_per_mw = 60, plant.min_load_frac = 0.5;
  const Both found = both({plant, grid_of(60, 70)}, swinging(24 * 60, 150, 50));
  const double merit = merit_cost(found.merit);
  CHECK(found.best.cost_usd < merit);
  CHECK(found.best.cost_usd > 0.9 * merit);
}

TEST_CASE("a battery buys at night and gives by day, with its losses; the merit order's waits for a shortage") {
  Battery battery;
  battery.name = "battery", battery.power = 20 * unit::MW, battery.energy = 80 * unit::MWh;
  battery.round_trip_efficiency_frac = 0.81, battery.min_state_frac = 0, battery.availability_frac = 1, battery.initial_state_frac = 0;
  std::vector<double> prices(48);
  for (int h = 0; h < 48; ++h) prices[std::size_t(h)] = h % 24 < 12 ? 20 : 100;
  DispatchOptions options;
  options.series.resize(2);
  options.series[0].energy_price_usd_per_mwh = prices;
  const Both found = both({grid_of(100, 50), battery}, std::vector<double>(48, 50.0), options);
  CHECK(merit_cost(found.merit) >= 50 * 24 * 20 + 50 * 24 * 100);
  // 80 MWh stored a day take 80 / 0.9 at 20 USD and give 80 x 0.9 at 100.
  CHECK(found.best.cost_usd == Approx(50 * 24 * 120 + 2 * (80 / 0.9 * 20 - 80 * 0.9 * 100)));
  CHECK(found.best.sources[1].output_mwh == Approx(2 * 72));
  CHECK(found.best.worst_imbalance_mw < 1e-6);
}

TEST_CASE("what cannot be served is unserved in both, and the price is that of lost load") {
  const Both found = both({grid_of(100, 50)}, std::vector<double>(24, 130.0));
  CHECK(found.best.unserved_mwh == Approx(24 * 30));
  CHECK(found.merit.buses[0].unserved_mwh == Approx(24 * 30));
  CHECK(found.best.cost_usd == Approx(24 * 100 * 50));
  CHECK(found.best.price_usd_per_mwh[3] == Approx(kLostLoadUsdPerMwh));
}

TEST_CASE("a price of CO2 moves the order, and stands outside the cost") {
  GasTurbine plant = turbines(10, 25, 9, 4);
  plant.fuel_emission_kg_per_mmbtu = 53;
  const Both found = both({plant, grid_of(300, 50)}, std::vector<double>(24, 200.0), {.co2_price_usd_per_kg = 0.1});
  CHECK(found.best.sources[0].output_mwh == Approx(0));  // 36 + 47.7 above 50
  CHECK(found.best.cost_usd == Approx(24 * 200 * 50));
}

TEST_CASE("solar beyond the load is sold where that is allowed, no plant runs for sale") {
  SolarPlant solar;
  solar.name = "solar", solar.dc_power = 300 * unit::MW;
  GridConnection grid = grid_of(100, 50);
  grid.export_allowed = true, grid.export_price_usd_per_mwh = 45;
  GasTurbine cheap = turbines(4, 25, 9, 1);  // 9 USD/MWh: would be worth selling
  const Both found = both({grid, solar, cheap}, std::vector<double>(24 * 30, 60.0), {}, test::clear_weather(32, -91, -6));
  CHECK(found.best.status == "optimal");
  CHECK(found.best.worst_imbalance_mw < 1e-6);
  CHECK(found.best.cost_usd <= merit_cost(found.merit) + 1e-6);
  double exported = 0;
  for (const double mw : found.best.sources[0].output_mw) exported += std::max(0.0, -mw);
  CHECK(exported > 0);
}

TEST_CASE("plants run for sale where the export price pays them, and only then") {
  // 150 MW at 9 USD/MWh (12 at 40 % load), a load of 80 MW, 100 MW of grid at 40 USD/MWh that pays 30.
  GasTurbine plant = turbines(1, 150, 10, 0.9);
  plant.min_load_frac = 0.4, plant.min_load_heat_rate_mmbtu_per_mwh = 10;
  GridConnection grid = grid_of(100, 40);
  grid.export_allowed = true, grid.export_price_usd_per_mwh = 30;
  const std::vector<double> load(48, 80.0);
  const Both kept = both({plant, grid}, load);
  CHECK(kept.merit.sources[1].total.export_mwh == 0);
  CHECK(merit_cost(kept.merit) == Approx(kept.best.cost_usd));
  CHECK(merit_cost(kept.merit) == Approx(48 * 80 * 9.0));
  grid.export_for_sale = true;
  const Both sold = both({plant, grid}, load);
  CHECK(sold.merit.sources[1].total.export_mwh == Approx(48 * 70.0));
  CHECK(merit_cost(sold.merit) == Approx(48 * (150 * 9.0 - 70 * 30.0)));
  CHECK(merit_cost(sold.merit) == Approx(sold.best.cost_usd));
  CHECK(sold.merit.buses[0].unserved_mwh == 0);
  CHECK(sold.merit.buses[0].dumped_mwh == 0);
  // A plant dearer than the price sells nothing; one whose minimum load exceeds the load runs only where it
  // may sell.
  plant.fuel_price_usd_per_mmbtu = 3.5;
  CHECK(both({plant, grid}, load).merit.sources[1].total.export_mwh == 0);
  plant.fuel_price_usd_per_mmbtu = 0.9, plant.unit_power = 300.0 * unit::MW;
  const Both large = both({plant, grid}, load);
  CHECK(large.merit.sources[1].total.export_mwh == Approx(48 * 100.0));
  CHECK(merit_cost(large.merit) == Approx(48 * (180 * 9.0 - 100 * 30.0)));
  CHECK(merit_cost(large.merit) == Approx(large.best.cost_usd));
  // Cheap imports: buying the load beats making it where little can be sold.
  plant.unit_power = 85.0 * unit::MW, grid.energy_price_usd_per_mwh = 1;
  const Both bought = both({plant, grid}, load);
  CHECK(bought.merit.sources[1].total.export_mwh == 0);
  CHECK(merit_cost(bought.merit) == Approx(48 * 80 * 1.0));
  CHECK(bought.best.cost_usd <= merit_cost(bought.merit) + 1e-6);
}

namespace {

// Paid for exports over a day: 5 at night, 30 by day, 80 in the evening, and two hours below zero at noon.
std::vector<double> export_day() {
  std::vector<double> out(24, 5.0);
  for (int h = 7; h < 17; ++h) out[std::size_t(h)] = 30;
  for (int h = 17; h < 22; ++h) out[std::size_t(h)] = 80;
  out[11] = out[12] = -10;
  return out;
}

}  // namespace

TEST_CASE("with hourly export prices plants run for sale in the dear hours alone, as the least cost does") {
  // 150 MW at 45 USD/MWh, a load of 80 MW, 60 MW of grid at 100 USD/MWh.
  GasTurbine plant = turbines(1, 150, 9, 5);
  plant.min_load_frac = 0.4, plant.min_load_heat_rate_mmbtu_per_mwh = 9;
  GridConnection grid = grid_of(60, 100);
  grid.export_allowed = grid.export_for_sale = true, grid.export_price_usd_per_mwh = 1e4;  // replaced by the series
  const std::vector<double> prices = export_day();
  DispatchOptions options;
  options.series.resize(2);
  options.series[1].export_price_usd_per_mwh = prices;
  const Both sold = both({plant, grid}, std::vector<double>(24, 80.0), options);
  const SourceDispatch& connection = sold.merit.sources[1];
  for (std::size_t h = 0; h < 24; ++h) {
    CAPTURE(h);
    CHECK(connection.export_mw[h] == Approx(prices[h] > 45 ? 60 : 0));
    CHECK(connection.export_usd[h] == Approx(connection.export_mw[h] * prices[h]));
    CHECK(connection.output_mw[h] == 0);
  }
  CHECK(merit_cost(sold.merit) == Approx(24 * 80 * 45.0 + 5 * 60 * (45.0 - 80)));
  CHECK(merit_cost(sold.merit) == Approx(sold.best.cost_usd).epsilon(1e-9));
  // What is made for sale is sold, not stored.
  Battery battery;
  battery.name = "battery", battery.power = 40.0 * unit::MW, battery.energy = 160.0 * unit::MWh;
  battery.use = BatteryUse::shift, battery.initial_state_frac = battery.min_state_frac;
  options.series.resize(3);
  const Both beside = both({plant, grid, battery}, std::vector<double>(24, 80.0), options);
  CHECK(beside.merit.sources[1].total.export_mwh == Approx(5 * 60));
  CHECK(beside.merit.sources[2].total.charge_mwh == Approx(0));
}

TEST_CASE("a surplus is sold at the hour's price and curtailed below zero, in the merit order as at least cost") {
  SolarPlant solar;
  solar.name = "solar", solar.dc_power = 200.0 * unit::MW;
  GridConnection grid = grid_of(60, 50);
  grid.export_allowed = true;
  const std::vector<double> prices = export_day();
  DispatchOptions options;
  options.series.resize(2);
  options.series[0].export_price_usd_per_mwh = prices;
  const Both found = both({grid, solar}, std::vector<double>(24, 20.0), options, test::clear_weather(32, -91, -6));
  const SourceDispatch &connection = found.merit.sources[0], &sun = found.merit.sources[1];
  double usd = 0;
  int below_zero = 0;
  for (std::size_t h = 0; h < 24; ++h) {
    CAPTURE(h);
    const double surplus_mw = std::max(0.0, sun.output_mw[h] + sun.curtailed_mw[h] - 20);
    CHECK(connection.export_mw[h] == Approx(prices[h] < 0 ? 0 : std::min(60.0, surplus_mw)));
    below_zero += prices[h] < 0 && surplus_mw > 0;
    usd += connection.export_mw[h] * prices[h];
  }
  CHECK(below_zero == 2);
  CHECK(usd > 0);
  CHECK(merit_cost(found.merit) == Approx(found.best.cost_usd).epsilon(1e-9));
  grid.export_price_usd_per_mwh = -1;  // the constant alike
  CHECK(both({grid, solar}, std::vector<double>(24, 20.0), {}, test::clear_weather(32, -91, -6)).merit.sources[0].total.export_mwh == 0);
}

}  // namespace gw::supply
