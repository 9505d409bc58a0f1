// The shipped rows of catalog/cooling/ are read by the description and are physically sound.
#include <doctest/doctest.h>

#include "gw/catalog/library.h"
#include "gw/cooling/shipped_rows.h"
#include "gw/describe/reader.h"

using namespace gw;
using namespace gw::cooling;

namespace {

const catalog::Library& shipped() {
  static const catalog::Library library({std::string(GW_SOURCE_DIR) + "/catalog"});
  return library;
}

CoolingDesign row(const std::string& name) {
  std::string problems;
  const CoolingDesign design = shipped_row(name, problems);
  CHECK_MESSAGE(problems.empty(), problems);
  return design;
}

}  // namespace

CoolingDesign gw::cooling::shipped_row(const std::string& name, std::string& problems) {
  Diagnostics diagnostics;
  CoolingDesign design;
  if (const describe::Document* document = shipped().row("cooling", name, diagnostics)) {
    describe::ProvenanceMap provenance;
    design = describe::read<CoolingDesign>(*document, shipped().resolver(), provenance, diagnostics);
  }
  if (diagnostics.has_errors()) problems = diagnostics.render();
  return design;
}

TEST_CASE("every shipped row is read without a problem and is sound") {
  const auto names = shipped().names("cooling");
  CHECK(names.size() >= 6);
  for (const std::string& name : names) {
    CAPTURE(name);
    CHECK(physics_problems(row(name)).empty());
  }
}

TEST_CASE("rows say what they mean") {
  CHECK(std::holds_alternative<DryCooler>(row("warm_water_dry").liquid->plant));
  CHECK(row("warm_water_dry").liquid->coolant().in_celsius() == doctest::Approx(45));
  CHECK(std::get<AdiabaticDryCooler>(row("warm_water_adiabatic").liquid->plant).wet_above.in_celsius() ==
        doctest::Approx(24));
  CHECK(std::get<CoolingTower>(row("evaporative_tower").liquid->plant).approach.base() == doctest::Approx(5));
  CHECK(std::get<AirCooledChiller>(row("air_cooled_chillers").liquid->plant).chiller.capacity_curve.size() ==
        6);
  CHECK(std::get<DirectAir>(row("meta_direct_evaporative").air.plant).dew_point_min.in_celsius() ==
        doctest::Approx(5.5));
}
