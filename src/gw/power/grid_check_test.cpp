#include <doctest/doctest.h>

#include <cmath>
#include <numbers>

#include "gw/power/grid_check.h"

using namespace gw;
using namespace gw::power;

namespace {

// 100 MW, from `at` on 150 MW.
Trace step_up(double at_s = 30, double length_s = 60, double step_s = 0.1) {
  Trace out{0.0 * s, step_s * s, {}};
  for (int i = 0; i < int(length_s / step_s + 0.5); ++i) out.mw.push_back(i * step_s < at_s - 1e-9 ? 100 : 150);
  return out;
}

ClauseResult check_one(Clause clause, const Trace& trace, const RideThrough* load = nullptr) {
  GridCode code;
  code.clauses = {std::move(clause)};
  return check_grid_code(code, {trace, 200.0 * MW, load}).front();
}

}  // namespace

TEST_CASE("a ramp is the change from one mean to the next, by direction") {
  RampClause clause{.limit = 3000.0 * MW / minute, .over = 1.0 * s};
  const ClauseResult up = check_one(clause, step_up());
  CHECK(up.verdict == Verdict::pass);
  CHECK(up.worst == doctest::Approx(3000));  // 50 MW in a second
  CHECK(up.unit == "MW/min");
  CHECK(up.at->in(s) == doctest::Approx(30));
  clause.limit = 2000.0 * MW / minute;
  CHECK(check_one(clause, step_up()).verdict == Verdict::fail);
  CHECK(check_one(clause, step_up()).margin_frac == doctest::Approx(-0.5));
  clause.direction = Direction::down;
  CHECK(check_one(clause, step_up()).worst == 0);
  clause.direction = Direction::both;
  clause.over = 10.0 * s;
  CHECK(check_one(clause, step_up()).worst == doctest::Approx(300));  // the same step over ten seconds
  clause.over = 60.0 * s;
  CHECK(check_one(clause, step_up()).verdict == Verdict::not_assessed);
  CHECK(check_one(RampClause{}, step_up()).verdict == Verdict::not_assessed);
}

TEST_CASE("a ramp limit may be a share of the contracted demand") {
  CHECK(check_one(RampClause{.limit_per_min_frac = 15.0, .over = 1.0 * s}, step_up()).limit == doctest::Approx(3000));
}

TEST_CASE("dynamic range is the largest swing inside any span") {
  Trace saw{0.0 * s, 1.0 * s, {}};
  for (int i = 0; i < 100; ++i) saw.mw.push_back(double(i));
  const ClauseResult r = check_one(RangeClause{.limit = 9.0 * MW, .within = 10.0 * s}, saw);
  CHECK(r.worst == doctest::Approx(9));  // ten samples
  CHECK(r.verdict == Verdict::pass);
  CHECK(check_one(RangeClause{.limit = 8.9 * MW, .within = 10.0 * s}, saw).verdict == Verdict::fail);
  CHECK(check_one(RangeClause{.limit_frac = 0.05, .within = 10.0 * s}, saw).limit == doctest::Approx(10));
  CHECK(check_one(RangeClause{.limit = 9.0 * MW, .within = 200.0 * s}, saw).verdict == Verdict::not_assessed);
}

TEST_CASE("a band is measured by its largest line, its power, or its share of the swing") {
  Trace trace{0.0 * s, 0.01 * s, {}};
  for (int i = 0; i < 20'000; ++i) {
    const double t = 0.01 * i, pi = std::numbers::pi;
    trace.mw.push_back(100 + 6 * std::sin(2 * pi * 0.5 * t) + 8 * std::sin(2 * pi * 0.05 * t));
  }
  BandClause band{.from = 0.1 * Hz, .to = 20.0 * Hz, .measure = BandMeasure::line, .limit = 6.1 * MW};
  CHECK(check_one(band, trace).verdict == Verdict::pass);
  CHECK(check_one(band, trace).worst == doctest::Approx(6).epsilon(0.01));
  band.limit = 5.9 * MW;
  CHECK(check_one(band, trace).verdict == Verdict::fail);
  band.measure = BandMeasure::rms;
  CHECK(check_one(band, trace).worst == doctest::Approx(6 / std::sqrt(2.0)).epsilon(0.01));
  band.measure = BandMeasure::share, band.limit.reset(), band.limit_frac = 0.3;
  const ClauseResult share = check_one(band, trace);
  CHECK(share.worst == doctest::Approx(0.36).epsilon(0.01));  // 36 of 36 + 64
  CHECK(share.verdict == Verdict::fail);
}

