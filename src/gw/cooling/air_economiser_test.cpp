// Outdoor air in series with the chilled-water coil, in place of it, or none.
#include "gw/cooling/air_economiser.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "gw/base/random.h"
#include "gw/cooling/exchanger.h"
#include "gw/cooling/physics_sweep.h"
#include "gw/cooling/plant.h"
#include "gw/cooling/psychrometrics.h"

namespace gw::cooling {
namespace {

using namespace gw::unit;

constexpr Power kPeak = 20.0 * MW;

OutdoorAir air_of(double dry_c, double humidity, double pressure_pa = kStandardPressurePa) {
  return outdoor_air(Temperature::celsius(dry_c), humidity, pressure_pa);
}

/// From -15 C to `hottest` at 40 % humidity: with hours that are too dry, within and too moist.
OutdoorYear weather(int hottest = 38, double pressure_pa = kStandardPressurePa) {
  OutdoorYear out;
  for (int t = -15; t <= hottest; ++t) {
    const OutdoorAir air = air_of(t, 0.4, pressure_pa);
    out.dry_bulb_c.push_back(air.dry_bulb_c), out.wet_bulb_c.push_back(air.wet_bulb_c);
    out.humidity_ratio.push_back(air.humidity_ratio), out.pressure_pa.push_back(air.pressure_pa);
  }
  return out;
}

/// Chillers without a free-cooling coil of their own, or with one.
AirCooledChiller chillers(bool coil = false) {
  AirCooledChiller out;
  out.economiser = coil;
  return out;
}

CoolingDesign design_of(std::optional<AirEconomiser> economiser, const HeatRejection& plant = chillers()) {
  CoolingDesign design;
  design.air.plant = plant;
  design.air.economiser = economiser;
  return design;
}

AirEconomiser economiser_of(AirEconomiserMode mode, double media = 0) {
  AirEconomiser out;
  out.mode = mode, out.media_effectiveness_frac = media;
  return out;
}

CoolingPlantSized sized(std::optional<AirEconomiser> economiser, const HeatRejection& plant = chillers()) {
  return size_plant(design_of(economiser, plant), Power{}, kPeak, weather());
}

LoopHour hour_of(const CoolingPlantSized& plant, const OutdoorAir& air, double load = 1.0) {
  return cool(plant, Power{}, load * kPeak, air).air;
}

double dew_point_of_supply(const LoopHour& hour, const OutdoorAir& air) {
  const double air_kg_per_s = kPeak.base() / (kDryAirSpecificHeat * 12.0);
  return dew_point_c(air.humidity_ratio + hour.evaporated.in(kg) / 3600.0 / air_kg_per_s, air.pressure_pa);
}

void check_same(const LoopHour& one, const LoopHour& other) {
  CHECK(one.power() == other.power());
  CHECK(one.fan == other.fan);
  CHECK(one.rejected == other.rejected);
  CHECK(one.unmet == other.unmet);
  CHECK(one.evaporated == other.evaporated);
  CHECK(one.economiser == other.economiser);
}

}  // namespace

TEST_CASE("full, partial and closed by the dry bulb, by hand") {
  const CoolingPlantSized plant = sized(economiser_of(AirEconomiserMode::integrated));
  const double fan_w = 0.045 * kPeak.base();
  // Handlers' fans warm the air by 4.5 % of 12 K: the coil must leave it at 26.46 C.
  const LoopHour full = hour_of(plant, air_of(26.4, 0.4)), partial = hour_of(plant, air_of(30, 0.35)),
                 closed = hour_of(plant, air_of(39.5, 0.2));
  CHECK(full.economiser == Economiser::full);
  CHECK(full.compressor == Power{});
  CHECK(full.pump == Power{});
  CHECK(full.by_outdoor_air.base() == doctest::Approx(kPeak.base() + fan_w));
  CHECK(full.fan.base() == doctest::Approx(fan_w + 0.015 * kPeak.base()).epsilon(0.01));
  CHECK(partial.economiser == Economiser::partial);
  CHECK(partial.by_outdoor_air.base() == doctest::Approx((kPeak.base() + fan_w) * (39 - 30) / (12 + 0.54)));
  CHECK(partial.fan.base() == doctest::Approx(fan_w + 0.015 * kPeak.base()));
  CHECK(closed.economiser == Economiser::none);
  CHECK(closed.by_outdoor_air == Power{});
}

TEST_CASE("cold air: the share of outdoor air balances the enthalpy of the hall, and the relief fans follow it") {
  const CoolingPlantSized plant = sized(economiser_of(AirEconomiserMode::integrated));
  const HallAir hall = hall_air(*plant.air.economiser, kPeak.base(), kPeak.base(), plant.air.fan_w, plant.air.supply_c);
  for (const double dry : {-5.0, 5.0, 15.0}) {
    const OutdoorAir air = air_of(dry, 0.8);
    const OutdoorShare share = outdoor_share(plant.air.economiser->design, hall, air);
    const double outdoor = (39 - 26.46) / (39 - dry);
    CHECK(share.free_frac == 1);
    CHECK(share.water_kg_per_kg == 0);
    CHECK(share.outdoor_frac == doctest::Approx(outdoor).epsilon(1e-6));
    CHECK((hour_of(plant, air).fan.base() - plant.air.fan_w) / (0.015 * kPeak.base()) ==
          doctest::Approx(affinity_power_frac(outdoor, 0.1)).epsilon(1e-6));
  }
}

TEST_CASE("integrated takes no more than parallel, parallel no more than none, in drawn hours") {
  double saved = 0;
  int used = 0;
  Random random(11, stream_id("air_economiser"), 0);
  for (int draw = 0; draw < 1500; ++draw) {
    double u[8];
    for (double& x : u) x = random.uniform();
    const OutdoorAir air = air_of(-15 + 55 * u[0], 0.05 + 0.95 * u[1], 75e3 + 26e3 * u[2]);
    const double load = 0.05 + 0.95 * u[3], media = u[4] < 0.5 ? 0.0 : u[4];
    HeatRejection kind = chillers(u[5] < 0.5);
    if (u[6] < 0.5) kind = WaterCooledChiller{};
    CoolingDesign design = design_of(economiser_of(AirEconomiserMode::integrated, media), kind);
    design.air.supply = Temperature::celsius(16 + 16 * u[7]);
    const auto run = [&] { return hour_of(size_plant(design, Power{}, kPeak, weather()), air, load); };
    const LoopHour integrated = run();
    design.air.economiser->mode = AirEconomiserMode::parallel;
    const LoopHour parallel = run();
    design.air.economiser.reset();
    const LoopHour none = run();
    CAPTURE(air.dry_bulb_c);
    CAPTURE(air.humidity_ratio);
    CAPTURE(load);
    for (const LoopHour* hour : {&integrated, &parallel, &none}) {
      const double in_w = (load * kPeak + hour->power()).base();
      CHECK(std::abs(in_w - (hour->rejected + hour->unmet).base()) <= 1e-9 * in_w);
      CHECK(hour->unmet.base() >= -1e-9 * in_w);
    }
    CHECK(integrated.unmet.base() <= parallel.unmet.base() + 1e-3);
    CHECK(parallel.unmet.base() <= none.unmet.base() + 1e-3);
    CHECK(parallel.by_outdoor_air.base() * (load * kPeak.base() - parallel.by_outdoor_air.base()) <= 0);
    if (none.unmet.base() > 1) continue;
    CHECK(integrated.power() <= parallel.power());
    CHECK(parallel.power() <= none.power());
    saved += (parallel.power() - integrated.power()).base();
    used += integrated.economiser == Economiser::full && integrated.by_outdoor_air > Power{};
  }
  CHECK(saved > 0);
  CHECK(used > 100);
}

TEST_CASE("moist hours of the Gulf coast are the plain chiller's, to the bit, and are counted") {
  const CoolingPlantSized plain = sized({});
  for (const double media : {0.0, 0.85}) {
    const CoolingPlantSized plant = sized(economiser_of(AirEconomiserMode::integrated, media));
    CHECK(plant.air.economiser->plant_frac == 1);
    for (const double dry : {17.0, 22.0, 26.0, 30.0, 34.0})
      for (const double load : {0.1, 0.55, 1.0}) {
        const OutdoorAir air = air_of(dry, dry > 25 ? 0.75 : 0.95);
        const LoopHour hour = hour_of(plant, air, load);
        CHECK(hour.moisture == Moisture::too_moist);
        check_same(hour, hour_of(plain, air, load));
      }
    CHECK(hour_of(plant, air_of(17, 0.8)).economiser == Economiser::full);
  }
}

TEST_CASE("the upper dew point is where the dampers close: 15 C recommended, 17 C of class A1") {
  AirEconomiser a1 = economiser_of(AirEconomiserMode::integrated);
  a1.dew_point_max = Temperature::celsius(17);
  const CoolingPlantSized recommended = sized(economiser_of(AirEconomiserMode::integrated)), allowable = sized(a1);
  for (const double dew_c : {14.9, 15.1, 16.9, 17.1}) {
    OutdoorAir air{20, 0, saturation_humidity_ratio(dew_c, kStandardPressurePa), kStandardPressurePa};
    air.wet_bulb_c = wet_bulb_c(20, air.humidity_ratio, air.pressure_pa);
    CHECK((hour_of(recommended, air).by_outdoor_air > Power{}) == (dew_c < 15));
    CHECK((hour_of(allowable, air).by_outdoor_air > Power{}) == (dew_c < 17));
  }
}

TEST_CASE("cold dry hours: closed without media, humidified with them") {
  const OutdoorAir air = air_of(-15, 0.5);
  const CoolingPlantSized bare = sized(economiser_of(AirEconomiserMode::integrated)),
                          wetted = sized(economiser_of(AirEconomiserMode::integrated, 0.85));
  CHECK(hour_of(bare, air).moisture == Moisture::too_dry);
  check_same(hour_of(bare, air), hour_of(sized({}), air));
  const LoopHour humidified = hour_of(wetted, air);
  CHECK(humidified.moisture == Moisture::within);
  CHECK(humidified.economiser == Economiser::full);
  // Outdoor air of the mixture brought to a dew point of -9 C, and half as much blown down.
  const double least = saturation_humidity_ratio(-9, kStandardPressurePa);
  const double gain = enthalpy_j_per_kg(39, least) - enthalpy_j_per_kg(-15, air.humidity_ratio);
  const double hall = enthalpy_j_per_kg(39, least) - enthalpy_j_per_kg(26.46, least);
  const double kg_per_s = kPeak.base() / (1006.0 * 12) * hall / gain * (least - air.humidity_ratio);
  CHECK(humidified.evaporated.in(kg) == doctest::Approx(3600 * kg_per_s).epsilon(1e-6));
  CHECK(humidified.blowdown.in(kg) == doctest::Approx(1800 * kg_per_s).epsilon(1e-6));
}

TEST_CASE("media widen the hours, and wet no further than to the highest dew point") {
  const CoolingPlantSized bare = sized(economiser_of(AirEconomiserMode::integrated)),
                          wetted = sized(economiser_of(AirEconomiserMode::integrated, 0.85));
  const LoopHour dry = hour_of(bare, air_of(34, 0.1)), wet = hour_of(wetted, air_of(34, 0.1));
  CHECK(dry.economiser == Economiser::partial);
  CHECK(wet.economiser == Economiser::full);
  CHECK(wet.evaporated > Mass{});
  int limited = 0;
  for (double t = 20; t <= 39; t += 0.5)
    for (double humidity = 0.05; humidity <= 0.5; humidity += 0.05) {
      const OutdoorAir air = air_of(t, humidity);
      const LoopHour hour = hour_of(wetted, air);
      if (!(hour.evaporated > Mass{})) continue;
      CHECK(dew_point_of_supply(hour, air) <= 15 + 1e-6);
      limited += dew_point_of_supply(hour, air) > 15 - 1e-6;
    }
  CHECK(limited > 0);
}

TEST_CASE("the coil stays dry: partial hours need chilled water above the dew point") {
  CoolingDesign design = design_of(economiser_of(AirEconomiserMode::integrated));
  const OutdoorAir air = air_of(30, 0.38);  // dew point 14 C
  CHECK(hour_of(size_plant(design, Power{}, kPeak, weather()), air).economiser == Economiser::partial);
  design.air.coil_approach = 14.0 * K;  // water of 13 C
  const LoopHour cold = hour_of(size_plant(design, Power{}, kPeak, weather()), air);
  CHECK(cold.economiser == Economiser::none);
  CHECK(cold.by_outdoor_air == Power{});
}

TEST_CASE("fans of the outdoor path move the same mass of thin air") {
  constexpr double kThinPa = 75e3;
  const CoolingPlantSized low = sized(economiser_of(AirEconomiserMode::integrated)),
                          high = size_plant(design_of(economiser_of(AirEconomiserMode::integrated)), Power{}, kPeak,
                                            weather(38, kThinPa));
  CHECK(high.air.economiser->fan_w == doctest::Approx(low.air.economiser->fan_w * std::pow(kStandardPressurePa / kThinPa, 2)));
}

TEST_CASE("the plant beside it is sized for what outdoor air leaves in the worst hour") {
  // 40 % humidity up to 24 C and a design day of 26 C: within the dew points but for cold hours, which media humidify.
  CoolingDesign design = design_of(economiser_of(AirEconomiserMode::integrated, 0.85));
  design.design_dry_bulb = Temperature::celsius(29), design.design_wet_bulb = Temperature::celsius(15);
  const auto of = [&] { return size_plant(design, Power{}, kPeak, weather(24)); };
  CHECK(of().air.economiser->plant_frac == 0);
  CHECK(std::holds_alternative<std::monostate>(of().air.plant));
  REQUIRE(of().warnings.size() == 1);
  CHECK(of().warnings[0].find("no plant is built") != std::string::npos);
  CHECK(hour_of(of(), air_of(24, 0.4)).unmet == Power{});
  design.air.economiser->media_effectiveness_frac = 0, design.air.economiser->dew_point_min = Temperature::celsius(-40);
  const CoolingPlantSized trim = of();
  CHECK(trim.air.economiser->plant_frac == doctest::Approx((29 - 26.46) / (39 - 26.46)));
  design.air.economiser->mode = AirEconomiserMode::parallel;
  const CoolingPlantSized whole = of();
  CHECK(whole.air.economiser->plant_frac == 1);
  CHECK(trim.air.installed_w < 0.25 * whole.air.installed_w);
  const OutdoorAir hottest = outdoor_air(trim.hottest);
  CHECK(hour_of(trim, hottest).unmet.base() == doctest::Approx(0).epsilon(1));
  CHECK(hour_of(whole, hottest).unmet.base() == doctest::Approx(0).epsilon(1));
  design.air.economiser->mode = AirEconomiserMode::integrated;
  design.air.economiser->dew_point_min = Temperature::celsius(-9);  // the coldest hour is too dry
  CHECK(of().air.economiser->plant_frac == 1);
}

TEST_CASE("hours of a year: full, partial, too moist and too dry") {
  OutdoorYear year = weather();
  const CoolingYear out = cool_year(sized(economiser_of(AirEconomiserMode::integrated)), std::vector<double>{0.0},
                                    std::vector<double>{kPeak.base()}, year);
  int moist = 0, dry = 0;
  for (int i = 0; i < year.hours(); ++i) {
    const double dew_c = dew_point_c(year.humidity_ratio[std::size_t(i)], kStandardPressurePa);
    moist += dew_c > 15, dry += dew_c < -9;
  }
  CHECK(out.too_moist_hours == moist);
  CHECK(out.too_dry_hours == dry);
  CHECK(out.air_full_hours + out.air_partial_hours + moist + dry == year.hours());
  CHECK(out.air_partial_hours > 2);
  CHECK(moist * dry > 0);
}

TEST_CASE("partial hours: full where the plant's own economiser does the rest, partial where its machines have tripped") {
  CoolingDesign tower = design_of(economiser_of(AirEconomiserMode::integrated), CoolingTower{});
  tower.air.supply = Temperature::celsius(38);
  tower.air.fan_power_frac = 0.08;
  tower.air.economiser->fan_power_frac = 0;
  const LoopHour both = hour_of(size_plant(tower, Power{}, kPeak, weather()), air_of(39, 0.2));
  CHECK(both.economiser == Economiser::full);
  CHECK(both.by_outdoor_air > Power{});
  CHECK(both.by_outdoor_air < kPeak);
  AirCooledChiller tripping = chillers();
  tripping.cut_out = Temperature::celsius(30);
  const LoopHour tripped = hour_of(sized(economiser_of(AirEconomiserMode::integrated), tripping), air_of(33, 0.25));
  CHECK(tripped.economiser == Economiser::partial);
  CHECK(tripped.compressor == Power{});
  CHECK(tripped.unmet > Power{});
  CHECK(tripped.by_outdoor_air + tripped.unmet > kPeak);
}

TEST_CASE("the physics sweep passes every mode, plant and media") {
  for (const AirEconomiserMode mode : {AirEconomiserMode::integrated, AirEconomiserMode::parallel})
    for (const double media : {0.0, 0.85})
      for (const HeatRejection& kind : {HeatRejection(AirCooledChiller{}), HeatRejection(chillers()), HeatRejection(WaterCooledChiller{}),
                                        HeatRejection(CoolingTower{})}) {
        CoolingDesign design = design_of(economiser_of(mode, media), kind);
        if (std::holds_alternative<CoolingTower>(kind)) design.air.supply = Temperature::celsius(42);
        const PhysicsSweep sweep = sweep_physics(size_plant(design, Power{}, kPeak, weather()));
        std::string all;
        for (const std::string& problem : sweep.problems) all += problem + "\n";
        CHECK_MESSAGE(sweep.problems.empty(), all);
      }
}

TEST_CASE("the sweep finds an outdoor path that gives power back") {
  CoolingPlantSized plant = sized(economiser_of(AirEconomiserMode::integrated));
  plant.air.economiser->fan_w *= -5;
  const PhysicsSweep sweep = sweep_physics(plant);
  CHECK(std::ranges::any_of(sweep.problems, [](const std::string& p) { return p.find("power falls") != std::string::npos; }));
}

TEST_CASE("a tank is charged by the plant while outdoor air carries the hall") {
  CoolingDesign design = design_of(economiser_of(AirEconomiserMode::integrated));
  design.air.storage = WaterTank{.energy = 10.0 * MWh, .charge_power = 2.0 * MW, .discharge_power = 2.0 * MW};
  const CoolingPlantSized plant = size_plant(design, Power{}, kPeak, weather());
  const LoopHour hour =
      cool(plant, Power{}, kPeak, air_of(15, 0.5), {.tanks = tank_hours(plant, {.air_wh = 5e6}, 0)}).air;
  CHECK(hour.by_outdoor_air > kPeak);
  CHECK(hour.to_tank.in(MW) == doctest::Approx(2));
  CHECK(hour.economiser == Economiser::partial);
  CHECK((kPeak + hour.power() + hour.to_tank).base() == doctest::Approx((hour.rejected + hour.unmet).base()).epsilon(1e-12));
}

TEST_CASE("refused: outdoor air twice, dew points in the wrong order") {
  CHECK(physics_problems(design_of(economiser_of(AirEconomiserMode::integrated))).empty());
  const auto twice = physics_problems(design_of(economiser_of(AirEconomiserMode::integrated), DirectAir{}));
  REQUIRE(twice.size() == 1);
  CHECK(twice[0].find("direct_air brings outdoor air already") != std::string::npos);
  AirEconomiser crossed = economiser_of(AirEconomiserMode::integrated);
  crossed.dew_point_min = Temperature::celsius(16);
  const auto order = physics_problems(design_of(crossed));
  REQUIRE(order.size() == 1);
  CHECK(order[0] == "air loop: economiser: dew_point_min of 16 C is not below dew_point_max, 15 C");
}

}  // namespace gw::cooling
