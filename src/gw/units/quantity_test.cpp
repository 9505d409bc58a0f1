#include "gw/units/quantity.h"

#include <doctest/doctest.h>

#include <concepts>
#include <limits>

#include "gw/units/temperature.h"

using namespace gw;

namespace {

template <class A, class B>
concept Adds = requires(A a, B b) {
  a + b;
};
template <class A, class B>
concept Compares = requires(A a, B b) {
  a < b;
};
template <class A, class B>
concept Assigns = requires(A a, B b) {
  a = b;
};

// What must not compile.
static_assert(!Adds<Power, Energy>);
static_assert(!Adds<Power, double>);
static_assert(!Compares<Power, Energy>);
static_assert(!Assigns<Energy, Power>);
static_assert(!Assigns<Power, double>);
static_assert(!std::convertible_to<double, Power>);
static_assert(!std::convertible_to<Power, double>);
static_assert(!std::constructible_from<Power, double>);
static_assert(!Adds<Temperature, Temperature>);
static_assert(!std::convertible_to<TemperatureDelta, Temperature>);
static_assert(!Adds<Flops, Bytes>);
static_assert(Adds<Power, Power>);

// What must, and to which type.
static_assert(std::same_as<decltype(MW * hour), Energy>);
static_assert(std::same_as<decltype(MWh / hour), Power>);
static_assert(std::same_as<decltype(MWh / MW), Time>);
static_assert(std::same_as<decltype(MW / kW), double>);
static_assert(std::same_as<decltype((USD / MWh) * MWh), Money>);
static_assert(std::same_as<decltype(1.0 / hour * hour), double>);
static_assert(std::same_as<decltype(TFLOP / s), FlopRate>);
static_assert(std::same_as<decltype(GB / s), Bandwidth>);
static_assert(std::same_as<decltype(kg / MWh), EmissionFactor>);
static_assert(std::same_as<decltype(USD / kW), PowerPrice>);
static_assert(std::same_as<decltype(W / K), ThermalConductance>);
static_assert(sizeof(Power) == sizeof(double));

}  // namespace

TEST_CASE("build with a unit, read with a unit") {
  CHECK((5.0 * MW).in(kW) == doctest::Approx(5000));
  CHECK((5.0 * MW).base() == 5e6);
  CHECK((1.0 * MWh).in(kWh) == doctest::Approx(1000));
  CHECK((1.0 * unit::year).in(hour) == 8760);
  CHECK((1.0 * MMBtu).in(kWh) == doctest::Approx(293.07107));  // NIST SP 811
  CHECK((1.0 * lb).in(kg) == 0.45359237);
  CHECK((1.0 * GiB).in(B) == 1073741824.0);
  CHECK(Power().base() == 0);
}

TEST_CASE("arithmetic") {
  Power p = 3.0 * MW;
  p += 2.0 * MW;
  p -= 1.0 * MW;
  p *= 2;
  p /= 4;
  CHECK(p.in(MW) == 2);
  CHECK((-p).in(MW) == -2);
  CHECK((p + 1.0 * kW).in(kW) == doctest::Approx(2001));
  CHECK(abs(-p) == p);
  CHECK(min(p, 1.0 * MW).in(MW) == 1);
  CHECK(max(p, 1.0 * MW) == p);
  CHECK(p > 1.0 * MW);
  CHECK_FALSE(is_finite(p * std::numeric_limits<double>::infinity()));
  CHECK((40.0 * USD / MWh * (2.0 * MWh)).in(USD) == 80);
  CHECK((1.0 / (2.0 * s)).in(Hz) == 0.5);
}

TEST_CASE("temperatures are points") {
  const Temperature t = Temperature::celsius(20);
  CHECK(t.in_kelvin() == 293.15);
  CHECK((t + 5.0 * K).in_celsius() == doctest::Approx(25));
  CHECK((t - Temperature::celsius(15)).in(K) == doctest::Approx(5));
  CHECK((t - 25.0 * K).in_celsius() == doctest::Approx(-5));
  CHECK(t > Temperature::kelvin(273.15));
  CHECK(Temperature().in_celsius() == 0);
}