TEST_CASE("a band that the samples cannot show is not assessed") {
  const BandClause band{.from = 0.1 * Hz, .to = 20.0 * Hz, .limit = 1.0 * MW};
  CHECK(check_one(band, Trace{0.0 * s, 10.0 * s, std::vector<double>(100, 1.0)}).verdict == Verdict::not_assessed);
  CHECK(check_one(band, Trace{0.0 * s, 0.01 * s, std::vector<double>(100, 1.0)}).verdict == Verdict::not_assessed);
  const ClauseResult partly = check_one(band, Trace{0.0 * s, 0.1 * s, std::vector<double>(1000, 1.0)});
  CHECK(partly.verdict == Verdict::pass);
  CHECK(partly.note.find("seen up to 5.00 Hz") != std::string::npos);
}

TEST_CASE("one rectangular change of three percent in ten minutes has the severity of the standard's formula") {
  // d = 3 %: 50 MW at 50 / 0.03 MVA with no reactance. Pst = (2.3 s x 3^3.2 / 600 s)^(1/3.2).
  const Trace trace = step_up(300, 600, 0.1);
  const FlickerClause clause{.limit_pst = 1.0, .short_circuit_mva = 50.0 / 0.03, .x_over_r = 0};
  const ClauseResult r = check_one(clause, trace);
  CHECK(r.worst == doctest::Approx(std::pow(2.3 * std::pow(3, 3.2) / 600, 1 / 3.2)));
  CHECK(r.verdict == Verdict::pass);
  FlickerClause stiff = clause;
  stiff.x_over_r = 10;  // real power changes the voltage by the resistance only
  CHECK(check_one(stiff, trace).worst < 0.11 * r.worst);
  CHECK(check_one(FlickerClause{}, trace).verdict == Verdict::not_assessed);
}

TEST_CASE("ride-through compares what is asked with what the load has") {
  RideThrough load;
  load.low = {{0.0, 0.02 * s}, {0.7, 0.5 * s}, {0.9, 1e5 * s}};
  VoltageRideThroughClause clause;
  clause.low = {{0.7, 0.4 * s}};
  CHECK(check_one(clause, step_up(), &load).verdict == Verdict::pass);
  clause.low = {{0.5, 0.15 * s}, {0.9, 3.0 * s}};
  const ClauseResult r = check_one(clause, step_up(), &load);
  CHECK(r.verdict == Verdict::fail);  // at half voltage it stays 20 ms
  CHECK(r.worst == doctest::Approx(0.02));
  CHECK(r.limit == doctest::Approx(0.15));
  CHECK(check_one(clause, step_up()).verdict == Verdict::not_assessed);
  CHECK(check_one(VoltageRideThroughClause{}, step_up(), &load).verdict == Verdict::not_assessed);
  CHECK(check_one(FrequencyRideThroughClause{.low = {{57.5 * Hz, 1.0 * s}}}, step_up(), &load).verdict == Verdict::not_assessed);
  load.low_frequency = {{57.0 * Hz, 2.0 * s}};
  CHECK(check_one(FrequencyRideThroughClause{.low = {{57.5 * Hz, 1.0 * s}}}, step_up(), &load).verdict == Verdict::pass);
}

TEST_CASE("a power factor is a floor") {
  RideThrough load;
  CHECK(check_one(PowerFactorClause{.minimum = 0.95}, step_up(), &load).verdict == Verdict::not_assessed);
  load.power_factor = 0.94;
  CHECK(check_one(PowerFactorClause{.minimum = 0.95}, step_up(), &load).verdict == Verdict::fail);
  load.power_factor = 0.99;
  CHECK(check_one(PowerFactorClause{.minimum = 0.95}, step_up(), &load).verdict == Verdict::pass);
}

TEST_CASE("curves that cross or run backwards are refused") {
  GridCode code;
  VoltageRideThroughClause clause;
  clause.low = {{0.5, 0.2 * s}, {0.9, 3.0 * s}};
  clause.high = {{1.1, 10.0 * s}, {1.2, 0.5 * s}};
  code.clauses = {clause};
  CHECK(problems(code).empty());
  clause.high = {{0.8, 10.0 * s}};
  code.clauses = {clause};
  REQUIRE(problems(code).size() == 1);
  CHECK(problems(code)[0].field == "clauses[0].high");
  clause.high.clear();
  clause.low = {{0.9, 0.2 * s}, {0.5, 3.0 * s}};
  code.clauses = {RampClause{}, clause};
  REQUIRE(problems(code).size() == 1);
  CHECK(problems(code)[0].field == "clauses[1].low[1]");
  clause.low = {{0.5, 3.0 * s}, {0.9, 0.2 * s}};  // a milder sag for less time
  code.clauses = {clause};
  CHECK(problems(code).size() == 1);
  code.clauses = {BandClause{.from = 5.0 * Hz, .to = 1.0 * Hz}};
  CHECK(problems(code)[0].field == "clauses[0].to_hz");
  code.clauses = {RangeClause{.limit = 1.0 * MW, .limit_frac = 0.1}, FlickerClause{.limit_pst = 1.0}};
  CHECK(problems(code).size() == 2);
  code.clauses.clear();
  CHECK(problems(code).size() == 1);
}
