// Units that stop: what it saves, and that power still rises with heat and weather.
#include <doctest/doctest.h>

#include <algorithm>

#include "gw/cooling/physics_sweep.h"
#include "gw/cooling/plant.h"
#include "gw/cooling/shipped_rows.h"

namespace gw::cooling {
namespace {

using namespace gw::unit;
using doctest::Approx;

OutdoorYear weather() {
  OutdoorYear out;
  for (int t = -15; t <= 38; ++t) {
    const OutdoorAir air = outdoor_air(Temperature::celsius(t), 0.4, 101325);
    out.dry_bulb_c.push_back(air.dry_bulb_c), out.wet_bulb_c.push_back(air.wet_bulb_c);
    out.humidity_ratio.push_back(air.humidity_ratio), out.pressure_pa.push_back(air.pressure_pa);
  }
  return out;
}

CoolingDesign row(const std::string& name, Staging staging, double load_frac = 0.5) {
  std::string problems;
  CoolingDesign design = shipped_row(name, problems);
  REQUIRE_MESSAGE(problems.empty(), problems);
  design.staging = staging, design.staging_load_frac = load_frac;
  return design;
}

CoolingPlantSized sized(const CoolingDesign& design) {
  return size_plant(design, design.liquid ? 80.0 * MW : 0.0 * MW, 20.0 * MW, weather());
}

CoolingHour at(const CoolingPlantSized& plant, double load, double dry_c) {
  return cool(plant, load * plant.liquid.peak_w * W, load * plant.air.peak_w * W,
              outdoor_air(Temperature::celsius(dry_c), 0.5, 101325));
}

const char* const kRows[] = {"warm_water_dry",           "warm_water_adiabatic", "evaporative_tower",       "closed_circuit_evaporative",
                             "chilled_water_economiser", "air_cooled_chillers",  "meta_direct_evaporative"};

}  // namespace

TEST_CASE("staged plants pass the physics sweep at any load of a unit") {
  for (const char* name : kRows)
    for (double load_frac : {0.1, 0.5, 0.9}) {
      CAPTURE(name);
      CAPTURE(load_frac);
      const PhysicsSweep sweep = sweep_physics(sized(row(name, Staging::by_load, load_frac)));
      std::string all;
      for (const std::string& problem : sweep.problems) all += problem + "\n";
      CHECK_MESSAGE(sweep.problems.empty(), all);
    }
}

TEST_CASE("by load never takes more than all, carries as much, and has no steps") {
  for (const char* name : kRows) {
    CAPTURE(name);
    const CoolingPlantSized all = sized(row(name, Staging::all)), staged = sized(row(name, Staging::by_load));
    const bool sprays = std::string(name) == "closed_circuit_evaporative";
    for (double dry_c : {-10.0, 3.0, 16.0, 30.0}) {
      double last = 0;
      for (int i = 1; i <= 1000; ++i) {
        const CoolingHour a = at(all, i / 1000.0, dry_c), b = at(staged, i / 1000.0, dry_c);
        CHECK(b.power() <= a.power());
        CHECK(b.unmet().base() <= a.unmet().base() + 1e-6 * a.rejected().base());
        // A thousandth of the load never moves power by more than two hundredths of its value at full load, but where a
        // compressor starts.
        if (i > 1 && !sprays && !(b.compressor() > Power{})) CHECK(b.power().base() - last < 0.02 * at(staged, 1.0, dry_c).power().base() + 1);
        if (!sprays) CHECK(b.power().base() >= last * (1 - 1e-6));
        last = b.power().base();
      }
    }
  }
}

TEST_CASE("it saves where fans would all idle at their least speed, and nothing at full load") {
  std::string table = "fans and pumps of the plants at 16 C, by_load over all:";
  for (const char* name : {"warm_water_dry", "meta_direct_evaporative"}) {
    const CoolingPlantSized all = sized(row(name, Staging::all)), staged = sized(row(name, Staging::by_load));
    for (double load : {0.02, 0.05, 0.1, 0.3, 1.0}) {
      const double ratio = at(staged, load, 16).fan() / at(all, load, 16).fan();
      table += std::string(" ") + name + " " + std::to_string(load) + ": " + std::to_string(ratio);
      if (load == 1.0) CHECK(ratio == 1);
    }
    CHECK(at(staged, 0.02, 16).fan() < 0.8 * at(all, 0.02, 16).fan());
  }
  MESSAGE(table);
}

TEST_CASE("affinity laws hold per unit: a third of the units under a third of the load do a third") {
  CoolingDesign design = row("meta_direct_evaporative", Staging::all);
  design.units = 3, design.spare_units = 0;
  const CoolingPlantSized three = sized(design), one = with_units_out(three, 0, 2);
  const OutdoorAir air = outdoor_air(Temperature::celsius(10), 0.5, 101325);
  const double whole_w = cool(three, {}, 18 * MW, air).power().base(), third_w = cool(one, {}, 6 * MW, air).power().base();
  CHECK(third_w == Approx(whole_w / 3).epsilon(1e-9));
}

TEST_CASE("the last unit does not stop, also with others out of service") {
  CoolingDesign design = row("meta_direct_evaporative", Staging::by_load);
  design.units = 4, design.spare_units = 0;
  const CoolingPlantSized plant = sized(design), two_out = with_units_out(plant, 0, 2);
  CHECK(plant.air.least_share == Approx(0.25));
  CHECK(two_out.air.least_share == Approx(0.5));
  const CoolingPlantSized last = with_units_out(plant, 0, 3);
  const OutdoorAir air = outdoor_air(Temperature::celsius(10), 0.5, 101325);
  // Next to no heat: one unit at its least speed, whatever else is installed.
  const double one_w = cool(last, {}, 1.0 * kW, air).fan().base();
  CHECK(cool(plant, {}, 1.0 * kW, air).fan().base() == Approx(one_w));
  CHECK(cool(two_out, {}, 1.0 * kW, air).fan().base() == Approx(one_w));
}

}  // namespace gw::cooling
