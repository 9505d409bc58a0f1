// What the reader says, word for word as it is printed, one message of each code: place, path, what was
// found, what to do, the line and a caret under the fault.
#include <doctest/doctest.h>

#include "gw/describe/sample_types.h"

using namespace gw;
using namespace gw::describe;
using namespace gw::describe::sample;

namespace {

template <class T>
std::string said(const std::string& text) {
  return "\n" + read_text<T>(text).diagnostics.render();
}

}  // namespace

TEST_CASE("GW1101 unknown key: the nearest key, else all keys") {
  CHECK(said<Battery>("energy_mwh: 4\npower_mw: 2\nround_trp_frac: 0.9\n") == R"(
test.yaml:3:1: error[GW1101]: round_trp_frac: unknown key 'round_trp_frac'; did you mean 'round_trip_frac'?
    3 | round_trp_frac: 0.9
      | ^
)");
  CHECK(said<Solar>("peak_mw: 4\ncolour: red\n") == R"(
test.yaml:2:1: error[GW1101]: colour: unknown key 'colour'; a solar has: peak_mw, peak, tilt_deg, tilt, base
    2 | colour: red
      | ^
)");
  CHECK(said<Solar>("peak_mw: {value: 4, sauce: me}\n") == R"(
test.yaml:1:21: error[GW1101]: peak_mw: unknown key 'sauce' beside a value; a value may have: value, source, grade, note, url, seen
    1 | peak_mw: {value: 4, sauce: me}
      |                     ^
)");
}

TEST_CASE("GW1102 outside the range: value and range in the unit of the key, whatever unit was written") {
  CHECK(said<Solar>("peak_mw: 4\ntilt_deg: 91\n") == R"(
test.yaml:2:11: error[GW1102]: tilt_deg: 91 deg is outside [0, 90] deg
    2 | tilt_deg: 91
      |           ^
)");
  CHECK(said<Solar>("peak: -4 kW\n") == R"(
test.yaml:1:7: error[GW1102]: peak_mw: -0.004 MW is outside [0, ...) MW
    1 | peak: -4 kW
      |       ^
)");
}

TEST_CASE("GW1103 missing key: placed at its record, with both spellings") {
  CHECK(said<Battery>("energy_mwh: 4\n") == R"(
test.yaml:1:1: error[GW1103]: power_mw: missing required key 'power_mw': rated power; write power_mw: ... or power: ... MW
    1 | energy_mwh: 4
      | ^
)");
}

TEST_CASE("GW1104 not a number, and a number in quotes") {
  CHECK(said<Solar>("peak_mw: many\n") == R"(
test.yaml:1:10: error[GW1104]: peak_mw: expected a number in MW, found 'many'
    1 | peak_mw: many
      |          ^
)");
  CHECK(said<Solar>("peak_mw: \"5\"\n") == R"(
test.yaml:1:10: error[GW1104]: peak_mw: expected a number in MW, found '5'; a number has no quotes
    1 | peak_mw: "5"
      |          ^
)");
}

TEST_CASE("GW1105 unit missing, unknown, or of another dimension") {
  CHECK(said<Solar>("peak: 5\n") == R"(
test.yaml:1:7: error[GW1105]: peak_mw: 5 has no unit; write peak_mw: 5 or peak: 5 MW
    1 | peak: 5
      |       ^
)");
  CHECK(said<Solar>("peak: 5 Mw\n") == R"(
test.yaml:1:7: error[GW1105]: peak_mw: unknown unit 'Mw'; did you mean 'MW'?
    1 | peak: 5 Mw
      |       ^
)");
  CHECK(said<Solar>("peak: 5 MWh\n") == R"(
test.yaml:1:7: error[GW1105]: peak_mw: MWh does not convert to MW; units here: MW, W, kW, GW
    1 | peak: 5 MWh
      |       ^
)");
  CHECK(said<Solar>("peak_mwh: 5\npeak_mw: 5\n") == R"(
test.yaml:1:1: error[GW1105]: peak_mw: 'peak' is in MW, which MWh does not convert to; units here: MW, W, kW, GW
    1 | peak_mwh: 5
      | ^
)");
}

TEST_CASE("GW1106 another suffix than the field's, with the number converted") {
  CHECK(said<Solar>("peak_kw: 500\n") == R"(
test.yaml:1:1: error[GW1106]: peak_mw: this field is in MW; write peak_mw: 0.5
    1 | peak_kw: 500
      | ^
)");
  CHECK(said<Solar>("peak_mw: 500 kW\n") == R"(
test.yaml:1:10: error[GW1106]: peak_mw: the key says MW, the value says kW; write peak_mw: 0.5 or peak: 500 kW
    1 | peak_mw: 500 kW
      |          ^
)");
}

