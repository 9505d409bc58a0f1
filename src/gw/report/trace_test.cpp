#include "gw/report/trace.h"

#include <cmath>

#include "gw/report/test_run.h"

namespace gw::report {
namespace {

using doctest::Approx;
using namespace test;

struct Rendered {
  std::vector<float> it, facility;
};

Rendered render(const Trace& trace, std::size_t piece) {
  Rendered out{std::vector<float>(trace.samples()), std::vector<float>(trace.samples())};
  for (std::size_t first = 0; first < trace.samples(); first += piece) {
    const std::size_t n = std::min(piece, trace.samples() - first);
    trace.render(first, {out.it.data() + first, n}, {out.facility.data() + first, n});
  }
  return out;
}

// Energy of each whole hour from samples that divide it, MWh.
double energy(const std::vector<float>& mw, std::size_t hour, std::size_t per_hour) {
  double sum = 0;
  for (std::size_t i = 0; i < per_hour; ++i) sum += double(mw[hour * per_hour + i]);
  return sum / double(per_hour);
}

}  // namespace

TEST_CASE("every hour has the energy of the hourly series, whatever the step") {
  const planning::Run& run = rich_report();
  const campus::Hourly& hourly = run.simulation.operations.hourly;
  for (double step_s : {1.0, 0.5, 7.2, 60.0, 3600.0}) {
    const Trace trace(run, step_s * s);
    const std::size_t per_hour = std::size_t(3600 / step_s + 0.5);
    REQUIRE(trace.samples() == hourly.it_mw.size() * per_hour);
    const Rendered r = render(trace, 100'000);
    for (std::size_t h = 0; h < hourly.it_mw.size(); h += 11) {
      CHECK(energy(r.it, h, per_hour) == Approx(hourly.it_mw[h]).epsilon(1e-6));
      CHECK(energy(r.facility, h, per_hour) == Approx(hourly.facility_mw[h]).epsilon(1e-6));
    }
  }
}

TEST_CASE("a sample over two hours takes its part of each") {
  const planning::Run& run = rich_report();
  const Trace trace(run, 700.0 * s);
  const Rendered r = render(trace, 1000);
  double seen_mwh = 0, hourly_mwh = 0;
  for (float mw : r.it) seen_mwh += double(mw) * 700 / 3600;
  const auto& hourly = run.simulation.operations.hourly.it_mw;
  const double whole_hours = std::floor(double(trace.samples()) * 700 / 3600);
  for (std::size_t h = 0; h < std::size_t(whole_hours); ++h) hourly_mwh += hourly[h];
  hourly_mwh += hourly.back() * (double(trace.samples()) * 700 / 3600 - whole_hours);
  CHECK(seen_mwh == Approx(hourly_mwh).epsilon(1e-4));
}

TEST_CASE("the pieces a trace is rendered in do not show") {
  const Trace trace(tiny_report(), 10.0 * s);
  const Rendered whole = render(trace, trace.samples()), pieces = render(trace, 777);
  for (std::size_t i = 0; i < trace.samples(); i += 13) CHECK(whole.it[i] == Approx(double(pieces.it[i])).epsilon(1e-6));
}

TEST_CASE("a training run swings within the hour; steady work does not") {
  std::vector<float> it(1000), facility(1000);
  Trace(tiny_report(), 0.01 * s).render(0, it, facility);  // ten seconds, about three steps
  const auto [low, high] = std::minmax_element(it.begin(), it.end());
  CHECK(*high > 1.02F * *low);
  const Trace coarse(tiny_report(), 1800.0 * s);
  const Rendered flat = render(coarse, coarse.samples());
  CHECK(flat.it[0] == Approx(double(flat.it[1])).epsilon(1e-3));
}

TEST_CASE("facility power follows IT power by the hour's ratio") {
  const planning::Run& run = tiny_report();
  const campus::Hourly& hourly = run.simulation.operations.hourly;
  const Trace trace(run, 30.0 * s);
  const Rendered r = render(trace, trace.samples());
  for (std::size_t i = 0; i < trace.samples(); i += 101) {
    const std::size_t h = i / 120;
    CHECK(double(r.facility[i] / r.it[i]) == Approx(hourly.facility_mw[h] / hourly.it_mw[h]).epsilon(1e-5));
  }
}

}  // namespace gw::report
