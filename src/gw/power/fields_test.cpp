// Every described record: its defaults lie in their own ranges, and every field is documented.

#include <doctest/doctest.h>

#include <string>

#include "gw/describe/record.h"
#include "gw/power/campus_network.h"
#include "gw/power/power_chain.h"
#include "gw/power/rack.h"

namespace gw::power {
namespace {

void check_record(const describe::RecordType& type) {
  const auto made = type.make();
  for (const describe::Field& field : type.fields) {
    INFO(type.name << "." << field.key);
    CHECK_FALSE(field.doc.empty());
    if (!field.type.get_number || field.type.kind == describe::Kind::choice || field.type.options.required)
      continue;
    const double value =
        field.type.get_number(field.address(made.get())) / (field.type.unit ? field.type.unit->factor : 1.0);
    CHECK(value >= field.type.options.min.value_or(value));
    CHECK(value <= field.type.options.max.value_or(value));
  }
}

const describe::Field& field(const describe::RecordType& type, const std::string& key) {
  for (const describe::Field& f : type.fields)
    if (f.key == key) return f;
  FAIL("no field " << key);
  return type.fields.front();
}

}  // namespace

TEST_CASE("defaults lie in range and every field says what it is") {
  check_record(AcceleratorPower::description());
  check_record(Rack::description());
  check_record(LossStage::description());
  check_record(PowerChain::description());
  check_record(NetworkShare::description());
  check_record(NetworkPorts::description());
  check_record(NetworkPower::description());
}

TEST_CASE("records name their catalogue folders") {
  CHECK(Rack::description().catalogue == "racks");
  CHECK(PowerChain::description().catalogue == "power_chains");
  CHECK(LossStage::description().catalogue.empty());
}

TEST_CASE("keys carry units, and setting through a description reaches the member") {
  Rack rack;
  const describe::Field& rated = field(Rack::description(), "rated_w");
  rated.type.set_number(rated.address(&rack), 10'200.0);
  CHECK(rack.rated == 10.2 * kW);
  LossStage stage;
  const describe::Field& rating = field(LossStage::description(), "unit_rating_kw");
  rating.type.set_number(rating.address(&stage), 1.5e6);
  CHECK(stage.unit_rating == 1.5 * MW);
}

TEST_CASE("redundancy names stand in the order of the enumerators") {
  const auto& choices = field(LossStage::description(), "redundancy").type.choices;
  REQUIRE(choices.size() == 5);
  CHECK(choices[std::size_t(Redundancy::n)] == "N");
  CHECK(choices[std::size_t(Redundancy::n_plus_1)] == "N+1");
  CHECK(choices[std::size_t(Redundancy::n_plus_2)] == "N+2");
  CHECK(choices[std::size_t(Redundancy::two_n)] == "2N");
  CHECK(choices[std::size_t(Redundancy::four_to_make_three)] == "4/3");
}

}  // namespace gw::power
