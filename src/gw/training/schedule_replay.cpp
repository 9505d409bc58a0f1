#include "gw/training/schedule_replay.h"

#include <algorithm>
#include <limits>
#include <queue>
#include <tuple>

#include "gw/base/assert.h"

namespace gw::training {
namespace {

constexpr double kNever = std::numeric_limits<double>::infinity();

bool splits_backward(Schedule schedule) {
  return schedule == Schedule::zero_bubble || schedule == Schedule::dualpipe;
}

/// A piece of work of one stage.
struct Item {
  std::int64_t micro_batch = 0, chunk = 0;
};

// Rounds of p micro-batches go through chunk after chunk; the last round may be shorter.
struct Order {
  std::int64_t stages = 1, chunks = 1, micro_batches = 1;

  std::int64_t count() const { return chunks * micro_batches; }
  std::int64_t round_of(std::int64_t round) const { return std::min(stages, micro_batches - round * stages); }
  Item at(std::int64_t i) const {
    const std::int64_t round = i / (stages * chunks), within = i - round * stages * chunks,
                       size = round_of(round);
    return {round * stages + within % size, within / size};
  }
  std::int64_t place(Item item) const {
    const std::int64_t round = item.micro_batch / stages;
    return round * stages * chunks + item.chunk * round_of(round) + item.micro_batch % stages;
  }
};

/// One direction through the pipeline: its progress at each of its stages.
struct Line {
  Line(const PipelineWork& work, std::int64_t micro_batches, std::int64_t first, bool reversed)
      : order{work.stages, work.chunks, micro_batches}, first_micro_batch(first), reverse(reversed) {
    const std::size_t stages = std::size_t(work.stages), all = stages * std::size_t(order.count());
    forward_ready.assign(all, kNever), backward_ready.assign(all, kNever);
    forwards.assign(stages, 0), backwards.assign(stages, 0), weights.assign(stages, 0);
    for (std::int64_t i = 0; i < order.count(); ++i)
      if (order.at(i).chunk == 0) forward_ready[std::size_t(i)] = 0.0;
  }
  Order order;
  std::int64_t first_micro_batch;
  bool reverse;
  std::vector<double> forward_ready, backward_ready;       // [stage * count + place]
  std::vector<std::int64_t> forwards, backwards, weights;  // done, of each stage

  std::size_t slot(std::int64_t stage, std::int64_t place) const {
    return std::size_t(stage * order.count() + place);
  }
  std::int64_t rank(std::int64_t stage) const { return reverse ? order.stages - 1 - stage : stage; }
  Item mirrored(Item item) const { return {item.micro_batch, order.chunks - 1 - item.chunk}; }
};

class Engine {
 public:
  Engine(const PipelineWork& work, const std::function<void(const ScheduleBlock&)>& visit)
      : work_(work), visit_(visit), split_(splits_backward(work.schedule)) {
    const bool both = work.schedule == Schedule::dualpipe && work.stages > 1;
    const std::int64_t back = both ? work.micro_batches / 2 : 0;
    lines_.emplace_back(work, work.micro_batches - back, 0, false);
    if (back > 0) lines_.emplace_back(work, back, work.micro_batches - back, true);
    most_held_ = both ? work.stages + 1 : most_ahead(0) + 1;
    replay_.ends.assign(std::size_t(work.stages), Time{}), replay_.busy = replay_.ends;
    free_at_.assign(std::size_t(work.stages), 0.0);
  }

  Replay run() {
    for (std::int64_t rank = 0; rank < work_.stages; ++rank) wakes_.push({0.0, rank});
    while (!wakes_.empty()) {
      const auto [time, rank] = wakes_.top();
      wakes_.pop();
      if (free_at_[std::size_t(rank)] <= time) act(rank, time);
    }
    for (const Line& line : lines_)
      for (const std::int64_t done : line.backwards)
        GW_ASSERT(done == line.order.count(), "the replay stopped at {}", done);
    for (const Time end : replay_.ends) replay_.total = max(replay_.total, end);
    return std::move(replay_);
  }

 private:
  // Forwards of a stage that may be ahead of its backwards before a backward is due.
  std::int64_t most_ahead(std::int64_t stage) const {
    const std::int64_t behind = work_.stages - 1 - stage;
    const bool chunked = work_.schedule == Schedule::interleaved || work_.chunks > 1;
    return chunked ? 2 * behind + (work_.chunks - 1) * work_.stages : behind;
  }
  std::int64_t held(std::int64_t rank) const {
    std::int64_t sum = 0;
    for (const Line& line : lines_) {
      const std::size_t s = std::size_t(line.rank(rank));
      sum += line.forwards[s] - (split_ ? line.weights[s] : line.backwards[s]);
    }
    return sum;
  }
  bool forward_due(const Line& line, std::int64_t stage, double now) const {
    const std::int64_t next = line.forwards[std::size_t(stage)];
    return next < line.order.count() && next - line.backwards[std::size_t(stage)] <= most_ahead(stage) &&
           line.forward_ready[line.slot(stage, next)] <= now;
  }
  bool backward_due(const Line& line, std::int64_t stage, double now) const {
    const std::int64_t next = line.backwards[std::size_t(stage)];
    return next < line.order.count() && line.backward_ready[line.slot(stage, next)] <= now;
  }

