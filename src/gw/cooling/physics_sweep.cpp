#include "gw/cooling/physics_sweep.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "gw/base/text.h"

namespace gw::cooling {
namespace {

using namespace gw::unit;

constexpr double kRoundingFrac = 1e-9;
// A fall of power below this share is a rounding of the root finder.
constexpr double kFallFrac = 1e-6;
constexpr double kPressurePa = 101325;
constexpr double kHumidities[] = {0.2, 0.5, 0.9};
constexpr int kColdest = -20, kHottest = 45, kStepK = 5, kLoads = 10;

struct Case {
  const char* name;
  double liquid, air;  // shares of the peaks
};
constexpr Case kCases[] = {{"liquid loop", 1, 0}, {"air loop", 0, 1}, {"both loops", 1, 1}};

std::string at(double dry_bulb_c, double humidity, double load) {
  return fmt::format("{:.0f} C, {:.0f} % humidity, {:.0f} % load", dry_bulb_c, 100 * humidity, 100 * load);
}

bool carries(const CoolingHour& hour) { return hour.unmet().base() <= 1e-6 * std::max(1.0, hour.rejected().base()); }

template <class Plant>
bool is(const SizedLoop& loop) {
  return std::holds_alternative<Plant>(loop.plant);
}

// A closed-circuit tower that runs dry to save water takes more fan power than wet: there alone power may fall.
bool sprays_start(const SizedLoop& loop, const LoopHour& before, const LoopHour& after) {
  return is<SizedClosedCircuitTower>(loop) && before.evaporated <= Mass{} && after.evaporated > Mass{};
}

// Dry air keeps an air-side economiser's dampers closed; where warmer air lets them open, power may fall.
bool dampers_open(const LoopHour& before, const LoopHour& after) {
  return before.moisture == Moisture::too_dry && after.moisture != Moisture::too_dry;
}

class Sweep {
 public:
  explicit Sweep(const CoolingPlantSized& plant) : plant_(plant), liquid_(plant.liquid.peak_w * W), air_(plant.air.peak_w * W) {}

  PhysicsSweep run() {
    for (const Case& c : kCases) {
      if (c.liquid * liquid_ + c.air * air_ <= Power{}) continue;
      for (const double humidity : kHumidities) one_humidity(c, humidity);
    }
    for (const auto& [rule, worst] : worst_) out_.problems.push_back(worst.text);
    return std::move(out_);
  }

 private:
  struct Worst {
    double by = 0;
    std::string text;
  };

  void add(const Case& c, const char* rule, double by, std::string text) {
    Worst& worst = worst_[std::string(c.name) + rule];
    if (!(by > worst.by) && !worst.text.empty()) return;
    worst = {by, std::string(c.name) + ": " + std::move(text)};
  }

  CoolingHour hour(const Case& c, double load, double dry_bulb_c, double humidity) {
    ++out_.points;
    return cool(plant_, c.liquid * load * liquid_, c.air * load * air_, Temperature::celsius(dry_bulb_c), humidity, kPressurePa);
  }

  void one_humidity(const Case& c, double humidity) {
    std::vector<CoolingHour> colder;
    for (int t = kColdest; t <= kHottest; t += kStepK) {
      std::vector<CoolingHour> here;
      for (int i = 0; i <= kLoads; ++i) {
        const double load = double(i) / kLoads;
        here.push_back(hour(c, load, t, humidity));
        look_at(c, here.back(), load, t, humidity);
        if (i > 0) compare(c, "load", here[std::size_t(i) - 1], here.back(), at(t, humidity, load), "heat rises by a tenth of the peak");
        if (!colder.empty()) compare(c, "weather", colder[std::size_t(i)], here.back(), at(t, humidity, load), "the air warms by 5 K");
      }
      colder = std::move(here);
    }
  }

  void compare(const Case& c, const char* rule, const CoolingHour& before, const CoolingHour& after, const std::string& where, const char* why) {
    const double fall = (before.power() - after.power()).base();
    if (!carries(before) || !carries(after) || fall <= kFallFrac * before.power().base()) return;
    if (sprays_start(plant_.liquid, before.liquid, after.liquid) || sprays_start(plant_.air, before.air, after.air)) return;
    if (dampers_open(before.air, after.air)) return;
    add(c, rule, fall, fmt::format("power falls from {} to {} kW as {}, to {}", significant(before.power().in(kW)),
                                   significant(after.power().in(kW)), why, where));
  }

