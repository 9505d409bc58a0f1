#include "gw/cooling/metrics.h"

#include <doctest/doctest.h>

using namespace gw;
using namespace gw::cooling;
using namespace gw::unit;

TEST_CASE("PUE is all energy of the centre over IT energy, by hand") {
  const FacilityEnergy energy{100 * GWh, 6 * GWh, 3 * GWh, 1 * GWh};
  CHECK(energy.total() == 110 * GWh);
  const Indicator annual = pue(energy, year);
  CHECK(annual.value == doctest::Approx(1.10));
  CHECK(annual.defined);
  CHECK(annual.name == "PUE3");
  CHECK(annual.boundary.find("generation outside") != std::string::npos);
  CHECK(cooling_ppue(energy).value == doctest::Approx(1.06));
  CHECK(cooling_ppue(energy, PueCategory::basic).name == "pPUE1 (cooling)");
}

TEST_CASE("less than a year is an interim PUE") {
  const FacilityEnergy energy{1 * GWh, 0.1 * GWh, {}, {}};
  CHECK(pue(energy, 24 * hour).name == "iPUE3");
  CHECK(pue(energy, 8784 * hour, PueCategory::intermediate).name == "PUE2");
  CHECK(pue(energy, 2 * year).name == "iPUE3");
}

TEST_CASE("water, carbon and reuse") {
  // 1 ML for 4 GWh: 0.25 L/kWh.
  CHECK(wue(1e6 * kg, 4 * GWh).value == doctest::Approx(0.25));
  CHECK(cue(1000 * tonne, 4 * GWh).value == doctest::Approx(0.25));
  CHECK(erf(11 * GWh, {100 * GWh, 6 * GWh, 3 * GWh, 1 * GWh}).value == doctest::Approx(0.1));
}

TEST_CASE("without IT energy nothing is defined and nothing is NaN") {
  const Indicator none = pue({}, year);
  CHECK_FALSE(none.defined);
  CHECK(none.value == 0.0);
  CHECK_FALSE(wue(1 * kg, {}).defined);
  CHECK_FALSE(erf(1 * kWh, {}).defined);
}
