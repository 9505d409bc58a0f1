#include "gw/report/step_trace.h"

#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <nlohmann/json.hpp>

#include "gw/report/document.h"
#include "gw/training/schedule_replay.h"

namespace gw::report {
namespace {

using training::BlockKind;
using training::PartKind;
using training::PipelineWork;
using training::ScheduleBlock;

// More blocks than this are not replayed: fewer micro-batches are.
constexpr std::int64_t kMostReplayed = 4'000'000;
constexpr int kStageGroup = 1, kMessageGroup = 2;

/// The first and the last few of many.
class Ends {
 public:
  explicit Ends(std::int64_t most) : half_(std::size_t(std::max<std::int64_t>(2, most) / 2)) {}
  void add(const ScheduleBlock& block) {
    ++count_;
    if (first_.size() < half_) return first_.push_back(block);
    last_.push_back(block);
    if (last_.size() > half_) last_.pop_front();
  }
  template <class Visit>
  void each(Visit visit) const {
    for (const ScheduleBlock& block : first_) visit(block);
    for (const ScheduleBlock& block : last_) visit(block);
  }
  std::size_t kept() const { return first_.size() + last_.size(); }
  std::size_t count() const { return count_; }

 private:
  std::size_t half_, count_ = 0;
  std::vector<ScheduleBlock> first_;
  std::deque<ScheduleBlock> last_;
};

PipelineWork work_of(const planning::TrainRun& run) {
  PipelineWork work = training::pipeline_work(run.job.setup, run.cost);
  if (const std::int64_t blocks = training::block_count(work); blocks > kMostReplayed) {
    const std::int64_t each = blocks / work.micro_batches,
                       fit = std::max<std::int64_t>(1, kMostReplayed / each);
    work.micro_batches = fit >= work.stages ? fit / work.stages * work.stages : fit;
  }
  return work;
}

/// After the pipeline, on every stage.
struct Tail {
  Time data, optimizer, offload, host, straggler;
  explicit Tail(const training::StepCost& cost)
      : data(cost.part(PartKind::data_parallel_exposed)),
        optimizer(cost.part(PartKind::optimizer)),
        offload(cost.part(PartKind::offload)),
        host(cost.part(PartKind::host)),
        straggler(cost.part(PartKind::straggler)) {}
  Time total() const { return data + optimizer + offload + host + straggler; }
};

class Writer {
 public:
  explicit Writer(const PipelineWork& work) : work_(work) {
    name(kStageGroup, "pipeline stages");
    if (messages()) name(kMessageGroup, "messages between stages");
    for (std::int64_t stage = 0; stage < work.stages; ++stage) {
      row(kStageGroup, stage, fmt::format("stage {}", stage));
      if (!messages()) continue;
      row(kMessageGroup, 2 * stage, fmt::format("stage {} sends activations", stage));
      row(kMessageGroup, 2 * stage + 1, fmt::format("stage {} sends gradients", stage));
    }
  }
  bool messages() const { return work_.hop.base() > 0 && work_.stages > 1; }

  void block(const ScheduleBlock& b) {
    const char letter = b.kind == BlockKind::forward ? 'F' : b.kind == BlockKind::backward ? 'B' : 'W';
    const bool chunked = work_.chunks > 1 || work_.schedule == training::Schedule::dualpipe;
    const std::string label =
        fmt::format("{}{}{}", letter, b.micro_batch, chunked ? fmt::format(" chunk {}", b.chunk) : "");
    const std::string arguments = fmt::format(R"("micro_batch":{},"chunk":{})", b.micro_batch, b.chunk);
    slice(kStageGroup, b.stage, label, training::to_string(b.kind), b.start, b.duration, arguments);
    if (!messages() || b.sends_to < 0 || b.kind == BlockKind::weight_gradient) return;
    const bool forward = b.kind == BlockKind::forward;
    slice(kMessageGroup, 2 * b.stage + (forward ? 0 : 1), fmt::format("{} to stage {}", label, b.sends_to),
          "p2p", b.start + b.duration, work_.hop, arguments);
  }
  // Every stage reduces its own gradients; the norm of all gradients makes the optimizer wait for the last.
  void tail(const training::Replay& replay, const Tail& tail) {
    Time reduced;
    for (const Time end : replay.ends) reduced = max(reduced, end + tail.data);
    for (std::size_t stage = 0; stage < replay.ends.size(); ++stage) {
      const auto number = std::int64_t(stage);
      slice(kStageGroup, number, "data parallel", "data_parallel_exposed", replay.ends[stage], tail.data, "");
      Time at = reduced;
      const auto then = [&](const char* label, const char* category, Time duration) {
        slice(kStageGroup, number, label, category, at, duration, "");
        at += duration;
      };
      then("optimizer", "optimizer", tail.optimizer);
      then("offload", "offload", tail.offload);
      then("host", "host", tail.host);
      then("stragglers", "straggler", tail.straggler);
    }
  }
  std::string finish(const Json& other) {
    return fmt::format("{{\"displayTimeUnit\":\"ms\",\"otherData\":{},\n\"traceEvents\":[{}\n]}}\n",
                       other.dump(-1, ' ', false, Json::error_handler_t::replace), text_);
  }

