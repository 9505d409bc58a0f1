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

TEST_CASE("whatever the plant and its failures, trading does no worse than standing by as backup, and every hour balances") {
  Random random(21, 22, 23);
  int traded_in = 0;
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
    Battery store = battery(40 * random.uniform() + 1, 200 * random.uniform() + 1), ready = store;
    store.initial_state_frac = ready.initial_state_frac = 1;
    ready.use = BatteryUse::backup;
    const Case c({grid, plant, store}, prices(hours), load);
    const Dispatch traded = c.merit(), stood = Case({grid, plant, ready}, prices(hours), load).merit();
    CAPTURE(k);
    const auto usd = [&](const Dispatch& d) {
      return cost(d) + 1e3 * grid.demand_charge_usd_per_kw_month * d.sources[0].total.peak_mw + kLostLoadUsdPerMwh * d.buses[0].unserved_mwh;
    };
    const double more_stored_mwh = std::max(0.0, traded.sources[2].stored_mwh.back() - stood.sources[2].stored_mwh.back());
    CHECK(usd(traded) <= usd(stood) + 1e-3 + 100 * more_stored_mwh);  // below the dearest source
    CHECK(traded.buses[0].worst_imbalance_mw < 1e-6);
    const bool dropped = std::ranges::any_of(
        traded.warnings, [](const SupplyWarning& w) { return w.message.find("stand by as backup") != std::string::npos; });
    if (dropped) CHECK(traded.sources[2].output_mw == stood.sources[2].output_mw);
    traded_in += !dropped && traded.sources[2].total.output_mwh > 0;
  }
  CHECK(traded_in > 10);
}

TEST_CASE("an hour short in the year does not let a trade through that costs more than it gives") {
  GasTurbine plant;  // dear starts that the plan does not see
  plant.name = "plant", plant.units = 4, plant.unit_power = 30.0 * unit::MW, plant.min_load_frac = 0.7, plant.start_cost_usd_per_mw = 400;
  plant.fuel_price_usd_per_mmbtu = 3, plant.maintenance_frac = 0;
  const int hours = 24 * 14;
  std::vector<double> load(std::size_t(hours), 100.0);
  load[100] = 260;
  Battery store = battery(30, 120), ready = store;
  store.initial_state_frac = ready.initial_state_frac = 1, ready.use = BatteryUse::backup;
  const Dispatch traded = Case({grid_of(70), plant, store}, prices(hours, 25), load).merit(),
                 stood = Case({grid_of(70), plant, ready}, prices(hours, 25), load).merit();
  CHECK(stood.buses[0].unserved_mwh > 0);
  CHECK(cost(traded) + kLostLoadUsdPerMwh * traded.buses[0].unserved_mwh <= cost(stood) + kLostLoadUsdPerMwh * stood.buses[0].unserved_mwh + 1e-3);
}

TEST_CASE("at one price nothing moves, and a battery ends with no less than it began") {
  const std::vector<double> load(24 * 10, 100.0);
  Battery store = battery(10, 40);
  for (const double began : {0.0, 0.5, 1.0}) {
    store.initial_state_frac = began;
    CAPTURE(began);
    const Dispatch still = Case({grid_of(200), store}, std::vector<double>(load.size(), 45.0), load).merit();
    CHECK(still.sources[1].total.charge_mwh == 0);
    CHECK(still.sources[1].total.output_mwh == 0);
    const Dispatch moved = Case({grid_of(200), store}, prices(int(load.size())), load).merit();
    CHECK(moved.sources[1].total.output_mwh > 100);
    CHECK(moved.sources[1].stored_mwh.back() >= 40 * began - 1e-6);
  }
}

// Hours alike: power to have and to give back, in the order in which it is loaded.
std::vector<HourMargin> margins(int hours, std::vector<HourMargin::Step> more, std::vector<HourMargin::Step> less) {
  return std::vector<HourMargin>(std::size_t(hours), {std::move(more), std::move(less)});
}

