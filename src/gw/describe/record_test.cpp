// The description itself: what the builder makes of members.

#include "gw/describe/record.h"

#include <doctest/doctest.h>

#include "gw/describe/sample_types.h"

using namespace gw;
using namespace gw::describe;
using namespace gw::describe::sample;

namespace {

const Field& field(const RecordType& type, const std::string& key) {
  for (const Field& one : type.fields)
    if (one.key == key) return one;
  FAIL("no field " << key);
  return type.fields.front();
}

struct Counts {
  std::int8_t tiny = 0;
  std::int64_t wide = 0;
  std::vector<double> share_frac;
  std::vector<std::optional<Time>> gaps;
  int whole_frac = 0;
  static const RecordType& description() {
    static const auto type = record<Counts>("counts", "Numbers.")
                                 .value("tiny", &Counts::tiny, "a byte")
                                 .value("wide", &Counts::wide, "eight bytes")
                                 .value("share_frac", &Counts::share_frac, "shares", {.min = 0, .max = 1})
                                 .quantity("gaps", "h", &Counts::gaps, "gaps", {.min = 0})
                                 .value("whole_frac", &Counts::whole_frac, "an integer is no fraction")
                                 .build();
    return type;
  }
};

}  // namespace

TEST_CASE("keys are names with their unit") {
  const RecordType& site = Site::description();
  CHECK(field(site, "service_mw").name == "service");
  CHECK(std::string(field(site, "service_mw").type.unit->symbol) == "MW");
  CHECK(field(site, "service_mw").type.options.required);
  CHECK(field(site, "name").name == "name");
  CHECK(field(site, "mode").type.choices.size() == 3);
  CHECK(field(Battery::description(), "round_trip_frac").name == "round_trip");
  CHECK(field(Counts::description(), "whole_frac").name == "whole_frac");
}

TEST_CASE("units and bounds reach the scalar inside lists and optionals") {
  const ValueType& shares = field(Counts::description(), "share_frac").type;
  CHECK(shares.kind == Kind::list);
  CHECK(std::string(shares.element->unit->suffix) == "frac");
  CHECK(*shares.element->options.max == 1);
  const ValueType& gaps = field(Counts::description(), "gaps_h").type;
  CHECK(gaps.element->kind == Kind::optional);
  CHECK(std::string(gaps.element->element->unit->symbol) == "h");
  const auto out = read_text<Counts>("gaps: [5 min, ~, 2 h]\nshare: [50 %, 1 frac]\n");
  CHECK(out.codes() == "");
  CHECK(out.value.gaps[0]->in(minute) == doctest::Approx(5));
  CHECK_FALSE(out.value.gaps[1]);
  CHECK(out.value.share_frac == std::vector<double>{0.5, 1});
  CHECK(out.provenance.contains("gaps_h[2]"));
  CHECK_FALSE(out.provenance.contains("gaps_h[1]"));
}

TEST_CASE("integers know what they hold") {
  CHECK(field(Counts::description(), "tiny").type.type_min == -128);
  CHECK(field(Counts::description(), "tiny").type.type_max == 127);
  CHECK(field(Counts::description(), "wide").type.type_max == 9007199254740992.0);
  CHECK(read_text<Counts>("wide: 9007199254740992\n").value.wide == 9007199254740992);
  CHECK(read_text<Counts>("wide: 9007199254740994\n").codes() == "GW1102");
  CHECK(read_text<Counts>("tiny: 128\n").codes() == "GW1102");
}

TEST_CASE("values are reached through the description") {
  Site site;
  const ValueType& service = field(Site::description(), "service_mw").type;
  service.set_number(field(Site::description(), "service_mw").address(&site), 5e6);
  CHECK(site.service.in(MW) == 5);
  const Field& start = field(Site::description(), "start");
  start.type.set_text(start.address(&site), "2030-02-03");
  CHECK(start.type.get_text(start.address(&site)) == "2030-02-03");
  const Field& life = field(Site::description(), "life_years");
  CHECK(life.type.size(life.address(&site)) == 0);
  life.type.emplace(life.address(&site), 0);
  CHECK(site.life);
  life.type.clear(life.address(&site));
  CHECK_FALSE(site.life);
}

TEST_CASE("a variant keeps its value when it already is the alternative") {
  Hall hall;
  hall.cooling = Tower{6.0 * K, 9};
  const ValueType& cooling = field(Hall::description(), "cooling").type;
  CHECK(cooling.index(&hall.cooling) == 1);
  CHECK(cooling.emplace(&hall.cooling, 1) == cooling.at(&hall.cooling, 0));
  CHECK(std::get<Tower>(hall.cooling).cycles == 9);
  cooling.emplace(&hall.cooling, 0);
  CHECK(std::holds_alternative<Dry>(hall.cooling));
}

TEST_CASE("a record makes and resets its struct") {
  const RecordType& type = Battery::description();
  CHECK(static_cast<Battery*>(type.make().get())->round_trip_frac == 0.85);
  Battery battery{1.0 * MWh, 2.0 * MW, 0.5};
  type.reset(&battery);
  CHECK(battery.round_trip_frac == 0.85);
  CHECK(battery.power.base() == 0);
}
