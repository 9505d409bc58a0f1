#include <doctest/doctest.h>

#include "gw/describe/sample_types.h"

using namespace gw;
using namespace gw::describe;
using namespace gw::describe::sample;

namespace {

const std::string kSite =
    "name: s\n"
    "source: the operator\n"
    "service_mw: 1\n"
    "halls:\n"
    "  - {name: a, racks: 1, chip: h100}\n"
    "  - {name: b, racks: 2, chip: {base: h100, tdp_w: 600}}\n";

std::string code_of(const std::string& assignment) { return read_text<Site>(kSite, {assignment}).codes(); }

}  // namespace

TEST_CASE("elements of lists, with brackets or dots") {
  CHECK(read_text<Site>(kSite, {"halls[1].racks=7"}).value.halls[1].racks == 7);
  CHECK(read_text<Site>(kSite, {"halls.0.racks=7"}).value.halls[0].racks == 7);
  CHECK(read_text<Site>(kSite, {"halls[0].racks=7", "halls[0].racks=9"}).value.halls[0].racks == 9);
}

TEST_CASE("an override belongs to the user, not to the source around it") {
  const auto out = read_text<Site>(kSite, {"service_mw=20", "halls[0].chip.tdp_w=650"});
  CHECK(out.codes() == "");
  CHECK(out.provenance.at("service_mw").origin.source == "");
  CHECK(out.provenance.at("service_mw").origin.grade == Grade::user);
  CHECK(out.provenance.at("service_mw").origin.place == "--set");
  CHECK(out.provenance.at("halls[0].racks").origin.source == "the operator");
  CHECK(read_text<Site>(kSite, {"service_mw={value: 5, source: me}"})
            .provenance.at("service_mw")
            .origin.source == "me");
}

TEST_CASE("any spelling replaces any other") {
  const auto out = read_text<Site>(kSite, {"service=2 GW"});
  CHECK(out.codes() == "");
  CHECK(out.value.service.in(MW) == doctest::Approx(2000));
  CHECK(read_text<Site>("name: s\nhalls: []\nservice: 5 MW\n", {"service_mw=7"}).value.service.in(MW) == 7);
  CHECK(code_of("service_kw=7") == "GW1106");
}

TEST_CASE("the last spelling given wins; keys that are fields of their own stay") {
  CHECK(read_text<Site>(kSite, {"service=2 GW", "service_mw=7"}).value.service.in(MW) == 7);
  CHECK(read_text<Site>(kSite, {"service_mw=7", "service=2 GW"}).value.service.in(MW) ==
        doctest::Approx(2000));
  struct Calls {
    double yearly = 0, daily = 0;
    static const RecordType& description() {
      static const auto type = record<Calls>("calls", "How often.")
                                   .value("calls_per_year", &Calls::yearly, "in a year")
                                   .value("calls_per_day", &Calls::daily, "in a day")
                                   .build();
      return type;
    }
  };
  const auto out = read_text<Calls>("calls_per_year: 100\n", {"calls_per_day=2"});
  CHECK(out.codes() == "");
  CHECK(out.value.yearly == 100);
  CHECK(out.value.daily == 2);
}

TEST_CASE("below a catalogue name") {
  const auto out = read_text<Site>(
      kSite, {"halls[0].chip.tdp_w=650", "halls[1].chip.memory_gb=96", "halls[0].chip.clock.base_ghz=2"});
  CHECK(out.codes() == "");
  CHECK(out.value.halls[0].chip.tdp.in(W) == 650);
  CHECK(out.value.halls[0].chip.memory.in(GB) == 80);
  CHECK(out.value.halls[0].chip.clock.base.in(Hz) == doctest::Approx(2e9));
  CHECK(out.value.halls[1].chip.tdp.in(W) == 600);
  CHECK(out.value.halls[1].chip.memory.in(GB) == 96);
}

