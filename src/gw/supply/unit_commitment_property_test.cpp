// Systems drawn at random: whole units obey every limit of theirs, close every hour, and never cost less than
// the linear bound; the same question has the same answer.

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "gw/supply/optimal_dispatch.h"
#include "gw/supply/test_drawn.h"
#include "gw/supply/test_weather.h"
#include "gw/supply/unit_commitment.h"

namespace gw::supply {
namespace {

constexpr int kHours = 96;
constexpr double kSlackMw = 1e-5;

struct Drawn {
  explicit Drawn(std::uint64_t number) {
    test::Draws draw(17, "test.unit_commitment", number);
    const int plants = 1 + int(draw.between(0, 2));
    for (int i = 0; i < plants; ++i) {
      GasTurbine plant = draw.turbine(i, 4, 20, 60);
      plant.min_up_time = std::floor(draw.between(0, 6)) * unit::hour;
      plant.min_down_time = std::floor(draw.between(0, 6)) * unit::hour;
      sources.push_back(plant);
    }
    if (draw.chance(0.5)) sources.push_back(draw.grid(100));
    if (draw.chance(0.5)) sources.push_back(draw.battery(40));
    const double mean = draw.between(50, 150), swing = draw.between(0, 0.5) * mean;
    for (int h = 0; h < kHours; ++h) load.load_mw.push_back(mean + swing * std::sin(h * 0.2618));
    options.co2_price_usd_per_kg = draw.chance(0.5) ? 0.0 : draw.between(0, 0.1);
  }

  std::vector<Source> sources;
  BusLoad load{"main", {}};
  DispatchOptions options;
};

CapacityTable table_of(const Drawn& drawn) {
  return capacity(drawn.sources, test::constant_weather(10), {Date{2027, 1, 1}, kHours},
                  {.seed = 1, .forced_outages = false, .maintenance = false});
}

/// Lengths of the runs of `on` that neither begin nor end at an end of the horizon.
std::vector<int> inner_runs(const std::vector<int>& running, bool on) {
  std::vector<int> lengths;
  int length = 0;
  bool began_inside = false;
  for (std::size_t h = 0; h < running.size(); ++h) {
    const bool is = (running[h] > 0) == on;
    if (is && length++ == 0) began_inside = h > 0;
    if (is) continue;
    if (length > 0 && began_inside) lengths.push_back(length);
    length = 0;
  }
  return lengths;
}

void check_plant(const Drawn& drawn, const CapacityTable& table, const CommittedSource& done) {
  const Source& source = drawn.sources[std::size_t(done.source)];
  const ThermalPlant* plant = thermal(source);
  if (!plant) return;
  REQUIRE(done.units_running.size() == std::size_t(kHours));
  const double unit_mw = plant->unit_power.in(unit::MW);
  for (std::size_t h = 0; h < std::size_t(kHours); ++h) {
    const int running = done.units_running[h];
    CHECK(running >= 0);
    CHECK(running <= plant->units);
    CHECK(done.output_mw[h] <= table.sources[std::size_t(done.source)].available_mw[h] + kSlackMw);
    CHECK(done.output_mw[h] <= running * unit_mw + kSlackMw);
    CHECK(done.output_mw[h] >= running * plant->min_load_frac * unit_mw - kSlackMw);
  }
  if (plant->units != 1) return;  // of several units alike the sum does not show who runs
  for (const int hours : inner_runs(done.units_running, true))
    CHECK(hours >= plant->min_up_time.in(unit::hour));
  for (const int hours : inner_runs(done.units_running, false))
    CHECK(hours >= plant->min_down_time.in(unit::hour));
}

}  // namespace

TEST_CASE("twenty systems drawn at random: limits hold, hours close, the linear program stays below") {
  for (std::uint64_t number = 0; number < 20; ++number) {
    CAPTURE(number);
    const Drawn drawn(number);
    const CapacityTable table = table_of(drawn);
    const std::vector<BusLoad> loads = {drawn.load};
    const CommittedBus whole =
        commit_units(drawn.sources, table, loads, drawn.options, {.gap_frac = 1e-2}).front();
    REQUIRE(whole.status == "solved");
    CHECK(whole.worst_imbalance_mw < kSlackMw);
    CHECK(whole.windows == kHours / 24);
    if (whole.windows_at_limit == 0) CHECK(whole.worst_gap_frac <= 1e-2);
    for (const CommittedSource& done : whole.sources) check_plant(drawn, table, done);
    const auto bound = optimal_dispatch(drawn.sources, table, loads, drawn.options).front();
    const double with_penalty = whole.objective_usd + 20'000 * whole.unserved_mwh;
    CHECK(bound.objective_usd + 20'000 * bound.unserved_mwh <= with_penalty * (1 + 1e-6) + 1);
  }
}

TEST_CASE("the same system has the same schedule twice") {
  const Drawn drawn(3);
  const CapacityTable table = table_of(drawn);
  const std::vector<BusLoad> loads = {drawn.load};
  const auto once = commit_units(drawn.sources, table, loads, drawn.options, {.gap_frac = 1e-2}).front();
  const auto twice = commit_units(drawn.sources, table, loads, drawn.options, {.gap_frac = 1e-2}).front();
  CHECK(once.cost_usd == twice.cost_usd);
  REQUIRE(once.sources.size() == twice.sources.size());
  for (std::size_t i = 0; i < once.sources.size(); ++i) {
    CHECK(once.sources[i].output_mw == twice.sources[i].output_mw);
    CHECK(once.sources[i].units_running == twice.sources[i].units_running);
  }
}

}  // namespace gw::supply
