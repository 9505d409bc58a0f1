#include <doctest/doctest.h>

#include "gw/describe/sample_types.h"
#include "gw/describe/schema.h"

using namespace gw;
using namespace gw::describe;
using namespace gw::describe::sample;

namespace {

Site busy_site() {
  Site site;
  site.name = "no: \"quote\\ \n";
  site.start = {2028, 2, 29};
  site.mode = Mode::serve;
  site.service = 1.0 / 3.0 * GW;
  site.design = Temperature::celsius(36.6);
  site.life = 20.0 * unit::year;
  site.prices_usd_per_mwh = {0.1, -5, 1e4 / 3};
  site.halls.resize(2);
  site.halls[0] = {
      .name = "a", .racks = 3, .chip = {"x", 700.0 * W, 80.0 * GB, {}}, .cooling = Tower{3.0 * K, 4}};
  site.halls[1] = {
      .name = "true", .racks = 5, .chip = {"", 1.0 * W, 1.0 * GB, {2e9 * Hz, 0.2}}, .cooling = Dry{}};
  site.supply.emplace_back(Battery{4.0 * MWh, 2.0 * MW, 0.9});
  site.supply.emplace_back(Solar{7.0 * MW, 12.5});
  site.spare = Chip{"spare", 5.0 * W, 5.0 * GB, {}};
  return site;
}

}  // namespace

TEST_CASE("canonical YAML reads back to the same struct") {
  const Site site = busy_site();
  const std::string text = to_yaml(Site::description(), &site);
  auto out = read_text<Site>(text);
  CHECK_MESSAGE(out.codes() == "", text << out.diagnostics.render());
  CHECK(to_yaml(Site::description(), &out.value) == text);
  CHECK(out.value.name == site.name);
  CHECK(out.value.service.base() == site.service.base());
  CHECK(out.value.design.in_kelvin() == site.design.in_kelvin());
  CHECK(out.value.prices_usd_per_mwh == site.prices_usd_per_mwh);
  CHECK(out.value.halls[1].name == "true");
  CHECK(std::get<Tower>(out.value.halls[0].cooling).cycles == 4);
  CHECK(std::get<Battery>(out.value.supply[0]).round_trip_frac == 0.9);
  CHECK(*out.value.halls[1].chip.clock.boost_frac == 0.2);
  CHECK(*out.value.life == *site.life);
  CHECK_FALSE(out.value.price);
}

TEST_CASE("canonical YAML uses suffix keys, short numbers and says its format") {
  Battery battery{50.0 * MWh, 0.1 * MW, 0.85};
  CHECK(to_yaml(Battery::description(), &battery) ==
        "format: gigawatt.battery/1\nenergy_mwh: 50\npower_mw: 0.1\nround_trip_frac: 0.85\n");
}

TEST_CASE("a document as JSON, as the reader sees it") {
  const auto document =
      parse_text("a: 1e6\nb: '5'\nc: 5 MW\nd: [true, ~, 0.5, 2028-01-01]\ne: {}\nf: 1_000\n", "t");
  REQUIRE(document);
  const std::string json = to_json(document->root);
  const auto again = parse_text(json, "t.json");
  REQUIRE(again);
  CHECK(again->root.find("a")->text == "1000000");
  CHECK(again->root.find("b")->quoted);
  CHECK(again->root.find("c")->quoted);
  CHECK(again->root.find("d")->children[0].text == "true");
  CHECK(again->root.find("d")->children[1].kind == Node::Kind::null);
  CHECK(again->root.find("d")->children[3].quoted);
  CHECK(again->root.find("f")->text == "1000");
}
