#include "gw/economics/annuity.h"

#include <doctest/doctest.h>

#include <cmath>
#include <vector>

#include "gw/base/random.h"

using namespace gw;
using namespace gw::economics;

namespace {

std::vector<Money> flows(std::initializer_list<double> usd) {
  std::vector<Money> out;
  for (double x : usd) out.push_back(x * USD);
  return out;
}

}  // namespace

TEST_CASE("capital recovery factors equal the tables") {
  CHECK(capital_recovery_factor(0.08, 5) == doctest::Approx(0.250456).epsilon(1e-5));
  CHECK(capital_recovery_factor(0.08, 15) == doctest::Approx(0.116830).epsilon(1e-5));
  CHECK(capital_recovery_factor(0.10, 20) == doctest::Approx(0.117460).epsilon(1e-5));
  CHECK(capital_recovery_factor(0, 4) == 0.25);
  CHECK(capital_recovery_factor(1e-9, 4) == doctest::Approx(0.25));
  CHECK(capital_recovery_factor(0.1, 1) == doctest::Approx(1.1));
  CHECK(capital_recovery_factor(0.07, 1e4) == doctest::Approx(0.07));  // a perpetuity
}

TEST_CASE("paying the annuity repays the capital exactly") {
  Random random(1, stream_id("test.annuity"), 0);
  for (int i = 0; i < 200; ++i) {
    const double rate = 0.3 * random.uniform();
    const int years = 1 + int(40 * random.uniform());
    std::vector<Money> payments(std::size_t(years) + 1, capital_recovery_factor(rate, years) * USD);
    payments[0] = -1.0 * USD;
    CHECK(std::abs(net_present_value(rate, payments).in(USD)) < 1e-12);
    double owed = 1;
    for (int n = 0; n < years; ++n) owed = owed * (1 + rate) - payments[1].in(USD);
    CHECK(std::abs(owed) < 1e-6);
    CHECK(annuity_present_value(rate, years) * payments[1].in(USD) == doctest::Approx(1).epsilon(1e-12));
  }
}

TEST_CASE("net present values by hand") {
  CHECK(net_present_value(0.10, flows({-1000, 500, 500, 500})).in(USD) ==
        doctest::Approx(243.426).epsilon(1e-6));
  CHECK(net_present_value(0, flows({-1000, 500, 500, 500})).in(USD) == doctest::Approx(500));
  CHECK(net_present_value(0.08, {}).in(USD) == 0);
  CHECK(nominal_rate(0.05, 0.025) == doctest::Approx(0.07625));
}

TEST_CASE("internal rates of return by hand") {
  CHECK(*internal_rate_of_return(flows({-1000, 500, 500, 500})).rate ==
        doctest::Approx(0.233752).epsilon(1e-5));
  CHECK(*internal_rate_of_return(flows({-100, 60, 60})).rate == doctest::Approx(0.130662).epsilon(1e-5));
  CHECK(*internal_rate_of_return(flows({-100, 110})).rate == doctest::Approx(0.10));
  CHECK(*internal_rate_of_return(flows({-100, 50})).rate == doctest::Approx(-0.5));
  CHECK(*internal_rate_of_return(flows({-100, 100})).rate == doctest::Approx(0).epsilon(1e-9));
}

TEST_CASE("flows without a rate, or with two") {
  CHECK_FALSE(internal_rate_of_return(flows({-100, -5})).rate);
  CHECK_FALSE(internal_rate_of_return(flows({})).rate);
  CHECK_FALSE(internal_rate_of_return(flows({0, 0})).rate);
  const auto two = internal_rate_of_return(flows({-100, 230, -132}));  // roots 10 % and 20 %
  CHECK(two.sign_changes == 2);
  CHECK(*two.rate == doctest::Approx(0.10));
  const auto none = internal_rate_of_return(flows({-100, 100, -100}));  // complex roots
  CHECK(none.sign_changes == 2);
  CHECK_FALSE(none.rate);
}

TEST_CASE("a rate of return makes the net present value zero, for random projects") {
  Random random(2, stream_id("test.irr"), 0);
  for (int i = 0; i < 200; ++i) {
    std::vector<Money> project = {-1e9 * USD};
    for (int n = 0; n < 15; ++n) project.push_back(3e8 * random.uniform() * USD);
    const auto irr = internal_rate_of_return(project);
    REQUIRE(irr.rate);
    CHECK(std::abs(net_present_value(*irr.rate, project).in(USD)) < 1);
  }
}

TEST_CASE("payback") {
  CHECK(*payback_years(flows({-1000, 400, 400, 400})) == doctest::Approx(2.5));
  CHECK(*payback_years(flows({-1000, 1000})) == doctest::Approx(1));
  CHECK(*payback_years(flows({100, 5})) == 0);
  CHECK_FALSE(payback_years(flows({-1000, 400})));
  // Positive after two years, negative again by a replacement, positive for good after 3.25.
  CHECK(*payback_years(flows({-100, 60, 60, -40, 80})) == doctest::Approx(3.25));
}

TEST_CASE("money spent during construction grows") {
  CHECK(construction_factor(0.08, 2) == doctest::Approx(1.08107).epsilon(1e-5));
  CHECK(construction_factor(0.08, 0) == 1);
  CHECK(construction_factor(0, 3) == 1);
  double sum = 0;  // 1000 equal payments over two years, each with its own time to grow
  for (int n = 0; n < 1000; ++n) sum += std::pow(1.08, 2 * (n + 0.5) / 1000) / 1000;
  CHECK(construction_factor(0.08, 2) == doctest::Approx(sum).epsilon(1e-6));
}
