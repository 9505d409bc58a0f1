#include "gw/supply/price_schedule.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "gw/base/random.h"
#include "gw/supply/optimal_dispatch.h"
#include "gw/supply/test_weather.h"

namespace gw::supply {
namespace {

using doctest::Approx;

Battery battery(double mw, double mwh, BatteryUse use = BatteryUse::price) {
  Battery out;
  out.name = "store", out.use = use;
  out.power = mw * unit::MW, out.energy = mwh * unit::MWh;
  out.availability_frac = 1, out.min_state_frac = 0, out.initial_state_frac = 0;
  return out;
}

GridConnection grid_of(double mw) {
  GridConnection grid;
  grid.name = "grid", grid.service = {{Date{2020, 1, 1}, mw * unit::MW}};
  return grid;
}

// Prices with a daily shape, a weekly one, and noise: lowest about 4 h, highest about 19 h.
std::vector<double> prices(int hours, double noise_usd = 8) {
  std::vector<double> out;
  Random random(11, 12, 13);
  for (int h = 0; h < hours; ++h)
    out.push_back(40 - 22 * std::sin(2 * 3.141592653589793 * (h - 22 + 24 * 0.5) / 24) * (h / 24 % 7 < 5 ? 1 : 0.5) + noise_usd * random.normal());
  return out;
}

struct Case {
  std::vector<Source> sources;
  std::vector<double> price, load_mw;
  CapacityTable table;
  std::vector<HourlySeries> series;
  Case(std::vector<Source> s, std::vector<double> p, std::vector<double> l)
      : sources(std::move(s)), price(std::move(p)), load_mw(std::move(l)) {
    table = capacity(sources, test::constant_weather(10), {Date{2027, 1, 1}, int(load_mw.size())}, {.forced_outages = false});
    for (const Source& source : sources)
      series.push_back(std::holds_alternative<GridConnection>(source) ? HourlySeries{.energy_price_usd_per_mwh = price} : HourlySeries{});
  }
  std::vector<BusLoad> loads() const { return {{"main", load_mw}}; }
  Dispatch merit() const { return dispatch(sources, table, loads(), {.series = series}); }
  double best_usd() const { return optimal_dispatch(sources, table, loads(), {.series = series}).front().cost_usd; }
};

double cost(const Dispatch& d) {
  double out = 0;
  for (const SourceDispatch& s : d.sources) out += s.total.cost_usd;
  return out;
}

}  // namespace

TEST_CASE("a day of two prices: charges in the cheap half, gives in the dear one, the money by hand") {
  std::vector<double> price(24, 20.0);
  std::fill(price.begin() + 12, price.end(), 80.0);
  Battery store = battery(10, 40);
  store.round_trip_efficiency_frac = 0.81;
  const Case c({grid_of(200), store}, price, std::vector<double>(24, 100.0));
  const Dispatch found = c.merit();
  CHECK(found.sources[1].total.charge_mwh == Approx(40 / 0.9));
  CHECK(found.sources[1].total.output_mwh == Approx(40 * 0.9));
  CHECK(cost(found) == Approx(12 * 100 * (20 + 80) + 20 * 40 / 0.9 - 80 * 40 * 0.9));
  CHECK(found.buses[0].worst_imbalance_mw < 1e-9);
  CHECK(found.sources[1].total.loss_mwh == Approx(40 / 0.9 - 40 * 0.9));
}

TEST_CASE("a spread that losses and wear take does not move it") {
  std::vector<double> price(24, 50.0);
  std::fill(price.begin() + 12, price.end(), 58.0);
  CHECK(Case({grid_of(200), battery(10, 40)}, price, std::vector<double>(24, 100.0)).merit().sources[1].total.charge_mwh == 0);  // 50/0.85
  std::fill(price.begin() + 12, price.end(), 90.0);
  Battery worn = battery(10, 40);
  CHECK(Case({grid_of(200), worn}, price, std::vector<double>(24, 100.0)).merit().sources[1].total.charge_mwh > 0);
  worn.fade_per_cycle_frac = 2e-4, worn.capex_usd_per_kwh = 200;  // 40 USD/MWh out of the cells
  CHECK(worn.wear_usd_per_mwh() == Approx(40));
  CHECK(Case({grid_of(200), worn}, price, std::vector<double>(24, 100.0)).merit().sources[1].total.charge_mwh == 0);
}

TEST_CASE("a year of noisy prices: nearly all of the value that the program of perfect foresight finds") {
  const int hours = 8760;
  const std::vector<double> price = prices(hours), load(std::size_t(hours), 100.0);
  const double without = cost(Case({grid_of(200)}, price, load).merit());
  for (const double store_h : {2.0, 4.0, 8.0}) {
    const Case c({grid_of(200), battery(40, 40 * store_h)}, price, load);
    const Dispatch found = c.merit();
    const double value = without - cost(found), best = without - c.best_usd();
    CAPTURE(store_h);
    MESSAGE("a battery of " << store_h << " h: " << value << " of " << best << " USD a year, " << 100 * value / best << " %");
    CHECK(best > 0);
    CHECK(value <= best * (1 + 1e-9));
    CHECK(value > 0.95 * best);
    CHECK(found.buses[0].worst_imbalance_mw < 1e-9);
  }
}

TEST_CASE("beside a gas plant that caps the price: most of the program's value") {
  GasTurbine plant;
  plant.name = "plant", plant.units = 10, plant.unit_power = 10.0 * unit::MW, plant.maintenance_frac = 0, plant.forced_outage = {};
  plant.heat_rate_mmbtu_per_mwh = 9, plant.min_load_heat_rate_mmbtu_per_mwh = 9, plant.min_load_frac = 0.01, plant.start_cost_usd_per_mw = 0;
  plant.fuel_price_usd_per_mmbtu = 5, plant.variable_om_usd_per_mwh = 0;
  plant.temperature_derate_per_k = 0, plant.altitude_derate_per_km_frac = 0;
  static_cast<Flexibility&>(plant) = {};
  const int hours = 24 * 60;
  const std::vector<double> price = prices(hours), load(std::size_t(hours), 100.0);
  const double without = cost(Case({grid_of(120), plant}, price, load).merit());
  const Case c({grid_of(120), plant, battery(20, 80)}, price, load);
  const double value = without - cost(c.merit()), best = without - c.best_usd();
  MESSAGE("beside a plant: " << 100 * value / best << " % of " << best << " USD");
  CHECK(value > 0.85 * best);
  CHECK(value <= best * (1 + 1e-9));
}

TEST_CASE("a connection with a demand charge: no month's peak is above what it would have been, and the service holds") {
  const int hours = 24 * 90;
  std::vector<double> load;
  for (int h = 0; h < hours; ++h) load.push_back(100 + 15 * std::sin(h * 0.26));
  GridConnection grid = grid_of(125);
  const auto peaks = [&](const Dispatch& d) {
    std::vector<double> out(3, 0.0);
    const int begins[] = {0, 31 * 24, 59 * 24, hours};
    for (int m = 0; m < 3; ++m)
      for (int h = begins[m]; h < begins[m + 1]; ++h) out[std::size_t(m)] = std::max(out[std::size_t(m)], d.sources[0].output_mw[std::size_t(h)]);
    return out;
  };
  const Dispatch free = Case({grid, battery(30, 120)}, prices(hours), load).merit();
  CHECK(*std::ranges::max_element(free.sources[0].output_mw) == Approx(125));  // up to the service, no more
  grid.demand_charge_usd_per_kw_month = 10;
  const std::vector<double> before = peaks(Case({grid}, prices(hours), load).merit());
  const Dispatch billed = Case({grid, battery(30, 120)}, prices(hours), load).merit();
  const std::vector<double> after = peaks(billed);
  for (std::size_t m = 0; m < 3; ++m) CHECK(after[m] <= before[m] + 1e-9);
  CHECK(billed.sources[1].total.output_mwh > 1000);  // and yet it works
}

TEST_CASE("it still takes surplus and covers a shortage") {
  std::vector<double> load(48, 100.0);
  load[30] = 130;  // the service is 120
  Battery store = battery(20, 40);
  store.initial_state_frac = 1;
  const Dispatch found = Case({grid_of(120), store}, std::vector<double>(48, 30.0), load).merit();
  CHECK(found.buses[0].unserved_mwh == Approx(0));
  CHECK(found.sources[1].output_mw[30] >= 10);
}

TEST_CASE("whatever the plant, trading never costs more than standing still, and every hour balances") {
  Random random(21, 22, 23);
  int trades = 0;
  for (int k = 0; k < 40; ++k) {
    GasTurbine plant;
    plant.name = "plant", plant.units = 1 + int(random.uniform() * 6), plant.unit_power = (10 + 40 * random.uniform()) * unit::MW;
    plant.min_load_frac = 0.3 + 0.5 * random.uniform(), plant.start_cost_usd_per_mw = 150 * random.uniform();
    plant.fuel_price_usd_per_mmbtu = 2 + 4 * random.uniform();
    const int hours = 24 * 14;
    std::vector<double> load;
    for (int h = 0; h < hours; ++h) load.push_back(80 + 40 * random.uniform());
    GridConnection grid = grid_of(60 + 60 * random.uniform());
    grid.demand_charge_usd_per_kw_month = random.uniform() < 0.5 ? 10 : 0;
    Battery store = battery(40 * random.uniform() + 1, 200 * random.uniform() + 1), idle = store;
    idle.use = BatteryUse::backup, idle.power = 1e-9 * unit::MW;
    GasCombinedCycle block;  // needs time
    block.name = "plant", block.units = plant.units, block.unit_power = plant.unit_power, block.fuel_price_usd_per_mmbtu = 6;
    const Source second = k % 2 ? Source(plant) : Source(block);
    const Dispatch traded = Case({grid, second, store}, prices(hours), load).merit(),
                   stood = Case({grid, second, idle}, prices(hours), load).merit();
    CAPTURE(k);
    trades += traded.sources[2].total.output_mwh > 1 ? 1 : 0;
    if (traded.buses[0].unserved_mwh >= stood.buses[0].unserved_mwh - 1e-6) CHECK(cost(traded) <= cost(stood) + 1e-3);
    for (std::size_t h = 0; h < std::size_t(hours); ++h) CHECK(traded.buses[0].unserved_mw[h] <= stood.buses[0].unserved_mw[h] + 1e-5);
    CHECK(traded.buses[0].unserved_mwh <= stood.buses[0].unserved_mwh + 1e-6);
    CHECK(traded.buses[0].worst_imbalance_mw < 1e-6);
    if (grid.demand_charge_usd_per_kw_month > 0)
      CHECK(traded.sources[0].total.peak_mw <= stood.sources[0].total.peak_mw + 1e-6);
  }
  MESSAGE(trades << " of 40 campuses trade");
  CHECK(trades > 20);
}

TEST_CASE("two batteries share what there is to buy; a battery in service later stands till then") {
  const int hours = 24 * 20;
  Battery first = battery(30, 60), second = battery(30, 60);
  second.name = "second", second.online = Date{2027, 1, 11};
  const Dispatch found = Case({grid_of(110), first, second}, prices(hours), std::vector<double>(std::size_t(hours), 100.0)).merit();
  for (std::size_t h = 0; h < std::size_t(hours); ++h) {
    CHECK(found.sources[0].output_mw[h] <= 110 + 1e-9);
    CHECK(std::min(found.sources[1].charge_mw[h], found.sources[1].output_mw[h]) == 0);
  }
  const auto& late = found.sources[2].charge_mw;
  CHECK(std::accumulate(late.begin(), late.begin() + 240, 0.0) == 0);
  CHECK(std::accumulate(late.begin() + 240, late.end(), 0.0) > 0);
}

TEST_CASE("negative prices fill it, and nothing to gain leaves it") {
  std::vector<double> price(24, 10.0);
  price[3] = -50;
  const Dispatch found = Case({grid_of(200), battery(10, 40)}, price, std::vector<double>(24, 100.0)).merit();
  CHECK(found.sources[1].charge_mw[3] == Approx(10));
  CHECK(price_schedule({}, {}, Date{2027, 1, 1}).empty());
}

TEST_CASE("a battery that never moves is said, with what it could be used for; one that moves or costs nothing is not") {
  const std::vector<double> flat(48, 30.0), load(48, 100.0);
  Battery idle = battery(10, 40, BatteryUse::backup);
  idle.initial_state_frac = 1;
  const auto warned = [&](const Battery& store, const std::vector<double>& price) {
    return std::ranges::any_of(Case({grid_of(200), store}, price, load).merit().warnings,
                               [](const SupplyWarning& w) { return w.source == 1 && w.message.find("never moved") != std::string::npos; });
  };
  CHECK(warned(idle, flat));
  Battery free = idle;
  free.capex_usd_per_kw = free.capex_usd_per_kwh = 0;
  CHECK_FALSE(warned(free, flat));
  CHECK_FALSE(warned(battery(10, 40), prices(48)));
}

}  // namespace gw::supply
