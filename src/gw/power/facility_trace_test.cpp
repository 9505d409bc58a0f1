#include <doctest/doctest.h>

#include <cmath>

#include "gw/base/random.h"
#include "gw/power/facility_trace.h"

using namespace gw;
using namespace gw::power;

namespace {

const AcceleratorLevels kLevels{200.0 * W, 300.0 * W, 1300.0 * W};

SizedChain chain() {
  PowerChain c;
  c.critical = {{"busway", {}, 0.001, 0.0, 0.01, Redundancy::n}};
  c.mechanical = {{"transformer", {}, 0.002, 0.0, 0.005, Redundancy::n}};
  c.site = {{"line", {}, 0.0, 0.0, 0.005, Redundancy::n}};
  return size_chain(c, 20.0 * MW, 2.0 * MW);
}

struct Site {
  Waveform step{{{2.0 * s, 1200.0 * W}, {1.0 * s, 400.0 * W}}};
  Waveform idle{{{1.0 * s, 200.0 * W}}};
  std::vector<LoadGroup> groups;
  std::vector<HallFeed> halls = {{chain(), 1.0 * MW, 1.5 * MW, 0.1 * MW}, {chain(), 0.5 * MW, 1.0 * MW, 0.1 * MW}};
  Site() {
    LoadGroup both;
    both.tracks = {{&idle, 0.0 * s, 5.0 * s, {}, 1.0}, {&step, 5.0 * s, 60.0 * s, {}, 1.0}};
    both.levels = kLevels, both.accelerators_per_rack = 8;
    both.shares = {{0, 8000}, {1, 4000}};
    groups.push_back(both);
    LoadGroup steady = both;
    steady.tracks = {{&step, 0.0 * s, 60.0 * s, 0.7 * s, 1.0}};
    steady.shares = {{1, 2000}};
    groups.push_back(steady);
  }
};

SmoothingDesign everything() {
  SmoothingDesign d;
  d.power_smoothing.emplace();
  d.power_smoothing->percent_tmp_floor_frac = 0.4;
  d.power_smoothing->ramp_up_rate = d.power_smoothing->ramp_down_rate = 2000.0 * W / s;
  d.ballast = Ballast{.level_frac = 0.3};
  d.accelerator_storage = Buffer{.power = 1000.0 * W, .energy = 65.0 * J, .time_constant = 0.05 * s, .recovery = 1.0 * s};
  d.rack_battery = Buffer{.power = 8.0 * kW, .energy = 1.0 * kWh, .time_constant = 5.0 * s};
  d.campus_battery = Buffer{.power = 3.0 * MW, .energy = 0.2 * MWh, .time_constant = 10.0 * s};
  return d;
}

}  // namespace

TEST_CASE("every sample is the sum of halls through their chains") {
  const Site site;
  const FacilityTrace t = facility_trace(site.groups, site.halls, {}, 0.0 * s, 0.5 * s, 120);
  // At 20.25 s the first group is 15.25 s into its steps (0.25 s into one), the second 19.55 s (1.55 s).
  const Power hall0 = 1.0 * MW + 8000 * 1200.0 * W, hall1 = 0.5 * MW + 4000 * 1200.0 * W + 2000 * 1200.0 * W;
  const Power expected = chain_totals(site.halls[0].chain, hall0, 1.5 * MW).facility_input +
                         chain_totals(site.halls[1].chain, hall1, 1.0 * MW).facility_input + 0.2 * MW;
  CHECK(t.poi.mw[40] == doctest::Approx(expected.in(MW)).epsilon(1e-12));
  CHECK(t.it.mw[40] == doctest::Approx((hall0 + hall1).in(MW)).epsilon(1e-12));
  CHECK(t.devices.empty());
}

TEST_CASE("energy closes to 1e-9 with every device at work, at any spacing") {
  const Site site;
  for (const double step_s : {0.001, 0.05, 0.7})
    for (const SmoothingDesign& design : {SmoothingDesign{}, everything()}) {
      const FacilityTrace t = facility_trace(site.groups, site.halls, design, 0.0 * s, step_s * s, std::size_t(60 / step_s));
      CHECK(std::abs(t.energy.residual()) < 1e-9);
      CHECK(t.energy.work > 0.0 * J);
    }
}

TEST_CASE("energy closes for random sites and settings") {
  Random random(7, stream_id("facility_trace_test"), 0);
  for (int i = 0; i < 60; ++i) {
    Site site;
    SmoothingDesign d = everything();
    d.power_smoothing->percent_tmp_floor_frac = random.uniform();
    d.power_smoothing->ramp_up_rate = 1e4 * random.uniform() * W / s;
    d.campus_battery->energy = random.uniform() * MWh;
    d.campus_battery->charge_efficiency_frac = 0.5 + 0.5 * random.uniform();
    d.rack_battery->power = 1e4 * random.uniform() * W;
    site.groups[0].shares[0].accelerators = 20'000 * random.uniform();
    const FacilityTrace t = facility_trace(site.groups, site.halls, d, 0.0 * s, (0.01 + random.uniform()) * s, 50);
    CHECK(std::abs(t.energy.residual()) < 1e-9);
    for (const double mw : t.poi.mw) CHECK((std::isfinite(mw) && mw >= 0));
  }
}

TEST_CASE("a window with storage begins where long steady work has led") {
  Site site;
  site.groups.erase(site.groups.begin());
  SmoothingDesign d;
  d.campus_battery = Buffer{.power = 5.0 * MW, .energy = 0.05 * MWh, .time_constant = 20.0 * s, .recovery = 60.0 * s};
  const FacilityTrace t = facility_trace(site.groups, site.halls, d, 0.0 * s, 0.1 * s, 600);
  // Twenty whole iterations: as much is stored at the end as at the beginning.
  CHECK(std::abs(t.energy.stored.in(MWh)) < 5e-4 * t.energy.it.in(MWh));
}

TEST_CASE("power smoothing costs energy, ramps cost time, a large campus battery costs losses") {
  const Site site;
  const FacilityTrace bare = facility_trace(site.groups, site.halls, {}, 0.0 * s, 0.01 * s, 6000);
  SmoothingDesign floor;
  floor.power_smoothing = PowerSmoothing{.percent_tmp_floor_frac = 0.8, .ramp_up_rate = {}, .ramp_down_rate = {}, .ramp_down_hysteresis = {}};
  const FacilityTrace burned = facility_trace(site.groups, site.halls, floor, 0.0 * s, 0.01 * s, 6000);
  CHECK(burned.energy.burned > 0.0 * J);
  CHECK(burned.poi.mean() > bare.poi.mean());
  CHECK(burned.devices.front().slowdown_frac == 0);
  SmoothingDesign battery;
  battery.campus_battery = Buffer{.power = 20.0 * MW, .energy = 5.0 * MWh, .time_constant = 60.0 * s};
  const FacilityTrace stored = facility_trace(site.groups, site.halls, battery, 0.0 * s, 0.01 * s, 6000);
  CHECK(stored.energy.storage_loss > 0.0 * J);
  CHECK(stored.poi.peak() - stored.poi.lowest() < 0.5 * (bare.poi.peak() - bare.poi.lowest()));
}