 private:
  void event(const std::string& body) { text_ += (text_.empty() ? "\n{" : ",\n{") + body + "}"; }
  void name(int group, const char* text) {
    event(fmt::format(R"("ph":"M","name":"process_name","pid":{},"args":{{"name":"{}"}})", group, text));
  }
  void row(int group, std::int64_t number, const std::string& text) {
    event(fmt::format(R"("ph":"M","name":"thread_name","pid":{},"tid":{},"args":{{"name":"{}"}})", group,
                      number, text));
    event(fmt::format(R"("ph":"M","name":"thread_sort_index","pid":{},"tid":{},"args":{{"sort_index":{}}})",
                      group, number, number));
  }
  void slice(int group, std::int64_t number, const std::string& label, const char* category, Time start,
             Time duration, const std::string& arguments) {
    if (!(duration.base() > 0)) return;
    event(fmt::format(
        R"("ph":"X","name":"{}","cat":"{}","pid":{},"tid":{},"ts":{:.3f},"dur":{:.3f},"args":{{{}}})", label,
        category, group, number, start.in(us), duration.in(us), arguments));
  }

  const PipelineWork& work_;
  std::string text_;
};

Json other_data(const planning::TrainRun& run, const PipelineWork& work, const training::Replay& replay,
                const Ends& ends) {
  const training::TrainingSetup& setup = run.job.setup;
  const auto shown = std::int64_t(work.micro_batches), all = run.step.micro_batches;
  Json out = {{"format", "gigawatt.trace/1"},
              {"version", code_version()},
              {"model", setup.model.name},
              {"accelerator", setup.accelerator.name},
              {"accelerators", setup.accelerators},
              {"step_s", run.step.total.in(s)},
              {"replayed_step_s", (replay.total + Tail(run.cost).total()).in(s)},
              {"micro_batches", all},
              {"micro_batches_replayed", shown},
              {"blocks", ends.count()},
              {"blocks_left_out", ends.count() - ends.kept()}};
  std::string note;
  if (shown < all)
    note += fmt::format("the first {} of {} micro-batches are replayed, as if the batch were as small; ",
                        shown, all);
  if (ends.kept() < ends.count())
    note += fmt::format("{} blocks in the middle of the step are left out; ", ends.count() - ends.kept());
  if (setup.plan.zero_stage == 3)
    note += "exposed data-parallel traffic of every micro-batch is drawn after the last backward; ";
  if (note.size() > 2) note.resize(note.size() - 2);
  out["note"] = note;
  return out;
}

}  // namespace

std::string step_trace(const planning::TrainRun& run, std::int64_t most_events) {
  const PipelineWork work = work_of(run);
  Writer writer(work);
  Ends ends(writer.messages() ? most_events / 2 : most_events);
  const training::Replay replay =
      training::replay(work, [&](const ScheduleBlock& block) { ends.add(block); });
  ends.each([&](const ScheduleBlock& block) { writer.block(block); });
  writer.tail(replay, Tail(run.cost));
  return writer.finish(other_data(run, work, replay, ends));
}

Time replayed_step(const planning::TrainRun& run) {
  return training::replay(training::pipeline_work(run.job.setup, run.cost)).total + Tail(run.cost).total();
}

}  // namespace gw::report
