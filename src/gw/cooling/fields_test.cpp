#include <doctest/doctest.h>

#include <algorithm>
#include <set>

#include "gw/cooling/design.h"
#include "gw/describe/record.h"

using namespace gw;
using namespace gw::cooling;

namespace {

/// Every number of a record lies within its stated bounds, keys are unique, every field has a sentence.
void check(const describe::RecordType& type, void* instance) {
  std::set<std::string> keys;
  for (const describe::Field& field : type.fields) {
    CAPTURE(type.name);
    CAPTURE(field.key);
    CHECK(keys.insert(field.key).second);
    CHECK_FALSE(field.doc.empty());
    if (!field.type.get_number || field.type.kind == describe::Kind::optional) continue;
    double value = field.type.get_number(field.address(instance));
    if (field.type.unit) value = (value - field.type.unit->offset) / field.type.unit->factor;
    if (field.type.options.min) CHECK(value >= *field.type.options.min - 1e-9);
    if (field.type.options.max) CHECK(value <= *field.type.options.max + 1e-9);
  }
}

template <class T>
void check_default() {
  T instance;
  check(T::description(), &instance);
}

}  // namespace

TEST_CASE("defaults lie within the described bounds") {
  check_default<DryCooler>();
  check_default<AdiabaticDryCooler>();
  check_default<CoolingTower>();
  check_default<ClosedCircuitTower>();
  check_default<ChillerCurves>();
  check_default<AirCooledChiller>();
  check_default<WaterCooledChiller>();
  check_default<DirectAir>();
  check_default<AirEconomiser>();
  check_default<WaterTank>();
  check_default<LiquidLoop>();
  check_default<AirLoop>();
  check_default<CoolingDesign>();
}

TEST_CASE("a plant is chosen by its kind") {
  HeatRejection plant;
  const auto& fields = LiquidLoop::description().fields;
  const auto& type = std::ranges::find(fields, std::string("plant"), &describe::Field::name)->type;
  REQUIRE(type.kind == describe::Kind::variant);
  const char* const kinds[] = {"dry_cooler",         "adiabatic_dry_cooler", "cooling_tower", "closed_circuit_tower",
                               "air_cooled_chiller", "water_cooled_chiller", "direct_air"};
  REQUIRE(type.kinds.size() == std::size(kinds));
  for (std::size_t i = 0; i < type.kinds.size(); ++i) {
    CHECK(type.kinds[i]().name == kinds[i]);
    type.emplace(&plant, i);
    CHECK(plant.index() == i);
  }
  CHECK(CoolingDesign::description().catalogue == "cooling");
}