  // The next block of a rank that is free: forward, backward, weight gradient, in this order; of two lines
  // the one that is less far.
  void act(std::int64_t rank, double now) {
    Line *forward = nullptr, *backward = nullptr, *weight = nullptr;
    const bool room = held(rank) < most_held_;
    for (Line& line : lines_) {
      const std::int64_t s = line.rank(rank);
      const std::size_t i = std::size_t(s);
      if (room && forward_due(line, s, now) &&
          (!forward || line.forwards[i] < forward->forwards[std::size_t(forward->rank(rank))]))
        forward = &line;
      if (backward_due(line, s, now) &&
          (!backward || line.backwards[i] < backward->backwards[std::size_t(backward->rank(rank))]))
        backward = &line;
      if (split_ && line.weights[i] < line.backwards[i] && !weight) weight = &line;
    }
    if (forward)
      start_forward(*forward, forward->rank(rank), now);
    else if (backward)
      start_backward(*backward, backward->rank(rank), now);
    else if (weight)
      start_weight(*weight, weight->rank(rank), now);
  }

  void start_forward(Line& line, std::int64_t stage, double now) {
    const Item item = line.order.at(line.forwards[std::size_t(stage)]++);
    const double end = now + times(stage, item.chunk).forward.base();
    const bool last = stage == work_.stages - 1, turns = last && item.chunk == work_.chunks - 1;
    const std::int64_t to = turns ? -1 : last ? 0 : stage + 1;
    const std::int64_t next = line.order.place({item.micro_batch, item.chunk + (last ? 1 : 0)});
    if (turns)
      line.backward_ready[line.slot(stage, line.order.place(line.mirrored(item)))] = end;
    else
      line.forward_ready[line.slot(to, next)] = arrive(line, stage, to, end);
    finish(line, stage, BlockKind::forward, item, now, end, to);
  }

  void start_backward(Line& line, std::int64_t stage, double now) {
    const Item item = line.mirrored(line.order.at(line.backwards[std::size_t(stage)]++));
    const ChunkTimes& t = times(stage, item.chunk);
    const double end = now + (split_ ? t.backward - t.weight_gradient : t.backward).base();
    const bool first = stage == 0;
    const std::int64_t to = !first ? stage - 1 : item.chunk > 0 ? work_.stages - 1 : -1;
    if (to >= 0) {
      const Item next = line.mirrored({item.micro_batch, item.chunk - (first ? 1 : 0)});
      line.backward_ready[line.slot(to, line.order.place(next))] = arrive(line, stage, to, end);
    }
    finish(line, stage, BlockKind::backward, item, now, end, to);
  }

  void start_weight(Line& line, std::int64_t stage, double now) {
    const Item item = line.mirrored(line.order.at(line.weights[std::size_t(stage)]++));
    const double end = now + times(stage, item.chunk).weight_gradient.base();
    finish(line, stage, BlockKind::weight_gradient, item, now, end, -1);
  }

  const ChunkTimes& times(std::int64_t stage, std::int64_t chunk) const {
    return work_.times[std::size_t(stage * work_.chunks + chunk)];
  }
  double arrive(const Line& line, std::int64_t from, std::int64_t to, double end) {
    const double there = end + (from == to ? 0.0 : work_.hop.base());
    wakes_.push({there, line.rank(to)});
    return there;
  }
  void finish(const Line& line, std::int64_t stage, BlockKind kind, Item item, double now, double end,
              std::int64_t to) {
    const std::int64_t rank = line.rank(stage);
    const std::size_t r = std::size_t(rank);
    const Time duration = Time::from_base(end - now);
    free_at_[r] = end;
    replay_.ends[r] = Time::from_base(end);
    replay_.busy[r] += duration;
    wakes_.push({end, rank});
    if (visit_)
      visit_({rank, kind, line.first_micro_batch + item.micro_batch, line.reverse ? 1 : item.chunk,
              Time::from_base(now), duration, to < 0 || to == stage ? -1 : line.rank(to)});
  }

  struct Wake {
    double time;
    std::int64_t rank;
    bool operator>(const Wake& o) const { return std::tie(time, rank) > std::tie(o.time, o.rank); }
  };
  const PipelineWork& work_;
  const std::function<void(const ScheduleBlock&)>& visit_;
  bool split_;
  std::int64_t most_held_ = 0;
  std::vector<Line> lines_;
  std::vector<double> free_at_;
  std::priority_queue<Wake, std::vector<Wake>, std::greater<>> wakes_;
  Replay replay_;
};

}  // namespace

const char* to_string(BlockKind kind) {
  return kind == BlockKind::forward    ? "forward"
         : kind == BlockKind::backward ? "backward"
                                       : "weight_gradient";
}

std::int64_t block_count(const PipelineWork& work) {
  return work.stages * work.chunks * work.micro_batches * (splits_backward(work.schedule) ? 3 : 2);
}

Replay replay(const PipelineWork& work, const std::function<void(const ScheduleBlock&)>& visit) {
  return Engine(work, visit).run();
}

}  // namespace gw::training
