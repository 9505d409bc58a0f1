#include "gw/campus/measured_step.h"

#include "gw/campus/test_campus.h"

namespace gw::campus {
namespace {

using doctest::Approx;
using namespace test;

workload::ActivityProfile modelled() {
  workload::ActivityProfile out;
  out.segments = {{"work", 3.0 * s, 0.6, 0.4, 0.2, 0.1}, {"wait", 1.0 * s}};
  return out;
}

PreparedJob job_with(std::optional<double> seconds) {
  Campus c = campus();
  if (seconds) std::get<TrainingJob>(c.jobs[0]).measured_step_time = *seconds * s;
  return prepared(c).jobs[0];
}

}  // namespace

TEST_CASE("a longer step adds a wait and keeps the work") {
  const auto longer = in_measured_time(modelled(), 4.0 * s, 5.0 * s);
  REQUIRE(longer.segments.size() == 3);
  CHECK(longer.period().in(s) == Approx(5));
  CHECK(longer.segments[2].duration.in(s) == Approx(1));
  CHECK(longer.segments[2].tensor_frac == 0);
  CHECK(longer.mean().tensor_frac * 5 == Approx(modelled().mean().tensor_frac * 4));
  CHECK(in_measured_time(modelled(), 4.0 * s, 4.0 * s).segments.size() == 2);
}

TEST_CASE("a shorter step does the same work at higher rates, at most the peak") {
  const auto shorter = in_measured_time(modelled(), 4.0 * s, 3.0 * s);
  CHECK(shorter.period().in(s) == Approx(3));
  CHECK(shorter.segments[0].tensor_frac == Approx(0.8));
  CHECK(shorter.mean().memory_frac * 3 == Approx(modelled().mean().memory_frac * 4));
  CHECK(in_measured_time(modelled(), 4.0 * s, 1.0 * s).segments[0].tensor_frac == 1.0);
  CHECK(in_measured_time(modelled(), 4.0 * s, 1.0 * s).is_valid());
}

TEST_CASE("power follows a measured step: a slower one draws less, energy of a step grows by the wait only") {
  const PreparedJob model = job_with({});
  const double step = model.training.step_time.in(s);
  const PreparedJob slow = job_with(2 * step), fast = job_with(0.9 * step);
  CHECK(slow.work_power[0].accelerators < model.work_power[0].accelerators);
  CHECK(fast.work_power[0].accelerators > model.work_power[0].accelerators);
  const double waiting_w = (accelerator().idle + power::test::h100_power().awake).in(W);
  CHECK(slow.work_power[0].accelerators.in(W) ==
        Approx(0.5 * (model.work_power[0].accelerators.in(W) + waiting_w)).epsilon(1e-6));
  CHECK(slow.waveform.period().in(s) == Approx(2 * step));
}

TEST_CASE("a step faster than the best matrix product is refused with the least time") {
  Campus c = campus();
  std::get<TrainingJob>(c.jobs[0]).measured_step_time = 0.001 * s;
  const std::vector<Issue> issues = prepare(c, weather(), 1).issues;
  const Issue* issue = find(issues, "GW3012");
  REQUIRE(issue);
  CHECK_FALSE(issue->warning);
  CHECK(issue->path == "jobs[0].measured_step_time");
  CHECK(issue->message.find("best matrix product") != std::string::npos);
  CHECK(issue->hint.find("s or more") != std::string::npos);
}

}  // namespace gw::campus
