#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "gw/base/sum.h"
#include "gw/power/smoothing.h"

using namespace gw;
using namespace gw::power;

namespace {

const AcceleratorLevels kLevels{200.0 * W, 300.0 * W, 1300.0 * W};
constexpr Time kStep = 0.01 * s;

// Half a period high, half low.
std::vector<double> square(double high_w, double low_w, double period_s, double length_s) {
  std::vector<double> out;
  for (double t = 0; t < length_s - 1e-9; t += kStep.in(s)) out.push_back(std::fmod(t + 1e-9, period_s) < period_s / 2 ? high_w : low_w);
  return out;
}

double range(std::span<const double> watts) {
  const auto [low, high] = std::ranges::minmax(watts);
  return high - low;
}

}  // namespace

TEST_CASE("the floor holds while a job runs and outlasts it by the hysteresis") {
  PowerSmoothing settings;
  settings.percent_tmp_floor_frac = 0.6;  // 900 W with the rest of the rack
  settings.ramp_down_hysteresis = 1.0 * s;
  settings.ramp_down_rate = 500.0 * W / s;
  PowerSmoothingDevice device(settings, kLevels, kStep);
  std::vector<double> w(100, 1200.0);             // work
  w.insert(w.end(), 100, 400.0);                  // waiting
  w.insert(w.end(), 500, 200.0);                  // no job
  device.apply(w);
  CHECK(w[50] == 1200);
  CHECK(w[105] == doctest::Approx(1175).epsilon(0.03));  // on its way down at the ramp rate
  CHECK(w[199] == doctest::Approx(900));
  CHECK(w[298] == doctest::Approx(900));          // a second more
  CHECK(w[350] < 900);
  CHECK(w.back() == doctest::Approx(200));
  CHECK(device.cost().extra.in(J) > 0);
  CHECK(device.cost().withheld.in(J) == 0);
}

TEST_CASE("ramps are never exceeded and held-back work counts as time") {
  PowerSmoothing settings;
  settings.ramp_up_rate = settings.ramp_down_rate = 1000.0 * W / s;
  PowerSmoothingDevice device(settings, kLevels, kStep);
  std::vector<double> w = square(1200, 400, 2.0, 10);
  const double load = sum_of(w);
  device.apply(w);
  for (std::size_t i = 1; i < w.size(); ++i) CHECK(std::abs(w[i] - w[i - 1]) <= 10 + 1e-9);
  const DeviceCost cost = device.cost();
  CHECK((load * kStep.in(s) + cost.extra.in(J) - cost.withheld.in(J)) == doctest::Approx(sum_of(w) * kStep.in(s)));
  CHECK(cost.slowdown_frac == doctest::Approx(cost.withheld.in(J) / (load * kStep.in(s))));
}

TEST_CASE("ballast fills troughs after its reaction time and leaves an idle accelerator alone") {
  BallastDevice device({.level_frac = 0.7, .reaction = 50.0 * ms, .slowdown_frac = 0.04}, kLevels, kStep);
  std::vector<double> w(10, 1200.0);
  w.insert(w.end(), 20, 400.0);
  w.insert(w.end(), 20, 200.0);
  device.apply(w);
  CHECK(w[10] == 400);
  CHECK(w[14] == 400);
  CHECK(w[15] == doctest::Approx(1000));
  CHECK(w[29] == doctest::Approx(1000));
  CHECK(w[35] == 200);
  CHECK(device.cost().extra.in(J) == doctest::Approx(15 * 600 * 0.01));
  CHECK(device.cost().slowdown_frac == 0.04);
}

TEST_CASE("a large buffer makes a square wave flat") {
  Buffer settings{.power = 1000.0 * W, .energy = 1e6 * J, .charge_efficiency_frac = 1, .discharge_efficiency_frac = 1,
                  .time_constant = 100.0 * s, .recovery = 1e6 * s};
  BufferDevice device(settings, 800.0 * W, kStep);
  std::vector<double> w = square(1200, 400, 2.0, 40);
  device.apply(w);
  CHECK(range(w) < 0.02 * 800);
  CHECK(device.cost().saturated_frac == 0);
  CHECK(device.cost().full_cycles > 0);
}