TEST_CASE("GW1107 unknown choice and unknown kind, with what there is") {
  CHECK(said<Site>("name: s\nhalls: []\nservice_mw: 1\nmode: trian\n") == R"(
test.yaml:4:7: error[GW1107]: mode: unknown choice 'trian'; did you mean 'train'? one of: idle, train, serve
    4 | mode: trian
      |       ^
)");
  CHECK(said<Hall>("name: h\nracks: 2\nchip: h100\ncooling: {kind: magic}\n") == R"(
test.yaml:4:17: error[GW1107]: cooling.kind: unknown kind 'magic'; one of: dry, tower
    4 | cooling: {kind: magic}
      |                 ^
)");
}

TEST_CASE("GW1108 a list where a mapping belongs, and the other way round") {
  CHECK(said<Hall>("name: h\nracks: 2\nchip: [h100]\n") == R"(
test.yaml:3:7: error[GW1108]: chip: expected a chip (a mapping) or a name from catalog/chips, found a list
    3 | chip: [h100]
      |       ^
)");
  CHECK(said<Site>("name: s\nhalls: h100\nservice_mw: 1\n") == R"(
test.yaml:2:8: error[GW1108]: halls: expected a list, found 'h100'; write [h100]
    2 | halls: h100
      |        ^
)");
  CHECK(said<Site>("") == "\ntest.yaml: error[GW1108]: the document is empty\n");
}

TEST_CASE("GW1109 a day that does not exist") {
  CHECK(said<Site>("name: s\nhalls: []\nservice_mw: 1\nstart: 2027-02-29\n") == R"(
test.yaml:4:8: error[GW1109]: start: expected a date such as 2028-06-01, found '2027-02-29'
    4 | start: 2027-02-29
      |        ^
)");
}

TEST_CASE("GW1110 no such row: the nearest, and all") {
  CHECK(said<Hall>("name: h\nracks: 2\nchip: h10\n") == R"(
test.yaml:3:7: error[GW1110]: chip: no row 'h10' in catalog/chips; did you mean 'h100'? it has: broken, h100, h200, loop_a, loop_b, poor
    3 | chip: h10
      |       ^
)");
}

TEST_CASE("GW1111 rows that stand on each other: placed in the row that closes the circle") {
  CHECK(said<Hall>("name: h\nracks: 2\nchip: loop_a\n") == R"(
catalog/chips/loop_b.yaml:1:7: error[GW1111]: chip: catalogue rows stand on each other: loop_a -> loop_b -> loop_a
    1 | base: loop_a
      |       ^
)");
}

TEST_CASE("GW1112 half a rack") {
  CHECK(said<Hall>("name: h\nracks: 2.5\nchip: h100\n") == R"(
test.yaml:2:8: error[GW1112]: racks: expected a whole number, found 2.5
    2 | racks: 2.5
      |        ^
)");
}

TEST_CASE("GW1113 one value under two spellings") {
  CHECK(said<Solar>("peak_mw: 5\npeak: 6 MW\n") == R"(
test.yaml:2:7: error[GW1113]: peak_mw: given twice, as 'peak_mw' and as 'peak'; keep one of them
    2 | peak: 6 MW
      |       ^
)");
}

TEST_CASE("GW1114 another version, and another document") {
  CHECK(said<Solar>("format: gigawatt.solar/2\npeak_mw: 5\n") == R"(
test.yaml:1:9: error[GW1114]: format: 'gigawatt.solar/2' is a version this program does not read; expected format: gigawatt.solar/1
    1 | format: gigawatt.solar/2
      |         ^
)");
  CHECK(said<Solar>("format: gigawatt.battery/1\npeak_mw: 5\n") == R"(
test.yaml:1:9: error[GW1114]: format: this is 'gigawatt.battery/1', not a solar document; expected format: gigawatt.solar/1
    1 | format: gigawatt.battery/1
      |         ^
)");
}

TEST_CASE("GW1115 unknown grade") {
  CHECK(said<Solar>("peak_mw: {value: 5, grade: vendr}\n") == R"(
test.yaml:1:28: error[GW1115]: peak_mw: unknown grade 'vendr'; did you mean 'vendor'?
    1 | peak_mw: {value: 5, grade: vendr}
      |                            ^
)");
}

TEST_CASE("GW1116 YAML 1.1 words are no booleans here, and the right word is offered") {
  CHECK(said<Site>("name: s\nhalls: []\nservice_mw: 1\nislanded: Yes\n") == R"(
test.yaml:4:11: error[GW1116]: islanded: expected true or false, found 'Yes'; write true
    4 | islanded: Yes
      |           ^
)");
}

TEST_CASE("columns count bytes; the caret stands under its character behind letters of several bytes") {
  CHECK(said<Solar>("peak_mw: {note: \"é°\", value: many}\n") == R"(
test.yaml:1:32: error[GW1104]: peak_mw: expected a number in MW, found 'many'
    1 | peak_mw: {note: "é°", value: many}
      |                              ^
)");
}
