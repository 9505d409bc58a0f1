// What the stages of a plan take, for the replay.
#include <algorithm>
#include <cmath>

#include "gw/training/schedule_replay.h"
#include "gw/training/stage_layout.h"

namespace gw::training {
namespace {

ChunkTimes times_of(const BlockCost& cost, double part) {
  return {.forward = part * cost.forward.total(),
          .backward = part * (cost.backward.total() + cost.recompute.total()),
          .weight_gradient = part * cost.backward.weight_gradient};
}

void add(ChunkTimes& to, const ChunkTimes& more) {
  to.forward += more.forward, to.backward += more.backward, to.weight_gradient += more.weight_gradient;
}

// Whole layers on each stage so that none takes longer than `slowest`, as balanced as that allows.
std::vector<double> balanced_layers(std::int64_t layers, std::int64_t stages, Time layer, Time first,
                                    Time last, Time slowest) {
  constexpr double kRoundOff = 1e-9;
  std::vector<double> extra(std::size_t(stages), 0.0), held;
  extra.front() += first / layer, extra.back() += last / layer;
  double sum = 0;
  for (const double e : extra)
    sum += held.emplace_back(std::max(0.0, std::floor(slowest / layer - e + kRoundOff)));
  while (sum > double(layers)) {
    std::size_t fullest = 0;
    for (std::size_t s = 1; s < held.size(); ++s)
      if (held[s] > 0 && held[s] + extra[s] >= held[fullest] + extra[fullest]) fullest = s;
    if (held[fullest] < 1) fullest = std::size_t(std::ranges::max_element(held) - held.begin());
    held[fullest] -= 1, sum -= 1;
  }
  return held;
}

std::vector<double> layers_of(const TrainingSetup& setup, const ModelCost& model, Time slowest) {
  const Plan& plan = setup.plan;
  const std::int64_t layers = setup.model.layers;
  const Time layer = model.layers.total() / model.layer_count;
  if (plan.uneven_stages && layers % (plan.pipeline * plan.virtual_pipeline) != 0 && layer.base() > 0)
    return balanced_layers(layers, plan.pipeline, layer, model.embedding.total(), model.head.total(),
                           slowest);
  const StageLayout layout = stage_layout(layers, plan.pipeline, plan.virtual_pipeline, plan.uneven_stages);
  std::vector<double> out(std::size_t(plan.pipeline), layout.middle);
  out.front() = layout.first;
  if (plan.pipeline > 1) out.back() = layout.last;
  return out;
}

}  // namespace

PipelineWork pipeline_work(const TrainingSetup& setup, const StepCost& cost, std::int64_t micro_batches) {
  const Plan& plan = setup.plan;
  const ModelCost model = model_cost(setup, workload::Roofline(setup.accelerator));
  PipelineWork work{.schedule = plan.schedule,
                    .stages = plan.pipeline,
                    .chunks = plan.virtual_pipeline,
                    .micro_batches = std::int64_t(cost.micro_batches),
                    .times = {},
                    .hop = plan.pipeline > 1 ? cost.pipeline_hop : Time{}};
  const Time slowest = cost.mean_stage.total() + cost.part(PartKind::pipeline_imbalance) / cost.micro_batches;
  if (micro_batches > 0) work.micro_batches = std::min(work.micro_batches, micro_batches);
  const double chunk = 1.0 / double(work.chunks);
  for (const double layers : layers_of(setup, model, slowest))
    for (std::int64_t c = 0; c < work.chunks; ++c)
      work.times.push_back(times_of(model.layers, chunk * layers / model.layer_count));
  add(work.times.front(), times_of(model.embedding, 1.0));
  add(work.times.back(), times_of(model.head, 1.0));
  return work;
}

}  // namespace gw::training
