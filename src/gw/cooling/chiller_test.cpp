#include "gw/cooling/chiller.h"

#include <doctest/doctest.h>

#include <cmath>
#include <initializer_list>

#include "gw/cooling/air_cooled_chiller.h"
#include "gw/cooling/water_cooled_chiller.h"

using namespace gw;
using namespace gw::cooling;
using namespace gw::unit;

namespace {

Chiller sized(const ChillerCurves& curves, double evaporator_c, double condenser_c) {
  SizingNotes notes{.loop = "air"};
  return size_chiller(curves, 1e6, evaporator_c, condenser_c, notes);
}

double cop(const Chiller& chiller, double load_w, double evaporator_c, double condenser_c) {
  return load_w / run_chiller(chiller, load_w, evaporator_c, condenser_c).power_w;
}

}  // namespace

TEST_CASE("reference point: the rated COP, by hand from the curves") {
  // DOE-2 centrifugal at 6.67 / 29.4 C: every factor is 1 within the rounding of the coefficients.
  CHECK(cop(sized({}, 6.67, 29.4), 1e6, 6.67, 29.4) == doctest::Approx(5.5).epsilon(0.01));
  // Air-cooled screw at 44 / 95 F.
  CHECK(cop(sized(ChillerCurves::air_cooled(), 6.667, 35), 1e6, 6.667, 35) ==
        doctest::Approx(2.96).epsilon(0.015));
}

TEST_CASE("curve values at published coefficients: capacity factor at 10 / 24 C") {
  const double by_hand = 0.257896 + 0.389016 - 0.021708 + 1.1248416 - 0.54307344 - 0.0824256;
  const Chiller chiller = sized({}, 6.67, 29.4);
  CHECK(run_chiller(chiller, 1e5, 10, 24.0001).available_w ==
        doctest::Approx(by_hand * chiller.reference_w).epsilon(1e-4));
}

TEST_CASE("COP falls as the condenser side gets warmer: inside the box and out of it") {
  for (const ChillerCurves& curves : {ChillerCurves{}, ChillerCurves::air_cooled()})
    for (double evaporator : {2.0, 7.0, 10.0, 15.0, 21.0, 28.0})
      for (double load : {0.1e6, 0.5e6, 0.7e6}) {
        const Chiller chiller = sized(curves, 7, 35);
        double last = 1e9;
        // Below 10 K of lift head-pressure control holds the condenser: equal is allowed there.
        for (double condenser = -20; condenser <= 55; condenser += 0.5) {
          const ChillerPoint point = run_chiller(chiller, load, evaporator, condenser);
          if (point.available_w < load) break;
          CAPTURE(evaporator);
          CAPTURE(condenser);
          if (condenser > evaporator)
            CHECK(load / point.power_w < last);
          else
            CHECK(load / point.power_w <= last + 1e-9);
          last = load / point.power_w;
        }
      }
}

TEST_CASE("COP rises with warmer chilled water, and clamped use is flagged") {
  const Chiller chiller = sized({}, 7, 30);
  CHECK(cop(chiller, 5e5, 20, 30) > cop(chiller, 5e5, 10, 30));
  CHECK_FALSE(run_chiller(chiller, 5e5, 8, 30).outside_curves);
  CHECK(run_chiller(chiller, 5e5, 20, 30).outside_curves);
  CHECK(run_chiller(chiller, 5e5, 8, 36).outside_curves);
}

TEST_CASE("far above the curves' chilled water, lift scaling matters: by hand for 21 C water and 35 C air") {
  const Chiller chiller = sized(ChillerCurves::air_cooled(), 7, 35);
  // Clamped alone: EIRFT(12.8, 35 C) = 0.882, COP 3.36. At equal lift: EIRFT(12.8, 26.8 C) = 0.732, times the
  // ratio of Carnot work 0.0927 / 0.0954: COP 4.16. Load at the machines' best, where EIRFPLR / load is
  // 0.914.
  const double best = 0.734743 + 2 * std::sqrt(0.03648722 * 0.21994748);
  CHECK(cop(chiller, 1e5, 21, 35) == doctest::Approx(4.16 / best).epsilon(0.005));
  CHECK(cop(chiller, 1e5, 12.8, 35) == doctest::Approx(3.36 / best).epsilon(0.005));
}

TEST_CASE("power rises with load from nothing, without a step, and stops at capacity") {
  const Chiller chiller = sized({}, 7, 30);
  double last = 0;
  for (double load = 0; load <= 1.4e6; load += 1e4) {
    const ChillerPoint point = run_chiller(chiller, load, 7, 30);
    CHECK(point.power_w >= last);
    CHECK(point.power_w - last < 0.03 * 1e6 / 5.5);
    last = point.power_w;
  }
  CHECK(last == doctest::Approx(run_chiller(chiller, 1e9, 7, 30).power_w));
  CHECK(run_chiller(chiller, 0, 7, 30).power_w == 0);
}

