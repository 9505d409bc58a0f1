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

TEST_CASE("samples that are too coarse for a span do not pass it") {
  const Trace trace = step_up(30, 60, 1.0);
  const ClauseResult range = check_one(RangeClause{.limit = 60.0 * MW, .within = 1.0 * s}, trace);
  CHECK(range.verdict == Verdict::not_assessed);
  CHECK(range.note.find("samples of 1.000 s") != std::string::npos);
  CHECK(check_one(RangeClause{.limit = 60.0 * MW, .within = 2.0 * s}, trace).verdict == Verdict::pass);
  CHECK(check_one(RampClause{.limit = 3100.0 * MW / minute, .over = 0.5 * s}, trace).verdict == Verdict::not_assessed);
  CHECK(check_one(RampClause{.limit = 2900.0 * MW / minute, .over = 0.5 * s}, trace).verdict == Verdict::fail);
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
  CHECK(check_one(RangeClause{.limit = 99.0 * MW, .within = 200.0 * s}, saw).verdict == Verdict::not_assessed);
  CHECK(check_one(RangeClause{.limit = 9.0 * MW, .within = 200.0 * s}, saw).verdict == Verdict::fail);  // it can only grow
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

namespace {

// A sine as a renderer gives it: the exact mean of each sample.
double sine_mean(double hz, double step_s, int i) {
  const double w = 2 * std::numbers::pi * hz, t0 = step_s * i, t1 = t0 + step_s;
  return (std::cos(w * t0) - std::cos(w * t1)) / (w * step_s);
}

}  // namespace

TEST_CASE("a sine reads the same between lines as on one, in a line at any frequency of the band") {
  for (const double hz : {0.1, 0.1234, 0.5, 0.50321, 1.00777, 4.9, 4.99123}) {
    CAPTURE(hz);
    Trace trace{0.0 * s, 0.02 * s, {}};
    for (int i = 0; i < 6'000; ++i) trace.mw.push_back(500 + 110 * sine_mean(hz, 0.02, i));
    const ClauseResult r = check_one(BandClause{.from = 0.1 * Hz, .to = 5.0 * Hz, .limit = 100.0 * MW}, trace);
    CHECK(r.verdict == Verdict::fail);
    CHECK(r.worst == doctest::Approx(110).epsilon(0.01));
  }
}

TEST_CASE("what is outside a band does not count, nor does a drift of the mean") {
  Trace trace{0.0 * s, 0.02 * s, {}};
  for (int i = 0; i < 20'000; ++i)
    trace.mw.push_back(500 + 0.2 * i * 0.02 + 80 * sine_mean(0.05, 0.02, i) + 3 * sine_mean(0.7, 0.02, i));
  CHECK(check_one(BandClause{.from = 0.1 * Hz, .to = 5.0 * Hz, .limit = 4.0 * MW}, trace).worst == doctest::Approx(3).epsilon(0.03));
}

TEST_CASE("a burst counts in full however long the quiet around it, and its moment is told") {
  Trace trace{0.0 * s, 0.02 * s, {}};
  for (int i = 0; i < 100'000; ++i) {  // 2,000 s; the burst from 1,000 to 1,150 s
    const bool burst = i >= 50'000 && i < 57'500;
    trace.mw.push_back(500 + (burst ? 50 * sine_mean(0.3, 0.02, i) : 0));
  }
  BandClause clause{.from = 0.1 * Hz, .to = 5.0 * Hz, .limit = 40.0 * MW};
  const ClauseResult r = check_one(clause, trace);
  CHECK(r.verdict == Verdict::fail);
  CHECK(r.worst == doctest::Approx(50).epsilon(0.01));
  REQUIRE(r.at);
  CHECK(*r.at >= 950.0 * s);
  CHECK(*r.at <= 1050.0 * s);
  clause.over = 2000.0 * s;  // whoever asks for one long piece gets the mean over it
  CHECK(check_one(clause, trace).worst < 10);
}

TEST_CASE("a sine on the edge of a band counts, as a line and as a root mean square, however long the window") {
  for (const double length_s : {31.0, 47.7, 60.0, 95.3, 118.9, 130.0})
    for (const double hz : {0.1, 0.1003, 0.13, 4.9, 5.0}) {
      CAPTURE(length_s);
      CAPTURE(hz);
      Trace trace{0.0 * s, 0.02 * s, {}};
      for (int i = 0; i < int(length_s / 0.02); ++i) trace.mw.push_back(500 + 110 * sine_mean(hz, 0.02, i));
      BandClause clause{.from = 0.1 * Hz, .to = 5.0 * Hz, .limit = 100.0 * MW};
      CHECK(check_one(clause, trace).worst == doctest::Approx(110).epsilon(0.01));
      clause.measure = BandMeasure::rms;
      CHECK(check_one(clause, trace).worst == doctest::Approx(110 / std::sqrt(2.0)).epsilon(0.01));
    }
}

TEST_CASE("a burst as long as a piece reads most of its amplitude wherever it begins") {
  for (const double begin_s : {1000.0, 1012.5, 1025.0, 1037.5, 1062.0}) {
    CAPTURE(begin_s);
    Trace trace{0.0 * s, 0.05 * s, {}};
    for (int i = 0; i < 40'000; ++i)
      trace.mw.push_back(500 + (i * 0.05 >= begin_s && i * 0.05 < begin_s + 100 ? 50 * sine_mean(0.3, 0.05, i) : 0));
    CHECK(check_one(BandClause{.from = 0.1 * Hz, .to = 5.0 * Hz, .limit = 1.0 * MW}, trace).worst > 0.85 * 50);
  }
}

TEST_CASE("a load that does not swing has no line and no share of nothing") {
  const Trace flat{0.0 * s, 0.02 * s, std::vector<double>(10'000, 700.1)};
  BandClause clause{.from = 0.1 * Hz, .to = 5.0 * Hz, .measure = BandMeasure::share, .limit_frac = 0.1};
  CHECK(check_one(clause, flat).worst == 0);
  CHECK(check_one(clause, flat).verdict == Verdict::pass);
  clause.measure = BandMeasure::line;
  CHECK(check_one(clause, flat).worst == 0);
  CHECK(check_one(clause, flat).note.find("no line") != std::string::npos);
}

TEST_CASE("power in pieces has the verdicts of the whole") {
  Trace trace{0.0 * s, 0.01 * s, {}};
  for (int i = 0; i < 50'000; ++i) trace.mw.push_back(500 + 80 * sine_mean(0.3, 0.01, i) + (i > 30'000 ? 40 : 0) + 3 * sine_mean(7, 0.01, i));
  GridCode code;
  code.clauses = {RampClause{.limit = 100.0 * MW / minute, .over = 7.0 * s}, RampClause{.direction = Direction::down, .limit = 100.0 * MW / minute},
                  RangeClause{.limit = 10.0 * MW, .within = 9.0 * s}, BandClause{.limit = 10.0 * MW},
                  BandClause{.measure = BandMeasure::share, .limit_frac = 0.1}, FlickerClause{.limit_pst = 1, .short_circuit_mva = 1e4},
                  PowerFactorClause{}};
  const LoadFacts load{200.0 * MW, nullptr};
  const auto whole = check_grid_code(code, {trace, load.contracted, nullptr});
  for (const std::size_t piece : {1u, 777u, 12'345u}) {
    GridCheck check(code, load, trace.start, trace.step);
    for (std::size_t i = 0; i < trace.size(); i += piece) check.add(std::span(trace.mw).subspan(i, std::min(piece, trace.size() - i)));
    const auto pieces = check.results();
    REQUIRE(pieces.size() == whole.size());
    for (std::size_t i = 0; i < whole.size(); ++i) {
      CHECK(pieces[i].verdict == whole[i].verdict);
      CHECK(pieces[i].worst == whole[i].worst);
      CHECK(pieces[i].at == whole[i].at);
    }
  }
}

TEST_CASE("flicker is of the voltage that the network's resistance drops") {
  // 50 MW once a minute at 50 / 0.03166 MVA without reactance: 3.166 %, a severity of one [IEC 61000-4-15, table 5].
  Trace trace{0.0 * s, 0.01 * s, {}};
  for (int i = 0; i < 60'000; ++i) trace.mw.push_back((i / 6000) % 2 == 0 ? 100 : 150);
  const FlickerClause clause{.limit_pst = 1.1, .short_circuit_mva = 50.0 / 0.03166, .x_over_r = 0};
  const ClauseResult r = check_one(clause, trace);
  CHECK(r.worst == doctest::Approx(1).epsilon(0.05));
  CHECK(r.verdict == Verdict::pass);
  FlickerClause stiff = clause;
  stiff.x_over_r = 10;  // real power changes the voltage by the resistance only
  CHECK(check_one(stiff, trace).worst == doctest::Approx(r.worst / std::hypot(1.0, 10.0)).epsilon(0.01));
  FlickerClause brighter = clause;
  brighter.lamp = Lamp::v230;
  CHECK(check_one(brighter, trace).verdict == Verdict::fail);
  CHECK(check_one(FlickerClause{}, trace).verdict == Verdict::not_assessed);
  Trace brief = trace;
  brief.mw.resize(900);
  CHECK(check_one(clause, brief).note.find("shorter than the 10.00 s") != std::string::npos);
  brief.mw.resize(3000);
  CHECK(check_one(clause, brief).note.find("as if ten minutes went on") != std::string::npos);
  CHECK(check_one(clause, step_up()).verdict == Verdict::not_assessed);  // samples of a tenth of a second
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
  const BandClause band{.limit = 1.0 * MW};
  BandClause looser = band, other = band;
  looser.limit = 2.0 * MW, other.measure = BandMeasure::rms;
  code.clauses = {band, other, BandClause{}, looser};
  REQUIRE(problems(code).size() == 1);
  CHECK(problems(code)[0].field == "clauses[3]");
  CHECK(problems(code)[0].message.find("clauses[0]") != std::string::npos);
  code.clauses.clear();
  CHECK(problems(code).size() == 1);
}

TEST_CASE("bands that overlap and contradict each other are refused, those that can hold together are not") {
  const auto found = [](double from, double to, double limit_mw, double from2, double to2, double limit2_mw) {
    GridCode code;
    code.clauses = {BandClause{.from = from * Hz, .to = to * Hz, .limit = limit_mw * MW},
                    BandClause{.from = from2 * Hz, .to = to2 * Hz, .limit = limit2_mw * MW}};
    const auto out = problems(code);
    for (const FieldProblem& p : out) CHECK(p.field == "clauses[1]");
    return out.size();
  };
  CHECK(found(0.1, 1, 5, 0.8, 20, 10) == 1);  // at 0.9 Hz it would be both
  CHECK(found(0.1, 1, 5, 0.8, 20, 5) == 0);
  CHECK(found(0.1, 1, 5, 1, 20, 10) == 0);    // they touch
  CHECK(found(0.1, 20, 10, 0.5, 1, 5) == 0);  // a critical band inside
  CHECK(found(0.1, 20, 10, 0.5, 1, 20) == 1); // that the wide one forbids already
  CHECK(found(0.5, 1, 20, 0.1, 20, 10) == 1);
  CHECK(found(0.1, 20, 10, 0.1, 20, 5) == 1);
  GridCode code;
  code.clauses = {BandClause{.from = 0.1 * Hz, .to = 1.0 * Hz, .limit = 5.0 * MW},
                  BandClause{.from = 0.5 * Hz, .to = 2.0 * Hz, .measure = BandMeasure::rms, .limit = 10.0 * MW},
                  BandClause{.from = 0.5 * Hz, .to = 2.0 * Hz, .limit_frac = 0.1}};
  CHECK(problems(code).empty());
  code.clauses = {BandClause{.from = 0.1 * Hz, .over = 29.0 * s, .limit = 5.0 * MW}};
  REQUIRE(problems(code).size() == 1);
  CHECK(problems(code)[0].field == "clauses[0].over_s");
}

TEST_CASE("ride-through in two clauses: each curve once, not across each other, on its side of nominal") {
  VoltageRideThroughClause low, high;
  low.low = {{0.5, 0.2 * s}, {0.9, 3.0 * s}};
  high.high = {{1.1, 10.0 * s}};
  GridCode code;
  code.clauses = {low, high};
  CHECK(problems(code).empty());
  code.clauses = {low, high, low};
  REQUIRE(problems(code).size() == 1);
  CHECK(problems(code)[0].field == "clauses[2]");
  FrequencyRideThroughClause under, over;
  under.low = {{59.5 * Hz, 100.0 * s}}, over.high = {{59.0 * Hz, 100.0 * s}};
  code.clauses = {under, over};
  REQUIRE(problems(code).size() == 1);
  CHECK(problems(code)[0].message.find("crosses") != std::string::npos);
  low.low.push_back({1.05, 5.0 * s});
  code.clauses = {low};
  REQUIRE(problems(code).size() == 1);
  CHECK(problems(code)[0].field == "clauses[0].low[2]");
}
