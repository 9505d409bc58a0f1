#include "gw/planning/waveform_run.h"

#include <algorithm>
#include <cmath>

#include "gw/planning/test_files.h"

namespace gw::planning {
namespace {

using namespace test;

WaveformOutcome outcome_of(const WaveformFlags& flags, const std::string& campus = "tiny.yaml",
                           std::vector<std::string> overrides = {}, std::uint64_t seed = 1) {
  RunOptions options;
  options.seed = seed;
  options.load.overrides = std::move(overrides);
  if (campus == "tiny.yaml") options.load.overrides.insert(options.load.overrides.begin(), "horizon.length_years=0.04");
  return run_waveform(shipped(campus), flags, options);
}

WaveformRun run(const WaveformFlags& flags, const std::string& campus = "tiny.yaml", std::vector<std::string> overrides = {},
                std::uint64_t seed = 1) {
  WaveformOutcome outcome = outcome_of(flags, campus, std::move(overrides), seed);
  INFO(outcome.diagnostics.render());
  REQUIRE(outcome.status == RunStatus::done);
  REQUIRE(outcome.run);
  return std::move(*outcome.run);
}

// tiny's waveform; its iteration is short, so the samples are too.
WaveformFlags flags() {
  WaveformFlags out;
  out.window_s = 30, out.step_s = 0.01;
  return out;
}

}  // namespace

TEST_CASE("the mean of the waveform is the power that the hours have") {
  const WaveformRun done = run(flags());
  const campus::Prepared& prepared = done.run.simulation.prepared;
  const campus::PreparedJob& job = prepared.jobs.front();
  // Per accelerator: stages in step have the mean of the mean stage.
  CHECK(done.loads.job_waveform.mean() / job.work_power.front().total() == doctest::Approx(1).epsilon(1e-6));
  const double it_mw = done.as_built.trace.it.mean().in(MW);
  const double expected =
      (done.loads.swinging * job.work_power.front().total() +
       (done.loads.accelerators - done.loads.swinging) * prepared.halls.front().idle.total()).in(MW);
  CHECK(it_mw == doctest::Approx(expected).epsilon(0.01));  // the window is no whole number of iterations
  CHECK(std::abs(done.as_built.trace.energy.residual()) < 1e-9);
}

TEST_CASE("the single line adds up from the racks to the service") {
  const WaveformRun done = run(flags());
  REQUIRE_FALSE(done.single_line.empty());
  for (const LineLevel& level : done.single_line) CHECK(level.in.base() == doctest::Approx((level.out + level.loss).base()));
  CHECK(done.single_line.back().in.in(MW) ==
        doctest::Approx(done.as_built.trace.poi.mean().in(MW) - done.loads.halls.front().other.in(MW)).epsilon(0.01));
}

TEST_CASE("events take their time, in order, and show in the power") {
  WaveformFlags f = flags();
  f.window_s = 60, f.events = "stop,start,stall";
  const WaveformRun done = run(f);
  REQUIRE(done.loads.events.size() == 3);
  CHECK(done.loads.events[0].event == JobEvent::start);
  CHECK(done.loads.events[1].event == JobEvent::stall);
  CHECK((done.loads.events[1].end - done.loads.events[1].begin).in(s) == doctest::Approx(5));
  const power::Trace& it = done.as_built.trace.it;
  const auto at = [&](Time t) { return it.mw[std::size_t(t / it.step)]; };
  const Time start = done.loads.events[0].begin, stall = done.loads.events[1].begin, stop = done.loads.events[2].begin;
  CHECK(at(start - 1.0 * s) < 0.5 * it.peak().in(MW));
  CHECK(at(stall + 2.0 * s) < 0.8 * it.peak().in(MW));
  CHECK(at(stall + 2.0 * s) > at(start - 1.0 * s));  // waiting accelerators are awake
  CHECK(at(stop + 1.0 * s) == doctest::Approx(at(start - 1.0 * s)));
}

TEST_CASE("a fault takes one instance away, not the others") {
  WaveformFlags f;
  f.events = "fault", f.window_s = 600, f.step_s = 0.5;
  const WaveformRun one = run(f, "prometheus.yaml");
  const EventAt& fault = one.loads.events.front();
  const power::Trace& it = one.as_built.trace.it;
  double during = 0, before = 0;
  const auto first = std::size_t((fault.begin + 70.0 * s) / it.step);
  for (std::size_t i = 0; i < 60; ++i) during += it.mw[first + i] / 60, before += it.mw[i] / 60;
  CHECK(during < before);
  CHECK(during > 0.8 * before);  // one of nine
}

TEST_CASE("instances at random phases swing less than instances in step, with the same mean") {
  WaveformFlags f;
  const WaveformRun aligned = run(f, "prometheus.yaml");
  f.phases = "random";
  const auto swing = [](const WaveformRun& r) { return r.as_built.trace.poi.peak() - r.as_built.trace.poi.lowest(); };
  constexpr int kSeeds = 4;
  Power mean_swing{};
  for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
    const WaveformRun random = run(f, "prometheus.yaml", {}, seed);
    mean_swing += swing(random) / kSeeds;
    CHECK(random.as_built.trace.poi.mean() / aligned.as_built.trace.poi.mean() == doctest::Approx(1).epsilon(0.02));
  }
  CHECK(mean_swing < 0.7 * swing(aligned));
}

