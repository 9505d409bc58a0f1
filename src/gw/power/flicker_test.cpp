#include "gw/power/flicker.h"

#include <doctest/doctest.h>

#include <cmath>
#include <numbers>
#include <vector>

using namespace gw;
using namespace gw::power;

namespace {

constexpr double kPi = std::numbers::pi;

// A voltage that jumps `per_minute` times a minute by `percent` of nominal.
std::vector<double> jumps(double per_minute, double percent, double step_s, double length_s = 600) {
  std::vector<double> out;
  for (std::size_t i = 0; i < std::size_t(length_s / step_s); ++i)
    out.push_back((std::size_t(std::floor(double(i) * step_s * per_minute / 60 + 1e-9)) % 2 == 0 ? 0.0 : 1.0) * percent / 100);
  return out;
}

std::vector<double> sine(double hz, double percent, double step_s, double length_s) {
  std::vector<double> out;
  for (std::size_t i = 0; i < std::size_t(length_s / step_s); ++i)
    out.push_back(percent / 200 * std::sin(2 * kPi * hz * double(i) * step_s));
  return out;
}

double pst(const std::vector<double>& change, double step_s, Lamp lamp) {
  return flicker_severity(change, step_s * s, lamp).pst;
}

}  // namespace

TEST_CASE("rectangular changes of the standard's test have a severity of one, within three percent") {
  // Changes a minute and percent of nominal: 120 V lamp, 230 V lamp [IEC 61000-4-15:2010, table 5, from memory but for 39].
  const double points[][3] = {{1, 3.181, 2.715}, {2, 2.564, 2.191},  {7, 1.694, 1.450},
                              {39, 1.040, 0.894}, {110, 0.844, 0.722}, {1620, 0.548, 0.407}};
  for (const auto& [per_minute, percent_120, percent_230] : points) {
    CAPTURE(per_minute);
    const double step_s = per_minute == 1620 ? 1 / 270.0 : 0.005;  // that divides the half period
    CHECK(pst(jumps(per_minute, percent_120, step_s), step_s, Lamp::v120) == doctest::Approx(1).epsilon(0.03));
    CHECK(pst(jumps(per_minute, percent_230, step_s), step_s, Lamp::v230) == doctest::Approx(1).epsilon(0.03));
  }
}

TEST_CASE("the reference sine is just noticed") {
  for (const Lamp lamp : {Lamp::v120, Lamp::v230}) {
    FlickerSensation sensation(lamp, 0.001 * s);
    double most = 0;
    for (const double change : sine(8.8, lamp == Lamp::v120 ? 0.321 : 0.250, 0.001, 60)) most = std::max(most, sensation.next(change));
    CHECK(most == doctest::Approx(1).epsilon(0.003));
  }
}

TEST_CASE("a swing of several hertz reads at the longest sample as its mean and hold say") {
  for (const double hz : {1.0, 4.0, 8.8, 15.0, 20.0}) {
    CAPTURE(hz);
    std::vector<double> means;  // exact means over 10 ms
    for (int i = 0; i < 12'000; ++i)
      means.push_back(0.005 * (std::cos(2 * kPi * hz * 0.01 * i) - std::cos(2 * kPi * hz * 0.01 * (i + 1))) / (2 * kPi * hz * 0.01));
    const double x = kPi * hz * 0.01;
    CHECK(pst(means, 0.01, Lamp::v120) / pst(sine(hz, 1, 0.001, 120), 0.001, Lamp::v120) ==
          doctest::Approx(std::pow(std::sin(x) / x, 2)).epsilon(0.01));
  }
}

TEST_CASE("the longest sample that is allowed reads what a fast one does") {
  for (const double per_minute : {2.0, 7.0, 39.0, 110.0, 400.0}) {
    CAPTURE(per_minute);
    CHECK(pst(jumps(per_minute, 1, 0.01), 0.01, Lamp::v120) ==
          doctest::Approx(pst(jumps(per_minute, 1, 0.001), 0.001, Lamp::v120)).epsilon(0.03));
  }
}

TEST_CASE("severity is proportional to the change; none without one; a constant is none") {
  const double one = pst(jumps(30, 1, 0.01), 0.01, Lamp::v230);
  CHECK(pst(jumps(30, 3, 0.01), 0.01, Lamp::v230) == doctest::Approx(3 * one).epsilon(0.005));  // classes
  CHECK(pst(std::vector<double>(6000, 0.3), 0.01, Lamp::v230) == doctest::Approx(0));
  CHECK(pst({}, 0.01, Lamp::v230) == 0);
  CHECK(pst({0.5}, 0.01, Lamp::v230) == doctest::Approx(0));
}

TEST_CASE("a swing that goes on is as severe in one minute as in ten, and ten quiet minutes do not dilute a burst") {
  const double ten = pst(sine(2, 1, 0.01, 600), 0.01, Lamp::v120);
  CHECK(pst(sine(2, 1, 0.01, 60), 0.01, Lamp::v120) == doctest::Approx(ten).epsilon(0.02));
  std::vector<double> burst(120'000, 0.0);  // 20 minutes, then the swing
  const std::vector<double> swing = sine(2, 1, 0.01, 600);
  burst.insert(burst.end(), swing.begin(), swing.end());
  const FlickerSeverity found = flicker_severity(burst, 0.01 * s, Lamp::v120);
  CHECK(found.pst == doctest::Approx(ten).epsilon(0.02));
  CHECK(found.at > 1200.0 * s);
  CHECK(found.span.in(s) == doctest::Approx(600));
  // Ten quiet minutes after it do not dilute it either.
  burst.insert(burst.end(), 90'000, 0.0);
  CHECK(flicker_severity(burst, 0.01 * s, Lamp::v120).pst == doctest::Approx(ten).epsilon(0.02));
  CHECK(flicker_severity(burst, 0.01 * s, Lamp::v120).at > 1200.0 * s);
  CHECK(flicker_severity(burst, 0.01 * s, Lamp::v120).at < 1810.0 * s);
}
