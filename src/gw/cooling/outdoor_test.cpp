#include "gw/cooling/outdoor.h"

#include <doctest/doctest.h>

#include "gw/cooling/psychrometrics.h"

using namespace gw;
using namespace gw::cooling;

namespace {

catalog::WeatherYear two_hours() {
  catalog::WeatherYear weather;
  weather.dry_bulb_c = {35.0, -5.0};
  weather.relative_humidity_frac = {0.4, 1.1};
  weather.pressure_pa = {98000.0, 100000.0};
  return weather;
}

}  // namespace

TEST_CASE("outdoor air of an hour is consistent") {
  const OutdoorYear year = outdoor_year(two_hours());
  REQUIRE(year.hours() == 2);
  const OutdoorAir air = outdoor_air(Temperature::celsius(35), 0.4, 98000);
  CHECK(year.at(0).wet_bulb_c == air.wet_bulb_c);
  CHECK(year.at(0).humidity_ratio == air.humidity_ratio);
  CHECK(wet_bulb_c(two_hours()) == year.wet_bulb_c);
  // Humidity above 100 % (weather files allow 110) is saturation.
  CHECK(year.wet_bulb_c[1] == doctest::Approx(-5.0));
}

TEST_CASE("warming raises dry bulb at unchanged humidity ratio") {
  const OutdoorYear now = outdoor_year(two_hours()), warmer = outdoor_year(warmed(two_hours(), 2.0 * unit::K));
  CHECK(warmer.dry_bulb_c[0] == doctest::Approx(37.0));
  CHECK(warmer.humidity_ratio[0] == now.humidity_ratio[0]);
  CHECK(warmer.wet_bulb_c[0] > now.wet_bulb_c[0]);
  CHECK(warmer.wet_bulb_c[0] < now.wet_bulb_c[0] + 2.0);
  // Cooling cannot leave more water in the air than saturation holds.
  const OutdoorYear colder = outdoor_year(warmed(two_hours(), -10.0 * unit::K));
  CHECK(colder.humidity_ratio[1] == doctest::Approx(saturation_humidity_ratio(-15.0, 100000.0)));
}

TEST_CASE("design conditions are the extremes of the year plus the allowance") {
  const DesignConditions hottest = design_conditions(outdoor_year(two_hours()), 2.0 * unit::K);
  CHECK(hottest.dry_bulb.in_celsius() == doctest::Approx(37.0));
  CHECK(hottest.wet_bulb.in_celsius() ==
        doctest::Approx(outdoor_air(Temperature::celsius(35), 0.4, 98000).wet_bulb_c + 2.0));
  CHECK(hottest.pressure_pa == doctest::Approx(99000.0));
  CHECK(design_conditions(OutdoorYear{}, {}).dry_bulb.in_celsius() == doctest::Approx(35.0));
}
