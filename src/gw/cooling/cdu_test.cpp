#include "gw/cooling/cdu.h"

#include <doctest/doctest.h>

#include <random>

#include "gw/cooling/plant.h"

namespace gw::cooling {
namespace {

using namespace unit;

LiquidLoop loop_of(double supply_c, std::optional<WaterClass> water, double range, double rise,
                   double approach) {
  LiquidLoop loop;
  loop.supply = Temperature::celsius(supply_c);
  loop.water_class = water;
  loop.range = range * K, loop.coolant_rise = rise * K, loop.cdu_approach = approach * K;
  return loop;
}

std::vector<std::string> problems(const LiquidLoop& loop) {
  CoolingDesign design;
  design.liquid = loop;
  return physics_problems(design);
}

}  // namespace

TEST_CASE("at the rated heat the approach is the rated one; less heat needs less") {
  const Cdu cdu{.water_rise_k = 10, .coolant_rise_k = 10, .approach_k = 4};
  CHECK(cdu.approach(1.0) == 4.0);
  // Equal rises: NTU = rise / approach, so the approach goes as x^(1 - n) = 4 x 0.5^0.3.
  CHECK(cdu.approach(0.5) == doctest::Approx(4.0 * std::pow(0.5, 0.3)));
  CHECK(cdu.approach(0.5) == doctest::Approx(3.249).epsilon(1e-3));
  CHECK(cdu.approach(1.7) == 4.0);
  CHECK(cdu.approach(0.01) == cdu.approach(kLeastFlow));
  CHECK(Cdu{.water_rise_k = 10, .coolant_rise_k = 10, .approach_k = 0}.approach(0.5) == 0.0);
}

TEST_CASE("a thousand exchangers: heat of both streams is that of conductance and mean difference") {
  std::mt19937 random(7);
  std::uniform_real_distribution<double> rise(2, 20), more(0.1, 10), share(kLeastFlow, 1.0);
  for (int i = 0; i < 1000; ++i) {
    Cdu cdu{.water_rise_k = rise(random), .coolant_rise_k = rise(random), .approach_k = 0};
    cdu.approach_k = std::max(0.0, cdu.water_rise_k - cdu.coolant_rise_k) + more(random);
    // Logarithmic mean difference: Q = UA dT, with Q and the flows at x, UA at x^n.
    const auto mean = [&](double approach) {
      const double cold = approach, hot = cdu.coolant_rise_k + approach - cdu.water_rise_k;
      return std::abs(hot - cold) < 1e-6 * cold ? cold : (hot - cold) / std::log(hot / cold);
    };
    const double x = share(random), now = cdu.approach(x);
    CHECK(mean(now) / mean(cdu.approach_k) == doctest::Approx(x / std::pow(x, kPlateExponent)).epsilon(1e-4));
    CHECK(now <= cdu.approach_k);
    CHECK(now >= cdu.approach(0.5 * x));
  }
}

TEST_CASE("a plant at part load gets warmer water, takes no more power and still closes its balance") {
  CoolingDesign design;
  design.liquid = loop_of(40, {}, 10, 10, 4);
  OutdoorYear weather;
  const OutdoorAir hot = outdoor_air(Temperature::celsius(28), 0.4, 99000);
  weather.dry_bulb_c.push_back(hot.dry_bulb_c), weather.wet_bulb_c.push_back(hot.wet_bulb_c);
  weather.humidity_ratio.push_back(hot.humidity_ratio), weather.pressure_pa.push_back(hot.pressure_pa);
  const CoolingPlantSized plant = size_plant(design, 80 * MW, 0 * MW, weather);
  REQUIRE(plant.feasible());
  CoolingPlantSized fixed = plant;
  fixed.liquid.cdu.reset();
  double last = 0;
  for (double load = 0; load <= 80; load += 2) {
    const CoolingHour hour = cool(plant, load * MW, 0 * MW, hot),
                      constant = cool(fixed, load * MW, 0 * MW, hot);
    CHECK(hour.power().base() <= constant.power().base() * (1 + 1e-12));
    CHECK(hour.power().base() >= last);
    CHECK((load * MW + hour.power()).base() ==
          doctest::Approx((hour.rejected() + hour.unmet()).base()).epsilon(1e-9));
    last = hour.power().base();
  }
  CHECK(cool(plant, 40 * MW, 0 * MW, hot).power() < 0.99 * cool(fixed, 40 * MW, 0 * MW, hot).power());
}

TEST_CASE("a class of facility water sets the coolant, or bounds a stated one") {
  LiquidLoop loop;
  CHECK(loop.coolant().in_celsius() == doctest::Approx(40));
  loop.water_class = WaterClass::w32;
  CHECK(loop.coolant().in_celsius() == doctest::Approx(36));  // 32 C and an approach of 4 K
  CHECK(problems(loop).empty());
  loop.water_class = WaterClass::w_plus;
  CHECK(loop.coolant().in_celsius() == doctest::Approx(40));
  CHECK(problems(loop_of(44, WaterClass::w40, 10, 10, 4)).empty());
  const auto warm = problems(loop_of(45, WaterClass::w40, 10, 10, 4));
  REQUIRE(warm.size() == 1);
  CHECK(warm[0] ==
        "liquid loop: facility water of 41 C (coolant less approach) is warmer than class W40 allows, 40 C");
}

TEST_CASE("an exchanger whose streams would cross is named") {
  CHECK(problems(loop_of(40, {}, 10, 7, 4)).empty());
  const auto crossed = problems(loop_of(40, {}, 12, 7, 4));
  REQUIRE(crossed.size() == 1);
  CHECK(crossed[0].find("leave the CDU warmer than the coolant enters it") != std::string::npos);
  CHECK(problems(loop_of(40, {}, 12, 7, 0)).empty());  // no exchanger: the coolant is the facility water
}

}  // namespace gw::cooling
