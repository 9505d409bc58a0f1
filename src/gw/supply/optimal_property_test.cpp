// Systems drawn at random: the least cost never exceeds that of the merit order, serves no less, and closes
// every hour.

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "gw/supply/optimal_dispatch.h"
#include "gw/supply/test_drawn.h"
#include "gw/supply/test_weather.h"

namespace gw::supply {
namespace {

constexpr int kHours = 24 * 21;

struct Drawn {
  explicit Drawn(std::uint64_t number) {
    test::Draws draw(11, "test.optimal_dispatch", number);
    const int plants = 1 + int(draw.between(0, 4));
    for (int i = 0; i < plants; ++i) sources.push_back(draw.turbine(i, 6, 5, 60));
    if (draw.chance(0.7)) sources.push_back(draw.grid(150));
    if (draw.chance(0.6)) {
      SolarPlant solar;
      solar.name = "solar", solar.dc_power = draw.between(10, 300) * unit::MW;
      sources.push_back(solar);
    }
    if (draw.chance(0.6)) sources.push_back(draw.battery(80));
    const double mean = draw.between(50, 250), swing = draw.between(0, 0.5) * mean;
    for (int h = 0; h < kHours; ++h)
      load.load_mw.push_back(std::max(0.0, mean + swing * std::sin(h * 0.2618) + draw.between(-5, 5)));
    options.co2_price_usd_per_kg = draw.chance(0.5) ? 0.0 : draw.between(0, 0.2);
  }

  std::vector<Source> sources;
  BusLoad load{"main", {}};
  DispatchOptions options;
};

}  // namespace

TEST_CASE(
    "sixty systems drawn at random: the bound holds, every hour closes, no output is beyond what there is") {
  const catalog::WeatherYear weather = test::clear_weather(32, -91, -6);
  const Horizon horizon{Date{2027, 4, 1}, kHours};
  for (std::uint64_t number = 0; number < 60; ++number) {
    CAPTURE(number);
    const Drawn drawn(number);
    const CapacityTable table = capacity(drawn.sources, weather, horizon, {.seed = number});
    const Dispatch merit = dispatch(drawn.sources, table, std::span(&drawn.load, 1), drawn.options);
    const OptimalBus best =
        optimal_dispatch(drawn.sources, table, std::span(&drawn.load, 1), drawn.options).front();
    REQUIRE(best.status == "optimal");
    CHECK(best.worst_imbalance_mw < 1e-5);
    CHECK(best.unserved_mwh <= merit.buses[0].unserved_mwh + 1e-4);
    const SourceTotals all = total(merit);
    const double objective = all.cost_usd + drawn.options.co2_price_usd_per_kg * 1e3 * all.co2_t;
    // Lost load is part of what is least: with it the bound holds whoever serves more.
    CHECK(best.objective_usd + kLostLoadUsdPerMwh * best.unserved_mwh <=
          (objective + kLostLoadUsdPerMwh * merit.buses[0].unserved_mwh) * (1 + 1e-9) + 1e-3);
    for (const OptimalSource& source : best.sources)
      for (std::size_t h = 0; h < std::size_t(kHours); ++h) {
        const double available = table.sources[std::size_t(source.source)].available_mw[h];
        CHECK(std::abs(source.output_mw[h]) <= available + 1e-6);
      }
    for (const double price : best.price_usd_per_mwh) CHECK(price <= kLostLoadUsdPerMwh + 1e-6);
  }
}

}  // namespace gw::supply
