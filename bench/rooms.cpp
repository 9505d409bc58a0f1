// Single rooms on inputs of their own, so that no change of a campus or a catalogue row moves their answers: one
// training step, a cooling year, a dispatch year.

#include <cmath>
#include <numeric>
#include <string>

#include "answers.h"
#include "gw/cooling/plant.h"
#include "gw/power/facility_trace.h"
#include "gw/power/spectrum.h"
#include "gw/supply/adequacy_study.h"
#include "gw/supply/dispatch.h"
#include "gw/supply/optimal_dispatch.h"
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

// Twenty gas turbines of 50 MW, solar and a utility service.
std::vector<supply::Source> twenty_turbines() {
  supply::GasTurbine turbines;
  turbines.units = 20, turbines.unit_power = 50.0 * MW, turbines.fuel_price_usd_per_mmbtu = 4;
  supply::SolarPlant solar;
  solar.dc_power = 300.0 * MW;
  supply::GridConnection grid;
  grid.service = {{Date{2020, 1, 1}, 200.0 * MW}};
  return {turbines, solar, grid};
}

// Those with outages, under a load that swings by the day.
void dispatch_year(benchmark::State& state) {
  const std::vector<supply::Source> sources = twenty_turbines();
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

// A campus-year of its plant: hourly cooling of a gigawatt of heat, and the merit order of twenty turbines, solar and a service
// under the load that it makes.
void plant_year(benchmark::State& state) {
  const catalog::WeatherYear air = supply::test::seasonal_weather();
  const cooling::OutdoorYear weather = cooling::outdoor_year(air);
  cooling::CoolingDesign design;
  design.liquid.emplace();
  const cooling::CoolingPlantSized plant = cooling::size_plant(design, 800.0 * MW, 200.0 * MW, weather);
  const std::vector<supply::Source> sources = twenty_turbines();
  const supply::CapacityTable capacity = supply::capacity(sources, air, {Date{2027, 1, 1}, 8760}, {.seed = 1});
  supply::Dispatch dispatch;
  double cooling_mwh = 0;
  for (auto _ : state) {
    supply::BusLoad load{"main", std::vector<double>(8760)};
    cooling_mwh = 0;
    for (std::size_t h = 0; h < 8760; ++h) {
      const double power_mw = cooling::cool(plant, 700.0 * MW, 150.0 * MW, weather.at(h)).power().in(MW);
      cooling_mwh += power_mw;
      load.load_mw[h] = 850 + power_mw;
    }
    dispatch = supply::dispatch(sources, capacity, std::span(&load, 1));
  }
  const supply::BusDispatch& bus = dispatch.buses[0];
  const supply::SourceTotals total = supply::total(dispatch);
  check_equal(state, "energy balance", total.output_mwh + bus.unserved_mwh, bus.load_mwh + total.charge_mwh + total.export_mwh + bus.dumped_mwh, 1e-9);
  check_answer(state, "plant_year", "cooling_mwh", cooling_mwh);
  check_answer(state, "plant_year", "fuel_mmbtu", total.fuel_mmbtu);
}
BENCHMARK(plant_year)->Unit(benchmark::kMillisecond);

// Ten sources and a battery on one bus, prices that move, solved as one linear program over the year.
void optimal_dispatch_year(benchmark::State& state) {
  std::vector<supply::Source> sources;
  for (int i = 0; i < 8; ++i) {
    supply::GasTurbine plant;
    plant.name = "plant " + std::to_string(i);
    plant.units = 4, plant.unit_power = 25.0 * MW, plant.fuel_price_usd_per_mmbtu = 4;
    plant.heat_rate_mmbtu_per_mwh = 7.0 + 0.4 * i, plant.min_load_heat_rate_mmbtu_per_mwh = 9.0 + 0.4 * i;
    sources.push_back(plant);
  }
  supply::SolarPlant solar;
  solar.dc_power = 300.0 * MW;
  supply::GridConnection grid;
  grid.service = {{Date{2020, 1, 1}, 200.0 * MW}};
  supply::Battery battery;
  battery.power = 100.0 * MW, battery.energy = 400.0 * MWh;
  sources.push_back(solar), sources.push_back(grid), sources.push_back(battery);
  std::vector<double> price(8760);
  supply::BusLoad load{"main", std::vector<double>(8760)};
  for (std::size_t h = 0; h < 8760; ++h) {
    const double day = std::sin(double(h) * 2 * 3.14159265358979 / 24);
    load.load_mw[h] = 800 + 100 * day, price[h] = 40 + 25 * day + 5 * std::sin(double(h) / 700);
  }
  supply::DispatchOptions options;
  options.series.resize(sources.size());
  options.series[9].energy_price_usd_per_mwh = price;
  const supply::CapacityTable capacity = supply::capacity(sources, supply::test::clear_weather(32, -91, -6), {Date{2027, 1, 1}, 8760}, {.seed = 1});
  supply::OptimalBus best;
  for (auto _ : state) best = supply::optimal_dispatch(sources, capacity, std::span(&load, 1), options).front();
  check_equal(state, "largest imbalance, MW", best.worst_imbalance_mw + 1, 1, 1e-6);
  check_answer(state, "optimal_dispatch_year", "cost_usd", best.cost_usd);
}
BENCHMARK(optimal_dispatch_year)->Unit(benchmark::kMillisecond);

// A thousand years of failures of forty units, hour by hour, with a battery; convolution of the same hours.
void adequacy_thousand_years(benchmark::State& state) {
  supply::GasTurbine large, small;
  large.name = "large", large.units = 10, large.unit_power = 50.0 * MW;
  small.name = "small", small.units = 30, small.unit_power = 15.0 * MW;
  supply::Battery battery;
  battery.power = 100.0 * MW, battery.energy = 400.0 * MWh;
  const std::vector<supply::Source> sources = {large, small, battery};
  supply::BusLoad load{"main", std::vector<double>(8760)};
  for (std::size_t h = 0; h < 8760; ++h) load.load_mw[h] = 720 + 60 * std::sin(double(h) * 2 * 3.14159265358979 / 24);
  std::vector<supply::BusAdequacy> found;
  for (auto _ : state)
    found = supply::study_adequacy(sources, supply::test::clear_weather(32, -91, -6), {Date{2027, 1, 1}, 8760}, std::span(&load, 1),
                                   {.years = 1000, .threads = 1});
  check_equal(state, "loss-of-load hours by both methods", found[0].sampled.mean.lolh_h, found[0].convolution.lolh_h, 0.05);
  check_answer(state, "adequacy_thousand_years", "convolved_lolh_h", found[0].convolution.lolh_h);
  check_answer(state, "adequacy_thousand_years", "sampled_eue_mwh", found[0].sampled.mean.eue_mwh);
}
BENCHMARK(adequacy_thousand_years)->Unit(benchmark::kMillisecond);

// Ten halls of 40,000 accelerators of one job in step: a gigawatt.
struct Gigawatt {
  power::Waveform step{{{1.0 * s, 2200.0 * W}, {0.3 * s, 1300.0 * W}, {1.4 * s, 2100.0 * W}, {0.5 * s, 1200.0 * W}}};
  std::vector<power::LoadGroup> groups;
  std::vector<power::HallFeed> halls;
  Gigawatt() {
    power::PowerChain chain;
    chain.critical = {{"busway", {}, 0.0003, 0.0, 0.006, power::Redundancy::n},
                      {"mv_transformer", 2.5 * MW, 0.00118, 0.0, 0.00472, power::Redundancy::two_n}};
    chain.site = {{"line", {}, 0.0, 0.0, 0.003, power::Redundancy::n}};
    power::LoadGroup group;
    group.tracks = {{&step, 0.0 * s, 90'000.0 * s, {}, 1.0}};
    for (std::size_t hall = 0; hall < 10; ++hall) {
      halls.push_back({power::size_chain(chain, 95.0 * MW, 10.0 * MW), 5.0 * MW, 8.0 * MW, 1.0 * MW});
      group.shares.push_back({hall, 40'000});
    }
    groups.push_back(group);
  }
  power::FacilityTrace trace(Time step_of, std::size_t samples) const {
    return power::facility_trace(groups, halls, {}, 0.0 * s, step_of, samples);
  }
};

void waveform_day_by_second(benchmark::State& state) {
  const Gigawatt site;
  power::FacilityTrace trace;
  for (auto _ : state) trace = site.trace(1.0 * s, 86'400);
  check_equal(state, "energy at the point of interconnection", trace.energy.residual() + 1, 1, 1e-9);
  check_answer(state, "waveform_day_by_second", "poi_mwh", trace.energy.input.in(MWh));
}
BENCHMARK(waveform_day_by_second)->Unit(benchmark::kMillisecond);

// An hour by the millisecond, with its spectrum: its largest line is that of the Fourier series.
void waveform_hour_by_millisecond(benchmark::State& state) {
  const Gigawatt site;
  power::BandSwing band;
  double mean_mw = 0;
  for (auto _ : state) {
    const power::FacilityTrace trace = site.trace(0.001 * s, 3'600'000);
    band = power::band_swing(power::amplitude_spectrum(trace.it), 0.1 * Hz, 20.0 * Hz);
    mean_mw = trace.poi.mean().in(MW);
  }
  const power::Spectrum exact = power::fourier_series(site.step.scaled(400'000), 5);
  const power::BandSwing largest = power::band_swing(exact, 0.1 * Hz, 20.0 * Hz);
  check_equal(state, "frequency of the largest line", band.line_at.base(), largest.line_at.base(), 1e-3);
  check_equal(state, "amplitude of the largest line", band.line.in(MW), largest.line.in(MW), 0.02);
  check_answer(state, "waveform_hour_by_millisecond", "poi_mean_mw", mean_mw);
}
BENCHMARK(waveform_hour_by_millisecond)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace gw::bench