TEST_CASE("nothing is won by charging and discharging in one hour: a full battery stands at negative prices") {
  Battery store = battery(10, 40);
  store.initial_state_frac = 1;
  const std::vector<double> available(72, 10.0);
  const PriceStore one[] = {{&store, available}};
  const PriceSchedule full = price_schedule(one, margins(72, {{100, -50, 0}}, {{100, -50, 0}}), Date{2027, 1, 1});
  CHECK(std::accumulate(full.stores[0].charge_mw.begin(), full.stores[0].charge_mw.end(), 0.0) == 0);
  CHECK(std::accumulate(full.stores[0].discharge_mw.begin(), full.stores[0].discharge_mw.end(), 0.0) == 0);
  store.initial_state_frac = 0.25;
  const PriceSchedule filled = price_schedule(one, margins(72, {{100, -50, 0}}, {{100, -50, 0}}), Date{2027, 1, 1});
  CHECK(std::accumulate(filled.stores[0].charge_mw.begin(), filled.stores[0].charge_mw.end(), 0.0) == Approx(30 / store.charge_efficiency()));
  CHECK(std::accumulate(filled.stores[0].discharge_mw.begin(), filled.stores[0].discharge_mw.end(), 0.0) == 0);
}

TEST_CASE("a schedule keeps the store's own balance at any prices and in any order of the sources") {
  Random random(31, 32, 33);
  for (int k = 0; k < 30; ++k) {
    std::vector<HourMargin> hours(96);
    for (HourMargin& hour : hours)
      for (int source = 0; source < 3; ++source) {
        const double usd = 120 * random.uniform() - 50;
        hour.more.push_back({20 * random.uniform(), usd, source}), hour.less.push_back({20 * random.uniform(), usd, source});
      }
    Battery store = battery(10, 30);
    store.initial_state_frac = random.uniform();
    const std::vector<double> available(hours.size(), 10.0);
    const PriceStore one[] = {{&store, available}};
    const PriceSchedule found = price_schedule(one, hours, Date{2027, 1, 1});
    double stored_mwh = 30 * store.initial_state_frac;
    CAPTURE(k);
    for (std::size_t h = 0; h < hours.size(); ++h) {
      stored_mwh += found.stores[0].charge_mw[h] * store.charge_efficiency() - found.stores[0].discharge_mw[h] / store.discharge_efficiency();
      CHECK(stored_mwh >= -1e-6);
      CHECK(stored_mwh <= 30 + 1e-6);
    }
    CHECK(stored_mwh >= 30 * store.initial_state_frac - 1e-6);
  }
}

TEST_CASE("sources move in merit order: the cheap one behind a dear one is not bought from first") {
  Battery store = battery(10, 40);
  store.initial_state_frac = 0.5;
  const std::vector<double> available(72, 10.0);
  const PriceStore one[] = {{&store, available}};
  const std::vector<HourMargin> hours = margins(72, {{5, 56, 0}, {60, 20, 1}}, {{30, 56, 0}});
  const PriceSchedule found = price_schedule(one, hours, Date{2027, 1, 1});
  CHECK(std::accumulate(found.stores[0].charge_mw.begin(), found.stores[0].charge_mw.end(), 0.0) == 0);
  CHECK(std::accumulate(found.stores[0].discharge_mw.begin(), found.stores[0].discharge_mw.end(), 0.0) == 0);
  CHECK(refill_usd_per_mwh(store, hours) == Approx(56 / store.charge_efficiency()));
  CHECK(refill_usd_per_mwh(store, margins(2, {}, {})) == 0);
}

