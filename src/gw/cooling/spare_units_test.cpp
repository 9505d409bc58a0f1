// N + k units: what is installed, what any number of units out leaves, and a year as the sum of its hours.
#include <doctest/doctest.h>

#include <algorithm>
#include <initializer_list>
#include <limits>
#include <vector>

#include "gw/cooling/metrics.h"
#include "gw/cooling/plant.h"

using namespace gw;
using namespace gw::cooling;
using namespace gw::unit;
using doctest::Approx;

namespace {

OutdoorYear some_hours() {
  OutdoorYear year;
  for (double dry : {-15.0, 4.0, 17.0, 24.0, 33.0}) {
    const OutdoorAir air = outdoor_air(Temperature::celsius(dry), 0.45, 100000);
    year.dry_bulb_c.push_back(air.dry_bulb_c), year.wet_bulb_c.push_back(air.wet_bulb_c);
    year.humidity_ratio.push_back(air.humidity_ratio), year.pressure_pa.push_back(air.pressure_pa);
  }
  return year;
}

CoolingDesign with(HeatRejection liquid, HeatRejection air, int units = 4, int spares = 1) {
  CoolingDesign design;
  design.liquid.emplace().plant = std::move(liquid), design.air.plant = std::move(air);
  design.units = units, design.spare_units = spares;
  return design;
}

}  // namespace

TEST_CASE("N + k units are installed: (N + k) / N of the peak and its margin, for any N and k") {
  for (int n : {1, 3, 10})
    for (int k : {0, 1, 4}) {
      const auto plant = size_plant(with(DryCooler{}, CoolingTower{}, n, k), 50 * MW, 5 * MW, some_hours());
      const double peak = plant.liquid.peak_w + plant.liquid.pump_w;
      CHECK(plant.liquid.installed_w == Approx(peak * 1.05 * (n + k) / n).epsilon(1e-12));
    }
}

TEST_CASE("units out take exactly their share of every kind of plant, and nothing of the other loop") {
  const std::vector<HeatRejection> kinds = {DryCooler{},        AdiabaticDryCooler{}, CoolingTower{},
                                            AirCooledChiller{}, WaterCooledChiller{}, DirectAir{}};
  for (const HeatRejection& kind : kinds)
    for (double dry_c : {5.0, 16.0, 30.0})
      for (Power heat : {14 * MW, 500 * MW}) {  // what N - 2 units can carry, and far more than all can
        CAPTURE(kind.index());
        CAPTURE(dry_c);
        CoolingDesign design = with(DryCooler{}, kind);
        design.air.fan_power_frac = design.air.pump_power_frac = 0;  // the loop's own do not stop with units
        const auto whole = size_plant(design, 50 * MW, 20 * MW, some_hours());
        const OutdoorAir air = outdoor_air(Temperature::celsius(dry_c), 0.4, 100000);
        const LoopHour all = cool(whole, 50 * MW, heat, air).air;
        for (int out = 1; out < 5; ++out) {
          const double share = 1 - out / 5.0;
          const CoolingPlantSized fewer = with_units_out(whole, 0, out);
          const LoopHour part = cool(fewer, 50 * MW, share * heat, air).air;
          CHECK(part.rejected.base() == Approx(share * all.rejected.base()));
          CHECK(part.unmet.base() == Approx(share * all.unmet.base()));
          CHECK(part.fan.base() == Approx(share * all.fan.base()));
          CHECK(part.pump.base() == Approx(share * all.pump.base()));
          CHECK(part.compressor.base() == Approx(share * all.compressor.base()));
          CHECK(part.water().base() == Approx(share * all.water().base()));
          CHECK(fewer.air.installed_w == Approx(share * whole.air.installed_w));
          CHECK(fewer.liquid.installed_w == whole.liquid.installed_w);
        }
        CHECK(cool(with_units_out(whole, 0, 5), 50 * MW, heat, air).air.unmet == heat);
      }
}

TEST_CASE("a year of every kind is the sum of cool() over its hours, in every column") {
  const OutdoorYear weather = some_hours();
  const std::vector<double> liquid = {5e7, 4e7, 3e7, 2e7, 5e7, -1e7, 0},
                            air = {1e7, 2e7, 5e6, 2e7, 2e7, 1e7, 0};
  for (const CoolingDesign& design :
       {with(DryCooler{}, AirCooledChiller{}), with(CoolingTower{}, WaterCooledChiller{}),
        with(AdiabaticDryCooler{}, DirectAir{})}) {
    const auto plant = size_plant(design, 50 * MW, 20 * MW, weather);
    const CoolingYear year = cool_year(plant, liquid, air, weather, 8);
    Power fan, pump, compressor, rejected, unmet, peak;
    Mass evaporated, drift, blowdown;
    int air_full = 0, air_partial = 0;
    for (std::size_t i = 0; i < 7; ++i) {
      const CoolingHour hour = cool(plant, liquid[i] * W, air[i] * W, weather.at((8 + i) % 5));
      fan += hour.fan(), pump += hour.pump(), compressor += hour.compressor(), rejected += hour.rejected();
      unmet += hour.unmet(), evaporated += hour.evaporated(), drift += hour.drift();
      blowdown += hour.blowdown(), peak = max(peak, hour.power());
      air_full += hour.air.economiser == Economiser::full;
      air_partial += hour.air.economiser == Economiser::partial;
    }
    CHECK(year.fan.in(Wh) == Approx(fan.in(W)));
    CHECK(year.pump.in(Wh) == Approx(pump.in(W)));
    CHECK(year.compressor.in(Wh) == Approx(compressor.in(W)));
    CHECK(year.rejected.in(Wh) == Approx(rejected.in(W)));
    CHECK(year.unmet.in(Wh) == Approx(unmet.in(W)));
    CHECK(year.evaporated.in(kg) == Approx(evaporated.in(kg)));
    CHECK(year.drift.in(kg) == Approx(drift.in(kg)));
    CHECK(year.blowdown.in(kg) == Approx(blowdown.in(kg)));
    CHECK(year.peak_power == peak);
    CHECK(year.air_full_hours == air_full);
    CHECK(year.air_partial_hours == air_partial);
    CHECK(year.heat.in(Wh) == Approx(1.9e8 + 8.5e7));  // negative heat counts as none
  }
}

TEST_CASE("indicators are undefined, and zero, without a sound denominator") {
  const double nan = std::numeric_limits<double>::quiet_NaN(), inf = std::numeric_limits<double>::infinity();
  for (double it : {0.0, -1.0, nan, inf}) {
    CAPTURE(it);
    const FacilityEnergy energy{it * GWh, {}, {}, {}};
    for (const Indicator& indicator : {pue(energy, unit::year), cooling_ppue(energy), wue(1 * kg, it * GWh),
                                       cue(1 * kg, it * GWh), erf(1 * GWh, energy)}) {
      CAPTURE(indicator.name);
      CHECK_FALSE(indicator.defined);
      CHECK(indicator.value == 0.0);
    }
  }
  CHECK_FALSE(wue(nan * kg, 1 * GWh).defined);
  CHECK(wue({}, 1 * GWh).defined);  // no water is a good WUE, not a missing one
  CHECK(pue({1 * GWh, {}, {}, {}}, 8759 * hour).name == "iPUE3");
  CHECK(pue({1 * GWh, {}, {}, {}}, unit::year, PueCategory::basic).value == 1.0);
}
