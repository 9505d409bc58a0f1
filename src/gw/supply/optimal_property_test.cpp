// Systems drawn at random: the least cost never exceeds that of the merit order, serves no less, and closes
// every hour.

#include <doctest/doctest.h>

#include <cmath>

#include "gw/base/random.h"
#include "gw/supply/optimal_dispatch.h"
#include "gw/supply/test_weather.h"

namespace gw::supply {
namespace {

constexpr int kHours = 24 * 21;

class Drawn {
 public:
  explicit Drawn(std::uint64_t number) : random_(11, stream_id("test.optimal_dispatch"), number) {
    const int plants = 1 + int(random_.uniform() * 4);
    for (int i = 0; i < plants; ++i) sources.push_back(plant(i));
    if (random_.uniform() < 0.7) sources.push_back(grid());
    if (random_.uniform() < 0.6) sources.push_back(solar());
    if (random_.uniform() < 0.6) sources.push_back(battery());
    const double mean = between(50, 250), swing = between(0, 0.5) * mean;
    for (int h = 0; h < kHours; ++h)
      load.load_mw.push_back(std::max(0.0, mean + swing * std::sin(h * 0.2618) + between(-5, 5)));
    options.co2_price_usd_per_kg = random_.uniform() < 0.5 ? 0.0 : between(0, 0.2);
  }
  std::vector<Source> sources;
  BusLoad load{"main", {}};
  DispatchOptions options;

 private:
  double between(double low, double high) { return low + (high - low) * random_.uniform(); }
  GasTurbine plant(int number) {
    GasTurbine out;
    out.name = "plant " + std::to_string(number);
    out.units = 1 + int(between(0, 6)), out.unit_power = between(5, 60) * unit::MW;
    out.heat_rate_mmbtu_per_mwh = between(6, 12),
    out.min_load_heat_rate_mmbtu_per_mwh = out.heat_rate_mmbtu_per_mwh * between(1, 1.4);
    out.min_load_frac = between(0.2, 0.7), out.fuel_price_usd_per_mmbtu = between(1, 8),
    out.start_cost_usd_per_mw = between(0, 90);
    out.fuel_emission_kg_per_mmbtu = 53;
    return out;
  }
  GridConnection grid() {
    GridConnection out;
    out.name = "grid";
    out.service = {{Date{2020, 1, 1}, between(20, 150) * unit::MW}};
    out.energy_price_usd_per_mwh = between(10, 120), out.emission_kg_per_mwh = between(0, 700);
    out.export_allowed = random_.uniform() < 0.5, out.export_price_usd_per_mwh = between(0, 40);
    return out;
  }
  SolarPlant solar() {
    SolarPlant out;
    out.name = "solar", out.dc_power = between(10, 300) * unit::MW;
    return out;
  }
  Battery battery() {
    Battery out;
    out.name = "battery", out.power = between(5, 80) * unit::MW,
    out.energy = between(1, 6) * out.power * unit::hour;
    out.use = random_.uniform() < 0.5 ? BatteryUse::backup : BatteryUse::shift,
    out.initial_state_frac = between(0, 1);
    return out;
  }
  Random random_;
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
