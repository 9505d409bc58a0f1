#include "gw/campus/chain_sizing.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "gw/campus/test_campus.h"

namespace gw::campus {
namespace {

using doctest::Approx;
using namespace test;

/// Every rack at work in halls with a liquid loop on dry coolers, and a network of this peak at 70 C.
Campus with_network(double peak_mw, int hours = 8760) {
  Campus c = busy_campus(hours);
  c.halls[0].rack.liquid_heat_frac = 0.8;
  c.halls[0].cooling.liquid.emplace();
  c.halls[0].power_chain.mechanical = {{"plant transformer", {}, 0.003, 0.0, 0.008, power::Redundancy::n}};
  c.jobs = {SteadyJob{.name = "busy",
                      .start = {},
                      .halls = {},
                      .tensor_frac = 1,
                      .memory_frac = 1,
                      .scale_up_frac = 1,
                      .scale_out_frac = 1}};
  if (peak_mw > 0) c.site.heat_network.emplace(), c.site.heat_network->peak = peak_mw * MW;
  return c;
}

/// A year between -15 C in January and 35 C in July, with a day's swing.
catalog::WeatherYear seasons() {
  catalog::WeatherYear year = weather(10);
  for (std::size_t h = 0; h < year.dry_bulb_c.size(); ++h)
    year.dry_bulb_c[h] = 10 - 20 * std::cos(2 * std::numbers::pi * double(h) / 8760.0) -
                         5 * std::cos(2 * std::numbers::pi * double(h % 24) / 24.0);
  return year;
}

Prepared prepare_in(const Campus& c, const catalog::WeatherYear& air) {
  Prepared out = prepare(c, air, 1);
  REQUIRE(out.usable());
  return out;
}

double design_mw(const Campus& c, const Prepared& p, std::size_t hall = 0) {
  return largest_mechanical(c, c.halls[hall], p, hall).in(MW);
}

}  // namespace

TEST_CASE("without a network the feed carries the plant at the hottest design weather") {
  const Campus c = with_network(0);
  const Prepared p = prepare_in(c, seasons());
  const HeatSplit peak = peak_heat(c.halls[0], p.halls[0]);
  const cooling::OutdoorAir hot = cooling::outdoor_air(p.halls[0].plant.hottest.dry_bulb, 0.2, 101325);
  CHECK(design_mw(c, p) ==
        Approx(cooling::cool(p.halls[0].plant, peak.liquid, peak.air, hot).power().in(MW)).epsilon(1e-3));
  CHECK(
      power::chain_totals(p.halls[0].chain, p.halls[0].design_it, design_mw(c, p) * MW).worst_loading_frac ==
      Approx(1.0).epsilon(1e-6));
}

TEST_CASE("a chain is sized with the heat pump: a year of selling heat overloads nothing") {
  for (const double hot_water : {0.0, 0.2, 1.0})
    for (const double peak_mw : {0.002, 0.02, 0.2}) {
      CAPTURE(hot_water);
      CAPTURE(peak_mw);
      Campus c = with_network(peak_mw);
      c.site.heat_network->hot_water_frac = hot_water;
      const Simulation s = simulated(c, seasons());
      CHECK(s.operations.heat_delivered_mwh > 0);
      CHECK(s.operations.chain_overloads.empty());
      CHECK_FALSE(find(s.issues, "GW2403"));
    }
}

TEST_CASE("the feed carries the largest sum of plant and heat pump, not the sum of the largest") {
  // All heat of the loop is asked for in the cold only, when fans are slow.
  Campus c = with_network(1.0);
  c.site.heat_network->hot_water_frac = 0;
  const Prepared p = prepare_in(c, seasons()), plain = prepare_in(with_network(0), seasons());
  const double alone = design_mw(with_network(0), plain), both = design_mw(c, p);
  const HeatSplit peak = peak_heat(c.halls[0], p.halls[0]);
  const cooling::HourCalls all{.network = {&*c.site.heat_network, 1.0 * MW}, .tanks = {}};
  const cooling::OutdoorAir cold = cooling::outdoor_air(Temperature::celsius(-15), 1.0, 101325);
  const double pump =
      cooling::cool(p.halls[0].plant, peak.liquid, peak.air, cold, all).liquid.heat_pump.in(MW);
  CHECK(pump > 0);
  CHECK(both >= std::max(alone, pump));
  CHECK(both < alone + pump);
  CHECK(p.halls[0].design_facility > plain.halls[0].design_facility);
  // A small one in winter does not reach what the fans take in summer.
  c.site.heat_network->peak = 0.001 * MW;
  CHECK(design_mw(c, prepare_in(c, seasons())) == Approx(alone).epsilon(1e-9));
}

TEST_CASE("a network colder than the loop's return has no heat pump and needs no larger feed") {
  Campus c = with_network(1.0);
  c.site.heat_network->supply = Temperature::celsius(30);
  const Prepared p = prepare_in(c, seasons()), plain = prepare_in(with_network(0), seasons());
  CHECK(design_mw(c, p) <= design_mw(with_network(0), plain));
}

TEST_CASE("the peak of a network that the weather does not reach is carried too") {
  // 0.02 MW are less than the loop's heat, so a part of the demand is a part of the heat pump.
  Campus c = with_network(0.02);
  c.site.heat_network->hot_water_frac = 0;
  c.site.heat_network->design_outdoor = Temperature::celsius(-40);
  const catalog::WeatherYear mild = weather(14);
  const double sized = design_mw(c, prepare_in(c, mild));
  c.site.heat_network->design_outdoor = Temperature::celsius(14);
  CHECK(sized == Approx(design_mw(c, prepare_in(c, mild))).epsilon(0.05));
  Campus none = with_network(0);
  CHECK(sized > 1.2 * design_mw(none, prepare_in(none, mild)));
}

TEST_CASE("a hall carries the share of its first hour; halls of one design are built alike") {
  Campus c = with_network(0.02, 72);
  c.halls.push_back(c.halls[0]), c.halls.push_back(c.halls[0]), c.halls.push_back(c.halls[0]);
  c.halls[1].name = "b", c.halls[2].name = "c", c.halls[3].name = "d";
  c.halls[1].energised = {2027, 6, 2};
  c.halls[2].racks = 16;
  c.halls[2].energised = {2027, 6, 3};
  const Prepared p = prepared(c, 5);
  CHECK(largest_network_share(p.halls, 0) == Approx(0.5));  // with the fourth, before the others
  CHECK(largest_network_share(p.halls, 1) == Approx(1.0 / 3.0));
  CHECK(largest_network_share(p.halls, 2) == Approx(2.0 / 5.0));
  CHECK(p.halls[1].design_facility == p.halls[0].design_facility);
  CHECK(p.halls[1].chain.site[0].needed * p.halls[1].chain.site[0].unit_rating ==
        p.halls[0].chain.site[0].needed * p.halls[0].chain.site[0].unit_rating);
  const Simulation s = simulated(c, weather(5));
  CHECK(s.operations.heat_delivered_mwh == Approx(s.operations.heat_wanted_mwh));
  CHECK(s.operations.chain_overloads.empty());
}

TEST_CASE("outdoor air that carries the hottest hour leaves the feed to a moist one") {
  Campus c = busy_campus(24);
  cooling::AirCooledChiller chillers;
  chillers.economiser = false;
  c.halls[0].cooling.air.plant = chillers;
  c.halls[0].cooling.design_dry_bulb = Temperature::celsius(36);
  c.halls[0].cooling.design_wet_bulb = Temperature::celsius(16);
  c.halls[0].cooling.air.economiser.emplace();
  c.halls[0].cooling.air.economiser->media_effectiveness_frac = 0.85;
  catalog::WeatherYear air = weather(20);
  std::ranges::fill(air.relative_humidity_frac, 0.4);
  Prepared p = prepare_in(c, air);
  CHECK(p.halls[0].plant.air.economiser->plant_frac == 0);
  const double dry_mw = design_mw(c, p);
  air.relative_humidity_frac[4000] = 0.95;
  p = prepare_in(c, air);
  CHECK(p.halls[0].plant.air.economiser->plant_frac == 1);
  CHECK(design_mw(c, p) > 1.5 * dry_mw);
  const HeatSplit peak = peak_heat(c.halls[0], p.halls[0]);
  CHECK(design_mw(c, p) == Approx(cooling::cool(p.halls[0].plant, peak.liquid, peak.air, p.outdoor.at(4000)).power().in(MW)));
}

TEST_CASE("halls without a liquid loop have no share") {
  Campus c = campus();
  c.site.heat_network.emplace();
  c.site.heat_network->peak = 1 * MW;
  const Prepared p = prepared(c);
  CHECK(largest_network_share(p.halls, 0) == 0);
  Campus none = campus();
  CHECK(p.halls[0].design_facility == prepared(none).halls[0].design_facility);
}

}  // namespace gw::campus
