// Heat of the halls sold to a network, over the hours of a campus.
#include <algorithm>
#include <cmath>

#include "gw/campus/operations.h"
#include "gw/campus/test_campus.h"

namespace gw::campus {
namespace {

using doctest::Approx;
using namespace test;

Campus with_network(double peak_mw) {
  Campus c = campus(48);
  c.halls[0].rack.liquid_heat_frac = 0.8;
  c.halls[0].cooling.liquid.emplace();
  c.site.heat_network.emplace();
  c.site.heat_network->peak = peak_mw * MW;
  c.site.heat_network->hot_water_frac = 1.0;
  return c;
}

}  // namespace

TEST_CASE("a small demand is met in full, and its heat pump is cooling energy") {
  const Campus c = with_network(0.02);
  Campus plain = c;
  plain.site.heat_network.reset();
  const Operations with = operate(c, prepared(c), {}), without = operate(plain, prepared(plain), {});
  CHECK(with.heat_wanted_mwh == Approx(48 * 0.02));
  CHECK(with.heat_delivered_mwh == Approx(with.heat_wanted_mwh));
  CHECK(sum(with.hourly.reused_heat_mw) == Approx(with.heat_delivered_mwh));
  CHECK(with.mechanical_mwh > without.mechanical_mwh);
  CHECK(with.mechanical_mwh - without.mechanical_mwh < with.heat_delivered_mwh);
  CHECK(without.hourly.reused_heat_mw.empty());
  CHECK(without.heat_delivered_mwh == 0);
  CHECK(with.hourly.it_mw == without.hourly.it_mw);
}

TEST_CASE("a demand beyond the halls' heat takes all of the liquid's heat") {
  const Campus c = with_network(100);
  const Prepared p = prepared(c);
  const Operations o = operate(c, p, {});
  for (std::size_t i = 0; i < 48; ++i) {
    const double liquid = 0.8 * o.hourly.it_mw[i];  // and its pumps, and the work of the heat pump
    CHECK(o.hourly.reused_heat_mw[i] > 0.5 * liquid);
    CHECK(o.hourly.reused_heat_mw[i] < 1.6 * liquid);
  }
  CHECK(o.heat_delivered_mwh < o.heat_wanted_mwh);
}

TEST_CASE("halls share the demand by the heat of their loops; an unenergised one has no share") {
  Campus c = with_network(0.02);
  c.halls.push_back(c.halls[0]);
  c.halls[1].name = "b";
  const Operations two = operate(c, prepared(c), {});
  CHECK(two.heat_delivered_mwh == Approx(48 * 0.02));
  c.halls[1].energised = {c.horizon.start.year + 1, 1, 1};
  const Operations one = operate(c, prepared(c), {});
  CHECK(one.heat_delivered_mwh == Approx(48 * 0.02));
}

}  // namespace gw::campus
