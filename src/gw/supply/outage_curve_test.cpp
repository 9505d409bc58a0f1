#include "gw/supply/outage_curve.h"

#include <doctest/doctest.h>

using namespace gw;
using namespace gw::supply;
using doctest::Approx;

namespace {

OutageCurve curve() {
  OutageCurve out;
  out.points = {{Temperature::celsius(-15), 0.149},
                {Temperature::celsius(10), 0.025},
                {Temperature::celsius(35), 0.072}};
  return out;
}

}  // namespace

TEST_CASE("rates are linear between points and held outside them") {
  CHECK(curve().rate_at(Temperature::celsius(10)) == Approx(0.025));
  CHECK(curve().rate_at(Temperature::celsius(22.5)) == Approx(0.0485));
  CHECK(curve().rate_at(Temperature::celsius(-40)) == Approx(0.149));
  CHECK(curve().rate_at(Temperature::celsius(50)) == Approx(0.072));
}

TEST_CASE("the covered range is reported") {
  CHECK(curve().covers(Temperature::celsius(0)));
  CHECK_FALSE(curve().covers(Temperature::celsius(-20)));
  CHECK_FALSE(curve().covers(Temperature::celsius(36)));
  CHECK(OutageCurve::constant(0.05).covers(Temperature::celsius(-20)));
}

TEST_CASE("a constant and an empty curve") {
  CHECK(OutageCurve::constant(0.05).rate_at(Temperature::celsius(33)) == 0.05);
  CHECK(OutageCurve().rate_at(Temperature::celsius(33)) == 0.0);
}

TEST_CASE("two points of the same temperature do not divide by zero") {
  OutageCurve twice;
  twice.points = {{Temperature::celsius(10), 0.02}, {Temperature::celsius(10), 0.04}};
  CHECK(twice.rate_at(Temperature::celsius(10)) == Approx(0.02));
  CHECK(twice.rate_at(Temperature::celsius(11)) == Approx(0.04));
}