TEST_CASE("a buffer conserves energy whatever it is asked for") {
  for (const double energy_j : {1.0, 65.0, 1e4})
    for (const double efficiency : {0.8, 1.0}) {
      BufferDevice device({.power = 500.0 * W, .energy = energy_j * J, .charge_efficiency_frac = efficiency,
                           .discharge_efficiency_frac = efficiency, .time_constant = 1.0 * s, .recovery = 10.0 * s},
                          800.0 * W, kStep);
      std::vector<double> w = square(1200, 400, 2.0, 30);
      const double in = sum_of(w) * kStep.in(s);
      device.apply(w);
      const DeviceCost cost = device.cost();
      CHECK(std::abs(in + cost.extra.in(J) + cost.stored.in(J) - sum_of(w) * kStep.in(s)) < 1e-9 * in);
      CHECK(device.stored().in(J) >= 0);
      CHECK(device.stored().in(J) <= energy_j * (1 + 1e-12));
      for (const double x : w) CHECK(x >= 0);
    }
}

TEST_CASE("pieces give the same bytes as the whole") {
  const std::vector<double> load = square(1200, 400, 1.7, 20);
  PowerSmoothing smoothing;
  smoothing.percent_tmp_floor_frac = 0.5, smoothing.ramp_up_rate = 700.0 * W / s;
  const Buffer buffer{.power = 300.0 * W, .energy = 100.0 * J};
  std::vector<double> whole = load, cut = load;
  PowerSmoothingDevice a(smoothing, kLevels, kStep), b(smoothing, kLevels, kStep);
  BufferDevice c(buffer, 800.0 * W, kStep), d(buffer, 800.0 * W, kStep);
  a.apply(whole), c.apply(whole);
  for (std::size_t first = 0; first < cut.size(); first += 137) {
    const auto piece = std::span(cut).subspan(first, std::min<std::size_t>(137, cut.size() - first));
    b.apply(piece), d.apply(piece);
  }
  CHECK(whole == cut);
}

TEST_CASE("65 J smooth swings of tenths of a second and fail on a stall of seconds") {
  const Buffer storage{.power = 1400.0 * W, .energy = 65.0 * J, .charge_efficiency_frac = 0.98, .discharge_efficiency_frac = 0.98,
                       .time_constant = 0.05 * s, .recovery = 1.0 * s};
  BufferDevice fast(storage, 800.0 * W, 0.001 * s);
  std::vector<double> swing;
  for (int i = 0; i < 10'000; ++i) swing.push_back(i % 50 < 25 ? 1200 : 400);  // 20 Hz
  fast.apply(swing);
  CHECK(range(std::span(swing).subspan(5000)) < 0.35 * 800);
  BufferDevice slow(storage, 1200.0 * W, 0.001 * s);
  std::vector<double> stall(2000, 1200.0);
  stall.insert(stall.end(), 3000, 400.0);  // three seconds
  slow.apply(stall);
  CHECK(range(stall) > 0.99 * 800);
  CHECK(slow.cost().saturated_frac > 0);
  CHECK(stall[2200] == doctest::Approx(400).epsilon(0.06));  // full after a fifth of a second
}

TEST_CASE("storage that contradicts itself is refused") {
  SmoothingDesign design;
  CHECK(problems(design).empty());
  CHECK(design.empty());
  design.campus_battery = Buffer{.power = 10.0 * MW, .energy = 500.0 * MWh};
  REQUIRE(problems(design).size() == 1);
  CHECK(problems(design)[0].field == "campus_battery.energy");
  design.campus_battery = Buffer{.power = 0.0 * MW, .energy = 5.0 * MWh};
  CHECK(problems(design)[0].field == "campus_battery.power");
  design.campus_battery = Buffer{.power = 10.0 * MW, .energy = 20.0 * MWh};
  CHECK(problems(design).empty());
  CHECK_FALSE(design.empty());
}

TEST_CASE("levels follow the accelerator's own power through the supply") {
  ItPower running;
  running.accelerators = 900.0 * W, running.host = 300.0 * W, running.supply_loss = 60.0 * W;
  ItPower idle;
  idle.accelerators = 100.0 * W, idle.host = 100.0 * W;
  const AcceleratorLevels levels = levels_of(running, idle, 1000.0 * W);
  CHECK(levels.idle.in(W) == doctest::Approx(200));
  CHECK(levels.at(0.9).in(W) == doctest::Approx(1260));  // as it runs
  CHECK(levels.full.in(W) == doctest::Approx(1260 + 100 * 1.05));
}
