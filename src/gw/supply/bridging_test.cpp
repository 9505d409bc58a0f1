#include "gw/supply/bridging.h"

#include <doctest/doctest.h>

#include "gw/supply/dispatch.h"
#include "gw/supply/test_weather.h"

using namespace gw;
using namespace gw::supply;
using doctest::Approx;

namespace {

using Units = std::vector<int>;

Units kept(const Units& running, double keep_usd, double start_usd, double room_mw = 100, Units available = {}) {
  if (available.empty()) available.assign(running.size(), 9);
  const std::vector<double> keep(running.size(), keep_usd);
  std::vector<double> room(running.size(), room_mw);
  return units_to_keep({running, available, keep, 20, start_usd}, room);
}

/// Two days: low at night, high by day. A block of 100 MW and a dearer one of 100 MW for the day; a grid beside them.
Dispatch two_days(double start_usd_per_mw, double night_mw = 90) {
  GasTurbine base, day;
  base.name = "base", day.name = "day";
  base.unit_power = day.unit_power = 100 * unit::MW;
  base.fuel_price_usd_per_mmbtu = 3;
  day.fuel_price_usd_per_mmbtu = 4;
  base.min_load_frac = day.min_load_frac = 0.4;
  for (GasTurbine* plant : {&base, &day}) {
    plant->heat_rate_mmbtu_per_mwh = 8;
    plant->min_load_heat_rate_mmbtu_per_mwh = 10;
    plant->variable_om_usd_per_mwh = 0;
    plant->temperature_derate_per_k = 0;
    plant->start_cost_usd_per_mw = start_usd_per_mw;
  }
  std::vector<double> load;
  for (int h = 0; h < 48; ++h) load.push_back(h % 24 >= 8 && h % 24 < 20 ? 150 : night_mw);
  const std::vector<Source> sources = {base, day};
  const auto table = capacity(sources, test::constant_weather(15), {Date{2027, 6, 1}, 48},
                              {.seed = 1, .forced_outages = false, .maintenance = false});
  return dispatch(sources, table, std::vector<BusLoad>{{"main", load}});
}

}  // namespace

TEST_CASE("an idle stretch is bridged when staying on costs less than the start") {
  CHECK(kept({1, 0, 0, 1}, 30, 100) == Units{0, 1, 1, 0});
  CHECK(kept({1, 0, 0, 1}, 60, 100).empty());
  CHECK(kept({1, 0, 0, 1}, 30, 0).empty());
  CHECK(kept({1, 0, 0, 0}, 1, 100).empty());  // never needed again
  CHECK(kept({0, 0, 1, 1}, 1, 100).empty());  // never ran before
}

TEST_CASE("units are bridged one by one, the inner stretch before the outer") {
  CHECK(kept({3, 1, 0, 1, 3}, 10, 100) == Units{0, 3, 3, 3, 0});
  // 40 an hour and unit: the hole of one hour is worth it for the first unit, the three hours for none.
  CHECK(kept({3, 1, 0, 1, 3}, 40, 100) == Units{0, 0, 1, 0, 0});
}

TEST_CASE("a unit that is away, or a minimum load without room, is not kept") {
  CHECK(kept({1, 0, 0, 1}, 10, 100, 100, {1, 1, 0, 1}).empty());
  CHECK(kept({1, 0, 0, 1}, 10, 100, 19).empty());
  CHECK(kept({2, 0, 2}, 10, 100, 30) == Units{0, 1, 0});  // room for one of two
}

TEST_CASE("a plant stays on over the night when its start costs more, and the year is cheaper for it") {
  const Dispatch free_starts = two_days(0), cheap = two_days(1), dear = two_days(200);
  CHECK(free_starts.sources[1].units_running[2] == 0);
  CHECK(free_starts.sources[1].total.starts == 2);
  CHECK(cheap.sources[1].total.starts == 2);
  // Twelve hours at 40 MW between the days: 12 x (133 MMBtu x 4 + 40 MW x 6.67 MMBtu x (4 - 3)), no-load fuel and
  // dearer energy, 9,600 USD, against a start of 20,000.
  CHECK(dear.sources[1].total.starts == 1);
  CHECK(dear.sources[1].units_running[25] == 1);
  CHECK(dear.sources[1].output_mw[25] == Approx(40));
  CHECK(dear.sources[0].output_mw[25] == Approx(50));
  CHECK(dear.buses[0].dumped_mwh == 0);
  CHECK(dear.buses[0].unserved_mwh == 0);
  CHECK(total(dear).cost_usd < total(free_starts).cost_usd + 2 * 20'000);
}

TEST_CASE("the bridge gives way to a load that has no room for it") {
  const Dispatch result = two_days(200, 50);  // 40 of the base block's minimum leave 10
  CHECK(result.sources[1].units_running[25] == 0);
  CHECK(result.buses[0].dumped_mwh == 0);
}
