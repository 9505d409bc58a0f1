#include "gw/campus/placement.h"

#include <cmath>
#include <limits>

#include "gw/campus/test_campus.h"

namespace gw::campus {
namespace {

using doctest::Approx;

PreparedHall hall_of(std::int64_t accelerators, int energised_hour = 0) {
  PreparedHall out;
  out.name = "hall " + std::to_string(energised_hour);
  out.accelerators = accelerators;
  out.energised_hour = energised_hour;
  return out;
}

// 1,000 tokens a second of one instance, nothing lost.
PreparedJob job_of(std::int64_t accelerators, std::int64_t instances, std::vector<std::size_t> halls = {0}) {
  PreparedJob out;
  out.name = "job";
  out.trains = true;
  out.accelerators = accelerators;
  out.instances = instances;
  out.tokens = 3.6e6 * 10;  // ten hours
  out.halls = std::move(halls);
  out.training.tokens_per_second = 1000;
  return out;
}

PreparedJob steady_of(std::int64_t accelerators, std::vector<std::size_t> halls = {0}) {
  PreparedJob out = job_of(accelerators, 1, std::move(halls));
  out.name = "steady";
  out.trains = false;
  return out;
}

// A placement over its campus, with everything that moves.
struct Bench {
  Campus campus;
  Prepared prepared;
  Operations out;
  std::vector<double> full;
  double tokens = 0;