  void look_at(const Case& c, const CoolingHour& h, double load, double dry_bulb_c, double humidity) {
    const std::string where = at(dry_bulb_c, humidity, load);
    const double in_w = (c.liquid * load * liquid_ + c.air * load * air_ + h.power()).base();
    const double out_w = (h.rejected() + h.unmet()).base();
    const double residual = std::abs(in_w - out_w);
    if (!(residual <= kRoundingFrac * std::max(1.0, in_w)))
      add(c, "balance", std::isfinite(residual) ? residual : 1e300, fmt::format("{} W go in and {} come out at {}", significant(in_w), significant(out_w), where));
    const double least = std::min({h.fan().base(), h.pump().base(), h.compressor().base(), h.rejected().base(), h.unmet().base(),
                                   h.evaporated().base(), h.drift().base(), h.blowdown().base()});
    if (!(least >= -kRoundingFrac * std::max(1.0, in_w)))
      add(c, "negative", -least, fmt::format("a power or a water flow is negative or undefined at {}", where));
    const OutdoorAir air = outdoor_air(Temperature::celsius(dry_bulb_c), humidity, kPressurePa);
    if (c.liquid > 0) limits(c, plant_.liquid, h.liquid, air, where);
    if (c.air > 0) limits(c, plant_.air, h.air, air, where);
    if (c.air > 0 && plant_.air.economiser) economiser_limits(c, *plant_.air.economiser, h.air, air, where);
  }

  // No plant gives heat to air that is not colder than the water that comes to it.
  void limits(const Case& c, const SizedLoop& loop, const LoopHour& h, const OutdoorAir& air, const std::string& where) {
    const bool dry = is<SizedDryCooler>(loop), wet = is<SizedCoolingTower>(loop) || is<SizedClosedCircuitTower>(loop) || is<SizedAdiabaticDryCooler>(loop);
    const double sink_c = dry ? air.dry_bulb_c : air.wet_bulb_c;
    // What outdoor air and the fans of its path take goes by the air of the hall: economiser_limits.
    const Power from_water = h.by_outdoor_air > Power{} ? h.rejected - h.by_outdoor_air - h.fan : h.rejected;
    if ((dry || wet) && sink_c >= loop.return_c && from_water.base() > kRoundingFrac * loop.peak_w)
      add(c, "limit", from_water.base(), fmt::format("{} kW go to air of {} C from water of {} C at {}", significant(from_water.in(kW)),
                                                     significant(sink_c, 3), significant(loop.return_c, 3), where));
    const bool has_compressor = is<SizedAirCooledChiller>(loop) || is<SizedWaterCooledChiller>(loop);
    if (!has_compressor && h.compressor > Power{})
      add(c, "compressor", h.compressor.base(), fmt::format("a compressor runs in a plant without one at {}", where));
    const bool media = loop.economiser && loop.economiser->design.media_effectiveness_frac > 0;
    if ((dry || is<SizedAirCooledChiller>(loop)) && !media && h.water() > Mass{})
      add(c, "water", h.water().base(), fmt::format("a dry plant uses water at {}", where));
  }

  // Outdoor air takes heat only where it, or its wet bulb after media, is below the hall's return, and within its dew points.
  void economiser_limits(const Case& c, const SizedAirEconomiser& economiser, const LoopHour& h, const OutdoorAir& air,
                         const std::string& where) {
    if (!(h.by_outdoor_air > Power{})) return;
    const double sink_c = economiser.design.media_effectiveness_frac > 0 ? air.wet_bulb_c : air.dry_bulb_c;
    const double return_c = economiser.supply_c + economiser.air_rise_k;
    const std::string heat = significant(h.by_outdoor_air.in(kW));
    if (sink_c >= return_c)
      add(c, "outdoor", h.by_outdoor_air.base(),
          fmt::format("{} kW leave with outdoor air of {} C, the hall's return being {} C, at {}", heat, significant(sink_c, 3),
                      significant(return_c, 3), where));
    if (h.moisture != Moisture::within)
      add(c, "moisture", h.by_outdoor_air.base(),
          fmt::format("{} kW leave with outdoor air that is too {} at {}", heat,
                      h.moisture == Moisture::too_moist ? "moist" : "dry", where));
  }

  const CoolingPlantSized& plant_;
  Power liquid_, air_;
  std::map<std::string, Worst> worst_;
  PhysicsSweep out_;
};

}  // namespace

PhysicsSweep sweep_physics(const CoolingPlantSized& plant) { return Sweep(plant).run(); }

}  // namespace gw::cooling
