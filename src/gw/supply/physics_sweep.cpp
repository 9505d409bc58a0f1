#include "gw/supply/physics_sweep.h"

#include <fmt/format.h>

#include <algorithm>

#include "gw/base/text.h"

namespace gw::supply {
namespace {

constexpr double kRoundOff = 1e-9;
/// Light at which modules are rated, W/m2; K between the rating's 25 C and the coldest air of the sweep; m/s.
constexpr double kFullSun = 1000, kColdestBelowRated = 45, kCalm = 1;

class Sweep {
 public:
  SourceSweep out;

  void operator()(const GridConnection&) {}
  void operator()(const SolarPlant& plant) {
    for (int t = -20; t <= 45; t += 5) {
      double before_mw = 0;
      for (int light = 0; light <= 1400; light += 20, ++out.points) before_mw = sun(plant, light, t, before_mw);
    }
  }
  void operator()(const ThermalPlant& plant) { fuel(plant), weather(plant); }
  void operator()(const WindPlant& plant) {
    if (!plant.power_curve.empty()) {  // a maker's: bounded by its points; storms may lower it by steps
      for (int i = 0; i <= 80; ++i, ++out.points)
        if (const double now = wind_power_frac(plant, 0.5 * i); now < 0 || now > 1 + kRoundOff)
          say("nameplate", fmt::format("output at {} m/s is {} of the nameplate", 0.5 * i, significant(now, 3)));
      return;
    }
    double before = 0;
    for (int i = 0; i <= 80; ++i, ++out.points) {
      const double speed = 0.5 * i, now = wind_power_frac(plant, speed);
      if (now < 0 || now > 1 + kRoundOff)
        say("nameplate", fmt::format("output at {} m/s is {} of the nameplate", speed, significant(now, 3)));
      if (now < before - kRoundOff && speed < plant.cut_out_m_per_s)
        say("wind", fmt::format("output falls as wind rises to {} m/s, below the cut-out speed", speed));
      if (now > 0 && speed > plant.cut_out_m_per_s)
        say("cut-out", fmt::format("{} of the nameplate above the cut-out speed", now));
      before = now;
    }
  }
  void operator()(const Battery& battery) {
    ++out.points;
    const double in = battery.charge_efficiency(), out_of = battery.discharge_efficiency();
    if (!(in <= 1 + kRoundOff && out_of <= 1 + kRoundOff))
      say("efficiency", fmt::format("gives back {} of what it takes, {} of it on the way in and {} on the way out",
                                    significant(in * out_of, 4), significant(in, 4), significant(out_of, 4)));
  }

 private:
  void say(const std::string& rule, std::string message) {
    if (std::ranges::find(said_, rule) != said_.end()) return;
    said_.push_back(rule), out.problems.push_back(std::move(message));
  }
  /// The plant's output at this light (W/m2) and air, against the one at less light.
  double sun(const SolarPlant& plant, double light, double t, double before_mw) {
    const double mw = solar_output_mw(plant, light, t, kCalm);
    const double dc_mw = plant.dc_power.in(unit::MW), ac_mw = plant.ac_power().in(unit::MW);
    const auto at = [&] { return fmt::format("at {} W/m2 and {} C", light, t); };
    if (light <= 0 && mw > 0) say("dark", fmt::format("{} MW without light", significant(mw, 3)));
    if (mw < 0 || mw > ac_mw * (1 + kRoundOff))
      say("nameplate", fmt::format("{} MW {}, above the inverters' {}", significant(mw, 4), at(), significant(ac_mw, 4)));
    // Below the rated temperature cells give more than their rating, by the coefficient; above the light's share never.
    const double cold = 1 - plant.temperature_coefficient_per_k * kColdestBelowRated;
    if (mw > dc_mw * light / kFullSun * cold * (1 + kRoundOff))
      say("first law", fmt::format("{} MW {}, more than the modules make", significant(mw, 4), at()));
    if (t > -20 && mw > solar_output_mw(plant, light, t - 5, kCalm) * (1 + kRoundOff))
      say("heat", fmt::format("more {} than when it is 5 K colder", at()));
    // Hot cells may lose more than the light adds only beyond all light on Earth.
    if (light <= kFullSun && mw < before_mw * (1 - kRoundOff))
      say("light", fmt::format("output falls as light rises, {}", at()));
    return mw;
  }
  void fuel(const ThermalPlant& plant) {
    constexpr int kSteps = 20;
    double fuel_before = 0, rate_before = 0;
    for (int i = 0; i <= kSteps; ++i, ++out.points) {
      const double load = plant.min_load_frac + (1 - plant.min_load_frac) * i / kSteps;
      const Power output = load * plant.unit_power;
      if (!(output > Power{})) continue;
      const double burnt = plant.fuel_mmbtu_per_h(1, output), rate = burnt / output.in(unit::MW);
      if (rate < kMmbtuPerMwh)
        say("first law",
            fmt::format("at {} % load 1 MWh takes {} MMBtu, less than the {} it holds: efficiency {} %",
                        significant(100 * load, 3), significant(rate, 4), kMmbtuPerMwh,
                        significant(100 * kMmbtuPerMwh / rate, 4)));
      if (i > 0 && burnt < fuel_before * (1 - kRoundOff))
        say("fuel",
            fmt::format("fuel falls from {} to {} MMBtu/h as output rises to {} %",
                        significant(fuel_before, 4), significant(burnt, 4), significant(100 * load, 3)));
      if (i > 0 && rate > rate_before * (1 + kRoundOff))
        say("heat rate",
            fmt::format("heat rate rises from {} to {} MMBtu/MWh as output rises to {} %",
                        significant(rate_before, 4), significant(rate, 4), significant(100 * load, 3)));
      fuel_before = burnt, rate_before = rate;
    }
  }
  void weather(const ThermalPlant& plant) {
    for (int step = 0; step <= 6; ++step)
      for (int t = -20; t <= 45; t += 5, ++out.points) {
        const double height_m = 500.0 * step;
        const Power here = plant.unit_limit(Temperature::celsius(t), height_m);
        if (!(here > Power{}))
          say("limit", fmt::format("a unit gives nothing at {} C and {} m", t, height_m));
        if (here > plant.unit_limit(Temperature::celsius(t - 5), height_m) * (1 + kRoundOff))
          say("heat", fmt::format("a unit gives more at {} C than at {} C", t, t - 5));
        if (step > 0 && here > plant.unit_limit(Temperature::celsius(t), height_m - 500) * (1 + kRoundOff))
          say("height", fmt::format("a unit gives more at {} m than at {} m", height_m, height_m - 500));
      }
  }
  std::vector<std::string> said_;
};

}  // namespace

SourceSweep sweep_physics(const Source& source) {
  Sweep sweep;
  std::visit(sweep, source);
  return std::move(sweep.out);
}

}  // namespace gw::supply