  Bench(std::vector<PreparedHall> halls, std::vector<PreparedJob> jobs, double spare_frac = 0) {
    campus.spare_frac = spare_frac;
    prepared.halls = std::move(halls);
    prepared.jobs = std::move(jobs);
    out.job_tokens.assign(prepared.jobs.size(), 0.0);
    full.assign(prepared.halls.size(), 1.0);
  }
  Placement placement() const { return {campus, prepared}; }
};

bool said(const Operations& out, const std::string& text) {
  for (const Event& event : out.events)
    if (event.what.find(text) != std::string::npos) return true;
  return false;
}

}  // namespace

TEST_CASE("an instance takes what it needs, and no second one starts unless asked for") {
  Bench bench({hall_of(100)}, {job_of(30, 1)});
  Placement placement = bench.placement();
  placement.advance_to(0, bench.out);
  REQUIRE(placement.cohorts().size() == 1);
  CHECK(placement.cohorts()[0].instances == 1);
  CHECK(placement.in_jobs(0) == 30);
  placement.advance_to(5, bench.out);
  CHECK(placement.cohorts().size() == 1);
}

TEST_CASE("instances: as many as asked for, as many as fit with 0") {
  for (const auto& [asked, placed] : {std::pair{2, 2}, {3, 3}, {9, 3}, {0, 3}}) {
    Bench bench({hall_of(100)}, {job_of(30, asked)});
    Placement placement = bench.placement();
    placement.advance_to(0, bench.out);
    REQUIRE(placement.cohorts().size() == 1);
    CHECK(placement.cohorts()[0].instances == placed);
    CHECK(placement.in_jobs(0) == 30.0 * placed);
    CHECK(bench.out.instances[0].instances == placed);
  }
}

TEST_CASE("first fit: jobs in order of priority, each over its halls in order") {
  Bench bench({hall_of(100), hall_of(100)}, {job_of(80, 1, {0, 1}), job_of(60, 1, {0, 1}), job_of(70, 1, {0, 1})});
  Placement placement = bench.placement();
  placement.advance_to(0, bench.out);
  REQUIRE(placement.cohorts().size() == 2);
  CHECK(placement.cohorts()[0].accelerators == std::vector<double>{80, 0});
  CHECK(placement.cohorts()[1].accelerators == std::vector<double>{20, 40});
  CHECK(placement.in_jobs(0) == 100);
  CHECK(placement.in_jobs(1) == 40);
}

TEST_CASE("a job too large for what is free waits; a smaller one behind it starts") {
  Bench bench({hall_of(100)}, {job_of(60, 1), job_of(60, 1), job_of(40, 1)});
  Placement placement = bench.placement();
  placement.advance_to(0, bench.out);
  REQUIRE(placement.cohorts().size() == 2);
  CHECK(placement.cohorts()[1].job == 2);
}

TEST_CASE("spares are taken off every hall, rounded up") {
  for (const auto& [frac, in_jobs] : {std::pair{0.0, 100.0}, {0.001, 99.0}, {0.02, 98.0}, {0.5, 50.0}}) {
    Bench bench({hall_of(100)}, {job_of(1, 0)}, frac);
    Placement placement = bench.placement();
    placement.advance_to(0, bench.out);
    CHECK(placement.in_jobs(0) == in_jobs);
  }
}

TEST_CASE("a hall is there from its hour on, and its accelerators start more instances") {
  Bench bench({hall_of(100), hall_of(100, 48)}, {job_of(50, 0, {0, 1})});
  bench.prepared.halls.push_back(hall_of(100, 72));
  bench.prepared.halls.back().within_horizon = false;
  bench.prepared.jobs[0].halls.push_back(2);
  Placement placement = bench.placement();
  placement.advance_to(47.9, bench.out);
  CHECK(placement.energised(0));
  CHECK_FALSE(placement.energised(1));
  CHECK(placement.in_jobs(1) == 0);
  placement.advance_to(48, bench.out);
  CHECK(placement.energised(1));
  CHECK(placement.in_jobs(1) == 100);
  CHECK(placement.cohorts().size() == 2);
  placement.advance_to(1000, bench.out);
  CHECK_FALSE(placement.energised(2));
  CHECK(said(bench.out, "hall 48 energised: 100 accelerators"));
}

TEST_CASE("a job waits for its date") {
  PreparedJob late = job_of(10, 1);
  late.start_hour = 24;
  Bench bench({hall_of(100)}, {late});
  Placement placement = bench.placement();
  placement.advance_to(23, bench.out);
  CHECK(placement.cohorts().empty());
  placement.advance_to(24, bench.out);
  CHECK(placement.cohorts().size() == 1);
}

TEST_CASE("tokens are rate times share times time") {
  Bench bench({hall_of(100), hall_of(100)}, {job_of(150, 1, {0, 1})});
  bench.prepared.jobs[0].training.goodput.shares.goodput_frac = 0.8;
  Placement placement = bench.placement();
  placement.advance_to(0, bench.out);
  const Cohort& cohort = placement.cohorts()[0];
  CHECK(placement.rate(cohort, {1, 1}) == Approx(800));
  CHECK(placement.rate(cohort, {0.5, 1}) == Approx(800.0 * 100 / 150));
  CHECK(placement.rate(cohort, {0, 0}) == 0);
  placement.work(0.5, 0.5, {0.5, 1}, bench.out, bench.tokens);
  CHECK(bench.tokens == Approx(800.0 * 100 / 150 * 1800));
  CHECK(bench.out.job_tokens[0] == bench.tokens);
  CHECK(bench.out.instances[0].tokens == bench.tokens);
}

TEST_CASE("all instances of a cohort train") {
  Bench bench({hall_of(100)}, {job_of(20, 3)});
  Placement placement = bench.placement();
  placement.advance_to(0, bench.out);
  placement.work(1, 1, bench.full, bench.out, bench.tokens);
  CHECK(bench.tokens == Approx(3 * 3.6e6));
  CHECK(bench.out.instances[0].tokens == Approx(3.6e6));
}

TEST_CASE("the next finish is known, and never comes while nothing runs") {
  Bench bench({hall_of(100)}, {job_of(20, 1), steady_of(10)});
  Placement placement = bench.placement();
  placement.advance_to(0, bench.out);
  CHECK(placement.hours_to_next_finish({1.0}) == Approx(10));
  CHECK(placement.hours_to_next_finish({0.25}) == Approx(40));
  CHECK(std::isinf(placement.hours_to_next_finish({0.0})));
}

TEST_CASE("a finished job gives back its accelerators and is not started again") {
  Bench bench({hall_of(100)}, {job_of(60, 1), job_of(60, 1)});
  Placement placement = bench.placement();
  placement.advance_to(0, bench.out);
  placement.work(10, 10, bench.full, bench.out, bench.tokens);
  CHECK(placement.cohorts().empty());
  CHECK(bench.tokens == Approx(3.6e7));
  CHECK(bench.out.instances[0].end_hour == 10);
  CHECK(said(bench.out, "job: 1 instance finished"));
  placement.advance_to(10, bench.out);
  REQUIRE(placement.cohorts().size() == 1);
  CHECK(placement.cohorts()[0].job == 1);
  CHECK(placement.in_jobs(0) == 60);
}

TEST_CASE("a repeated job starts again, a finite number of instances in turns") {
  PreparedJob repeated = job_of(60, 1);
  repeated.repeat = true;
  Bench bench({hall_of(100)}, {repeated});
  Placement placement = bench.placement();
  for (int turn = 0; turn < 3; ++turn) {
    placement.advance_to(10.0 * turn, bench.out);
    REQUIRE(placement.cohorts().size() == 1);
    placement.work(10, 10.0 * (turn + 1), bench.full, bench.out, bench.tokens);
  }
  CHECK(bench.out.instances.size() == 3);
  CHECK(bench.tokens == Approx(3 * 3.6e7));

  Bench queue({hall_of(100)}, {job_of(40, 5)});  // two fit at a time
  Placement turns = queue.placement();
  std::vector<std::int64_t> started;
  for (int turn = 0; turn < 4; ++turn) {
    turns.advance_to(10.0 * turn, queue.out);
    started.push_back(turns.cohorts().empty() ? 0 : turns.cohorts()[0].instances);
    turns.work(10, 10.0 * (turn + 1), queue.full, queue.out, queue.tokens);
  }
  CHECK(started == std::vector<std::int64_t>{2, 2, 1, 0});
  CHECK(queue.tokens == Approx(5 * 3.6e7));
}

TEST_CASE("steady work: a number, or all that is free") {
  Bench bench({hall_of(100), hall_of(50, 24)}, {steady_of(30), job_of(40, 1), steady_of(0, {0, 1})});
  Placement placement = bench.placement();
  placement.advance_to(0, bench.out);
  REQUIRE(placement.cohorts().size() == 3);
  CHECK(placement.in_jobs(0) == 100);
  CHECK(placement.cohorts()[2].accelerators == std::vector<double>{30, 0});
  CHECK(placement.rate(placement.cohorts()[0], {1, 1}) == 0);
  placement.advance_to(24, bench.out);
  CHECK(placement.in_jobs(1) == 50);
  placement.work(100, 124, {1, 1}, bench.out, bench.tokens);  // the training job is done; steady work never is
  CHECK(placement.cohorts().size() == 3);
}

}  // namespace gw::campus
