#include "gw/supply/physics_sweep.h"

#include <fmt/format.h>

#include <algorithm>

#include "gw/base/text.h"

namespace gw::supply {
namespace {

// 1 MWh in MMBtu of the International Table [ISO 80000-5].
constexpr double kMmbtuPerMwh = 3.412142;
constexpr double kRoundOff = 1e-9;

class Sweep {
 public:
  SourceSweep out;

  void operator()(const GridConnection&) {}
  void operator()(const SolarPlant&) {}
  void operator()(const ThermalPlant& plant) { fuel(plant), weather(plant); }
  void operator()(const WindPlant& plant) {
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
    const double there = battery.one_way_efficiency();
    if (!(there * there <= 1 + kRoundOff))
      say("efficiency", fmt::format("gives back {} of what it takes", there * there));
  }

 private:
  void say(const std::string& rule, std::string message) {
    if (std::ranges::find(said_, rule) != said_.end()) return;
    said_.push_back(rule), out.problems.push_back(std::move(message));
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
