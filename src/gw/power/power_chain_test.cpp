#include "gw/power/power_chain.h"

#include <doctest/doctest.h>

#include "gw/power/test_designs.h"

namespace gw::power {
using namespace test;

namespace {

PowerChain chain() {
  PowerChain c;
  c.name = "415 V AC, double conversion, 2N";
  c.critical = {{"busway", {}, 0.0, 0.0, 0.008, Redundancy::n},
                {"ups", 1.5 * MW, 0.010, 0.010, 0.015, Redundancy::two_n},
                {"mv_transformer", 2.5 * MW, 0.00118, 0.0, 0.00472, Redundancy::two_n}};
  c.mechanical = {{"mv_transformer", 2.5 * MW, 0.00118, 0.0, 0.00472, Redundancy::n_plus_1}};
  c.site = {{"hv_transformer", 100 * MW, 0.0005, 0.0, 0.0035, Redundancy::n_plus_1},
            {"line", {}, 0.0, 0.0, 0.005, Redundancy::n}};
  c.ups_stage = "ups";
  c.mechanical_ups_frac = 0.2;
  return c;
}

}  // namespace

TEST_CASE("facility input = loads + losses, at every load") {
  const SizedChain sized = size_chain(chain(), 100 * MW, 20 * MW);
  for (double it : {0.0, 10.0, 63.7, 100.0, 130.0})
    for (double plant : {0.0, 5.0, 20.0}) {
      const ChainTotals t = chain_totals(sized, it * MW, plant * MW);
      CHECK(close(t.facility_input.base(), (t.it + t.mechanical + t.loss()).base()));
    }
}

TEST_CASE("stages connect: each draws from the next") {
  const SizedChain sized = size_chain(chain(), 100 * MW, 20 * MW);
  const ChainResult r = chain_power(sized, 80 * MW, 12 * MW);
  REQUIRE(r.stages.size() == 6);
  for (const StageResult& s : r.stages) CHECK(close(s.in.base(), (s.out + s.loss).base()));
  CHECK(close(r.stages[0].out.base(), (80 * MW).base()));
  // 20 % of the plant joins at the output of the UPS.
  CHECK(close(r.stages[1].out.base(), (r.stages[0].in + 0.2 * 12 * MW).base()));
  CHECK(close(r.stages[2].out.base(), r.stages[1].in.base()));
  CHECK(close(r.stages[3].out.base(), (0.8 * 12 * MW).base()));
  CHECK(close(r.stages[4].out.base(), (r.stages[2].in + r.stages[3].in).base()));
  CHECK(close(r.totals.mv_bus.base(), r.stages[4].out.base()));
  CHECK(close(r.stages[5].in.base(), r.totals.facility_input.base()));
  CHECK(r.warnings.empty());
}

TEST_CASE("totals and the detailed result agree exactly") {
  const SizedChain sized = size_chain(chain(), 100 * MW, 20 * MW);
  const ChainTotals t = chain_totals(sized, 77 * MW, 9 * MW);
  const ChainResult r = chain_power(sized, 77 * MW, 9 * MW);
  CHECK(t.facility_input == r.totals.facility_input);
  Power loss;
  for (const StageResult& s : r.stages) loss += s.loss;
  CHECK(close(loss.base(), t.loss().base()));
}

TEST_CASE("a double-conversion 2N chain loses several percent, an eco one less") {
  PowerChain eco = chain();
  eco.critical[1].no_load_frac = 0.004, eco.critical[1].proportional_frac = 0.002;
  eco.critical[1].square_frac = 0.004;
  const auto loss = [](const PowerChain& c) {
    return chain_totals(size_chain(c, 100 * MW, 20 * MW), 80 * MW, 10 * MW).loss().in(MW);
  };
  CHECK(loss(chain()) > 4.0);
  CHECK(loss(chain()) < 9.0);
  CHECK(loss(eco) < 0.7 * loss(chain()));
}

TEST_CASE("mechanical load does not pass the UPS unless told") {
  PowerChain none = chain();
  none.ups_stage = "";
  const SizedChain sized = size_chain(none, 100 * MW, 20 * MW);
  const ChainResult r = chain_power(sized, 100 * MW, 20 * MW);
  CHECK(close(r.stages[1].out.base(), r.stages[0].in.base()));
  CHECK(close(r.stages[3].out.base(), (20 * MW).base()));
  none.ups_stage = "no such stage";
  CHECK(size_chain(none, 100 * MW, 20 * MW).mechanical_ups_frac == 0.0);
}

TEST_CASE("an overload names the stage and the megawatts") {
  const SizedChain sized = size_chain(chain(), 100 * MW, 20 * MW);
  CHECK(chain_power(sized, 100 * MW, 20 * MW).warnings.empty());
  const ChainResult r = chain_power(sized, 150 * MW, 20 * MW);
  CHECK(r.totals.worst_loading_frac > 1.2);
  REQUIRE_FALSE(r.warnings.empty());
  CHECK(r.warnings[0].find("busway") != std::string::npos);
  CHECK(r.warnings[0].find("MW") != std::string::npos);
}

TEST_CASE("more IT power never means less facility power") {
  const SizedChain sized = size_chain(chain(), 100 * MW, 20 * MW);
  Power before;
  for (int mw = 0; mw <= 120; ++mw) {
    const Power input = chain_totals(sized, double(mw) * MW, 10 * MW).facility_input;
    CHECK(input > before);
    before = input;
  }
}

TEST_CASE("a small campus is not burdened by large units' no-load loss") {
  const SizedChain tiny = size_chain(chain(), 50 * kW, 10 * kW);
  const ChainTotals t = chain_totals(tiny, 50 * kW, 10 * kW);
  CHECK(t.loss().in(kW) < 6.0);
}

TEST_CASE("an empty chain passes power through") {
  const SizedChain none = size_chain(PowerChain{}, 100 * MW, 20 * MW);
  const ChainTotals t = chain_totals(none, 80 * MW, 5 * MW);
  CHECK(t.facility_input.in(MW) == doctest::Approx(85));
  CHECK(t.loss() == Power{});
}

TEST_CASE("halls not yet energised: zero load through an unsized chain is zero") {
  const SizedChain none = size_chain(chain(), Power{}, Power{});
  CHECK(chain_totals(none, Power{}, Power{}).facility_input == Power{});
}

}  // namespace gw::power