TEST_CASE("the grid sees the halls that hang on it; an islanded bus is looked at by name") {
  WaveformFlags f;
  const WaveformRun main = run(f, "prometheus.yaml");
  CHECK(main.loads.buses == std::vector<std::string>{"main"});
  f.bus = "south";
  const WaveformRun south = run(f, "prometheus.yaml");
  CHECK(south.loads.accelerators < main.loads.accelerators);
  f.bus = "", f.at = "2026-02-01";
  CHECK(run(f, "prometheus.yaml").loads.accelerators < main.loads.accelerators);
}

TEST_CASE("the cheapest smoothing passes every clause, and nothing cheaper that was tried does") {
  WaveformFlags f;
  f.limits = "study_limits", f.mitigate = true;
  const WaveformRun done = run(f, "prometheus.yaml");
  CHECK(power::fails(done.as_built.clauses));
  REQUIRE(done.mitigated);
  CHECK_FALSE(power::fails(done.mitigated->clauses));
  const auto& passing = done.search->passing;
  for (std::size_t i = 1; i < passing.size(); ++i) CHECK(passing[i].cost.total() >= passing[i - 1].cost.total());
  CHECK(passing.front().cost.total() > 0.0 * USD);
  // A battery a twentieth smaller does not pass.
  if (passing.front().design.campus_battery) {
    power::SmoothingDesign smaller = passing.front().design;
    smaller.campus_battery->power *= 0.95, smaller.campus_battery->energy *= 0.95;
    const auto trace = power::facility_trace(done.loads.groups, done.loads.halls, smaller, 0.0 * s, 0.01 * s, 6000);
    CHECK(power::fails(power::check_grid_code(*done.settings.limits, {trace.poi, done.loads.contracted, nullptr})));
  }
}

TEST_CASE("limits that nothing meets are an answer: the clause and the gap") {
  Folder folder;
  WaveformFlags f = flags();
  f.mitigate = true;
  f.limits = folder.write("code.yaml",
                          "format: gigawatt.grid_code/1\nname: never\nclauses:\n"
                          "  - {kind: ramp, name: none, limit_mw_per_min: 0, over_s: 1}\n"
                          "  - {kind: power_factor, minimum: 0.99}\n");
  f.ride_through = folder.write("load.yaml", "format: gigawatt.ride_through/1\nname: load\npower_factor: 0.9\n");
  const WaveformOutcome out = outcome_of(f);
  CHECK(out.infeasible);
  REQUIRE(out.run);
  const Diagnostic* d = find(out.diagnostics, "GW2706");
  REQUIRE(d);
  CHECK(d->message.find("still fails") != std::string::npos);
  CHECK(out.run->search->passing.empty());
  CHECK(out.run->search->simulated > 10);
}

TEST_CASE("flags that make no sense are refused together") {
  WaveformFlags f;
  f.at = "yesterday", f.bus = "west", f.events = "start,explode", f.window_s = -1, f.phases = "odd", f.limits = "no_such_row";
  const WaveformOutcome out = outcome_of(f);
  CHECK(out.status == RunStatus::bad_input);
  int found = 0;
  for (const Diagnostic& d : out.diagnostics.list()) found += d.code == "GW2701" || d.code == "GW1110";
  CHECK(found == 6);
}

TEST_CASE("too many samples, too short a window, nothing energised, a floor above the cap") {
  WaveformFlags f;
  f.window_s = 1e6;
  CHECK(find(outcome_of(f).diagnostics, "GW2701"));
  f = {}, f.events = "fault", f.window_s = 20;
  CHECK(find(outcome_of(f).diagnostics, "GW2704"));
  f = {}, f.bus = "south", f.at = "2026-01-02";
  CHECK(find(outcome_of(f, "prometheus.yaml").diagnostics, "GW2703"));
  Folder folder;
  f = {};
  f.smoothing = folder.write("floor.yaml", "format: gigawatt.smoothing/1\npower_smoothing: {percent_tmp_floor_frac: 0.9}\n");
  CHECK(find(outcome_of(f, "prometheus.yaml").diagnostics, "GW2705"));
}