TEST_CASE("below what a row or the defaults say, nothing else changes") {
  const std::string text = "name: s\nservice: 5 MW\nhalls: [{name: a, racks: 1, chip: h100}]\n";
  const auto out = read_text<Site>(text, {"halls.0.chip.clock.base_ghz=2", "halls.0.cooling.approach_k=6"});
  CHECK(out.codes() == "");
  CHECK(out.value.halls[0].chip.tdp.in(W) == 700);
  CHECK(std::get<Dry>(out.value.halls[0].cooling).approach.in(K) == doctest::Approx(6));
  CHECK(out.provenance.at("halls[0].cooling.approach_k").origin.place == "--set");
  CHECK(out.provenance.at("halls[0].chip.tdp_w").origin.source == "data sheet");
}

TEST_CASE("an element of a row's list") {
  // Rows of this sample have no list of records: a spare site is one.
  const std::string text = "name: s\nservice: 5 MW\nhalls: []\nprices_usd_per_mwh: [1, 2, 3]\n";
  CHECK(read_text<Site>(text, {"prices_usd_per_mwh.1=7"}).value.prices_usd_per_mwh == std::vector<double>{1, 7, 3});
  const std::string without = "name: s\nservice: 5 MW\nhalls: []\n";
  const auto out = read_text<Site>(without, {"prices_usd_per_mwh.1=7"});
  CHECK(out.codes() == "GW1011");
  CHECK(out.first().message == "this list has 0 elements, counted from 0: there is no 1");
  CHECK(read_text<Site>(without, {"supply.first.power_mw=7"}).codes() == "GW1011");
}

TEST_CASE("a patch of what is not there must give what is required") {
  CHECK(read_text<Site>("name: s\nservice: 5 MW\nhalls: [{name: a, racks: 1}]\n", {"halls.0.chip.tdp_w=5"}).codes() ==
        "GW1103");
  CHECK(read_text<Site>("name: s\nservice: 5 MW\nhalls: []\n", {"spare.tdp_w=5"}).codes() == "GW1103");
  CHECK(read_text<Site>("name: s\nservice: 5 MW\nhalls: []\n", {"spare.tdp_w=5", "spare.memory_gb=5"}).codes() == "");
}

TEST_CASE("values are YAML") {
  CHECK(read_text<Site>(kSite, {"prices_usd_per_mwh=[1, 2]"}).value.prices_usd_per_mwh.size() == 2);
  CHECK(read_text<Site>(kSite, {"supply=[desert]"}).value.supply.size() == 1);
  CHECK_FALSE(read_text<Site>(kSite, {"life=5 years", "life="}).value.life);
  CHECK(read_text<Site>(kSite, {"name=a=b"}).value.name == "a=b");
  CHECK(read_text<Site>(kSite, {"service_mw.grade=press"}).provenance.at("service_mw").origin.grade ==
        Grade::press);
}

TEST_CASE("what is not an assignment") {
  for (const char* text : {"", "service_mw", "=5", "halls[0=5", "halls[x]=5", "halls..racks=5", ".name=x",
                           "halls[0]racks=5", "name.=x"})
    CHECK_MESSAGE(code_of(text) == "GW1010", text);
  CHECK(code_of("prices=[") == "GW1002");
}

TEST_CASE("what is not there") {
  const auto out = read_text<Site>(kSite, {"halls[2].racks=5"});
  CHECK(out.codes() == "GW1011");
  CHECK(out.first().message == "'halls' has 2 elements, counted from 0: there is no 2");
  CHECK(code_of("halls.first.racks=5") == "GW1011");
  CHECK(code_of("servce_mw=5") == "GW1101");
  CHECK(code_of("halls[0].racks.x=5") == "GW1108");
  std::string deep = "a";
  for (int i = 0; i < 200; ++i) deep += ".a";
  CHECK(code_of(deep + "=5") == "GW1011");
}

TEST_CASE("a bad override leaves the document as it was") {
  auto document = parse_text(kSite, "t.yaml");
  Diagnostics diagnostics;
  apply_override(*document, "new.list[0].x=5", diagnostics);
  apply_override(*document, "halls[0].chip.a.b[7]=5", diagnostics);
  apply_override(*document, "halls[5]=5", diagnostics);
  CHECK(document->root.find("halls")->children[0].find("name")->text == "a");
  CHECK(document->root.find("halls")->children.size() == 2);
}
