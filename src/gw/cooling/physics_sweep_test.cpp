#include "gw/cooling/physics_sweep.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "gw/catalog/library.h"
#include "gw/cooling/shipped_rows.h"

namespace gw::cooling {
namespace {

using namespace gw::unit;

// A year from -15 to 38 C, 40 % humidity.
OutdoorYear weather() {
  OutdoorYear out;
  for (int t = -15; t <= 38; ++t) {
    const OutdoorAir air = outdoor_air(Temperature::celsius(t), 0.4, 101325);
    out.dry_bulb_c.push_back(air.dry_bulb_c), out.wet_bulb_c.push_back(air.wet_bulb_c);
    out.humidity_ratio.push_back(air.humidity_ratio), out.pressure_pa.push_back(air.pressure_pa);
  }
  return out;
}

CoolingPlantSized sized(const std::string& row) {
  std::string problems;
  const CoolingDesign design = shipped_row(row, problems);
  REQUIRE_MESSAGE(problems.empty(), problems);
  return size_plant(design, design.liquid ? 80.0 * MW : 0.0 * MW, 20.0 * MW, weather());
}

bool says(const PhysicsSweep& sweep, const char* words) {
  return std::ranges::any_of(sweep.problems, [&](const std::string& p) { return p.find(words) != std::string::npos; });
}

}  // namespace

TEST_CASE("every shipped row passes, at every weather and load") {
  for (const std::string& name : catalog::Library({std::string(GW_SOURCE_DIR) + "/catalog"}).names("cooling")) {
    CAPTURE(name);
    const PhysicsSweep sweep = sweep_physics(sized(name));
    std::string all;
    for (const std::string& problem : sweep.problems) all += problem + "\n";
    CHECK_MESSAGE(sweep.problems.empty(), all);
    CHECK(sweep.points >= 400);
  }
}

TEST_CASE("a chiller whose power falls as its condenser warms is found") {
  CoolingPlantSized plant = sized("air_cooled_chillers");
  auto& chiller = std::get<SizedAirCooledChiller>(plant.liquid.plant).chiller;
  for (std::size_t i = 3; i < 6; ++i) chiller.eir[i] = -chiller.eir[i];  // the terms of the condenser's temperature
  chiller.eir[0] += 1.5;
  const PhysicsSweep sweep = sweep_physics(plant);
  CHECK(says(sweep, "liquid loop: power falls"));
  CHECK(says(sweep, "the air warms by 5 K"));
}

TEST_CASE("a part-load curve that falls with load is found") {
  CoolingPlantSized plant = sized("air_cooled_chillers");
  for (SizedLoop* loop : {&plant.liquid, &plant.air})
    std::get<SizedAirCooledChiller>(loop->plant).chiller.part_load = {1.5, -1.2, 0.0};
  CHECK(says(sweep_physics(plant), "heat rises by a tenth of the peak"));
}

TEST_CASE("a plant of nothing has nothing to sweep") {
  std::string problems;
  const CoolingPlantSized none = size_plant(shipped_row("warm_water_dry", problems), 0.0 * MW, 0.0 * MW, weather());
  const PhysicsSweep sweep = sweep_physics(none);
  CHECK(sweep.points == 0);
  CHECK(sweep.problems.empty());
}

}  // namespace gw::cooling
