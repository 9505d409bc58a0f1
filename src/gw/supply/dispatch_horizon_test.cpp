// Dispatch over years that change: stages, dates, hourly series.
#include <doctest/doctest.h>

#include <algorithm>

#include "gw/supply/adequacy.h"
#include "gw/supply/dispatch.h"
#include "gw/supply/horizon_weather.h"
#include "gw/supply/test_weather.h"

using namespace gw;
using namespace gw::supply;
using doctest::Approx;

namespace {

const CapacityOptions kPerfect{.seed = 1, .forced_outages = false, .maintenance = false};

GasTurbine turbine(const char* name, double unit_mw, double fuel_price) {
  GasTurbine plant;
  plant.name = name;
  plant.unit_power = unit_mw * unit::MW;
  plant.min_load_frac = 0;
  plant.min_load_heat_rate_mmbtu_per_mwh = plant.heat_rate_mmbtu_per_mwh;
  plant.fuel_price_usd_per_mmbtu = fuel_price;
  return plant;
}

GridConnection grid(std::vector<GridStage> service) {
  GridConnection out;
  out.service = std::move(service);
  return out;
}

}  // namespace

TEST_CASE("three years with a leap day: service and plant arrive on their dates, shortage ends with them") {
  GasTurbine late = turbine("late", 100, 2);
  late.online = Date{2028, 3, 1};
  const std::vector<Source> sources = {
      grid({{Date{2027, 1, 1}, 50 * unit::MW}, {Date{2027, 7, 1}, 80 * unit::MW}}), late};
  const Horizon horizon{Date{2027, 1, 1}, (365 + 366 + 365) * 24};
  const auto table = capacity(sources, test::constant_weather(15), horizon, kPerfect);
  const std::vector<BusLoad> loads = {{"main", std::vector<double>(std::size_t(horizon.hours), 100.0)}};
  const Dispatch result = dispatch(sources, table, loads);
  const int july = hour_of(horizon, Date{2027, 7, 1}), march = hour_of(horizon, Date{2028, 3, 1});
  CHECK(march == (365 + 31 + 29) * 24);
  CHECK(result.buses[0].unserved_mw[0] == Approx(50));
  CHECK(result.buses[0].unserved_mw[std::size_t(july)] == Approx(20));
  CHECK(result.buses[0].unserved_mw[std::size_t(march) - 1] == Approx(20));
  CHECK(result.buses[0].unserved_mw[std::size_t(march)] == 0);
  CHECK(result.buses[0].unserved_hours == march);
  const Adequacy found = adequacy(result);
  REQUIRE(found.shortages.size() == 1);
  CHECK(found.shortages[0].hours == march);
  CHECK(found.worst == "2027-01-01 00:00, bus main: 50.0 MW of 100 MW not served");
  CHECK(result.sources[1].total.starts == 1);
}

TEST_CASE("an hourly gas price moves the order of plants and their bill") {
  const std::vector<Source> sources = {turbine("piped", 100, 3), turbine("stored", 100, 5)};
  const Horizon horizon{Date{2027, 1, 1}, 4};
  const auto table = capacity(sources, test::constant_weather(15), horizon, kPerfect);
  const std::vector<double> gas = {3, 3, 9, 9};
  DispatchOptions options;
  options.series.resize(2);
  options.series[0].fuel_price_usd_per_mmbtu = gas;
  const Dispatch result = dispatch(sources, table, std::vector<BusLoad>{{"main", {60, 60, 60, 60}}}, options);
  CHECK(result.sources[0].output_mw == std::vector<double>{60, 60, 0, 0});
  CHECK(result.sources[1].output_mw == std::vector<double>{0, 0, 60, 60});
  const double first_hour = 60 * (9.717 * 3 + 8.5);
  CHECK(result.sources[0].cost_usd[0] == Approx(first_hour));
  CHECK(result.sources[1].cost_usd[2] == Approx(60 * (9.717 * 5 + 8.5) + 103 * 100));  // with its start
}

TEST_CASE("a negative price draws from the grid first, and is paid") {
  GridConnection service = grid({{Date{2027, 1, 1}, 100 * unit::MW}});
  service.energy_price_usd_per_mwh = -5;
  const std::vector<Source> sources = {turbine("own", 100, 0), service};
  const auto table = capacity(sources, test::constant_weather(15), {Date{2027, 1, 1}, 2}, kPerfect);
  const Dispatch result = dispatch(sources, table, std::vector<BusLoad>{{"main", {80, 80}}});
  CHECK(result.sources[1].total.output_mwh == Approx(160));
  CHECK(result.sources[1].total.cost_usd == Approx(-800));
  CHECK(total(result).cost_usd == Approx(-800));
}

TEST_CASE("equal prices keep the order of the list") {
  const std::vector<Source> sources = {turbine("a", 50, 4), turbine("b", 50, 4)};
  const auto table = capacity(sources, test::constant_weather(15), {Date{2027, 1, 1}, 1}, kPerfect);
  const Dispatch result = dispatch(sources, table, std::vector<BusLoad>{{"main", {40}}});
  CHECK(result.sources[0].output_mw[0] == Approx(40));
  CHECK(result.sources[1].output_mw[0] == 0);
}
