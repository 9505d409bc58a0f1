// Single rooms on inputs of their own, so that no change of a campus or a catalogue row moves their answers: one
// training step, a cooling year, a dispatch year.

#include <cmath>
#include <numeric>

#include "answers.h"
#include "gw/cooling/plant.h"
#include "gw/supply/dispatch.h"
#include "gw/supply/test_weather.h"
#include "gw/training/step.h"
#include "gw/training/test_setups.h"

namespace gw::bench {
namespace {

void training_step(benchmark::State& state) {
  const training::TrainingSetup setup = training::testing::gpt3_on_1024();
  training::Step step;
  for (auto _ : state) step = std::get<training::Step>(training::simulate_step(setup));
  const double parts = std::accumulate(step.parts.begin(), step.parts.end(), 0.0,
                                       [](double sum, const training::Part& p) { return sum + p.time.in(s); });
  check_equal(state, "parts of the step", parts, step.total.in(s), 1e-9);
  check_answer(state, "training_step", "step_s", step.total.in(s));
}
BENCHMARK(training_step)->Unit(benchmark::kMicrosecond);

void cooling_year(benchmark::State& state) {
  const cooling::OutdoorYear weather = cooling::outdoor_year(supply::test::seasonal_weather());
  cooling::CoolingDesign design;
  design.liquid.emplace();
  const cooling::CoolingPlantSized plant = cooling::size_plant(design, 800.0 * MW, 200.0 * MW, weather);
  const std::vector<double> liquid(8760, 700e6), air(8760, 150e6);
  cooling::CoolingYear year;
  for (auto _ : state) year = cooling::cool_year(plant, liquid, air, weather);
  check_equal(state, "heat balance", (year.heat + year.power).in(MWh), (year.rejected + year.unmet).in(MWh), 1e-9);
  check_answer(state, "cooling_year", "power_mwh", year.power.in(MWh));
}
BENCHMARK(cooling_year)->Unit(benchmark::kMillisecond);

// Twenty gas turbines of 50 MW with outages, solar and a utility service under a load that swings by the day.
void dispatch_year(benchmark::State& state) {
  supply::GasTurbine turbines;
  turbines.units = 20, turbines.unit_power = 50.0 * MW, turbines.fuel_price_usd_per_mmbtu = 4;
  supply::SolarPlant solar;
  solar.dc_power = 300.0 * MW;
  supply::GridConnection grid;
  grid.service = {{Date{2020, 1, 1}, 200.0 * MW}};
  const std::vector<supply::Source> sources = {turbines, solar, grid};
  const supply::CapacityTable capacity = supply::capacity(sources, supply::test::clear_weather(32, -91, -6), {Date{2027, 1, 1}, 8760}, {.seed = 1});
  supply::BusLoad load{"main", std::vector<double>(8760)};
  for (std::size_t h = 0; h < 8760; ++h) load.load_mw[h] = 800 + 100 * std::sin(double(h) * 2 * 3.14159265358979 / 24);
  supply::Dispatch dispatch;
  for (auto _ : state) dispatch = supply::dispatch(sources, capacity, std::span(&load, 1));
  const supply::BusDispatch& bus = dispatch.buses[0];
  const supply::SourceTotals total = supply::total(dispatch);
  check_equal(state, "energy balance", total.output_mwh + bus.unserved_mwh, bus.load_mwh + total.charge_mwh + total.export_mwh + bus.dumped_mwh, 1e-9);
  check_answer(state, "dispatch_year", "fuel_mmbtu", total.fuel_mmbtu);
}
BENCHMARK(dispatch_year)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace gw::bench
