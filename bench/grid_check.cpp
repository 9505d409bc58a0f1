// The clauses of a grid code against a gigawatt's power: an hour by the millisecond, a year by the second as
// it comes.

#include "gw/power/grid_check.h"

#include <cmath>
#include <numbers>
#include <span>
#include <variant>

#include "answers.h"
#include "gw/power/render.h"

namespace gw::bench {
namespace {

using namespace gw::unit;

// 400,000 accelerators in step.
const power::Waveform& gigawatt() {
  static const power::Waveform step(
      {{1.0 * s, 880.0 * MW}, {0.3 * s, 520.0 * MW}, {1.4 * s, 840.0 * MW}, {0.5 * s, 480.0 * MW}});
  return step;
}

// Every clause that the power enters.
power::GridCode limits() {
  power::GridCode out;
  power::RampClause ramp;
  ramp.limit = 10.0 * MW / minute, ramp.over = 60.0 * s;
  power::RangeClause range;
  range.limit = 100.0 * MW, range.within = 10.0 * s;
  power::BandClause band;
  band.limit = 20.0 * MW;
  power::FlickerClause flicker;
  flicker.limit_pst = 0.8, flicker.short_circuit_mva = 1e4;
  out.clauses = {ramp, range, band, flicker};
  return out;
}

void clause_check_hour_by_millisecond(benchmark::State& state) {
  power::Trace trace{0.0 * s, 0.001 * s, std::vector<double>(3'600'000)};
  const power::WaveformTrack track{&gigawatt(), 0.0 * s, 3600.0 * s, {}, 1.0};
  power::render_mean(std::span(&track, 1), {}, trace.start, trace.step, trace.mw);
  const power::GridCode code = limits();
  std::vector<power::ClauseResult> results;
  for (auto _ : state) results = power::check_grid_code(code, {trace, 1000.0 * MW, nullptr});
  const power::BandSwing largest =
      power::band_swing(power::fourier_series(gigawatt(), 60), 0.1 * Hz, 20.0 * Hz);
  check_equal(state, "dynamic range", results[1].worst, 400, 1e-9);
  check_equal(state, "largest line against the Fourier series", results[2].worst, largest.line.in(MW), 0.005);
  check_answer(state, "clause_check_hour_by_millisecond", "ramp_mw_per_min", results[0].worst);
  check_answer(state, "clause_check_hour_by_millisecond", "pst", results[3].worst);
}
BENCHMARK(clause_check_hour_by_millisecond)->Unit(benchmark::kMillisecond);

// The year is rendered and checked piece by piece; one burst of ten minutes stands out in it.
void clause_check_year_by_second(benchmark::State& state) {
  constexpr std::size_t kSamples = 31'536'000, kPiece = 65'536, kBurst = 20'000'000, kBurstSamples = 600;
  constexpr double kBurst_mw = 250, kBurst_hz = 0.2137;
  const power::WaveformTrack track{&gigawatt(), 0.0 * s, 31'536'000.0 * s, {}, 1.0};
  const power::GridCode code = limits();
  std::vector<double> piece(kPiece);
  std::vector<power::ClauseResult> results;
  for (auto _ : state) {
    power::GridCheck check(code, {1000.0 * MW, nullptr}, 0.0 * s, 1.0 * s);
    for (std::size_t first = 0; first < kSamples; first += kPiece) {
      const std::span<double> mw = std::span(piece).first(std::min(kPiece, kSamples - first));
      power::render_mean(std::span(&track, 1), {}, double(first) * s, 1.0 * s, mw);
      for (std::size_t i = std::max(first, kBurst); i < std::min(first + mw.size(), kBurst + kBurstSamples);
           ++i) {
        const double w = 2 * std::numbers::pi * kBurst_hz, t = double(i - kBurst);
        mw[i - first] += kBurst_mw * (std::cos(w * t) - std::cos(w * (t + 1))) / w;
      }
      check.add(mw);
    }
    results = check.results();
  }
  check_equal(state, "amplitude of the burst", results[2].worst, kBurst_mw, 0.01);
  check_equal(state, "moment of the burst", results[2].at->in(s), double(kBurst) + 0.5 * kBurstSamples,
              0.5 * kBurstSamples / double(kBurst));
  check_equal(state, "flicker is not assessed", double(results[3].verdict == power::Verdict::not_assessed), 1,
              0);
  check_answer(state, "clause_check_year_by_second", "ramp_mw_per_min", results[0].worst);
  check_answer(state, "clause_check_year_by_second", "range_mw", results[1].worst);
}
BENCHMARK(clause_check_year_by_second)->Unit(benchmark::kMillisecond)->Iterations(1);

}  // namespace
}  // namespace gw::bench