TEST_CASE("the physics check passes the shipped curves and finds broken ones") {
  CHECK(physics_problems(ChillerCurves{}).empty());
  CHECK(physics_problems(ChillerCurves::air_cooled()).empty());
  ChillerCurves rising;  // power falls as it gets hotter
  rising.eir_curve = {1.5, 0, 0, -0.01, 0, 0};
  REQUIRE(physics_problems(rising).size() == 1);
  CHECK(physics_problems(rising)[0].find("COP does not fall") != std::string::npos);
  ChillerCurves few;
  few.eir_curve = {1.0};
  CHECK(physics_problems(few)[0].find("six coefficients") != std::string::npos);
  ChillerCurves empty_box;
  empty_box.condenser_max = Temperature::celsius(10);
  CHECK(physics_problems(empty_box)[0].find("box") != std::string::npos);
  ChillerCurves part;
  part.part_load_curve = {1.0, -0.5, 0.2};
  CHECK(physics_problems(part)[0].find("power falls as load rises") != std::string::npos);
}

TEST_CASE("air-cooled plant: free when cold, partial between, compressor when hot") {
  const LoopDuty duty{.supply_c = 21, .return_c = 29, .heat_w = 1e6, .design_w = 1e6};
  SizingNotes notes{.loop = "air"};
  const DesignConditions hottest{Temperature::celsius(40), Temperature::celsius(26), 101325.0};
  const SizedAirCooledChiller plant = size_air_cooled_chiller({}, duty, hottest, notes);
  const auto at = [&](double dry) {
    return run_air_cooled_chiller(plant, duty, outdoor_air(Temperature::celsius(dry), 0.4, 101325));
  };
  CHECK(at(0).mode == Economiser::full);
  CHECK(at(0).compressor_w == 0);
  CHECK(at(12.9).mode == Economiser::full);  // supply less the economiser's approach is 13 C
  CHECK(at(18).mode == Economiser::partial);
  CHECK(at(35).mode == Economiser::none);
  CHECK(at(40).carried_w == doctest::Approx(1e6));
  CHECK(at(50).carried_w < 1e6);
  CHECK(at(50).carried_w > 0);
  CHECK(at(52.1).carried_w == 0);  // the machines have cut out
  CHECK(at(71).power_w() == 0);
  CHECK(notes.shortfalls.empty());
  const DesignConditions desert{Temperature::celsius(53), Temperature::celsius(26), 101325.0};
  size_air_cooled_chiller({}, duty, desert, notes);
  REQUIRE(notes.shortfalls.size() == 1);
  CHECK(notes.shortfalls[0].binding.find("cut out") != std::string::npos);
  AirCooledChiller without;
  without.economiser = false;
  const SizedAirCooledChiller plain = size_air_cooled_chiller(without, duty, hottest, notes);
  const PlantHour cold =
      run_air_cooled_chiller(plain, duty, outdoor_air(Temperature::celsius(0), 0.4, 101325));
  CHECK(cold.mode == Economiser::none);
  CHECK(cold.compressor_w > 0);
}

TEST_CASE("water-cooled plant: modes, and the tower carries load and compressor") {
  const LoopDuty duty{.supply_c = 21, .return_c = 29, .heat_w = 1e6, .design_w = 1e6};
  SizingNotes notes{.loop = "air"};
  const DesignConditions hottest{Temperature::celsius(38), Temperature::celsius(26), 101325.0};
  const SizedWaterCooledChiller plant = size_water_cooled_chiller({}, duty, hottest, notes);
  const auto at = [&](double dry) {
    return run_water_cooled_chiller(plant, duty, outdoor_air(Temperature::celsius(dry), 0.5, 101325));
  };
  CHECK(at(5).mode == Economiser::full);
  CHECK(at(22).mode == Economiser::partial);
  CHECK(at(34).mode == Economiser::none);
  for (double dry : {5.0, 22.0, 34.0}) {
    const PlantHour hour = at(dry);
    CHECK(hour.carried_w == doctest::Approx(1e6));
    CHECK(hour.rejected_w == doctest::Approx(1e6 + hour.power_w()));
    CHECK(hour.evaporated_kg_per_s > 0.5 * (1e6 + hour.compressor_w) / 2.45e6);
  }
  CHECK(at(34).compressor_w > at(22).compressor_w);
}
