#include "gw/training/search_space.h"

#include <algorithm>
#include <string_view>

#include "gw/describe/record.h"

namespace gw::training {
namespace {

using Values = std::vector<std::int64_t>;

constexpr Axis at(std::size_t i) { return static_cast<Axis>(i); }
constexpr std::size_t index(Axis axis) { return static_cast<std::size_t>(axis); }

Values divisors(std::int64_t value) {
  Values low, high;
  for (std::int64_t d = 1; d <= value / d; ++d) {
    if (value % d != 0) continue;
    low.push_back(d);
    if (d != value / d) high.push_back(value / d);
  }
  low.insert(low.end(), high.rbegin(), high.rend());
  return low;
}

// Names of an enumeration's values, in order, from the plan's description.
const std::vector<std::string>& choices(std::string_view key) {
  static const std::vector<std::string> none;
  for (const describe::Field& field : Plan::description().fields)
    if (field.key == key) return field.type.choices;
  return none;
}

Values all_choices(std::string_view key) {
  Values values(choices(key).size());
  for (std::size_t i = 0; i < values.size(); ++i) values[i] = std::int64_t(i);
  return values;
}

template <std::size_t N>
bool refused(const TrainingSetup& setup, const std::array<std::string_view, N>& codes) {
  for (const Problem& problem : check_plan(setup))
    if (std::find(codes.begin(), codes.end(), problem.code) != codes.end()) return true;
  return false;
}

// One stage holds the most accelerators, so what does not divide here divides in no other shape.
bool ranks_refused(const TrainingSetup& setup) {
  static constexpr std::array<std::string_view, 9> codes{"GW2001", "GW2002", "GW2003", "GW2005", "GW2007",
                                                         "GW2008", "GW2011", "GW2012", "GW2013"};
  return refused(setup, codes);
}

// Asked on one pipeline of single ranks with a batch that every count of micro-batches divides.
bool shape_refused(const TrainingSetup& setup) {
  static constexpr std::array<std::string_view, 3> codes{"GW2004", "GW2009", "GW2011"};
  return refused(setup, codes);
}

// A setup whose plan has one rank of everything.
TrainingSetup single(const TrainingSetup& setup) {
  TrainingSetup probe = setup;
  Plan& p = probe.plan;
  p.tensor = p.pipeline = p.virtual_pipeline = p.context = p.expert = p.expert_tensor = p.micro_batch = 1;
  p.zero_stage = 0, p.sequence_parallel = false, p.recompute = Recompute::none;
  p.schedule = Schedule::one_f_one_b;
  return probe;
}

void set_shape(TrainingSetup& probe, std::int64_t pipeline, std::int64_t chunks, std::int64_t schedule) {
  constexpr std::int64_t composite = 720720;  // 1 to 16 divide it
  set(probe.plan, Axis::schedule, schedule);
  probe.plan.pipeline = probe.accelerators = pipeline, probe.plan.virtual_pipeline = chunks;
  probe.plan.global_batch_sequences = 2 * composite * std::max<std::int64_t>(1, pipeline * chunks);
}

Values allowed_ranks(const TrainingSetup& setup, Axis axis, std::int64_t most) {
  TrainingSetup probe = single(setup);
  Values out;
  // With sequence parallelism or without: experts need it beside tensor ranks, a sequence may not divide with
  // it.
  const auto refused_always = [&] {
    for (const bool sequence_parallel : {false, true}) {
      probe.plan.sequence_parallel = sequence_parallel;
      if (!ranks_refused(probe)) return false;
    }
    return true;
  };
  for (const std::int64_t value : divisors(setup.accelerators)) {
    set(probe.plan, axis, value);
    if (value <= most && (value == 1 || !refused_always())) out.push_back(value);
  }
  return out;
}

// Pipelines, and virtual stages, that go with some value of the other.
void fill_stages(Axes& axes, const TrainingSetup& setup) {
  Values &pipelines = axes[index(Axis::pipeline)], &chunks = axes[index(Axis::virtual_pipeline)];
  Values all_chunks = chunks;
  for (std::int64_t v = 1; chunks.empty() && v <= std::max<std::int64_t>(1, setup.model.layers); ++v)
    all_chunks.push_back(v);
  const Values all_pipelines = pipelines.empty() ? divisors(setup.accelerators) : pipelines;
  const bool given_pipelines = !pipelines.empty(), given_chunks = !chunks.empty();
  std::vector<bool> used_chunks(all_chunks.size());
  TrainingSetup probe = single(setup);
  for (const std::int64_t p : all_pipelines) {
    if (p > setup.model.layers + 2) continue;  // embedding and head count as layers at most
    bool used = false;
    for (std::size_t v = 0; v < all_chunks.size(); ++v) {
      for (const std::int64_t schedule : axes[index(Axis::schedule)]) {
        set_shape(probe, p, all_chunks[v], schedule);
        if (!shape_refused(probe)) used = used_chunks[v] = true;
      }
    }
    if (used && !given_pipelines) pipelines.push_back(p);
  }
  for (std::size_t v = 0; v < all_chunks.size() && !given_chunks; ++v)
    if (used_chunks[v]) chunks.push_back(all_chunks[v]);
  if (pipelines.empty()) pipelines = {1};
  if (chunks.empty()) chunks = {1};
}

std::uint64_t product(const Axes& axes, std::size_t first, std::size_t last) {
  std::uint64_t count = 1;
  for (std::size_t i = first; i < last; ++i) count *= axes[i].size();
  return count;
}

// Mixed radix, the last axis fastest.
void set_axes(Plan& plan, const Axes& axes, std::size_t first, std::size_t last, std::uint64_t order) {
  for (std::size_t i = last; i-- > first;) {
    set(plan, at(i), axes[i][order % axes[i].size()]);
    order /= axes[i].size();
  }
}

template <class T>
Values numbers(const std::vector<T>& values) {
  Values out;
  for (const T value : values) out.push_back(static_cast<std::int64_t>(value));
  return out;
}

}  // namespace

const char* to_string(Axis axis) {
  static constexpr std::array<const char*, kAxes> names{
      "tensor",    "context",  "expert",           "expert_tensor", "sequence_parallel", "micro_batch",
      "recompute", "pipeline", "virtual_pipeline", "zero_stage",    "schedule"};
  return names[index(axis)];
}

std::string value_text(Axis axis, std::int64_t value) {
  if (axis == Axis::sequence_parallel) return value ? "true" : "false";
  const std::vector<std::string>& names = choices(to_string(axis));
  return std::size_t(value) < names.size() ? names[std::size_t(value)] : std::to_string(value);
}

std::int64_t get(const Plan& plan, Axis axis) {
  switch (axis) {
    case Axis::tensor:
      return plan.tensor;
    case Axis::context:
      return plan.context;
    case Axis::expert:
      return plan.expert;
    case Axis::expert_tensor:
      return plan.expert_tensor;
    case Axis::sequence_parallel:
      return plan.sequence_parallel;
    case Axis::micro_batch:
      return plan.micro_batch;
    case Axis::recompute:
      return static_cast<std::int64_t>(plan.recompute);
    case Axis::pipeline:
      return plan.pipeline;
    case Axis::virtual_pipeline:
      return plan.virtual_pipeline;
    case Axis::zero_stage:
      return plan.zero_stage;
    case Axis::schedule:
      return static_cast<std::int64_t>(plan.schedule);
  }
  return 0;
}

void set(Plan& plan, Axis axis, std::int64_t value) {
  switch (axis) {
    case Axis::tensor:
      plan.tensor = value;
      break;
    case Axis::context:
      plan.context = value;
      break;
    case Axis::expert:
      plan.expert = value;
      break;
    case Axis::expert_tensor:
      plan.expert_tensor = value;
      break;
    case Axis::sequence_parallel:
      plan.sequence_parallel = value != 0;
      break;
    case Axis::micro_batch:
      plan.micro_batch = value;
      break;
    case Axis::recompute:
      plan.recompute = static_cast<Recompute>(value);
      break;
    case Axis::pipeline:
      plan.pipeline = value;
      break;
    case Axis::virtual_pipeline:
      plan.virtual_pipeline = value;
      break;
    case Axis::zero_stage:
      plan.zero_stage = int(value);
      break;
    case Axis::schedule:
      plan.schedule = static_cast<Schedule>(value);
      break;
  }
}

Axes given_axes(const SearchSpace& space) {
  return {space.tensor,
          space.context,
          space.expert,
          space.expert_tensor,
          numbers(space.sequence_parallel),
          space.micro_batch,
          numbers(space.recompute),
          space.pipeline,
          space.virtual_pipeline,
          numbers(space.zero_stage),
          numbers(space.schedule)};
}

SearchSpace space_of(const Axes& axes) {
  SearchSpace out;
  out.tensor = axes[index(Axis::tensor)], out.context = axes[index(Axis::context)];
  out.expert = axes[index(Axis::expert)], out.expert_tensor = axes[index(Axis::expert_tensor)];
  out.micro_batch = axes[index(Axis::micro_batch)];
  out.pipeline = axes[index(Axis::pipeline)], out.virtual_pipeline = axes[index(Axis::virtual_pipeline)];
  for (const std::int64_t v : axes[index(Axis::sequence_parallel)]) out.sequence_parallel.push_back(int(v));
  for (const std::int64_t v : axes[index(Axis::recompute)])
    out.recompute.push_back(static_cast<Recompute>(v));
  for (const std::int64_t v : axes[index(Axis::zero_stage)]) out.zero_stage.push_back(int(v));
  for (const std::int64_t v : axes[index(Axis::schedule)]) out.schedule.push_back(static_cast<Schedule>(v));
  return out;
}

Axes axes_of(const TrainingSetup& setup, Axes axes) {
  const auto fill = [&](Axis axis, auto values) {
    if (Values& list = axes[index(axis)]; list.empty()) list = values();
    if (axes[index(axis)].empty()) axes[index(axis)] = {1};
  };
  const auto ranks = [&](Axis axis, std::int64_t most) {
    fill(axis, [&] { return allowed_ranks(setup, axis, most); });
  };
  ranks(Axis::tensor, setup.accelerators);
  ranks(Axis::context, setup.accelerators);
  ranks(Axis::expert, setup.model.experts ? setup.accelerators : 1);
  ranks(Axis::expert_tensor, setup.model.experts ? setup.accelerator.scale_up_domain : 1);
  fill(Axis::sequence_parallel, [] { return Values{0, 1}; });
  fill(Axis::micro_batch, [&] { return divisors(setup.plan.global_batch_sequences); });
  fill(Axis::recompute, [] { return all_choices("recompute"); });
  fill(Axis::zero_stage, [] { return Values{0, 1, 2, 3}; });
  fill(Axis::schedule, [] { return all_choices("schedule"); });
  fill_stages(axes, setup);
  return axes;
}

PlanSpace::PlanSpace(const TrainingSetup& setup, Axes lists) : axes(std::move(lists)) {
  rank_count = product(axes, 0, kFirstBatchAxis);
  batch_count = product(axes, kFirstBatchAxis, kFirstShapeAxis);
  shape_count = product(axes, kFirstShapeAxis, kAxes);
  TrainingSetup probe = single(setup);
  for (std::uint64_t i = 0; i < rank_count; ++i) {
    set_axes(probe.plan, axes, 0, kFirstBatchAxis, i);
    if (!ranks_refused(probe)) ranks.push_back(i);
  }
  probe = single(setup);
  for (std::uint64_t i = 0; i < shape_count; ++i) {
    Plan& p = probe.plan;
    set_axes(p, axes, kFirstShapeAxis, kAxes, i);
    set_shape(probe, p.pipeline, p.virtual_pipeline, get(p, Axis::schedule));
    if (!shape_refused(probe))
      shapes.push_back({i, p.pipeline, p.virtual_pipeline, p.zero_stage, p.schedule});
  }
}

std::uint64_t PlanSpace::set_unit(Plan& plan, std::size_t unit) const {
  const std::uint64_t rank = ranks[unit / batch_count], batch = unit % batch_count;
  set_axes(plan, axes, 0, kFirstBatchAxis, rank);
  set_axes(plan, axes, kFirstBatchAxis, kFirstShapeAxis, batch);
  return (rank * batch_count + batch) * shape_count;
}

void PlanSpace::set_plan(Plan& plan, std::uint64_t order) const { set_axes(plan, axes, 0, kAxes, order); }

}  // namespace gw::training