TEST_CASE("plants first: while they have room a battery stands, beside full ones it fills up from the grid and relieves them") {
  GasTurbine plant;
  plant.name = "plant", plant.units = 2, plant.unit_power = 15.0 * unit::MW, plant.maintenance_frac = 0, plant.min_load_frac = 0.01;
  plant.heat_rate_mmbtu_per_mwh = plant.min_load_heat_rate_mmbtu_per_mwh = 8, plant.fuel_price_usd_per_mmbtu = 7;
  plant.variable_om_usd_per_mwh = plant.start_cost_usd_per_mw = plant.temperature_derate_per_k = plant.altitude_derate_per_km_frac = 0;
  static_cast<Flexibility&>(plant) = {};
  Battery store = battery(5, 20);
  store.initial_state_frac = 0.5;
  std::vector<double> price(96, 80.0);
  for (std::size_t h = 0; h < price.size(); ++h)
    if (h % 24 < 8) price[h] = 20;
  const auto moved_mwh = [&](double load_mw) {
    const Case c({grid_of(60), plant, store}, price, std::vector<double>(96, load_mw));
    const Dispatch found = dispatch(c.sources, c.table, c.loads(), {.prefer = Prefer::on_site, .series = c.series});
    return found.sources[2].total.charge_mwh;
  };
  CHECK(moved_mwh(20) == 0);
  CHECK(moved_mwh(30) == Approx((4 * 20 - 10) / store.charge_efficiency()).epsilon(0.3));
}

TEST_CASE("batteries alike but for their size move as one, each by its share") {
  const std::vector<double> large_mw(96, 10.0), small_mw(96, 5.0), all_mw(96, 15.0), price = prices(96);
  const Battery large = battery(10, 40), small = battery(5, 20), all = battery(15, 60);
  std::vector<HourMargin> hours;
  for (const double usd : price) hours.push_back({{{12, usd, 0}}, {{11, usd, 0}}});
  const PriceStore two[] = {{&large, large_mw}, {&small, small_mw}}, one[] = {{&all, all_mw}};
  const PriceSchedule apart = price_schedule(two, hours, Date{2027, 1, 1}), together = price_schedule(one, hours, Date{2027, 1, 1});
  CHECK(std::accumulate(together.stores[0].charge_mw.begin(), together.stores[0].charge_mw.end(), 0.0) > 100);
  for (std::size_t h = 0; h < hours.size(); ++h) {
    CHECK(apart.stores[0].charge_mw[h] == Approx(2 * apart.stores[1].charge_mw[h]));
    CHECK(apart.stores[0].charge_mw[h] + apart.stores[1].charge_mw[h] == Approx(together.stores[0].charge_mw[h]));
    CHECK(apart.stores[0].discharge_mw[h] + apart.stores[1].discharge_mw[h] == Approx(together.stores[0].discharge_mw[h]));
  }
}

TEST_CASE("hours whose program has no answer are counted and said") {
  Case c({grid_of(200), battery(10, 40)}, prices(72), std::vector<double>(72, 100.0));
  const auto said = [&] {
    const Dispatch found = c.merit();
    const auto warning = std::ranges::find_if(
        found.warnings, [](const SupplyWarning& w) { return w.message.find("their program has no answer") != std::string::npos; });
    return warning == found.warnings.end() ? std::int64_t(0) : warning->count;
  };
  CHECK(said() == 0);
  c.table.sources[1].available_mw[60] = -1;  // no such power: in the windows of the last two days
  CHECK(said() == 48);
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
  CHECK(price_schedule({}, {}, Date{2027, 1, 1}).stores.empty());
}

TEST_CASE("a battery that never moves is said, with what it could be used for; one that moves or costs nothing is not") {
  const std::vector<double> flat(48, 30.0), load(48, 100.0);
  Battery idle = battery(10, 40, BatteryUse::backup);
  idle.initial_state_frac = 1;
  const auto warned = [&](const Battery& store, const std::vector<double>& price) {
    return std::ranges::any_of(Case({grid_of(200), store}, price, load).merit().warnings,
                               [](const SupplyWarning& w) { return w.source == 1 && w.message.find("never charged") != std::string::npos; });
  };
  CHECK(warned(idle, flat));
  Battery trader = idle;
  trader.use = BatteryUse::price;
  CHECK(warned(trader, flat));
  Battery free = idle;
  free.capex_usd_per_kw = free.capex_usd_per_kwh = 0;
  CHECK_FALSE(warned(free, flat));
  CHECK_FALSE(warned(battery(10, 40), prices(48)));
}

}  // namespace gw::supply
