#pragma once
// Test support: a small campus built by hand. One hall of 20 nodes of 8 H100, one training run on 64 of them, one
// utility service. Tests change what they need.

#include <doctest/doctest.h>

#include <numeric>

#include "gw/campus/simulate.h"
#include "gw/power/test_designs.h"
#include "gw/reliability/profiles_for_tests.h"
#include "gw/supply/test_weather.h"
#include "gw/training/test_setups.h"

namespace gw::campus::test {

using namespace gw::unit;

inline constexpr Date kStart{2027, 6, 1};

inline catalog::Accelerator accelerator() {
  catalog::Accelerator part = training::testing::h100();
  part.idle = 70 * W;
  part.price_usd = 30'000;
  return part;
}

inline power::PowerChain chain() {
  power::PowerChain out;
  out.critical = {{"busway", {}, 0.0, 0.0, 0.008, power::Redundancy::n},
                  {"ups", 1.5 * MW, 0.010, 0.010, 0.015, power::Redundancy::two_n}};
  out.site = {{"transformer", {}, 0.001, 0.0, 0.005, power::Redundancy::n}};
  return out;
}

inline Hall hall(const std::string& name = "hall", std::int64_t nodes = 20, Date energised = kStart) {
  Hall out;
  out.name = name;
  out.energised = energised;
  out.racks = nodes;
  out.rack = power::test::hgx_h100();
  out.rack.accelerator = "h100";
  out.accelerator = accelerator();
  out.power_chain = chain();
  return out;
}

inline TrainingJob training(const std::string& name = "run", std::int64_t accelerators = 64, double tokens = 1e15) {
  TrainingJob out;
  out.name = name;
  out.model = workload::testing::gpt(8, 1024, 16);
  out.accelerators = accelerators;
  out.tokens = tokens;
  out.plan.global_batch_sequences = 512;
  out.plan.sequence_length = 2048;
  return out;
}

inline supply::GridConnection grid(double service_mw, const std::string& bus = "main") {
  supply::GridConnection out;
  out.name = "grid " + bus;
  out.bus = bus;
  out.service = {{Date{2020, 1, 1}, service_mw * MW}};
  out.emission_kg_per_mwh = 400;
  return out;
}

inline supply::GasTurbine turbines(int units, double unit_mw, const std::string& bus = "main") {
  supply::GasTurbine out;
  out.name = "turbines " + bus;
  out.bus = bus;
  out.units = units;
  out.unit_power = unit_mw * MW;
  return out;
}

/// `hours` from kStart.
inline Campus campus(int hours = 24) {
  Campus out;
  out.name = "small";
  out.site.place = "nowhere";
  out.horizon = {kStart, double(hours) * hour};
  out.halls = {hall()};
  out.fabric = training::testing::leaf_and_spine();
  out.jobs = {training()};
  out.supply = {grid(100)};
  out.failures = reliability::llama3_profile();
  out.spare_frac = 0;
  return out;
}

/// The same with every accelerator in the job: what is short is shed from it.
inline Campus busy_campus(int hours = 24) {
  Campus out = campus(hours);
  out.halls[0].racks = 8;
  return out;
}

inline catalog::WeatherYear weather(double dry_bulb_c = 20) { return supply::test::constant_weather(dry_bulb_c); }

/// A campus that must prepare without errors.
inline Prepared prepared(const Campus& campus, double dry_bulb_c = 20) {
  Prepared out = prepare(campus, weather(dry_bulb_c), 1);
  for (const Issue& issue : out.issues) CHECK_MESSAGE(issue.warning, issue.path << ": " << issue.message);
  REQUIRE(out.usable());
  return out;
}

inline Simulation simulated(const Campus& campus, const catalog::WeatherYear& air = weather(), std::uint64_t seed = 1) {
  Simulation out = simulate(campus, air, {}, {.seed = seed, .progress = {}});
  for (const Issue& issue : out.issues) CHECK_MESSAGE(issue.warning, issue.path << ": " << issue.message);
  REQUIRE(out.ok());
  for (const Balance& balance : out.balances) CHECK_MESSAGE(balance.holds(), balance.name << " " << balance.residual_frac());
  return out;
}

inline double sum(const std::vector<double>& values) { return std::accumulate(values.begin(), values.end(), 0.0); }

/// The issue of a code, or nullptr.
inline const Issue* find(const std::vector<Issue>& issues, const std::string& code) {
  for (const Issue& issue : issues)
    if (issue.code == code) return &issue;
  return nullptr;
}

}  // namespace gw::campus::test
