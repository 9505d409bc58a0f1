#include "gw/report/step_trace.h"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "gw/report/document.h"
#include "gw/report/test_train.h"

namespace gw::report {
namespace {

using namespace test;

Json trace_of(const planning::TrainRun& run, std::int64_t most = kMostTraceEvents) {
  return Json::parse(step_trace(run, most));
}

std::size_t count(const Json& trace, const std::string& category) {
  return std::size_t(std::ranges::count_if(trace["traceEvents"],
                                           [&](const Json& e) { return e.value("cat", "") == category; }));
}

}  // namespace

TEST_CASE("a trace has a row a stage and a block for every chunk of every micro-batch, each way") {
  const planning::TrainRun& run = interleaved_step();
  const Json trace = trace_of(run);
  const std::size_t blocks = 4 * 2 * std::size_t(run.step.micro_batches);
  CHECK(count(trace, "forward") == blocks);
  CHECK(count(trace, "backward") == blocks);
  CHECK(count(trace, "p2p") > 0);
  CHECK(count(trace, "data_parallel_exposed") == 4);
  CHECK(count(trace, "optimizer") == 4);
  std::size_t rows = 0;
  for (const Json& e : trace["traceEvents"])
    if (e["name"] == "thread_name" && e["pid"] == 1) ++rows;
  CHECK(rows == 4);
  CHECK(trace["otherData"]["note"] == "");
}

TEST_CASE("blocks of a stage do not overlap, and the last ends with the step") {
  const planning::TrainRun& run = interleaved_step();
  std::map<int, std::vector<std::pair<double, double>>> rows;
  double end = 0;
  const Json trace = trace_of(run);
  for (const Json& e : trace["traceEvents"]) {
    if (e["ph"] != "X" || e["pid"] != 1) continue;
    rows[e["tid"].get<int>()].push_back({e["ts"].get<double>(), e["dur"].get<double>()});
    end = std::max(end, e["ts"].get<double>() + e["dur"].get<double>());
  }
  for (auto& [row, blocks] : rows) {
    std::ranges::sort(blocks);
    for (std::size_t i = 1; i < blocks.size(); ++i)
      CHECK(blocks[i].first >= blocks[i - 1].first + blocks[i - 1].second - 0.01);
  }
  CHECK(end * 1e-6 == doctest::Approx(run.step.total.in(s)).epsilon(0.03));
  CHECK(end * 1e-6 == doctest::Approx(replayed_step(run).in(s)).epsilon(1e-5));
}

TEST_CASE("a long trace keeps its beginning and its end, and says what it left out") {
  const Json trace = trace_of(interleaved_step(), 40);
  const Json& other = trace["otherData"];
  CHECK(count(trace, "forward") + count(trace, "backward") == 20);
  CHECK(other["blocks_left_out"].get<int>() == other["blocks"].get<int>() - 20);
  CHECK(other["note"].get<std::string>().find("left out") != std::string::npos);
  const Json whole = trace_of(interleaved_step());
  CHECK(other["replayed_step_s"] == whole["otherData"]["replayed_step_s"]);
}

TEST_CASE("zero-bubble shows weight gradients, ZeRO-3 says where its traffic is drawn") {
  const Json bubble = trace_of(train_run({"pipeline=4", "schedule=zero_bubble"}));
  CHECK(count(bubble, "weight_gradient") == count(bubble, "forward"));
  const Json sharded = trace_of(train_run({"zero_stage=3"}));
  CHECK(sharded["otherData"]["note"].get<std::string>().find("after the last backward") != std::string::npos);
  CHECK(count(sharded, "p2p") == 0);
}

TEST_CASE("a step of very many micro-batches is replayed in part, and says so") {
  planning::TrainFlags flags = train_flags({"pipeline=8"});
  flags.batch = "8000000", flags.sequence = "8";
  const planning::TrainOutcome outcome = planning::run_train(flags, {});
  REQUIRE(outcome.run);
  const Json trace = trace_of(*outcome.run, 1000);
  CHECK(trace["otherData"]["micro_batches_replayed"] < trace["otherData"]["micro_batches"]);
  CHECK(trace["otherData"]["note"].get<std::string>().find("as if the batch were as small") !=
        std::string::npos);
}

}  // namespace gw::report
