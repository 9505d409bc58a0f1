#include "gw/supply/black_start.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>

namespace gw::supply {
namespace {

using namespace unit;

GasEngine engines(int units, double mw, bool own) {
  GasEngine out;
  out.name = "engines";
  out.units = units, out.unit_power = mw * MW;
  out.black_start = own, out.start_power_frac = 0.02;
  out.block_load_frac = 0.2, out.start_time = 5.0 * minute;
  return out;
}

GasCombinedCycle block(int units, double mw) {
  GasCombinedCycle out;
  out.name = "block";
  out.units = units, out.unit_power = mw * MW;
  out.start_power_frac = 0.04, out.start_time = 60.0 * minute;
  return out;
}

Battery battery(double mw, double mwh) {
  Battery out;
  out.power = mw * MW, out.energy = mwh * MWh;
  out.min_state_frac = 0, out.round_trip_efficiency_frac = 1;
  return out;
}

}  // namespace

TEST_CASE("engines that start by themselves, by hand") {
  // Four engines of 10 MW run after 5 min; they take 20 % of the rating each a minute until the load of 30 MW
  // is served.
  const std::vector<Source> sources = {engines(6, 10, true)};
  const BlackStart b = black_start(sources, "main", 30);
  REQUIRE(b.orders.size() == 1);
  CHECK(b.orders[0].minute == 0);
  CHECK(b.orders[0].units == 3);
  CHECK(b.orders[0].start_power_mw == 0);
  CHECK(b.first_power_minute == 5);
  // 6 MW a minute: at 5, 6, 7, 8 and 9 min.
  CHECK(b.served_minute == 9);
  CHECK(b.served_mw == doctest::Approx(30));
  CHECK(b.obstacle.empty());
}

TEST_CASE("a combined cycle starts from engines; its start power is kept free of load") {
  const std::vector<Source> sources = {block(1, 100), engines(12, 2, true)};  // 4.8 MW at once
  const BlackStart b = black_start(sources, "main", 100);
  REQUIRE(b.orders.size() == 2);
  CHECK(b.orders[0].plant == "engines");
  CHECK(b.orders[1].plant == "block");
  CHECK(b.orders[1].minute == 5);
  CHECK(b.orders[1].start_power_mw == doctest::Approx(4));
  CHECK(b.served_minute > 65);  // the block runs an hour after its order
  CHECK(b.served_minute < 80);
}

TEST_CASE("the largest step of what stands limits what can be started") {
  const std::vector<Source> sources = {block(1, 100), engines(9, 2, true)};  // 3.6 MW at once
  const BlackStart b = black_start(sources, "main", 100);
  CHECK(b.served_minute == -1);
  CHECK(b.obstacle == "a unit of block needs 4 MW to start, and the bus gives 3.6 MW at once");
  CHECK(b.served_mw <= 18);
  const std::vector<Source> more = {block(1, 100), engines(10, 2, true)};
  const BlackStart up = black_start(more, "main", 100);
  CHECK(up.served_minute > 65);
  CHECK(up.served_mw == doctest::Approx(100));
}

TEST_CASE("a battery starts what does not start by itself, as long as its energy lasts") {
  const std::vector<Source> none = {block(1, 100)};
  CHECK(black_start(none, "main", 50).obstacle ==
        "no unit starts without power from the bus, and no battery gives it");
  CHECK(black_start(none, "main", 50).first_power_minute == -1);
  const std::vector<Source> with = {block(1, 100), battery(10, 5)};  // 4 MW for an hour
  CHECK(black_start(with, "main", 50).first_power_minute == 60);
  const std::vector<Source> short_of_energy = {block(1, 100), battery(10, 3.9)};
  CHECK(black_start(short_of_energy, "main", 50).first_power_minute == -1);
  const std::vector<Source> weak = {block(1, 100), battery(3.9, 50)};
  CHECK(black_start(weak, "main", 50).first_power_minute == -1);
}

TEST_CASE("too little of everything: the load that is left is named") {
  const std::vector<Source> sources = {engines(2, 10, true)};
  const BlackStart b = black_start(sources, "main", 50);
  CHECK(b.served_mw == doctest::Approx(20));
  CHECK(b.obstacle == "all units together give 20 MW");
  CHECK(black_start({}, "main", 50).obstacle == "no plant with units stands on the bus");
}

TEST_CASE("a bus with a grid connection is restored from there") {
  const std::vector<Source> sources = {GridConnection{}, engines(2, 10, true)};
  const BlackStart b = black_start(sources, "main", 50);
  CHECK_FALSE(b.islanded);
  CHECK(b.orders.empty());
  CHECK(black_start(sources, "elsewhere", 50).islanded);
}

TEST_CASE("five hundred drawn plants: power exists before it is used, and nothing is started twice") {
  std::mt19937 random(11);
  const auto draw = [&](double low, double high) {
    return std::uniform_real_distribution<double>(low, high)(random);
  };
  int served = 0;
  for (int i = 0; i < 500; ++i) {
    GasEngine e = engines(int(draw(0, 20)), draw(1, 20), draw(0, 1) < 0.7);
    e.start_time = draw(0, 30) * minute;
    GasCombinedCycle c = block(int(draw(0, 4)), draw(50, 500));
    c.start_power_frac = draw(0, 0.1), c.start_time = draw(10, 300) * minute;
    std::vector<Source> sources = {c, e};
    if (draw(0, 1) < 0.5) sources.emplace_back(battery(draw(0, 50), draw(0, 100)));
    const double load = draw(0, 1500);
    const BlackStart b = black_start(sources, "main", load);
    const double installed = e.units * e.unit_power.in(MW) + c.units * c.unit_power.in(MW);
    CHECK(b.served_mw <= std::min(load, installed) * (1 + 1e-9));
    CHECK((b.served_minute >= 0) == b.obstacle.empty());
    CHECK(std::ranges::is_sorted(b.orders, {}, &StartOrder::minute));
    int engines_ordered = 0, blocks_ordered = 0;
    double standing = 0;
    for (const StartOrder& o : b.orders) {
      (o.plant == "engines" ? engines_ordered : blocks_ordered) += o.units;
      CHECK(o.units > 0);
      const double could_stand =
          standing + (sources.size() > 2 ? std::get<Battery>(sources[2]).power.in(MW) : 0.0);
      CHECK(o.start_power_mw <= could_stand * (1 + 1e-9));
      standing += o.units * (o.plant == "engines" ? e.unit_power : c.unit_power).in(MW);
    }
    CHECK(engines_ordered <= e.units);
    CHECK(blocks_ordered <= c.units);
    served += b.served_minute >= 0;
  }
  CHECK(served > 50);
  CHECK(served < 450);
}

}  // namespace gw::supply
