// Plants drawn at random: the step that a bus takes against what its units leave, hour by hour.

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "gw/base/random.h"
#include "gw/supply/block_load.h"
#include "gw/supply/test_weather.h"

namespace gw::supply {
namespace {

constexpr int kHours = 72;

struct Drawn {
  GasEngine engines;
  std::vector<double> load_mw;
  CapacityTable table;
  Dispatch done;

  explicit Drawn(std::uint64_t number, bool connected = false) {
    Random random(3, stream_id("test.block_load"), number);
    engines.name = "engines";
    engines.units = 2 + int(random.uniform() * 6),
    engines.unit_power = (5 + 15 * random.uniform()) * unit::MW;
    engines.block_load_frac = 0.05 + 0.5 * random.uniform();
    const double full = engines.units * engines.unit_power.in(unit::MW);
    for (int h = 0; h < kHours; ++h) load_mw.push_back(full * (0.3 + 0.6 * random.uniform()));
    if (connected) {
      GridConnection grid;
      grid.service = {{Date{2020, 1, 1}, 10 * unit::MW}};
      sources.push_back(grid);
    }
    sources.push_back(engines);
    table = capacity(sources, test::constant_weather(15), {Date{2027, 6, 1}, kHours},
                     {.seed = 1, .forced_outages = false, .maintenance = false});
    done = dispatch(sources, table, std::vector<BusLoad>{{"main", load_mw}});
  }

  BlockLoad study() const { return block_load(sources, table, done, 0); }
  std::vector<Source> sources;
};

}  // namespace

TEST_CASE(
    "fifty plants drawn at random: the least step and the worst failure, worked out from the dispatch") {
  for (std::uint64_t number = 0; number < 50; ++number) {
    CAPTURE(number);
    const Drawn drawn(number);
    const BlockLoad found = drawn.study();
    CHECK(found.islanded_hours == kHours);
    const double unit_mw = drawn.engines.unit_power.in(unit::MW);
    double least = 1e300, largest = 0, worst = 0;
    int short_hours = 0;
    for (std::size_t h = 0; h < std::size_t(kHours); ++h) {
      const int running = drawn.done.sources[0].units_running[h];
      const double each = drawn.done.sources[0].output_mw[h] / running;
      const double limit = drawn.table.sources[0].available_mw[h] / drawn.table.sources[0].units_available[h];
      const double take = std::clamp(limit - each, 0.0, drawn.engines.block_load_frac * unit_mw);
      least = std::min(least, running * take), largest = std::max(largest, each);
      const double missing = each - (running - 1) * take;
      if (missing > 1e-6) ++short_hours, worst = std::max(worst, missing);
    }
    CHECK(found.least_step_mw == doctest::Approx(least));
    CHECK(found.largest_failure_mw == doctest::Approx(largest));
    CHECK(found.failure_short_hours == short_hours);
    CHECK(found.worst_failure_short_mw == doctest::Approx(worst));
  }
}

TEST_CASE("a larger share of block load never takes a smaller step") {
  for (std::uint64_t number = 0; number < 20; ++number) {
    CAPTURE(number);
    Drawn drawn(number);
    const BlockLoad before = drawn.study();
    drawn.engines.block_load_frac = 1.0;
    drawn.sources.back() = drawn.engines;
    const BlockLoad after = drawn.study();
    CHECK(after.least_step_mw >= before.least_step_mw - 1e-9);
    CHECK(after.failure_short_hours <= before.failure_short_hours);
    CHECK(after.rise_short_hours <= before.rise_short_hours);
  }
}

TEST_CASE("with a grid connection in service no hour counts") {
  for (std::uint64_t number = 0; number < 5; ++number) {
    const BlockLoad found = Drawn(number, true).study();
    CHECK(found.islanded_hours == 0);
    CHECK(found.least_step_hour == -1);
    CHECK(found.failure_short_hours == 0);
    CHECK(found.rise_short_hours == 0);
  }
}

}  // namespace gw::supply
