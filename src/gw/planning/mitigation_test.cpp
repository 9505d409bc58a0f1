#include "gw/planning/mitigation.h"

#include <algorithm>

#include "gw/economics/annuity.h"
#include "gw/planning/named_record.h"
#include "gw/planning/test_files.h"

namespace gw::planning {
namespace {

using namespace test;

// tiny, one window, a code of one clause.
struct Case {
  Run run = tiny_run();
  WaveformSettings settings;
  SmoothingPrices prices;
  explicit Case(power::Clause clause) {
    settings.window = 30.0 * s, settings.step = 0.02 * s, settings.stall = 5.0 * s, settings.jitter = 0.01 * s;
    settings.limits.emplace();
    settings.limits->clauses = {std::move(clause)};
    prices.campus_battery_usd_per_kw = 400, prices.campus_battery_usd_per_kwh = 200;
    prices.rack_battery_usd_per_kw = 100, prices.rack_battery_usd_per_kwh = 500;
  }
};

power::SmoothingDesign battery(Power power, Energy energy) {
  power::SmoothingDesign out;
  out.campus_battery = power::Buffer{.power = power, .energy = energy};
  return out;
}

}  // namespace

TEST_CASE("no smoothing costs nothing") {
  const Case c(power::RangeClause{.limit = 1.0 * MW});
  const SmoothingCost cost = smoothing_cost({}, c.run, c.settings, c.prices);
  CHECK(cost.total().in(USD) == 0);
  CHECK(cost.slowdown_frac == 0);
}

TEST_CASE("a battery is paid by power and energy over its life") {
  const Case c(power::RangeClause{.limit = 1.0 * MW});
  const SmoothingCost cost = smoothing_cost(battery(0.1 * MW, 0.05 * MWh), c.run, c.settings, c.prices);
  const double rate = c.run.input.scenario.economics.discount_rate_frac;
  CHECK(cost.capital.in(USD) ==
        doctest::Approx((100 * 400 + 50 * 200) * economics::capital_recovery_factor(rate, c.prices.campus_battery_life.in(year))));
  CHECK(cost.time.in(USD) == 0);
  CHECK(cost.energy.in(USD) > 0);  // losses of its cycling
  CHECK(cost.energy.in(USD) ==
        doctest::Approx(cost.energy_used.in(MWh) * c.run.accounts.report.energy_usd_per_mwh));
}

TEST_CASE("a rack battery is paid for every rack") {
  const Case c(power::RangeClause{.limit = 1.0 * MW});
  power::SmoothingDesign design;
  design.rack_battery = power::Buffer{.power = 10.0 * kW, .energy = 1.0 * kWh};
  const double racks = 128.0 / 8;
  const double rate = c.run.input.scenario.economics.discount_rate_frac;
  CHECK(smoothing_cost(design, c.run, c.settings, c.prices).capital.in(USD) ==
        doctest::Approx(racks * (10 * 100 + 500) * economics::capital_recovery_factor(rate, c.prices.rack_battery_life.in(year))));
}

TEST_CASE("ballast costs the accelerators' time") {
  const Case c(power::RangeClause{.limit = 1.0 * MW});
  power::SmoothingDesign design;
  design.ballast = power::Ballast{.level_frac = 0.7, .slowdown_frac = 0.05};
  const SmoothingCost cost = smoothing_cost(design, c.run, c.settings, c.prices);
  CHECK(cost.slowdown_frac == doctest::Approx(0.05));
  CHECK(cost.time.in(USD) ==
        doctest::Approx(0.05 * 128 * 8760 * c.run.accounts.report.annuity.usd_per_used_accelerator_hour));
}

TEST_CASE("a limit that the campus meets costs nothing") {
  const Case c(power::RangeClause{.limit = 1.0 * MW, .within = 1.0 * s});
  const MitigationResult found = find_mitigation(c.run, c.settings, c.prices);
  REQUIRE_FALSE(found.passing.empty());
  CHECK(found.passing.front().what == "none");
  CHECK(found.simulated == 1);
}

TEST_CASE("a tighter limit never costs less") {
  Money before;
  for (const double limit_kw : {30.0, 20.0, 12.0, 8.0, 5.0}) {
    const Case c(power::RangeClause{.limit = limit_kw * kW, .within = 10.0 * s});
    const MitigationResult found = find_mitigation(c.run, c.settings, c.prices);
    REQUIRE_MESSAGE(!found.passing.empty(), limit_kw);
    const Mitigation& best = found.passing.front();
    CHECK_FALSE(power::fails(best.clauses));
    CHECK(best.cost.total() >= 0.98 * before);  // the size of a battery is found to 0.4 %
    before = best.cost.total();
  }
}

TEST_CASE("what the campus already has is kept") {
  Case c(power::RangeClause{.limit = 20.0 * kW, .within = 10.0 * s});
  c.settings.smoothing.power_smoothing.emplace();
  c.settings.smoothing.power_smoothing->percent_tmp_floor_frac = 0.55;
  for (const Mitigation& m : find_mitigation(c.run, c.settings, c.prices).passing) {
    REQUIRE(m.design.power_smoothing);
    CHECK(m.design.power_smoothing->percent_tmp_floor_frac == 0.55);
  }
}

TEST_CASE("a start in one second may be spread over groups") {
  Case c(power::RampClause{.limit = 0.4 * MW / minute, .over = 5.0 * s});
  c.settings.events = {JobEvent::start};
  c.settings.window = 240.0 * s, c.settings.step = 0.1 * s;
  const MitigationResult found = find_mitigation(c.run, c.settings, c.prices);
  REQUIRE_FALSE(found.passing.empty());
  CHECK(std::ranges::any_of(found.passing, [](const Mitigation& m) { return m.design.staggered_start.has_value(); }));
}

TEST_CASE("the search does not depend on when it is asked") {
  const Case c(power::RangeClause{.limit = 12.0 * kW, .within = 10.0 * s});
  const MitigationResult a = find_mitigation(c.run, c.settings, c.prices), b = find_mitigation(c.run, c.settings, c.prices);
  REQUIRE(a.passing.size() == b.passing.size());
  for (std::size_t i = 0; i < a.passing.size(); ++i) {
    CHECK(a.passing[i].what == b.passing[i].what);
    CHECK(a.passing[i].cost.total() == b.passing[i].cost.total());
  }
}

TEST_CASE("a name is a row, a path is a file") {
  CHECK(is_file_name("./study_limits"));
  CHECK(is_file_name("limits.yaml"));
  CHECK_FALSE(is_file_name("study_limits"));
}

}  // namespace gw::planning
