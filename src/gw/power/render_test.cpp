#include "gw/power/render.h"

#include <doctest/doctest.h>

#include <ctime>
#include <numeric>

#include "gw/power/test_designs.h"

namespace gw::power {
using namespace test;

namespace {

Waveform job_step(double period_s) {
  return Waveform(
      {{0.8 * period_s * s, 650 * W}, {0.15 * period_s * s, 250 * W}, {0.05 * period_s * s, 120 * W}});
}

std::vector<double> rendered(const std::vector<WaveformTrack>& tracks, const std::vector<StepTrack>& bases,
                             Time t0, Time dt, std::size_t n) {
  std::vector<double> out(n, -1.0);
  render_mean(tracks, bases, t0, dt, std::span<double>(out));
  return out;
}

double sum(const std::vector<double>& v) { return std::accumulate(v.begin(), v.end(), 0.0); }

}  // namespace

TEST_CASE("one track renders as its waveform does") {
  const Waveform w = job_step(5.3);
  const WaveformTrack track{&w, 0 * s, 1000 * s, 0 * s, 1e6};
  for (double dt : {0.01, 1.0, 5.3, 60.0}) {
    const std::size_t n = std::min<std::size_t>(9000, std::size_t(1000 / dt));
    const auto out_mw = rendered({track}, {}, 0 * s, dt * s, n);
    const auto expected_w = w.render_w(0 * s, dt * s, n);
    for (std::size_t i = 0; i < n; ++i) CHECK(out_mw[i] == doctest::Approx(expected_w[i]).epsilon(1e-9));
  }
}

TEST_CASE("energy of a track with a beginning and an end is kept exactly") {
  const Waveform w = job_step(3.7);
  const WaveformTrack track{&w, 100.4 * s, 12'345.678 * s, 1.1 * s, 24'000};
  const double expected_j = 24'000 * w.integral(-1.1 * s, (12'345.678 - 100.4 - 1.1) * s).base();
  for (double dt : {0.05, 1.0, 7.0, 3600.0, 86'400.0}) {
    const std::size_t n = std::size_t(20'000 / dt) + 1;
    const auto out_mw = rendered({track}, {}, 0 * s, dt * s, n);
    CHECK(close(sum(out_mw) * 1e6 * dt, expected_j));
  }
}

TEST_CASE("outside its life a track draws nothing") {
  const Waveform w = job_step(2);
  const WaveformTrack track{&w, 10 * s, 20 * s, 0 * s, 1};
  const auto out_mw = rendered({track}, {}, 0 * s, 1 * s, 30);
  CHECK(sum({out_mw.begin(), out_mw.begin() + 10}) == 0);
  CHECK(sum({out_mw.begin() + 20, out_mw.end()}) == 0);
  CHECK(out_mw[10] > 0);
  CHECK(rendered({{&w, 20 * s, 10 * s, 0 * s, 1}}, {}, 0 * s, 1 * s, 30) == std::vector<double>(30, 0.0));
  CHECK(rendered({WaveformTrack{}}, {}, 0 * s, 1 * s, 3) == std::vector<double>(3, 0.0));
}

TEST_CASE("hourly bases average over samples of any length") {
  const std::vector<double> hourly_mw{100, 200, 400};
  const StepTrack base{0 * s, 1 * hour, hourly_mw};
  CHECK(rendered({}, {base}, 0 * s, 1 * hour, 4) == std::vector<double>{100, 200, 400, 0});
  const auto half = rendered({}, {base}, 1800 * s, 1 * hour, 2);
  CHECK(half[0] == doctest::Approx(150));
  CHECK(half[1] == doctest::Approx(300));
  CHECK(rendered({}, {base}, -3600 * s, 1 * hour, 1)[0] == 0);
  CHECK(rendered({}, {base}, 0 * s, 3 * hour, 1)[0] == doctest::Approx(700.0 / 3));
}

TEST_CASE("tracks add") {
  const Waveform a = job_step(4.2), b = job_step(6.9);
  const std::vector<double> hourly_mw(2, 55.0);
  const WaveformTrack ta{&a, 0 * s, 7200 * s, 0 * s, 1e5}, tb{&b, 600 * s, 5000 * s, 2 * s, 5e4};
  const StepTrack base{0 * s, 1 * hour, hourly_mw};
  const auto all = rendered({ta, tb}, {base}, 0 * s, 1 * s, 7200);
  const auto only_a = rendered({ta}, {}, 0 * s, 1 * s, 7200), only_b = rendered({tb}, {}, 0 * s, 1 * s, 7200);
  for (std::size_t i = 0; i < all.size(); ++i) CHECK(close(all[i], only_a[i] + only_b[i] + 55.0));
}

TEST_CASE("streaming in pieces gives the same samples") {
  const Waveform w = job_step(5.3);
  const WaveformTrack track{&w, 3.3 * s, 9'000 * s, 0.4 * s, 1e6};
  const auto whole = rendered({track}, {}, 0 * s, 1 * s, 10'000);
  std::vector<double> pieces;
  for (std::size_t done = 0; done < 10'000; done += 777) {
    const auto part =
        rendered({track}, {}, double(done) * s, 1 * s, std::min<std::size_t>(777, 10'000 - done));
    pieces.insert(pieces.end(), part.begin(), part.end());
  }
  REQUIRE(pieces.size() == whole.size());
  for (std::size_t i = 0; i < whole.size(); ++i) CHECK(pieces[i] == doctest::Approx(whole[i]).epsilon(1e-9));
}

TEST_CASE("a year at one second, a base and four jobs, in under 2 s of CPU") {
  const std::vector<double> hourly_mw(8760, 300.0);
  const StepTrack base{0 * s, 1 * hour, hourly_mw};
  std::vector<Waveform> steps{job_step(4.7), job_step(9.1), job_step(13.3), job_step(21.9)};
  std::vector<WaveformTrack> tracks;
  for (std::size_t k = 0; k < steps.size(); ++k)
    tracks.push_back({&steps[k], double(k) * 10 * day, 365 * day, double(k) * s, 2e5});
  std::vector<float> day_mw(86'400);
  const std::clock_t start = std::clock();
  double energy_mj = 0;
  for (int d = 0; d < 365; ++d) {
    render_mean(tracks, std::span(&base, 1), double(d) * day, 1 * s, std::span<float>(day_mw));
    for (float mw : day_mw) energy_mj += double(mw);
  }
  const double cpu_s = double(std::clock() - start) / CLOCKS_PER_SEC;
  double expected_mj = 300.0 * 365 * 86'400;
  for (const WaveformTrack& t : tracks)
    expected_mj += 1e-6 * t.copies * t.waveform->integral(-t.offset, t.end - t.begin - t.offset).base();
  MESSAGE("a year at 1 s, 4 jobs: " << cpu_s << " s of CPU");
  CHECK(close(energy_mj, expected_mj, 1e-7));
#ifdef NDEBUG
  CHECK(cpu_s < 2.0);
#endif
}

}  // namespace gw::power