TEST_CASE("loads move but are not copied: their tracks point into them") {
  static_assert(!std::is_copy_constructible_v<WaveformLoads> && !std::is_copy_assignable_v<WaveformLoads>);
  static_assert(std::is_nothrow_move_constructible_v<WaveformLoads> || std::is_move_constructible_v<WaveformLoads>);
  WaveformRun done = run(flags());
  const WaveformLoads moved = std::move(done.loads);
  const auto trace = power::facility_trace(moved.groups, moved.halls, {}, 0.0 * s, 0.01 * s, 3000);
  CHECK(trace.poi.mw == done.as_built.trace.poi.mw);
}

TEST_CASE("what stands for the job at work is whole iterations between its events") {
  WaveformFlags f = flags();
  f.window_s = 100;
  const WaveformRun steady = run(f);
  const double period_samples = steady.loads.job_waveform.period() / steady.settings.step;
  const power::Cycle all = cycle_of(steady.loads, steady.settings);
  CHECK(all.first + all.samples == 10'000);
  CHECK(std::abs(double(all.samples) - period_samples * std::round(double(all.samples) / period_samples)) < 0.51);
  f.events = "start,stall,stop";
  const WaveformRun busy = run(f);
  const power::Cycle one = cycle_of(busy.loads, busy.settings);
  REQUIRE(one.samples > 0);
  // After the start, before the stall; or after the stall, before the stop.
  const auto sample = [&](Time t) { return t / busy.settings.step; };
  const bool before = double(one.first) >= sample(busy.loads.events[0].end) - 1 && double(one.first + one.samples) <= sample(busy.loads.events[1].begin) + 1;
  const bool after = double(one.first) >= sample(busy.loads.events[1].end) - 1 && double(one.first + one.samples) <= sample(busy.loads.events[2].begin) + 1;
  CHECK((before || after));
  f.events = "", f.window_s = 2;  // less than an iteration
  const WaveformRun brief = run(f);
  CHECK(cycle_of(brief.loads, brief.settings).samples == 0);
}

TEST_CASE("a window that nobody chose is as long as the clauses take, within reason") {
  const auto window_s = [](WaveformFlags f) { return run(f).settings.window.in(s); };
  WaveformFlags f;
  f.step_s = 0.05;
  CHECK(window_s(f) == 60);
  f.limits = "aeso_draft";
  CHECK(window_s(f) == 120);
  f.window_s = 70;
  CHECK(window_s(f) == 70);
  Folder folder;
  f.window_s.reset();
  f.limits = folder.write("code.yaml", "format: gigawatt.grid_code/1\nname: day\nclauses: [{kind: range, limit_mw: 1, within_s: 86400}]\n");
  CHECK(window_s(f) == 3600);
}

TEST_CASE("other ways to pass stand beside the cheapest: dearer, each by other means") {
  WaveformFlags f;
  f.limits = "study_limits", f.mitigate = true;
  const WaveformRun done = run(f, "prometheus.yaml");
  const auto& passing = done.search->passing;
  REQUIRE(passing.size() >= 2);
  const auto options = [](const power::SmoothingDesign& d) {
    return int(d.power_smoothing.has_value()) + 2 * int(d.ballast.has_value()) + 4 * int(d.rack_battery.has_value()) +
           8 * int(d.campus_battery.has_value()) + 16 * int(d.staggered_start.has_value());
  };
  for (std::size_t i = 1; i < passing.size(); ++i) {
    CHECK(passing[i].cost.total() >= passing.front().cost.total());
    CHECK_FALSE(power::fails(passing[i].clauses));
    for (std::size_t k = 0; k < i; ++k)
      CHECK((options(passing[i].design) & options(passing[k].design)) != options(passing[k].design));
  }
}

TEST_CASE("the same bytes for one seed, others for another") {
  WaveformFlags f;
  f.phases = "random";
  const auto samples = [&](std::uint64_t seed) { return run(f, "prometheus.yaml", {}, seed).as_built.trace.poi.mw; };
  CHECK(samples(1) == samples(1));
  CHECK(samples(1) != samples(2));
}

}  // namespace gw::planning
