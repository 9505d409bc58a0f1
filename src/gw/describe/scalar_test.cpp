// Numbers, units, choices, dates: one field at a time.

#include <doctest/doctest.h>

#include "gw/describe/sample_types.h"

using namespace gw;
using namespace gw::describe;
using namespace gw::describe::sample;

namespace {

const std::string kHead = "name: s\nhalls: []\nservice_mw: 1\n";

Outcome<Site> with(const std::string& line) { return read_text<Site>(kHead + line + "\n"); }
Outcome<Site> service(const std::string& line) {
  return read_text<Site>("name: s\nhalls: []\n" + line + "\n");
}

}  // namespace

TEST_CASE("a quantity has a suffix or a unit") {
  CHECK(service("service_mw: 50").value.service.in(MW) == 50);
  CHECK(service("service: 50 MW").value.service.in(MW) == 50);
  CHECK(service("service: 0.05GW").value.service.in(MW) == doctest::Approx(50));
  CHECK(service("service_mw: 50 MW").value.service.in(MW) == 50);
  CHECK(service("service: \"50 MW\"").value.service.in(MW) == 50);
  CHECK(service("service_mw: 1_000").value.service.in(MW) == 1000);
  CHECK(service("service_mw: 1e3").value.service.in(MW) == 1000);
  CHECK(service("service: {value: 50 MW}").value.service.in(MW) == 50);
  for (const char* line : {"service_mw: 50", "service: 50 MW", "service_mw: {value: 50}"})
    CHECK(service(line).codes() == "");
}

TEST_CASE("a bare number under the bare name is refused, with both cures") {
  const auto out = service("service: 50");
  CHECK(out.codes() == "GW1105");
  CHECK(out.first().hint == "write service_mw: 50 or service: 50 MW");
  CHECK(out.first().path == "service_mw");
  CHECK(out.first().where.line == 3);
  CHECK(out.first().source_line == "service: 50");
}

TEST_CASE("another suffix of the same dimension is converted in the message") {
  const auto out = service("service_kw: 500");
  CHECK(out.codes() == "GW1106");
  CHECK(out.first().message == "this field is in MW");
  CHECK(out.first().hint == "write service_mw: 0.5");
  CHECK(service("service_kw: {value: 500}").first().hint == "write service_mw: 0.5");
  CHECK(service("service_kw: many").codes() == "GW1106");
  CHECK(service("service_mw: 500 kW").codes() == "GW1106");
  CHECK(service("service_mw: 500 kW").first().hint == "write service_mw: 0.5 or service: 500 kW");
}

TEST_CASE("another dimension lists the right units") {
  const auto suffix = service("service_mwh: 5");
  CHECK(suffix.codes() == "GW1105");
  CHECK(suffix.first().hint == "units here: MW, W, kW, GW");
  const auto text = service("service: 5 MWh");
  CHECK(text.codes() == "GW1105");
  CHECK(text.first().message == "MWh does not convert to MW");
  CHECK(service("service: 5 mw").first().hint == "did you mean 'MW'?");
  CHECK(service("service: 5 furlongs").codes() == "GW1105");
  CHECK(with("heat_rate: 7 L").codes() == "GW1105");  // no dimension either, and yet no heat rate
}

TEST_CASE("what is not a number says so") {
  CHECK(service("service_mw: many").codes() == "GW1104");
  CHECK(service("service_mw: \"50\"").codes() == "GW1104");
  CHECK(service("service_mw: .nan").codes() == "GW1104");
  CHECK(service("service_mw: .inf").codes() == "GW1104");
  CHECK(service("service_mw: 1e999").codes() == "GW1104");
  CHECK(service("service_mw: 0x10").codes() == "GW1105");
  CHECK(service("service_mw:").codes() == "GW1108");
  CHECK(service("service_mw: [5]").codes() == "GW1108");
  CHECK(service("service_mw: {watts: 5}").codes() == "GW1108");
  CHECK(with("seed: 1,000").first().hint == "group digits with _, as in 1_000_000");
}

TEST_CASE("ranges are told in the field's unit") {
  const auto out = service("service: -5 kW");
  CHECK(out.codes() == "GW1102");
  CHECK(out.first().message == "-0.005 MW is outside [0, 10000] MW");
  CHECK(service("service: 10 GW").codes() == "");  // the bound itself
  CHECK(service("service: 10.1 GW").codes() == "GW1102");
  CHECK(with("price_usd: -1").first().message == "-1 USD is outside [0, ...) USD");
  CHECK(with("life: 0.5 years").codes() == "GW1102");
  CHECK(with("prices_usd_per_mwh: [10, 20000]").first().path == "prices_usd_per_mwh[1]");
}

TEST_CASE("temperatures are points, differences are not") {
  CHECK(with("design_c: 40").value.design.in_celsius() == doctest::Approx(40));
  CHECK(with("design: 40 °C").value.design.in_celsius() == doctest::Approx(40));
  CHECK(with("design: 300 K").value.design.in_kelvin() == doctest::Approx(300));
  CHECK(with("design: 400 K").codes() == "GW1102");
  const auto hall = [](const std::string& cooling) {
    return read_text<Hall>("name: h\nracks: 1\nchip: h100\ncooling: {kind: dry, " + cooling + "}\n");
  };
  CHECK(std::get<Dry>(hall("approach: 10 K").value.cooling).approach.in(K) == 10);
  CHECK(hall("approach: 10 °C").codes() == "GW1105");
  CHECK(hall("approach_c: 10").codes() == "GW1105");
}

TEST_CASE("fractions may be written in percent under the bare name") {
  const auto battery = [](const std::string& line) {
    return read_text<Battery>("energy_mwh: 1\npower_mw: 1\n" + line + "\n");
  };
  CHECK(battery("round_trip_frac: 0.9").value.round_trip_frac == 0.9);
  CHECK(battery("round_trip: 90 %").value.round_trip_frac == doctest::Approx(0.9));
  CHECK(battery("round_trip: 100%").value.round_trip_frac == 1.0);
  CHECK(battery("round_trip: 101 %").codes() == "GW1102");
  CHECK(battery("round_trip: 0.9").codes() == "GW1105");
  CHECK(battery("round_trip_frac: 90 %").codes() == "GW1106");
  CHECK(with("price: 5 %").codes() == "GW1105");
}

TEST_CASE("whole numbers") {
  const auto racks = [](const std::string& text) {
    return read_text<Hall>("name: h\nchip: h100\nracks: " + text + "\n");
  };
  CHECK(racks("1e4").value.racks == 10000);
  CHECK(racks("10_000").value.racks == 10000);
  CHECK(racks("5.0").value.racks == 5);
  CHECK(racks("3.5").codes() == "GW1112");
  CHECK(racks("5 racks").codes() == "GW1105");
  CHECK(racks("0").codes() == "GW1102");
  CHECK(racks("1e12").codes() == "GW1102");
  CHECK(with("seed: 255").value.seed == 255);
  CHECK(with("seed: 256").codes() == "GW1102");  // a byte
  CHECK(with("seed: -1").codes() == "GW1102");
}

TEST_CASE("true, false and words that are neither") {
  CHECK(with("islanded: true").value.islanded);
  CHECK(with("islanded: yes").codes() == "GW1116");
  CHECK(with("islanded: yes").first().hint == "write true");
  CHECK(with("islanded: Off").first().hint == "write false");
  CHECK(with("islanded: \"true\"").codes() == "GW1116");
  CHECK(with("islanded: 1").codes() == "GW1116");
}

TEST_CASE("choices, dates and text") {
  CHECK(with("mode: serve").value.mode == Mode::serve);
  CHECK(with("mode: serv").codes() == "GW1107");
  CHECK(with("mode: serv").first().hint == "did you mean 'serve'? one of: idle, train, serve");
  CHECK(with("start: 2028-02-29").value.start == Date{2028, 2, 29});
  CHECK(with("start: 2027-02-29").codes() == "GW1109");
  CHECK(with("start: tomorrow").codes() == "GW1109");
  CHECK(read_text<Site>("name: 2028\nhalls: []\nservice_mw: 1\n").value.name == "2028");
  CHECK(read_text<Site>("name: [x]\nhalls: []\nservice_mw: 1\n").codes() == "GW1108");
}

TEST_CASE("optionals and lists") {
  CHECK(with("life: 20 years").value.life->in(unit::year) == 20);
  CHECK_FALSE(with("life_years: null").value.life);
  CHECK(with("life_years:").codes() == "");
  CHECK(with("prices: [40 $/MWh, 0.05 USD/kWh]").value.prices_usd_per_mwh[1] == doctest::Approx(50));
  CHECK(with("prices_usd_per_mwh: [1, 2, 3]").value.prices_usd_per_mwh.size() == 3);
  CHECK(with("prices_usd_per_mwh: 5").codes() == "GW1108");
  CHECK(with("prices_usd_per_mwh: 5").first().hint == "write [5]");
  CHECK(with("prices_usd_per_mwh: [5, ~]").codes() == "GW1108");
  CHECK(with("start:").codes() == "GW1108");
}

TEST_CASE("a field is given once") {
  const auto out = with("price: 5 USD\nprice_usd: 6");
  CHECK(out.codes() == "GW1113");
  CHECK(out.first().where.line == 5);
  CHECK(*out.value.price == 5);
}
